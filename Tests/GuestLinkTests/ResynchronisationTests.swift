import Foundation
import GuestLink
import HyperV
import NIOCore
import Testing

/// A host's link, a port in between, and an agent that may be replaced.
private final class Scene: Sendable {
  let folder = TemporaryFolder()
  let port: VirtualPort

  init(hidesHostChanges: Bool = false) { port = VirtualPort(folder, hidesHostChanges: hidesHostChanges) }

  deinit { port.stop() }

  func agent(_ name: String) throws -> AgentProcess {
    let agent = try AgentProcess(folder, name: name)
    port.attach(agent.socket)
    return agent
  }

  func link(_ timing: LinkTiming = LinkTiming()) -> (GuestLink, Task<Void, Never>) {
    let link = GuestLink(socketPath: port.hostPath, eventLoopGroup: tests, timing: timing)
    return (link, Task { await link.run() })
  }
}

@Suite struct ResynchronisationTests {
  @Test func theSocketAndTheAgentMayComeLater() async throws {
    let folder = TemporaryFolder()
    let link = GuestLink(socketPath: folder("link.sock"), eventLoopGroup: tests)
    let running = Task { await link.run() }
    defer { running.cancel() }
    let late = await #expect(throws: DrosteError.self) { try await link.information() }
    #expect(late?.code == .unavailable)
    let timeout = await #expect(throws: DrosteError.self) {
      try await link.waitUntilConnected(timeout: .milliseconds(100))
    }
    #expect(timeout?.code == .timeout)
    let port = VirtualPort(folder)
    defer { port.stop() }
    // Long enough for the ask to be repeated in padding: all of it waits for the guest.
    try await Task.sleep(for: .milliseconds(1500))
    #expect(link.state == .disconnected(reason: "The machine runs, but the agent in it has not answered yet."))
    let agent = try AgentProcess(folder)
    defer { agent.end() }
    port.attach(agent.socket)
    try await link.waitUntilConnected(timeout: .seconds(20))
    #expect(try await link.shell("exit 4").exitCode == 4)
  }

  @Test(arguments: [false, true])
  func aHostThatIsKilledAmidTransfers(hidesHostChanges: Bool) async throws {
    let scene = Scene(hidesHostChanges: hidesHostChanges)
    let agent = try scene.agent("a.sock")
    defer { agent.end() }
    for round in 0..<4 {
      let (link, running) = scene.link()
      defer { running.cancel() }
      try await link.waitUntilConnected(timeout: .seconds(30))
      #expect(try await link.shell("echo \(round)").outputText == "\(round)\n")
      // Bytes under way in both directions, at another place of the protocol each time.
      let before = scene.port.bytesToGuest
      let down = Task { try await link.shell("cat /dev/zero") }
      let up = Task {
        try await link.upload(path: scene.folder("up"), bytes: Pattern(length: 1 << 30, piece: 70_000 + round * 1000))
      }
      while scene.port.bytesToGuest < before + 300_000 { try await Task.sleep(for: .milliseconds(5)) }
      running.cancel()
      scene.port.dropHost()
      await #expect(throws: (any Error).self) { try await down.value }
      await #expect(throws: (any Error).self) { try await up.value }
    }
    #expect(agent.isRunning)
    let (link, running) = scene.link()
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(30))
    // Nothing is left of the interrupted uploads, nor of the commands.
    _ = try await link.shell("sleep 0.2")
    #expect(!FileManager.default.fileExists(atPath: scene.folder("up")))
  }

  @Test func aHostWhoseConnectionBreaksReconnectsByItself() async throws {
    let scene = Scene()
    let agent = try scene.agent("a.sock")
    defer { agent.end() }
    let (link, running) = scene.link()
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(30))
    let down = Task { try await link.shell("cat /dev/zero") }
    try await Task.sleep(for: .milliseconds(100))
    scene.port.dropHost()
    let error = await #expect(throws: DrosteError.self) { try await down.value }
    #expect(error?.code == .unavailable)
    try await link.waitUntilConnected(timeout: .seconds(30))
    #expect(try await link.shell("exit 5").exitCode == 5)
  }

  @Test(arguments: [true, false])
  func aGuestThatRestartsAmidATransfer(upload: Bool) async throws {
    let scene = Scene()
    let first = try scene.agent("a.sock")
    let (link, running) = scene.link()
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(30))
    let transfer = Task {
      if upload {
        _ = try await link.upload(path: scene.folder("up"), bytes: Pattern(length: 1 << 30))
      } else {
        _ = try await link.shell("cat /dev/zero")
      }
    }
    while (upload ? scene.port.bytesToGuest : scene.port.bytesToHost) < 1_000_000 {
      try await Task.sleep(for: .milliseconds(5))
    }
    scene.port.detach()
    first.end()
    try await Task.sleep(for: .milliseconds(300))
    #expect(link.state.isConnected, "the host cannot know yet")
    let second = try scene.agent("b.sock")
    defer { second.end() }
    // The hello tells, long before silence would.
    let clock = ContinuousClock()
    let start = clock.now
    let error = await #expect(throws: DrosteError.self) { try await transfer.value }
    #expect(error?.code == .unavailable)
    #expect(clock.now - start < .seconds(10))
    try await link.waitUntilConnected(timeout: .seconds(30))
    #expect(try await link.shell("exit 6").exitCode == 6)
    #expect(!FileManager.default.fileExists(atPath: scene.folder("up")))
  }

  @Test func aGuestThatRestartsWhileNothingHappens() async throws {
    let scene = Scene()
    let first = try scene.agent("a.sock")
    let (link, running) = scene.link()
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(30))
    var states = link.states().makeAsyncIterator()
    #expect(await states.next()?.isConnected == true)
    scene.port.detach()
    first.end()
    let second = try scene.agent("b.sock")
    defer { second.end() }
    guard case .disconnected(let reason) = await states.next() else {
      Issue.record("no loss seen")
      return
    }
    #expect(reason.contains("restarted"), "\(reason)")
    try await link.waitUntilConnected(timeout: .seconds(30))
    #expect(try await link.shell("exit 6").exitCode == 6)
  }

  @Test func aSilentGuestIsGivenUp() async throws {
    let scene = Scene()
    let agent = try scene.agent("a.sock")
    defer { agent.end() }
    var timing = LinkTiming()
    timing.ping = .milliseconds(200)
    timing.lost = .seconds(6)
    let (link, running) = scene.link(timing)
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(30))
    try await Task.sleep(for: .seconds(7))
    #expect(link.state.isConnected, "pings keep it up")
    let request = Task { try await link.shell("sleep 60") }
    try await Task.sleep(for: .milliseconds(100))
    scene.port.detach()
    let error = await #expect(throws: DrosteError.self) { try await request.value }
    #expect(error?.code == .unavailable)
    #expect(error?.cause?.contains("nothing for") == true, "\(error?.description ?? "")")
  }

  @Test func cancellingStopsALink() async throws {
    let agent = try await LinkedAgent()
    let other = GuestLink(socketPath: agent.folder("none.sock"), eventLoopGroup: tests)
    let running = Task { await other.run() }
    running.cancel()
    await running.value
    #expect(other.state == .disconnected(reason: "The guest link was stopped."))
    for await state in other.states() { #expect(!state.isConnected) }
  }

  @Test func longSocketPaths() async throws {
    let folder = TemporaryFolder()
    let deep = folder(String(repeating: "x", count: 100))
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    let agent = try AgentProcess(folder)
    defer { agent.end() }
    while !FileManager.default.fileExists(atPath: agent.socket) { try await Task.sleep(for: .milliseconds(10)) }
    symlink(agent.socket, deep + "/link.sock")
    let link = GuestLink(socketPath: deep + "/link.sock", eventLoopGroup: tests)
    let running = Task { await link.run() }
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(30))
  }
}
