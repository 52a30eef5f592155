public import HyperV
internal import NIOHTTP1

extension HostClient {
  /// Has the host watch for probes, send them, or tell of what it does with packets. Sending takes seconds.
  public func trace(_ order: TraceOrder) async throws -> TraceReport { try await send(.POST, "/v1/trace", order) }

  /// The same in a machine, through its agent.
  public func trace(machine: String, _ order: TraceOrder) async throws -> TraceReport {
    try await send(.POST, path(machine: machine) + "/trace", order)
  }
}
