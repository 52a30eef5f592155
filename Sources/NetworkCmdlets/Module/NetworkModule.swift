package import Formatting
package import PowerShell

/// The network cmdlets: modules NetAdapter, NetTCPIP and DnsClient, those of Microsoft.PowerShell.Management and
/// .Utility that use the network, and netsh.
package enum NetworkModule {
  private static let rows: [NetworkCommand] =
    NetAdapterCommands.all + OffloadCommands.all + ReceiveSideScaling.commands + PowerManagement.commands
    + BindingCommands.all + AdvancedPropertyCommands.all + AddressCommands.all + RouteCommands.all
    + OffloadGlobalSetting.commands
    + TransportSettings.commands + DnsClientCommands.all + GlobalSetting.commands
    + [Netsh.command, TestNetConnection.command, TestConnection.command] + WebCmdlets.all

  package static func commands(environment: NetworkEnvironment = .live) -> [CommandInfo] {
    rows.map { $0.info(environment) }
  }

  /// The parameters that are known and refused, by cmdlet: what a report of completeness needs.
  package static var refusedParameters: [String: [String]] {
    Dictionary(rows.map { ($0.name, $0.refused) }, uniquingKeysWith: { first, _ in first }).filter { !$0.value.isEmpty }
  }

  package static let views: [ViewDefinition] = NetworkViews.all

  package static let types: [(TypeReference, accelerators: [String])] = [
    (NetworkTypes.cimInstance, accelerators: ["ciminstance"]),
    (DnsType.typeReference, accelerators: []),
  ]
}
