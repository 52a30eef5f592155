import Host
import HyperV
import Testing

/// Limits, of which one task waits for the first.
@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
  @Test func whatIsInTime() async throws {
    #expect(try await Deadline.run(seconds: 30) { 7 } == 7)
    struct Own: Error {}
    await #expect(throws: Own.self) { try await Deadline.run(seconds: 30) { throw Own() } }
  }

  /// Later limits are set first, and one is kept meanwhile.
  @Test func eachAtItsTime() async throws {
    let order = await withTaskGroup(of: Int.self) { group in
      for number in [4, 2, 3, 1] {
        group.addTask {
          let error = await #expect(throws: DrosteError.self) {
            try await Deadline.run(seconds: 0.2 * Double(number)) { try await Task.sleep(for: .seconds(50)) }
          }
          #expect(error?.code == .timeout)
          return number
        }
      }
      group.addTask { (try? await Deadline.run(seconds: 0.3) { 0 }) ?? -1 }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(order == [0, 1, 2, 3, 4])
  }

  /// What does not heed its cancellation holds nobody up; another limit works after it.
  @Test func whatDoesNotHeed() async throws {
    for _ in 0..<2 {
      let start = ContinuousClock.now
      await #expect(throws: DrosteError.self) {
        try await Deadline.run(seconds: 0.1) {
          await withCheckedContinuation { continuation in
            Task {
              try? await Task.sleep(for: .seconds(2))
              continuation.resume()
            }
          }
        }
      }
      #expect(start.duration(to: .now) < .seconds(1.5))
    }
  }

  @Test func cancelledFromOutside() async throws {
    let running = Task { try await Deadline.run(seconds: 30) { try await Task.sleep(for: .seconds(30)) } }
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
  }
}
