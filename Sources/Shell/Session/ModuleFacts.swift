internal import PowerShell

/// What Get-Module says of the built-in modules: Windows Server 2022's versions.
enum ModuleFacts {
  private static let known: [String: (version: Version, synopsis: String)] = [
    "Microsoft.PowerShell.Core": (Version(3, 0, 0, 0), "The language's own commands, sessions and jobs."),
    "Microsoft.PowerShell.Utility": (Version(3, 1, 0, 0), "Objects, output, variables and text."),
    "Microsoft.PowerShell.Management": (Version(3, 1, 0, 0), "Files, programs, services and the computer."),
    "Microsoft.PowerShell.Security": (Version(3, 0, 0, 0), "Credentials and execution policy."),
    "CimCmdlets": (Version(1, 0, 0, 0), "Facts of the computer as CIM classes."),
    "Hyper-V": (Version(2, 0, 0, 0), "Virtual machines, switches and adapters."),
    "NetNat": (Version(1, 0, 0, 0), "Network address translation."),
    "NetAdapter": (Version(2, 0, 0, 0), "Network adapters of this computer."),
    "NetTCPIP": (Version(1, 0, 0, 0), "Addresses, routes and neighbours."),
    "DnsClient": (Version(1, 0, 0, 0), "Resolvers and names."),
  ]

  static func version(_ name: String) -> Version { known[name]?.version ?? Version(1, 0, 0, 0) }
  static func synopsis(_ name: String) -> String { known[name]?.synopsis ?? "" }
}
