internal import PowerShell

/// Get- and Set-DnsClientGlobalSetting: the suffixes that are tried after short names.
enum GlobalSetting {
  private static let cimClass = CimClass(name: "MSFT_DNSClientGlobalSetting")

  static let commands: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-DnsClientGlobalSetting", module: "DnsClient",
      synopsis: "Shows the suffixes that are tried after short names.", lines: NetworkCommand.remote,
      outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in try invocation.writeOutput(.object(make(environment))) }
    },
    NetworkCommand(
      name: "Set-DnsClientGlobalSetting", module: "DnsClient",
      synopsis: "Sets the suffixes that are tried after short names.", supportsShouldProcess: true,
      lines: """
        InputObject<value CimInstance[]
        SuffixSearchList String[]
        ~UseDevolution Boolean
        ~DevolutionLevel UInt32
        PassThru SwitchParameter
        \(NetworkCommand.remote)
        """, typeNames: AddressCommands.inputType(cimClass.name), outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        guard try invocation.shouldProcess("DNSClientGlobalSetting", "Modify") else { return }
        if let suffixes = invocation.bound.strings("SuffixSearchList") {
          for suffix in suffixes where DNSName(suffix)?.labels.isEmpty ?? true {
            throw NetworkFailure.argument(
              "Invalid parameter SuffixSearchList '\(suffix)': it is no DNS suffix, such as corp.contoso.com.",
              target: cimClass.target)
          }
          try ResolverConfiguration(environment).setSuffixes(suffixes)
        }
        if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(make(environment))) }
      }
    },
  ]

  private static func make(_ environment: NetworkEnvironment) -> PropertyBag {
    cimClass.make([
      // A resolver of Linux asks for a name with each suffix, never with a part of one.
      "UseDevolution": false, "DevolutionLevel": .uint32(0),
      "SuffixSearchList": .strings(ResolverConfiguration(environment).suffixes()),
    ])
  }
}
