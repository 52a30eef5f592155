internal import Hummingbird

/// Tells when the client of a request goes away. Whoever answers is not cancelled then: only the next write would fail, which
/// an answer may be long without.
struct ClientWatch: Sendable {
  private let task: Task<Void, Never>
  private let finish: @Sendable () -> Void

  /// - Parameters:
  ///   - body: the request's body, of which nobody reads anything.
  ///   - gone: called at most once, before `end`.
  init(_ body: RequestBody, gone: @escaping @Sendable () -> Void) {
    let (ended, end) = AsyncStream<Void>.makeStream()
    finish = { end.finish() }
    task = Task {
      _ = try? await body.consumeWithInboundCloseHandler { _ in
        for await _ in ended {}
      } onInboundClosed: {
        gone()
      }
    }
  }

  /// Ends the watch; for before the answer ends, in whatever way: the connection has its next request after that.
  func end() async {
    finish()
    await task.value
  }
}
