internal import HostAPI
internal import HyperV

/// The names that complete a parameter's value: of machines, switches, NATs and hosts.
package struct HostNames: Sendable {
  /// Milliseconds that the host may take; somebody is waiting with a finger on Tab.
  private static let patience = 500

  private let environment: HostEnvironment

  package init(environment: HostEnvironment) { self.environment = environment }

  /// Nil where the parameter takes no such name, or the host does not answer in time.
  package var completer: @Sendable (_ command: String, _ parameter: String) -> [String]? {
    { command, parameter in names(command.lowercased(), parameter.lowercased()) }
  }

  private func names(_ command: String, _ parameter: String) -> [String]? {
    let noun = command.split(separator: "-").last.map(String.init) ?? ""
    switch parameter {
    case "vmname": return status()?.machines.map(\.configuration.name)
    case "name" where noun == "vm": return status()?.machines.map(\.configuration.name)
    case "computername" where noun.hasPrefix("vm"):
      return status()?.machines.filter(\.status.guest.isHost).map(\.configuration.name)
    case "switchname", "vmswitchname": return status()?.switches.map(\.configuration.name)
    case "name" where noun == "vmswitch": return status()?.switches.map(\.configuration.name)
    case "natname": return status()?.nats.map(\.configuration.name)
    case "name" where noun == "netnat": return status()?.nats.map(\.configuration.name)
    default: return nil
    }
  }

  private func status() -> HostStatus? {
    try? environment.connection(nil).read(limit: Self.patience) { try await $0.status() }
  }
}
