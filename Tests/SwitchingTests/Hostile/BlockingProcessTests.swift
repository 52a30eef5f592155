import Ethernet
import Glibc
import HyperV
import Switching
import Testing
import VhostFrontend
import Virtio

/// A machine whose process (not its guest) makes its call descriptors block whoever writes to them: it loses its port, and
/// others go on.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct BlockingProcessTests {
  enum Victim: CaseIterable { case worker, control }

  @Test(arguments: Victim.allCases) func othersGoOn(_ victim: Victim) async throws {
    let machines = try (0..<3).map { _ in
      var configuration = Frontend.Configuration()
      configuration.features = .splitTest
      configuration.ringSize = 64
      return try Frontend(.listen(nil), configuration, memory: FrontendMemory([4 << 20]))
    }
    let fixture = try ProcessFixture([])
    fixture.configuration.ports = machines.enumerated().map { number, machine in
      PortConfiguration(
        name: "M\(number)", kind: .machine, endpoint: .vhostUser(socketPath: machine.path, queuePairs: 1),
        macAddress: .test(UInt8(number)))
    }
    try await fixture.start()
    for machine in machines { try machine.start() }
    for machine in machines[1...] { machine.receiving().post(32, of: 2048) }
    try pass(machines)

    let hostile = machines[0]
    let call = hostile.transmitting().areas.call
    call.fill()
    call.makeBlocking()
    switch victim {
    case .worker: try hostile.transmitting().send(frame(from: 0, to: 1))
    case .control:
      // All rings are made anew, and their drivers told.
      let other = hostile.features.subtracting(.mergeableBuffers)
      try? hostile.tell(.setFeatures, FrontendMessage.payload(other.rawValue))
    }
    try pass(machines)

    try hostile.waitForClose()
    let port = try await fixture.status("M0")
    #expect(port.stopped == RingViolation.blockedCall.text)
    #expect(!port.connected)
    // It is not connected to again for a while, whatever it does.
    #expect(throws: FrontendError.self) { try hostile.open(by: Deadline(1)) }
    try pass(machines)
    for name in ["M1", "M2"] { #expect(try await fixture.status(name).stopped == nil) }
    fixture.signal(SIGTERM)
    #expect(try await fixture.exitCode() == 0)
  }

  private func frame(from source: UInt8, to target: UInt8) -> [UInt8] {
    FrameBuilder(from: MACAddress.test(source).rawValue, to: MACAddress.test(target).rawValue).udp(payload: [1])
  }

  /// Frames between the other two.
  private func pass(_ machines: [Frontend]) throws {
    for _ in 0..<20 {
      let sent = frame(from: 1, to: 2)
      try machines[1].transmitting().send(sent)
      while try machines[2].receiving().receive(by: Deadline()).bytes != sent {}
    }
  }
}
