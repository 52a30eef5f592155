import Ethernet
import FoundationEssentials
import HyperV
import Switching
import Testing
import VhostFrontend
import Virtio

/// A real switch process and machines that share their rings with it: port `M0` is the first machine's, with the address
/// `.port(0)`. Made by `run`, which ends all of it.
final class RingProcess {
  struct Machines {
    /// Of each machine.
    var features: [VirtioFeatures]
    var ringSize = 256
    var queuePairs = 1
    /// Bytes of each machine's memory.
    var memory = 2 << 20
    /// Receive buffers of 2048 bytes that each machine posts in each of its pairs.
    var buffers = 128

    init(_ features: [VirtioFeatures]) { self.features = features }

    init(_ count: Int, _ rings: RingFormat) { self.init(Array(repeating: rings.features, count: count)) }
  }

  let process: ProcessFixture
  let frontends: [Frontend]
  let machines: Machines
  private var counted: [String: UInt64] = [:]

  /// Starts a switch and its machines, and ends both when `body` returns.
  /// - Parameter configure: changes the configuration before the start.
  static func run<Result>(
    _ machines: Machines, configure: (inout SwitchProcessConfiguration) -> Void = { _ in },
    body: (RingProcess) async throws -> Result
  ) async throws -> Result {
    let lab = try RingProcess(machines, configure)
    defer { lab.process.kill9() }
    try await lab.process.start()
    for machine in machines.features.indices { try lab.start(machine) }
    return try await body(lab)
  }

  private init(_ machines: Machines, _ configure: (inout SwitchProcessConfiguration) -> Void) throws {
    self.machines = machines
    frontends = try machines.features.map { features in
      var configuration = Frontend.Configuration()
      configuration.features = features
      configuration.ringSize = machines.ringSize
      configuration.queuePairs = machines.queuePairs
      return try Frontend(.listen(nil), configuration, memory: FrontendMemory([machines.memory]))
    }
    process = try ProcessFixture([])
    process.configuration.ports = frontends.enumerated().map { index, frontend in
      PortConfiguration(
        name: "M\(index)", kind: .machine,
        endpoint: .vhostUser(socketPath: frontend.path, queuePairs: machines.queuePairs), macAddress: .port(index))
    }
    configure(&process.configuration)
  }

  /// A loaded machine is slow, not wrong.
  static var deadline: Deadline { Deadline(30) }

  /// Connects a machine whose switch is to connect, and gives it buffers to receive into.
  func start(_ machine: Int) throws {
    try frontends[machine].start(by: Self.deadline)
    for pair in 0..<machines.queuePairs { frontends[machine].receiving(pair).post(machines.buffers, of: 2048) }
  }

  private var client: SwitchControlClient { SwitchControlClient(directory: process.folder, timeout: 30) }

  func status() async throws -> SwitchStatus { try await client.status() }

  func status(_ machine: Int) async throws -> PortStatus {
    try #require(try await status().ports.first { $0.name == "M\(machine)" })
  }

  func change(_ body: (inout SwitchProcessConfiguration) -> Void) async throws {
    body(&process.configuration)
    try await client.apply(process.configuration)
  }

  /// Sends frames from a machine, all at once where they fit, and returns when the switch has taken them.
  func send(
    _ frames: [[UInt8]], from machine: Int, header: DriverQueue.Header = .init(), pair: Int = 0
  ) throws {
    let queue = frontends[machine].transmitting(pair)
    for frame in frames {
      while try !queue.add(frame, header: header) {
        queue.flush()
        try #require(queue.waitForUsed(by: Self.deadline))
      }
    }
    queue.flush()
    try queue.drain(by: Self.deadline)
  }

  /// Returns when the switch has done all that it is going to do with what it took: a worker has ended its turn before
  /// the first answer, and the control thread what that turn left to it before the second. What one worker hands to another
  /// must be waited for by `receive`.
  @discardableResult func settle() async throws -> SwitchStatus {
    _ = try await status()
    return try await status()
  }

  /// The frames that a machine has got.
  func received(_ machine: Int) throws -> [[UInt8]] {
    var frames: [[UInt8]] = []
    for pair in 0..<machines.queuePairs {
      while let frame = try frontends[machine].receiving(pair).receive() { frames.append(frame.bytes) }
    }
    return frames
  }

  /// Waits for frames in a machine's first pair.
  func receive(_ count: Int, at machine: Int) throws -> [ReceivedFrame] {
    let deadline = Self.deadline
    return try (0..<count).map { _ in try frontends[machine].receiving().receive(by: deadline) }
  }

  /// Frames that each port dropped under each reason since the last call: `M0 MacSpoofing`.
  func newDrops() async throws -> [String: UInt64] {
    var found: [String: UInt64] = [:]
    for port in try await settle().ports {
      for drop in port.drops {
        let key = "\(port.name) \(drop.reason.rawValue)"
        if drop.frames > counted[key, default: 0] { found[key] = drop.frames - counted[key, default: 0] }
        counted[key] = drop.frames
      }
    }
    return found
  }
}

/// How a ring lies in memory (VIRTIO 1.2, sections 2.7 and 2.8).
enum RingFormat: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case split, packed

  var features: VirtioFeatures { self == .split ? .splitTest : .packedTest }
  var testDescription: String { rawValue }
}

extension MACAddress {
  /// The own address of a machine's port: 00-15-5D-00-00-01 of the first.
  static func port(_ machine: Int) -> MACAddress { .test(UInt8(machine + 1)) }
  /// Of something inside a machine.
  static func inner(_ number: Int) -> MACAddress { .test(UInt8(0x80 + number)) }
  static let group = MACAddress("01-00-5E-01-02-03")!
}
