import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching
import Synchronization
import Testing
import VhostFrontend
import Virtio

/// A switch process with three workers and six machines that never stop, while everything about it changes: policies,
/// captures, connections. Built with ThreadSanitizer it also tells what two threads do to one place.
@Suite("Workers under changes", .serialized, .timeLimit(.minutes(5)))
struct WorkersTests {
  private static let count = 6
  private static let rounds = 40

  @Test func changes() async throws {
    let machines = try (0..<Self.count).map { try BusyMachine($0, others: Self.count) }
    let fixture = try ProcessFixture([])
    fixture.configuration.workers = 3
    fixture.configuration.ports = machines.map { machine in
      PortConfiguration(
        name: "M\(machine.number)", kind: .machine,
        endpoint: .vhostUser(socketPath: machine.frontend.path, queuePairs: 1), macAddress: .test(UInt8(machine.number))
      )
    }
    try await fixture.start()
    let threads = machines.map { machine in TestThread { machine.run() } }
    defer {
      for machine in machines { machine.isStopping.store(true, ordering: .relaxed) }
      for thread in threads { thread.join() }
    }
    var captures: [Task<Int, any Error>] = []
    for round in 0..<Self.rounds {
      try await fixture.change { Self.change(&$0.ports, round) }
      if round % 5 == 1 {
        let capture = try await fixture.client.capture(
          CaptureRequest(port: round % 2 == 0 ? "M\(round % Self.count)" : nil, drops: .include, count: 20))
        captures.append(
          Task {
            var bytes = 0
            for try await piece in capture { bytes += piece.count }
            return bytes
          })
      }
      if round % 4 == 3 { machines[round % Self.count].mustReconnect.store(true, ordering: .relaxed) }
      // Time for traffic under this configuration: until frames have gone everywhere.
      try await wait(for: machines, frames: 30)
    }
    for capture in captures { #expect(try await capture.value > 0) }
    for machine in machines { #expect(machine.failure == nil) }
    let status = try await fixture.client.status()
    #expect(status.ports.allSatisfy { $0.stopped == nil })
    #expect(status.ports.allSatisfy { $0.receivedFrames > 100 && $0.sentFrames > 100 })
    fixture.signal(SIGTERM)
    // ThreadSanitizer's code for races is 66.
    #expect(try await fixture.exitCode(seconds: 30) == 0, "\(fixture.log.suffix(20000))")
  }

  /// Other policies for one machine after the other.
  private static func change(_ ports: inout [PortConfiguration], _ round: Int) {
    let index = round % ports.count
    var port = ports[index]
    port.macAddressSpoofing = round % 3 == 0 ? .on : .off
    port.dhcpGuard = round % 2 == 0 ? .on : .off
    port.routerGuard = round % 4 < 2 ? .on : .off
    port.portMirroring = [.none, .source, .destination][round / 6 % 3]
    port.stormLimit = round % 5 == 0 ? 1000 : 0
    port.bandwidth = BandwidthConfiguration(minimumWeight: round % 7, maximum: round % 8 == 7 ? 100_000_000 : 0)
    port.accessControl = round % 2 == 0 ? [AccessControlEntry(action: .meter, direction: .outbound)] : []
    port.vlan = round % 12 == 11 ? .trunk(native: 0, allowed: VLANSet([5])!) : .untagged
    ports[index] = port
  }

  /// Waits until every machine has got so many more frames.
  private func wait(for machines: [BusyMachine], frames: Int) async throws {
    let before = machines.map { $0.received.load(ordering: .relaxed) }
    for attempt in 0... {
      if zip(machines, before).allSatisfy({ $0.received.load(ordering: .relaxed) >= $1 + frames }) { return }
      if let failure = machines.compactMap(\.failure).first { throw FrontendError(failure) }
      try #require(attempt < 6000, "machines get no frames: \(machines.map { $0.received.load(ordering: .relaxed) })")
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

/// A machine whose driver sends to all others and takes what comes, on a thread of its own.
// SAFETY: the front end is the thread's; what others read is atomic, or under the mutex.
private final class BusyMachine: @unchecked Sendable {
  let number: Int
  let frontend: Frontend
  let isStopping = Atomic(false)
  let mustReconnect = Atomic(false)
  let received = Atomic(0)
  private let others: Int
  private let reason = Mutex<String?>(nil)

  var failure: String? { reason.withLock { $0 } }

  init(_ number: Int, others: Int) throws {
    self.number = number
    self.others = others
    var configuration = Frontend.Configuration()
    configuration.features = number % 2 == 0 ? .splitTest : .packedTest
    configuration.ringSize = 64
    frontend = try Frontend(.listen(nil), configuration, memory: FrontendMemory([4 << 20]))
  }

  func run() {
    do {
      try frontend.start(by: Deadline(60))
      frontend.receiving().post(60, of: 2048)
      while !isStopping.load(ordering: .relaxed) { try turn() }
    } catch {
      reason.withLock { $0 = "machine \(number): \(error)" }
    }
  }

  private func turn() throws {
    if mustReconnect.exchange(false, ordering: .relaxed) { try frontend.reconnect(by: Deadline(60)) }
    for other in 0..<others where other != number {
      _ = try frontend.transmitting().add(frame(to: other))
    }
    frontend.transmitting().flush()
    while try frontend.receiving().receive() != nil { received.add(1, ordering: .relaxed) }
    _ = frontend.receiving().areas.call.drain()
    usleep(200)
  }

  private func frame(to other: Int) -> [UInt8] {
    let turn = received.load(ordering: .relaxed)
    let own = MACAddress.test(UInt8(number))
    if turn % 7 == 6 { return Frames.arp(.request, from: own, sender: own) }
    if turn % 11 == 10 { return Frames.plain(.test(UInt8(100 + number)), to: .test(UInt8(other))) }
    return FrameBuilder(from: own.rawValue, to: MACAddress.test(UInt8(other)).rawValue)
      .udp(payload: [UInt8](repeating: 7, count: turn % 1400))
  }
}
