import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Machines
import Processes
import Testing
import Virtio

/// The adapters' sockets, with the host in the place of a switch.
extension MachineProcessTests {
  private static func fixture(processors: Int = 2, adapters: Int = 2) throws -> Fixture {
    try Fixture { launch in
      launch.processors = processors
      launch.adapters = (0..<adapters).map {
        LaunchAdapter(macAddress: MACAddress(rawValue: 0x0015_5D00_0411 + UInt64($0)))
      }
    }
  }

  private func answer(_ machine: MachineProcess, adapter: Int, pairs: Int) async throws {
    let path = machine.directory + "/" + MachineLaunch.portSocketName(adapter)
    try await BlockingThread.run {
      try VhostUserHandshake.run(socketPath: path, queuePairs: pairs, mtu: 1500, within: 20_000)
    }
  }

  /// A switch comes, goes away and comes again, at each adapter; the machine runs all the time.
  @Test(.timeLimit(.minutes(2)), arguments: [(1, 1), (2, 3), (12, 1)])
  func switchesComeAndGo(processors: Int, adapters: Int) async throws {
    let fixture = try Self.fixture(processors: processors, adapters: adapters)
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    for _ in 0..<3 {
      for adapter in 0..<adapters {
        try await answer(machine, adapter: adapter, pairs: MachineLaunch.queuePairs(processors: processors))
      }
    }
    #expect(machine.isAlive)
    #expect(QEMULog(path: machine.directory + "/qemu.log").lastLines(100) == "")
    await machine.turnOff()
  }

  /// A switch that is there first is served once the machine has started.
  @Test(.timeLimit(.minutes(2))) func aSwitchMayWaitForTheMachine() async throws {
    let fixture = try Self.fixture()
    defer { fixture.remove() }
    let paths = (0..<2).map { fixture.launch.directory + "/" + MachineLaunch.portSocketName($0) }
    // The second first: nobody may depend on an order.
    let waiting = paths.reversed().map { path in
      Task {
        try await BlockingThread.run {
          try VhostUserHandshake.run(socketPath: path, queuePairs: 2, mtu: 1500, within: 60_000)
        }
      }
    }
    let machine = try await MachineProcess.start(fixture.launch)
    for task in waiting { try await task.value }
    #expect(machine.isAlive)
    await machine.turnOff()
  }

  /// When the guest's first instruction runs QEMU has no folder to write to, and the switch's path is not QEMU's to change.
  @Test(.timeLimit(.minutes(2))) func leavesQEMUNoFolder() async throws {
    let fixture = try Self.fixture()
    defer { fixture.remove() }
    // As an earlier start leaves it that was cut off.
    let ports = fixture.launch.directory + "/ports"
    try FileManager.default.createDirectory(atPath: ports + "/0/deep", withIntermediateDirectories: true)
    let machine = try await MachineProcess.start(fixture.launch)
    #expect(!FileManager.default.fileExists(atPath: ports))
    var status = stat()
    #expect(stat(machine.directory, &status) == 0 && status.st_uid == getuid())
    for adapter in 0..<2 {
      #expect(lstat(machine.directory + "/" + MachineLaunch.portSocketName(adapter), &status) == 0)
      #expect(status.st_mode & S_IFMT == S_IFSOCK && status.st_mode & 0o077 == 0)
    }
    await machine.turnOff()
    #expect(!FileManager.default.fileExists(atPath: machine.directory + "/port-0.sock"))
  }

  /// A service that is killed while it starts a machine leaves a QEMU that waits; the next service lets it go on.
  @Test(.timeLimit(.minutes(2))) func aStartThatWasCutOffGoesOn() async throws {
    let fixture = try Self.fixture()
    defer { fixture.remove() }
    let launch = fixture.launch
    let process = try await BlockingThread.run { try MachineProcess.spawn(launch) }
    defer { process.kill() }
    let machine = try #require(
      await MachineProcess.attach(process.identity, directory: launch.directory, adapters: 2, queuePairs: 2))
    let found = try await machine.exposedExtensions()
    #expect(!found.svm && !found.vmx)
    try await awaitGuest(machine)
    try await answer(machine, adapter: 1, pairs: 2)
    await machine.turnOff()
  }

  /// What QEMU says of its end is told, and the wait for its adapters ends with it.
  @Test(.timeLimit(.minutes(1))) func anAdapterThatQEMURefusesIsTold() async throws {
    let fixture = try Fixture { $0.adapters[0].mtu = 100_000 }
    defer { fixture.remove() }
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(fixture.launch) }
    #expect(error?.cause?.hasPrefix("QEMU ended with exit code 1\n") == true, "\(String(describing: error))")
    #expect(error?.cause?.contains("waiting for connection") == false)
  }
}
