internal import FoundationEssentials
internal import GuestLink
internal import HostAPI
internal import HyperV
package import Remoting

/// Opens sessions in machines: `pwsh -ServerMode` in the machine, its input and output carried by the guest link. No
/// network is needed, and no credentials: whoever may use this host may use its machines.
package final class MachineConnector: RemoteConnector {
  /// Seconds that a machine may take until its agent answers.
  private static let patience = 120.0

  private let environment: HostEnvironment
  /// What opens sessions on this computer itself.
  private let local: any RemoteConnector

  package init(environment: HostEnvironment, local: any RemoteConnector) {
    self.environment = environment
    self.local = local
  }

  package func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel {
    switch target {
    case .localProcess: return try local.connect(target, isStopping: isStopping)
    case .machine(let name): return try open([], isStopping) { Names.same($0.configuration.name, name) }
    case .machineID(let id): return try open([], isStopping) { $0.id.uuidString.lowercased() == id.lowercased() }
    case .host(let path):
      guard let name = path.last else { return try local.connect(.localProcess, isStopping: isStopping) }
      return try open(path.dropLast(), isStopping) { Names.same($0.configuration.name, name) }
    }
  }

  private func open(
    _ path: [String], _ isStopping: () -> Bool, _ matches: @escaping @Sendable (MachineResource) -> Bool
  ) throws -> any RemoteChannel {
    let environment = environment
    let (client, machines) = try stopping(isStopping) {
      let client = path.reduce(try await environment.client()) { $0.inside($1) }
      return (client, try await client.status().machines)
    }
    let found = machines.filter(matches)
    guard found.count == 1, let machine = found.first else { throw ConnectFailure.notSingle }
    guard machine.status.state == .running else { throw ConnectFailure.notRunning }
    let name = machine.configuration.name
    // A machine of our images that has only just started answers in a moment; in a host, what makes it one is mounted
    // last.
    if case .image = machine.configuration.boot {
      _ = try stopping(isStopping) { try await client.waitForGuest(name, seconds: Self.patience) }
    }
    return GuestChannel(client, machine: name, ExecRequest(arguments: ["pwsh", "-ServerMode"], directory: "/root"))
  }

  private func stopping<Result: Sendable>(
    _ isStopping: () -> Bool, _ work: @escaping @Sendable () async throws -> Result
  ) throws -> Result {
    do {
      return try EvaluatorBridge.wait(isStopping: isStopping, work)
    } catch is EvaluatorBridge.Stopped {
      throw ConnectFailure.stopped
    }
  }
}
