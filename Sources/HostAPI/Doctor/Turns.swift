/// Runs jobs so many at a time, for a second: those that are not done by then are likely to wait for something, which costs
/// nothing, and hold up nobody any longer.
package enum Turns {
  package typealias Job = @concurrent @Sendable () async -> Void

  private static let patience = Duration.seconds(1)

  /// Returns when all jobs have ended.
  package static func run(_ jobs: [Job], width: Int) async {
    let (turns, giving) = AsyncStream<Void>.makeStream()
    for _ in 0..<max(1, width) { giving.yield() }
    let opening = Task {
      try await Task.sleep(for: patience)
      giving.finish()
    }
    defer { opening.cancel() }
    await withTaskGroup(of: Void.self) { group in
      var turn = turns.makeAsyncIterator()
      for job in jobs {
        // Nil from the end of patience on, and when this is cancelled.
        await turn.next()
        group.addTask {
          await job()
          giving.yield()
        }
      }
    }
  }
}
