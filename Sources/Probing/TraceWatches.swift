public import HyperV
internal import Synchronization

/// What this computer's own kernel has to do with traces: watches, probes, routes. Blocks while it sends.
public final class TraceWatches: Sendable {
  /// Traces at once.
  public static let limit = 8

  private let observers = Mutex<[UInt64: ProbeObserver]>([:])
  private let start: @Sendable (@escaping @Sendable () -> Void) -> Void

  /// - Parameter start: runs its argument in a thread of its own.
  public init(start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) { self.start = start }

  /// Carries an order out.
  /// - Throws: `DrosteError`: invalidParameter, accessDenied without CAP_NET_RAW, objectNotFound when no such trace runs, outOfMemory
  ///   when as many run as may.
  public func handle(_ order: TraceOrder) throws -> TraceReport {
    let problems = order.problems()
    guard problems.isEmpty else {
      throw DrosteError(.invalidParameter, "The order was refused:\n" + problems.joined(separator: "\n"))
    }
    var report = TraceReport(clock: .now)
    switch order.action {
    case .clock: break
    case .start: try begin(order)
    case .read, .end:
      let observer = observers.withLock { order.action == .end ? $0.removeValue(forKey: order.id) : $0[order.id] }
      guard let observer else { throw DrosteError(.objectNotFound, "No trace of that id is watched here.") }
      (report.sightings, report.lost) = observer.seen
      if order.action == .end { observer.end() }
      report.system = try TraceSystem.read()
    case .send: report.sent = try ProbeSender.send(order)
    case .decide:
      guard let source = order.source, let destination = order.destination, let interface = order.interface else {
        break
      }
      report.decision = try TraceDecision.read(from: source, to: destination, by: interface)
    }
    // As late as can be: whoever asked halves the time of the exchange.
    report.clock = .now
    return report
  }

  private func begin(_ order: TraceOrder) throws {
    let isFull = observers.withLock { observers in
      for (id, observer) in observers where observer.isOver { observers[id] = nil }
      return observers.count >= Self.limit
    }
    guard !isFull else {
      throw DrosteError(
        .outOfMemory, "\(Self.limit) traces are watched here already.", hint: "wait: each ends by itself within 2 min")
    }
    let observer = try ProbeObserver(id: order.id, seconds: order.seconds, start: start)
    observers.withLock { $0.updateValue(observer, forKey: order.id) }?.end()
  }
}
