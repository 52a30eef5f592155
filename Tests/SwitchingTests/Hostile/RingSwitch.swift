import Ethernet
import FoundationEssentials
import HyperV
import Switching
import Testing
import VhostFrontend
import Virtio

/// A switch without workers and machines that share their rings with it, in one thread: nothing happens but in `turn`.
final class RingSwitch {
  let engine: SwitchEngine
  var configuration: SwitchProcessConfiguration
  private(set) var machines: [Frontend] = []

  /// - Parameters:
  ///   - features: those of each machine.
  ///   - configure: changes the ports, in the machines' order.
  init(
    _ features: [VirtioFeatures], ringSize: Int = 64, workers: Int = 1, dhcp: DHCPConfiguration? = nil,
    configure: (inout [PortConfiguration]) -> Void = { _ in }
  ) throws {
    for wanted in features {
      var configuration = Frontend.Configuration()
      configuration.features = wanted
      configuration.ringSize = ringSize
      machines.append(try Frontend(.listen(nil), configuration, memory: FrontendMemory([4 << 20])))
    }
    var ports = machines.enumerated().map { index, machine in
      PortConfiguration(
        name: "M\(index)", kind: .machine, endpoint: .vhostUser(socketPath: machine.path, queuePairs: 1),
        macAddress: .test(UInt8(index)))
    }
    configure(&ports)
    configuration = SwitchProcessConfiguration(id: UUID(), name: "Lab", ports: ports, dhcp: dhcp, workers: workers)
    engine = SwitchEngine(
      configuration, makeEndpoint: { _ in MemoryEndpoint() }, wallClock: { 1_800_000_000 })
    try engine.apply(configuration)
    for machine in machines { try start(machine) }
  }

  /// Another machine in the place of one.
  func replace(_ index: Int, _ machine: Frontend) { machines[index] = machine }

  /// Starts a machine; the switch listens meanwhile.
  func start(_ machine: Frontend) throws { try answer { try machine.start() } }

  /// Lets a front end speak, and the switch answer.
  func answer(_ speak: @escaping @Sendable () throws -> Void) throws {
    let result = Result<Void, any Error>.Box()
    let thread = TestThread { result.value = Result { try speak() } }
    while !thread.isFinished { engine.serveMachines() }
    thread.join()
    try result.value.get()
  }

  /// What machines have put into their rings, once.
  @discardableResult func turn() -> Int {
    engine.serveMachines()
    return engine.serveRings()
  }

  func change(_ body: (inout [PortConfiguration]) -> Void) throws {
    body(&configuration.ports)
    try engine.apply(configuration)
  }

  func status(_ machine: Int) throws -> PortStatus {
    try #require(engine.portStatus.first { $0.name == "M\(machine)" })
  }

  /// Receive buffers that hold any frame whole.
  func post(_ machine: Int, _ count: Int = 32) { machines[machine].receiving().post(count, of: 2048) }

  /// The frames that a machine got.
  func received(_ machine: Int) throws -> [[UInt8]] {
    var frames: [[UInt8]] = []
    while let frame = try machines[machine].receiving().receive() { frames.append(frame.bytes) }
    return frames
  }

  /// Whether a frame from one machine reaches another in one turn, as it was.
  func passes(from source: Int, to target: Int) throws -> Bool {
    let frame = FrameBuilder(from: MACAddress.test(UInt8(source)).rawValue, to: MACAddress.test(UInt8(target)).rawValue)
      .udp(payload: [1, 2, 3])
    try machines[source].transmitting().send(frame)
    turn()
    return try received(target) == [frame]
  }
}

extension Result where Success == Void, Failure == any Error {
  /// What a thread brings back.
  // SAFETY: read after the thread has ended.
  final class Box: @unchecked Sendable {
    var value: Result<Void, any Error> = .success(())
  }
}

extension VirtioFeatures {
  static let splitTest: VirtioFeatures = [.version1, .mergeableBuffers, .eventIndex, .indirectDescriptors]
  static let packedTest: VirtioFeatures = [.splitTest, .packedRing]
}
