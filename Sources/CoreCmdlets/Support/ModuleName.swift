/// The modules that the commands here belong to on Windows.
enum ModuleName {
  static let core = "Microsoft.PowerShell.Core"
  static let utility = "Microsoft.PowerShell.Utility"
  static let security = "Microsoft.PowerShell.Security"
}
