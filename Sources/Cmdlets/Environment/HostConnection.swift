internal import HostAPI
internal import HyperV
internal import Synchronization

/// A host that cmdlets speak to.
final class HostConnection: Sendable {
  /// Empty for the host of the session; else the machines that lead to it.
  let path: [String]
  private let environment: HostEnvironment
  private let changes = Atomic<Int>(0)

  init(_ environment: HostEnvironment, path: [String]) {
    self.environment = environment
    self.path = path
  }

  /// What `-ComputerName` takes to come here again, and what objects show under that name.
  var computerName: String { path.isEmpty ? environment.hostName : path.joined(separator: "/") }

  var isLocal: Bool { path.isEmpty }

  /// Grows with each change that this session makes here, so that objects know that they are old.
  var generation: Int { changes.load(ordering: .relaxed) }

  /// Blocks until `work` has ended. Errors: those of `work`, `EvaluatorBridge.Stopped`.
  ///
  /// A service ends once its last machine and switch are gone, perhaps at this very moment. Then nothing was asked yet, and
  /// it is asked again, of a new one.
  func read<Result: Sendable>(
    limit: Int? = nil, _ work: @escaping @Sendable (HostClient) async throws -> Result
  ) throws -> Result {
    let (environment, path) = (environment, path)
    let request: @Sendable () async throws -> Result = {
      do {
        return try await work(path.reduce(try await environment.client()) { $0.inside($1) })
      } catch  where HostClient.isUnanswered(error) {
        return try await work(path.reduce(try await environment.client()) { $0.inside($1) })
      }
    }
    return try EvaluatorBridge.wait(limit: limit, isStopping: { environment.isStopping }, request)
  }

  /// As `read`, for work that changes something.
  func change<Result: Sendable>(_ work: @escaping @Sendable (HostClient) async throws -> Result) throws -> Result {
    defer { changes.add(1, ordering: .relaxed) }
    return try read(work)
  }
}
