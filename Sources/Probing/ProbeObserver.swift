internal import Ethernet
internal import Glibc
public import HyperV
internal import Synchronization

/// Watches this computer's interfaces for the probes of one trace, in a thread of its own.
///
/// Frames that the computer sends are seen when they are handed to the interface's driver, those that it gets before anything
/// else looks at them. A filter in the kernel lets ARP and ICMP through only, and only while an observer is there.
public final class ProbeObserver: Sendable {
  /// Most sightings that are kept.
  public static let limit = 128

  private struct State {
    var sightings: [TraceSighting] = []
    var lost = 0
    var isEnded = false
  }

  private let id: UInt64
  private let deadline: UInt64
  private let state = Mutex(State())

  /// Watches until `end`, for at most `seconds`. Returns once it does.
  /// - Parameter start: runs its argument in a thread of its own.
  /// - Throws: `DrosteError`: accessDenied without CAP_NET_RAW.
  public init(id: UInt64, seconds: Double, start: (@escaping @Sendable () -> Void) -> Void) throws(DrosteError) {
    self.id = id
    deadline = Clock.monotonic + UInt64(seconds * 1e9)
    let socket = try ProbeSocket()
    // SAFETY: the thread that is started is the only one that uses the socket from here on.
    nonisolated(unsafe) let owned = socket
    start { [self] in run(owned) }
  }

  /// What was seen so far, and how much found no room.
  public var seen: (sightings: [TraceSighting], lost: Int) { state.withLock { ($0.sightings, $0.lost) } }

  /// Whether it has ended, or its time has.
  var isOver: Bool { state.withLock { $0.isEnded } || Clock.monotonic >= deadline }

  public func end() { state.withLock { $0.isEnded = true } }

  private func run(_ socket: ProbeSocket) {
    var names: [Int: String] = [:]
    while Clock.monotonic < deadline, !state.withLock({ $0.isEnded }) {
      // Looks every tenth of a second whether it is to end.
      guard let frame = socket.receive(until: min(deadline, Clock.monotonic + 100_000_000)),
        let probe = frame.probe, probe.mark.id == id
      else { continue }
      let wall = Clock.wall
      let monotonic = Clock.monotonic
      let name = names[frame.interface] ?? Self.name(frame.interface)
      names[frame.interface] = name
      let sighting = TraceSighting(
        place: name, direction: frame.isOutgoing ? .out : .in, time: frame.time,
        monotonic: monotonic &- (wall &- frame.time), probe: probe)
      state.withLock { state in
        if state.sightings.count < Self.limit { state.sightings.append(sighting) } else { state.lost += 1 }
      }
    }
  }

  private static func name(_ index: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(IF_NAMESIZE)) { buffer in
      if_indextoname(UInt32(clamping: index), buffer.baseAddress!).map { String(cString: $0) } ?? "interface \(index)"
    }
  }
}
