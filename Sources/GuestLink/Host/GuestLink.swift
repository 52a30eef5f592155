internal import HyperV
public import NIOCore
internal import Synchronization

/// A host's end of the link to the agent in one machine: reconnects by itself, carries many requests at once.
///
/// Requests fail with `unavailable` at once while there is no session; `waitUntilConnected` waits for one. A session
/// that is lost (the guest restarts, QEMU ends) fails all its requests with `unavailable` and the reason.
public final class GuestLink: Sendable {
  /// QEMU's socket for the port `droste.link`. It need not exist yet.
  public let socketPath: String
  private let group: any EventLoopGroup
  private let timing: LinkTiming
  private let shared = Mutex(Shared())

  private struct Shared {
    var state = LinkState.disconnected(reason: "The guest link has not been started.")
    var session: LinkSession?
    var listeners: [Int: AsyncStream<LinkState>.Continuation] = [:]
    var nextListener = 0
    var isOver = false

    /// A session is over as soon as its channel is, which its streams may tell before `run` gets to know.
    var present: LinkState {
      guard let session, let reason = session.endReason else { return state }
      return .disconnected(reason: reason)
    }
  }

  /// - Parameters:
  ///   - socketPath: where QEMU listens; may be longer than a unix socket's address.
  ///   - eventLoopGroup: carries the link's input and output; must outlive the link.
  public init(socketPath: String, eventLoopGroup: any EventLoopGroup, timing: LinkTiming = LinkTiming()) {
    self.socketPath = socketPath
    self.group = eventLoopGroup
    self.timing = timing
  }

  /// Connects, and keeps connecting anew, until the task is cancelled. Call it once.
  public func run() async {
    var delay = timing.reconnect.lowerBound
    var hadSession = false
    while !Task.isCancelled {
      do {
        let session = try await LinkSession.establish(
          socketPath: socketPath, group: group, timing: timing, padsFirstAsk: hadSession
        ) { [self] in
          set(.disconnected(reason: "The machine runs, but the agent in it has not answered yet."), nil)
        }
        hadSession = true
        delay = timing.reconnect.lowerBound
        set(.connected(bootID: session.bootID), session)
        let reason = await withTaskCancellationHandler {
          await session.ended()
        } onCancel: {
          session.close("The guest link was stopped.")
        }
        set(.disconnected(reason: reason), nil)
      } catch let reason as LinkEnd.Reason {
        set(.disconnected(reason: reason.text), nil)
      } catch {
        set(.disconnected(reason: "\(error)"), nil)
      }
      try? await Task.sleep(nanoseconds: UInt64(delay.nanoseconds))
      delay = min(delay * 2, timing.reconnect.upperBound)
    }
    let listeners = shared.withLock { shared in
      shared.isOver = true
      shared.state = .disconnected(reason: "The guest link was stopped.")
      defer { shared.listeners = [:] }
      return shared.listeners.values
    }
    for listener in listeners {
      listener.yield(state)
      listener.finish()
    }
  }

  private func set(_ state: LinkState, _ session: LinkSession?) {
    let listeners = shared.withLock { shared -> [AsyncStream<LinkState>.Continuation] in
      shared.session = session
      guard shared.state != state else { return [] }
      shared.state = state
      return Array(shared.listeners.values)
    }
    // Not under the lock: a stream that is being cancelled holds its own lock and wants ours, to be taken off the list.
    // The order stays, because only `run` sets states.
    for listener in listeners { listener.yield(state) }
  }

  /// The link's state at this moment.
  public var state: LinkState { shared.withLock { $0.present } }

  /// The state now, and each one after it. Only the newest is kept for a listener that does not keep up. Ends when
  /// `run` does.
  public func states() -> AsyncStream<LinkState> {
    let (stream, listener) = AsyncStream.makeStream(of: LinkState.self, bufferingPolicy: .bufferingNewest(1))
    let number = shared.withLock { shared -> Int? in
      listener.yield(shared.present)
      if shared.isOver { return nil }
      defer { shared.nextListener += 1 }
      shared.listeners[shared.nextListener] = listener
      return shared.nextListener
    }
    guard let number else {
      listener.finish()
      return stream
    }
    listener.onTermination = { [weak self] _ in
      self?.shared.withLock { $0.listeners[number] = nil }
    }
    return stream
  }

  /// Waits for a session.
  /// - Returns: the boot id of its guest.
  /// - Throws: `timeout` with the last reason after `timeout`, `CancellationError`.
  @discardableResult public func waitUntilConnected(timeout: Duration) async throws -> String {
    try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        for await case .connected(let bootID) in self.states() { return bootID }
        return nil
      }
      group.addTask {
        try await Task.sleep(for: timeout)
        return nil
      }
      defer { group.cancelAll() }
      if let bootID = try await group.next().flatMap({ $0 }) { return bootID }
      try Task.checkCancellation()
      guard case .disconnected(let reason) = state else { return try await waitUntilConnected(timeout: timeout) }
      throw DrosteError(
        .timeout, "The agent in the machine did not answer within \(timeout).", cause: reason,
        hint: "Look at the machine's console for what the guest is doing.")
    }
  }

  /// The session to make a request in.
  func session(_ doing: @autoclosure () -> String) throws(DrosteError) -> LinkSession {
    let (session, state) = shared.withLock { ($0.session, $0.present) }
    if let session, state.isConnected { return session }
    guard case .disconnected(let reason) = state else {
      throw DrosteError(.unavailable, "The guest link has no session for \(doing()).")
    }
    throw DrosteError(
      .unavailable, "There is no link to the agent in the machine, asked for \(doing()).", cause: reason,
      hint: "Wait until the guest has started; its console shows how far it is.")
  }
}
