internal import PowerShell

/// Names that scripts know and that mean nothing on this system. They are commands, so that a script learns why.
enum RefusedCommands {
  static var all: [CommandInfo] {
    [
      refused(
        "Out-GridView", ModuleName.utility, "OutGridViewCommand", aliases: ["ogv"],
        "Out-GridView opens a window, and there is none here. Use Format-Table or Out-Host."),
      refused(
        "Update-TypeData", ModuleName.utility, "UpdateTypeDataCommand",
        "Update-TypeData is not supported: members cannot be added to a type. Use Add-Member for each object."),
      refused(
        "Update-FormatData", ModuleName.utility, "UpdateFormatDataCommand",
        "Update-FormatData is not supported: files of views cannot be loaded. Use Format-Table or Format-List with the "
          + "properties wanted."),
      refused(
        "Get-PSSnapin", ModuleName.core, "GetPSSnapinCommand",
        "Get-PSSnapin is not supported: snap-ins are libraries of Windows. Use Get-Module."),
      refused(
        "Add-PSSnapin", ModuleName.core, "AddPSSnapinCommand", aliases: ["asnp"],
        "Add-PSSnapin is not supported: snap-ins are libraries of Windows. Use Import-Module."),
      refused(
        "Remove-PSSnapin", ModuleName.core, "RemovePSSnapinCommand", aliases: ["rsnp"],
        "Remove-PSSnapin is not supported: snap-ins are libraries of Windows. Use Remove-Module."),
      refused(
        "Update-Help", ModuleName.core, "UpdateHelpCommand",
        "Update-Help has nothing to download: help comes with the commands. Use Get-Help."),
      refused(
        "Save-Help", ModuleName.core, "SaveHelpCommand",
        "Save-Help has nothing to download: help comes with the commands. Use Get-Help."),
    ]
  }

  private static func refused(
    _ name: String, _ module: String, _ type: String, aliases: [String] = [], _ message: String
  ) -> CommandInfo {
    .core(
      name, in: module, type, aliases: aliases, ["InputObject<value Object", "Arguments<remaining Object[]"],
      synopsis: "Refused: \(message)"
    ) { RefusedCommand(message) }
  }
}

/// Throws before anything is read.
private final class RefusedCommand: Cmdlet {
  private let message: String

  init(_ message: String) { self.message = message }

  func begin(_ invocation: Invocation) throws {
    throw invocation.refusal(message, id: "\(invocation.metadata.noun)NotSupported")
  }
}

extension CommandMetadata {
  /// What stands after the dash.
  var noun: String { name.split(separator: "-").last.map(String.init) ?? name }
}
