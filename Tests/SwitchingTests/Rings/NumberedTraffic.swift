import Ethernet
import Synchronization
import Testing
import VhostFrontend
import Virtio

/// Two machines of which one sends numbered frames as fast as the other takes them, in a thread of its own, until it is told
/// to stop. At most 100 frames are on their way, twice as many after a switch died: no ring of 256 is ever full.
// SAFETY: the thread alone touches front ends and numbers until `finish` has joined it.
final class NumberedTraffic: @unchecked Sendable {
  struct Outcome {
    var sent = 0
    /// Frames that came with each number.
    var arrivals: [Int: Int] = [:]
    /// Frames that came after one with a higher number.
    var late = 0
    var failure: String?

    var lost: Int { (0..<sent).count { arrivals[$0] == nil } }
    var duplicates: Int { arrivals.values.reduce(0) { $0 + $1 - 1 } }
  }

  private let sender: Frontend
  private let receiver: Frontend
  private let addresses: (UInt64, UInt64)
  private static let window = 100
  private let isStopping = Atomic(false)
  private let mustReconnect = Atomic(false)
  private let count = Atomic(0)
  private var outcome = Outcome()
  /// The number after the highest that came.
  private var next = 0
  /// Where the window starts.
  private var start = 0
  private let quiet: Double
  private var thread: TestThread?

  /// Sends while `body` runs, then waits for what is on its way; what came.
  /// - Parameter quiet: seconds without a frame after which the rest is lost.
  static func run(
    from sender: Int, to receiver: Int, _ lab: RingProcess, quiet: Double = 5,
    body: (NumberedTraffic) async throws -> Void
  ) async throws -> Outcome {
    let traffic = NumberedTraffic(from: sender, to: receiver, lab, quiet)
    do {
      try await body(traffic)
    } catch {
      _ = traffic.finish()
      throw error
    }
    return traffic.finish()
  }

  private init(from sender: Int, to receiver: Int, _ lab: RingProcess, _ quiet: Double) {
    self.quiet = quiet
    self.sender = lab.frontends[sender]
    self.receiver = lab.frontends[receiver]
    addresses = (MACAddress.port(sender).rawValue, MACAddress.port(receiver).rawValue)
    thread = TestThread { [self] in run() }
  }

  /// Has both machines take the next switch process.
  func reconnect() { mustReconnect.store(true, ordering: .releasing) }

  var isReconnected: Bool { !mustReconnect.load(ordering: .acquiring) }

  /// Frames that have come.
  var arrived: Int { count.load(ordering: .acquiring) }

  /// Waits until so many more have come.
  func wait(_ frames: Int) async throws {
    let seen = arrived
    let deadline = RingProcess.deadline
    while arrived < seen + frames {
      try #require(!deadline.hasPassed, "\(arrived - seen) of \(frames) frames came")
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  private func finish() -> Outcome {
    isStopping.store(true, ordering: .releasing)
    thread?.join()
    thread = nil
    return outcome
  }

  private func run() {
    do {
      while !isStopping.load(ordering: .acquiring) { try turn() }
      // The rest: all of it, or until nothing has come for a while.
      var seen = -1
      while outcome.arrivals.count < outcome.sent, seen != count.load(ordering: .relaxed) {
        seen = count.load(ordering: .relaxed)
        _ = receiver.receiving().waitForUsed(by: Deadline(quiet))
        try receive()
      }
    } catch {
      outcome.failure = "\(error)"
    }
  }

  private func turn() throws {
    if mustReconnect.load(ordering: .acquiring) {
      // The receiver first: what the sender's ring still holds is lost to a machine that is not there yet.
      try receiver.reconnect(by: RingProcess.deadline)
      try sender.reconnect(by: RingProcess.deadline)
      // What was on its way arrives, or is lost.
      start = outcome.sent
      mustReconnect.store(false, ordering: .releasing)
    }
    let builder = FrameBuilder(from: addresses.0, to: addresses.1)
    let queue = sender.transmitting()
    while outcome.sent - start < Self.window {
      let number = outcome.sent
      let payload = (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } + [UInt8](repeating: 7, count: 60)
      // Every third takes the long way.
      let frame = number % 3 == 2 ? builder.plain(78, number: number) : builder.udp(payload: payload)
      guard try queue.add(frame) else { break }
      outcome.sent += 1
    }
    queue.flush()
    _ = receiver.receiving().waitForUsed(by: Deadline(0.002))
    try receive()
  }

  private func receive() throws {
    while let frame = try receiver.receiving().receive() {
      let bytes = frame.bytes
      let place = bytes[12] == 0x08 ? 42 : 14
      let number = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << ($1 * 8) }
      outcome.arrivals[number, default: 0] += 1
      if number < next { outcome.late += 1 }
      next = max(next, number + 1)
      start = max(start, next)
      count.add(1, ordering: .releasing)
    }
  }
}
