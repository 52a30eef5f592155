/// The modules that Windows has these commands in.
enum ModuleName {
  static let management = "Microsoft.PowerShell.Management"
  static let utility = "Microsoft.PowerShell.Utility"
  static let core = "Microsoft.PowerShell.Core"
  static let cim = "CimCmdlets"
  static let dism = "Dism"
  static let serverManager = "ServerManager"
  static let secureBoot = "SecureBoot"
  static let diagnostics = "Microsoft.PowerShell.Diagnostics"
}
