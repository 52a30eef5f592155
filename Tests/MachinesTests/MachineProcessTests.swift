import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Machines
import NIOCore
import Processes
import QMP
import Testing

/// Real QEMU with a guest of one sector, in a folder of its own.
@Suite(.serialized) struct MachineProcessTests {
  /// A folder, a disk with the sector, and what a test starts there.
  final class Fixture: Sendable {
    let folder: String
    let launch: MachineLaunch

    init(expose: Bool = false, change: (inout MachineLaunch) -> Void = { _ in }) throws {
      var template = Array("/tmp/dr.XXXXXX".utf8CString)
      try #require(mkdtemp(&template) != nil)
      folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      try BootSector.write(to: folder + "/disk.img")
      let id = UUID()
      var launch = MachineLaunch(
        id: id, name: "m", directory: folder + "/m", processors: 1, memoryBytes: 64 << 20, engine: .tcg, vendor: .amd,
        exposeVirtualizationExtensions: expose, boot: .disk,
        disks: [.init(path: folder + "/disk.img", readOnly: false, format: .raw, serial: "s")],
        adapters: [.init(macAddress: MACAddress("00-15-5D-00-04-11")!)],
        runAs: getuid() == 0 ? .forMachine(id) : nil)
      change(&launch)
      self.launch = launch
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
  }

  /// Reads the console until `text` has come.
  func awaitOutput(
    _ text: String, from reader: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  ) async throws {
    var seen = ""
    while !seen.contains(text) {
      guard let buffer = try await reader.next(isolation: #isolation) else {
        Issue.record("the console ended after \"\(seen)\"")
        return
      }
      seen += String(buffer: buffer)
    }
  }

  /// Waits until the guest runs. Before, the firmware would take what is written to the console.
  func awaitGuest(_ machine: MachineProcess) async throws {
    while !SerialConsole.lastOutput(directory: machine.directory, limit: 1000).hasSuffix("sector\r\n") {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  @Test(.timeLimit(.minutes(2))) func startsEchoesAndEndsWithTheGuest() async throws {
    let fixture = try Fixture()
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    #expect(machine.isAlive)
    try await awaitGuest(machine)
    let console = try await SerialConsole.attach(directory: machine.directory)
    try await console.executeThenClose { input, output in
      var reader = input.makeAsyncIterator()
      try await output.write(ByteBuffer(string: "a"))
      try await awaitOutput("a", from: &reader)
      // QEMU writes to the socket first, to the log after it; the test's time limit bounds the wait.
      while !SerialConsole.lastOutput(directory: machine.directory, limit: 1000).contains("sector\r\na") {
        try await Task.sleep(for: .milliseconds(10))
      }
      try await output.write(ByteBuffer(string: "r"))
      try await awaitOutput("sector\r\n", from: &reader)
      #expect(machine.isAlive)
      try await output.write(ByteBuffer(string: "p"))
      #expect(await machine.waitForExit() == "the guest shut down")
    }
    #expect(await machine.waitForEnding().kind == .guestShutDown)
    #expect(SerialConsole.lastOutput(directory: machine.directory, limit: 1000).hasSuffix("sector\r\n"))
    await #expect(throws: DrosteError.self) { try await machine.reset() }
  }

  @Test(.timeLimit(.minutes(2)), arguments: [true, false]) func showsTheExtensionsAsAsked(expose: Bool) async throws {
    let fixture = try Fixture(expose: expose)
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    let found = try await machine.exposedExtensions()
    #expect(found.svm == expose && !found.vmx)
    #expect(try await machine.isHypervisorActive() == false)
    #expect(QEMULog(path: machine.directory + "/qemu.log").lastLines(100) == "")
    await machine.turnOff()
    #expect(await machine.waitForEnding().kind == .turnedOff)
    #expect(!FileManager.default.fileExists(atPath: machine.directory + "/qmp.sock"))
  }

  @Test(.timeLimit(.minutes(2))) func aKilledMachineSaysSo() async throws {
    let fixture = try Fixture()
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    kill(machine.identity.pid, SIGKILL)
    #expect(await machine.waitForExit() == "QEMU was killed by signal 9 (kill)")
    #expect(await machine.waitForEnding().kind == .killed)
    // Nothing is in the way of the next start.
    let next = try await MachineProcess.start(fixture.launch)
    await next.turnOff()
  }

  @Test(.timeLimit(.minutes(2))) func isFoundAgain() async throws {
    let fixture = try Fixture()
    defer { fixture.remove() }
    let first = try await MachineProcess.start(fixture.launch)
    let identity = first.identity
    #expect(MachineProcess.identity(inDirectory: first.directory) == identity)
    // A second start of the same machine is refused while the first runs.
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(fixture.launch) }
    #expect(error?.code == .invalidState && error?.cause?.contains("by process \(identity.pid)") == true)
    #expect(first.isAlive)
    let second = try #require(await MachineProcess.attach(identity, directory: first.directory))
    #expect(abs(second.uptime - first.uptime) < 1)
    kill(identity.pid, SIGKILL)
    _ = await second.waitForEnding()
    _ = await first.waitForEnding()
    #expect(await MachineProcess.attach(identity, directory: first.directory) == nil)
    #expect(MachineProcess.identity(inDirectory: first.directory) == nil)
  }

  @Test(.timeLimit(.minutes(2))) func whatQEMURefusesIsTold() async throws {
    let fixture = try Fixture { $0.processors = 100_000 }
    defer { fixture.remove() }
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(fixture.launch) }
    #expect(error?.cause?.hasPrefix("QEMU ended with exit code 1\n") == true, "\(String(describing: error))")
    #expect(error?.cause?.contains("CPUs") == true)
  }

  @Test func aMissingFileIsToldBeforeAnythingStarts() async throws {
    let fixture = try Fixture { $0.disks[0].path = "/nonexistent/disk" }
    defer { fixture.remove() }
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(fixture.launch) }
    #expect(error?.code == .objectNotFound && error?.message.contains("/nonexistent/disk") == true)
  }

  @Test(.enabled(if: getuid() == 0), .timeLimit(.minutes(2))) func hasNoPrivileges() async throws {
    let fixture = try Fixture()
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    let status = try String(contentsOfFile: "/proc/\(machine.identity.pid)/status", encoding: .utf8)
    func field(_ name: String) -> [Substring] {
      status.split(separator: "\n").first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace) ?? []
    }
    #expect((61184...65519).contains(UInt32(field("Uid")[1]) ?? 0))
    #expect(field("Groups").count == 1)
    #expect(field("CapEff")[1] == "0000000000000000")
    // 2: a filter of system calls is in force.
    #expect(field("Seccomp")[1] == "2")
    #expect(field("NoNewPrivs")[1] == "1")
    await machine.turnOff()
  }

  func connectedSocket(_ path: String) throws -> Int32 {
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
    return fd
  }
}
