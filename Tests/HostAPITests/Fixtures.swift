import Synchronization
import TestSupport
import Testing

/// A counter that tasks share.
final class Sent: Sendable {
  private let value = Mutex(0)
  var count: Int { value.withLock(\.self) }
  func add() { value.withLock { $0 += 1 } }
}

/// Runs all tests of a suite against one service, made before the first and stopped after the last.
struct RunningService: SuiteTrait, TestScoping {
  @TaskLocal static var droste: Droste?

  var isRecursive: Bool { false }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let droste = try Droste()
    defer { droste.folder.remove() }
    try await droste.withService { _ in try await Self.$droste.withValue(droste, operation: function) }
    let left = ProcessTable.using(droste.folder.path)
    #expect(left.isEmpty, "processes are left: \(left)")
  }

  /// The service of the suite that runs.
  static func current() throws -> Droste { try #require(droste) }
}

extension Trait where Self == RunningService {
  static var runningService: Self { RunningService() }
}
