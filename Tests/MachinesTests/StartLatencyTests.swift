import FoundationEssentials
import Glibc
import Machines
import Testing

extension MachineProcessTests {
  /// What a start costs beyond the same QEMU command alone: opening files and sockets, the spawn, the monitor.
  @Test(.timeLimit(.minutes(2))) func aStartReturnsSoon() async throws {
    let clock = ContinuousClock()
    var fastest = Duration.seconds(1000)
    for _ in 0..<5 {
      let fixture = try Fixture()
      defer { fixture.remove() }
      let began = clock.now
      let machine = try await MachineProcess.start(fixture.launch)
      fastest = min(fastest, clock.now - began)
      await machine.turnOff()
    }
    print("MachineProcess.start, fastest of 5: \(fastest)")
    #expect(fastest < .seconds(2))
  }
}
