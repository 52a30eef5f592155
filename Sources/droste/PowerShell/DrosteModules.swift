internal import Cmdlets
internal import HostAPI
internal import ManagementCmdlets
internal import NetworkCmdlets
internal import PowerShell
internal import Shell

/// What this program's PowerShell has beyond the language: Hyper-V and NetNat over this host's service, which is
/// started when a cmdlet first needs it, and the way into machines.
enum DrosteModules {
  static func make() -> ShellModules {
    let environment = HostEnvironment(hostName: SystemFacts.machineName()) { try await Service.connect().client }
    let hyperV = HyperVModule.commands(environment: environment) + NetNatModule.commands(environment: environment)
    let built = Set((hyperV + NetworkModule.commands()).map(\.name))
    return ShellModules(
      commands: hyperV + KnownCommands.commands(except: built),
      views: HyperVModule.views + NetNatModule.views, types: HyperVModule.types + NetNatModule.types,
      connector: MachineConnector(environment: environment, local: LocalProcessConnector()),
      values: HostNames(environment: environment).completer,
      serviceState: { Service.running() == nil ? .stopped : .running })
  }
}
