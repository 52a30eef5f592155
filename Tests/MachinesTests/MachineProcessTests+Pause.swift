import FoundationEssentials
import Glibc
import HyperV
import Machines
import NIOCore
import Testing

extension MachineProcessTests {
  /// What is typed while the machine is paused is answered once it goes on, and who finds the machine again sees its state.
  @Test(.timeLimit(.minutes(2))) func pausesAndGoesOn() async throws {
    let fixture = try Fixture()
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    #expect(!machine.isPaused)
    try await awaitGuest(machine)
    try await machine.pause()
    #expect(machine.isPaused && machine.isAlive)
    // QEMU serves one monitor connection at a time: the finder's waits until ours is closed.
    await machine.letGo()
    let found = try #require(await MachineProcess.attach(machine.identity, directory: machine.directory))
    await found.refreshRunState()
    #expect(found.isPaused)
    let console = try await SerialConsole.attach(directory: machine.directory)
    try await console.executeThenClose { input, output in
      var reader = input.makeAsyncIterator()
      try await output.write(ByteBuffer(string: "a"))
      #expect(found.isPaused)
      try await found.resume()
      #expect(!found.isPaused)
      try await awaitOutput("a", from: &reader)
    }
    // Twice is once.
    try await found.resume()
    try await found.pause()
    try await found.pause()
    #expect(found.isPaused)
    await found.turnOff()
    _ = await machine.waitForEnding()
    await #expect(throws: DrosteError.self) { try await found.pause() }
  }

  // MARK: COM 2

  @Test(.timeLimit(.minutes(2))) func secondComPort() async throws {
    let fixture = try Fixture { $0.secondComPortPath = $0.directory + "-com2" }
    defer { fixture.remove() }
    try BootSector.write(to: fixture.folder + "/disk.img", BootSector.codeOnSecondPort)
    let path = try #require(fixture.launch.secondComPortPath)
    let machine = try await MachineProcess.start(fixture.launch)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o600 && status.st_mode & S_IFMT == S_IFSOCK)
    let port = try connectedSocket(path)
    // The firmware takes what comes before the guest runs; the test's time limit bounds the tries.
    var answer = [UInt8](repeating: 0, count: 1)
    while true {
      #expect(write(port, "a", 1) == 1)
      var wait = pollfd(fd: port, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, 100) == 1, read(port, &answer, 1) == 1, answer == [UInt8(ascii: "a")] { break }
    }
    close(port)
    // While somebody listens there, nobody else's COM 2 can be there.
    let second = try Fixture { $0.secondComPortPath = path }
    defer { second.remove() }
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(second.launch) }
    #expect(error?.code == .invalidOperation && error?.cause == "a process listens there")
    ComPortSocket.remove(path)
    #expect(access(path, F_OK) == 0)
    // What a machine leaves is no obstacle, and can be taken away.
    await machine.turnOff()
    #expect(access(path, F_OK) == 0)
    let next = try await MachineProcess.start(second.launch)
    await next.turnOff()
    ComPortSocket.remove(path)
    #expect(access(path, F_OK) != 0)
  }

  @Test func somethingElseIsNeverTakenAway() async throws {
    let fixture = try Fixture { $0.secondComPortPath = $0.directory + "-com2" }
    defer { fixture.remove() }
    let path = try #require(fixture.launch.secondComPortPath)
    try Data("precious".utf8).write(to: URL(filePath: path))
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(fixture.launch) }
    #expect(error?.code == .invalidOperation && error?.cause == "something that is no socket is there")
    ComPortSocket.remove(path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }

  @Test func aMissingFolderIsTold() async throws {
    let fixture = try Fixture { $0.secondComPortPath = "/nonexistent/com2" }
    defer { fixture.remove() }
    let error = await #expect(throws: DrosteError.self) { try await MachineProcess.start(fixture.launch) }
    #expect(error?.code == .objectNotFound && error?.message.contains("/nonexistent/com2") == true)
  }
}
