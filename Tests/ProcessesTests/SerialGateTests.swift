import Processes
import Synchronization
import Testing

@Suite struct SerialGateTests {
  struct Failure: Error {}

  @Test func oneAtATime() async throws {
    let gate = SerialGate()
    let visits = Visits()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await gate.run {
            visits.enter()
            await Task.yield()
            visits.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(visits.most == 1)
  }

  @Test func orderOfArrival() async throws {
    let gate = SerialGate()
    let visits = Visits()
    let (opened, open) = AsyncStream.makeStream(of: Void.self)
    var tasks: [Task<Void, any Error>] = []
    // An immediate task runs on this one's thread until it first waits: at the gate.
    for number in 0..<20 {
      tasks.append(
        Task.immediate {
          try await gate.run {
            if number == 0 { for await _ in opened {} }
            visits.enter(number)
          }
        })
    }
    #expect(visits.order.isEmpty)
    open.finish()
    for task in tasks { try await task.value }
    #expect(visits.order == Array(0..<20))
  }

  @Test func anErrorLetsTheNextOneThrough() async throws {
    let gate = SerialGate()
    for _ in 0..<3 {
      await #expect(throws: Failure.self) { try await gate.run { throw Failure() } }
    }
    #expect(try await gate.run { 5 } == 5)
  }

  /// A task that was cancelled while it waited still gets its turn: what it would have cleaned up is cleaned up.
  @Test func cancelledWaiterKeepsItsTurn() async throws {
    let gate = SerialGate()
    let (opened, open) = AsyncStream.makeStream(of: Void.self)
    let first = Task.immediate { try await gate.run { for await _ in opened {} } }
    let second = Task.immediate { try await gate.run { Task.isCancelled } }
    let third = Task.immediate { try await gate.run { 3 } }
    second.cancel()
    open.finish()
    try await first.value
    #expect(try await second.value)
    #expect(try await third.value == 3)
  }
}

/// Who was inside a gate.
private final class Visits: Sendable {
  private let state = Mutex((inside: 0, most: 0, order: [Int]()))

  var most: Int { state.withLock { $0.most } }
  var order: [Int] { state.withLock { $0.order } }

  func enter(_ number: Int = 0) {
    state.withLock { state in
      state.inside += 1
      state.most = max(state.most, state.inside)
      state.order.append(number)
    }
  }

  func leave() { state.withLock { $0.inside -= 1 } }
}
