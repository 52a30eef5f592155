import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching
import Testing

@Suite("The control socket", .serialized, .timeLimit(.minutes(2)))
struct ControlSocketTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var bytes: [UInt8]
    /// Whether the client ends its sending, in place of a newline.
    var ends = false
    var message: String
    var testDescription: String { what }

    init(_ what: String, _ text: String, ends: Bool = false, _ message: String) {
      self.what = what
      bytes = Array(text.utf8) + (ends ? [] : [UInt8(ascii: "\n")])
      self.ends = ends
      self.message = message
    }
  }

  static let id = "\"id\":\"11111111-2222-3333-4444-555555555555\""
  static let port =
    #"{"name":"A","kind":"Machine","endpoint":{"stream":{"socketPath":"/x/a"}},"macAddressSpoofing":"Off","learningCap":64}"#

  static let malformed: [Case] = [
    Case("cut short", #"{"verb":"sta"#, ends: true, "ended after 12 bytes without a newline"),
    Case("cut short within a line", #"{"verb":"status""#, "it is not JSON"),
    Case("oversized", String(repeating: "x", count: (1 << 20) + 1), "longer than 1048576 bytes"),
    Case("garbage", "\u{1}\u{2}GET / HTTP/1.1\r", "it is not JSON"),
    Case("a bare number", "42", "is not of the type"),
    Case("a list", "[]", "is not of the type"),
    Case("no verb", "{}", "verb is missing"),
    Case("a verb of the wrong type", #"{"verb":5}"#, "verb is not of the type String"),
    Case("an unknown verb", #"{"verb":"explode"}"#, "The verb \"explode\" is not known."),
    Case("apply of nothing", #"{"verb":"apply"}"#, "configuration is missing"),
    Case("apply of a text", #"{"verb":"apply","configuration":"x"}"#, "configuration is not of the type"),
    Case(
      "a null", #"{"verb":"apply","configuration":{\#(id),"name":null,"mtu":1500,"ports":[]}}"#,
      "configuration.name is null"),
    Case(
      "ports of the wrong type", #"{"verb":"apply","configuration":{\#(id),"name":"x","mtu":1500,"ports":{}}}"#,
      "configuration.ports is not of the type"),
    Case(
      "an MTU of the wrong type", #"{"verb":"apply","configuration":{\#(id),"name":"x","mtu":"big","ports":[]}}"#,
      "configuration.mtu is not of the type Int"),
    Case(
      "no address of one adapter",
      #"{"verb":"apply","configuration":{\#(id),"name":"x","mtu":1500,"ports":[\#(port)]}}"#,
      "ports[0].macAddress: needed for a port of kind Machine"),
    Case(
      "an unknown kind of port",
      #"{"verb":"apply","configuration":{\#(id),"name":"x","mtu":1500,"ports":[{"name":"A","kind":"Toaster"}]}}"#,
      "configuration.ports[0].kind"),
    Case(
      "nested a thousand deep", String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000),
      "The request was not understood"),
  ]

  @Test("Malformed input gets a clear error, and the process lives on")
  func malformedInput() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    let a = fixture.machine("A")
    let started = try await fixture.start()
    try a.accept()
    for row in Self.malformed {
      let line = try ControlLine(fixture)
      line.send(row.bytes)
      if row.ends { line.endSending() }
      let error = try #require(line.response()?.error, "\(row.what): no error came")
      #expect(error.code == .invalidParameter, "\(row.what)")
      #expect(error.message.contains(row.message), "\(row.what): \(error.message)")
      let status = try await fixture.client.status()
      #expect(status.processID == started.processID)
      #expect(status.ports.map(\.name) == ["A"])
      #expect(status.ports.first?.connected == true)
    }
  }

  @Test("Several requests in one write, in pieces, after an error, and blank lines")
  func pipelining() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    try await fixture.start()
    let line = try ControlLine(fixture)
    line.send(Array("{\"verb\":\"status\"}\n\r\n\nnonsense\n{\"verb\":".utf8))
    #expect(line.response()?.status?.ports.count == 1)
    #expect(line.response()?.error != nil)
    line.send(Array("\"status\"}\n".utf8))
    #expect(line.response()?.status != nil)
  }

  @Test("Sixteen clients are served, the seventeenth is told; silent ones do no harm")
  func many() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    try await fixture.start()
    var lines = try (0..<16).map { _ in try ControlLine(fixture) }
    for line in lines {
      line.send(Array("{\"verb\":\"status\"}\n".utf8))
      #expect(line.response()?.status != nil)
    }
    let error = await #expect(throws: DrosteError.self) { try await fixture.client.status() }
    #expect(error?.message.contains("16 clients already") == true)
    lines.removeLast()
    for attempt in 0... {
      if (try? await fixture.client.status()) != nil { break }
      try #require(attempt < 100)
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  @Test("Only its user may open the socket")
  func mode() async throws {
    let fixture = try ProcessFixture([])
    try await fixture.start()
    var info = stat()
    #expect(stat(fixture.folder + "/control.sock", &info) == 0)
    #expect(info.st_mode & 0o777 == 0o600)
  }

  @Test("Works in folders whose path is longer than a socket's may be")
  func longPath() async throws {
    let short = try ProcessFixture([("A", 1, .off)])
    let folder = short.folder + "/" + String(repeating: "f", count: 120)
    #expect(mkdir(folder, 0o700) == 0)
    let long = folder + "/A.sock"
    short.configuration.ports[0].endpoint = .stream(socketPath: long)
    try JSONEncoder().encode(short.configuration).write(to: URL(filePath: folder + "/config.json"))
    let process = try ProcessFixture.spawn(
      [try ProcessFixture.binary(), "--directory", folder], log: short.folder + "/log")
    defer {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    let link = short.folder + "/l"
    #expect(symlink(folder, link) == 0)
    let machine = FakeMachine(link + "/A.sock")
    try machine.accept()
    for attempt in 0... {
      if let status = try? await SwitchControlClient(directory: folder).status() {
        #expect(status.processID == process)
        break
      }
      try #require(attempt < 100)
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  @Test("A client's errors: nobody there, and nobody answering")
  func clientErrors() async throws {
    let fixture = try ProcessFixture([])
    let absent = await #expect(throws: DrosteError.self) { try await fixture.client.status() }
    #expect(absent?.code == .unavailable)
    let mute = FakeMachine(fixture.folder + "/control.sock")
    let client = SwitchControlClient(directory: fixture.folder, timeout: 0.2)
    let late = await #expect(throws: DrosteError.self) { try await client.status() }
    #expect(late?.code == .timeout)
    withExtendedLifetime(mute) {}
  }
}
