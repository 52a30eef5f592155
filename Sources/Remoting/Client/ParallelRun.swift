internal import PowerShell

/// Scripts on several computers at the same time: each on a thread of its own, what they give on the caller's, in the
/// order in which it comes.
struct ParallelRun {
  /// Events that wait for the caller; threads that have more wait for it.
  private static let backlog = 1000

  private struct Line: Sendable {
    var events: [(event: RemoteEvent, task: Int, session: Guid)] = []
    var running = 0
    var isStopping = false
  }

  let tasks: [RemoteTask]
  /// Computers at a time.
  let throttle: Int

  /// Errors: what `deliver` throws; the others are stopped then.
  func run(isStopping: () -> Bool, deliver: (RemoteEvent, RemoteTask, Guid) throws -> Void) throws {
    let line = Monitor(Line())
    var next = 0
    var failure: (any Error)?
    while true {
      if isStopping() { line.change { $0.isStopping = true } }
      while next < tasks.count, line.read({ $0.running < max(1, throttle) && !$0.isStopping }) {
        do { try start(next, line) } catch {
          failure = error
          line.change { $0.isStopping = true }
        }
        next += 1
      }
      let taken: [(event: RemoteEvent, task: Int, session: Guid)]? = line.wait(milliseconds: 50) { line in
        guard !line.events.isEmpty || line.running == 0 else { return nil }
        defer { line.events = [] }
        return line.events
      }
      guard let taken else { continue }
      for (event, task, session) in taken where failure == nil {
        do { try deliver(event, tasks[task], session) } catch {
          failure = error
          line.change { $0.isStopping = true }
        }
      }
      let (isIdle, isEnding) = line.read { ($0.running == 0 && $0.events.isEmpty, $0.isStopping) }
      guard isIdle, next >= tasks.count || isEnding else { continue }
      if let failure { throw failure }
      return
    }
  }

  private func start(_ index: Int, _ line: Monitor<Line>) throws {
    let task = tasks[index]
    line.change { $0.running += 1 }
    do {
      try ScriptThread(name: "remote client", stackSize: 1 << 20).start {
        let isStopping = { line.read(\.isStopping) }
        do {
          try task.run(isStopping: isStopping) { event, session in
            // Waits for room, unless all is being stopped.
            _ = line.wait { $0.events.count < Self.backlog || $0.isStopping ? true : nil }
            line.change { $0.events.append((event, index, session)) }
          }
        } catch {
          let record = CommandFailure(error, origin: nil).record
          line.change { $0.events.append((.failed(record), index, .empty)) }
        }
        line.change { $0.running -= 1 }
      }
    } catch {
      line.change { $0.running -= 1 }
      throw error
    }
  }
}
