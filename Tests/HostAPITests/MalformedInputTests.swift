import FoundationEssentials
import HostAPI
import HyperV
import TestSupport
import Testing

/// Whatever comes to the socket, the answer is a clear error, or the end of the connection where it is no HTTP at all,
/// and the service lives on.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .runningService, .serialized,
  .timeLimit(.minutes(2)))
struct MalformedInputTests {
  enum Expected: Sendable {
    /// An answer in JSON with this status, code and words.
    case error(Int, DrosteError.Code, String)
    /// A status of 400 or more, or the end of the connection.
    case refusedOrClosed
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var pieces: [[UInt8]]
    var halfClose = false
    var expected: Expected

    init(_ name: String, _ text: String, halfClose: Bool = false, _ expected: Expected) {
      self.init(name, Array(text.utf8), halfClose: halfClose, expected)
    }

    init(_ name: String, _ bytes: [UInt8], halfClose: Bool = false, _ expected: Expected) {
      testDescription = name
      // In pieces, as a socket brings them.
      pieces = stride(from: 0, to: bytes.count, by: 65536).map { Array(bytes[$0..<min($0 + 65536, bytes.count)]) }
      self.halfClose = halfClose
      self.expected = expected
    }

    /// A POST of `body` to `path`.
    static func post(_ name: String, _ path: String, _ body: String, _ expected: Expected) -> Case {
      Case(
        name,
        "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
          + body, expected)
    }

    static func put(_ name: String, _ path: String, _ body: String, _ expected: Expected) -> Case {
      Case(
        name,
        "PUT \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
          + body, expected)
    }

    static func get(_ name: String, _ path: String, method: String = "GET", _ expected: Expected) -> Case {
      Case(name, "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\r\n", expected)
    }
  }

  /// A machine's configuration with some values replaced.
  static func machine(
    name: String = #""m""#, count: String = "1", memory: String = "67108864", adapters: String = "[]"
  ) -> String {
    #"{"name":\#(name),"version":"12.0","boot":{"image":"guest"},"processor":{"count":\#(count),"#
      + #""exposeVirtualizationExtensions":false},"memory":{"startupBytes":\#(memory)},"adapters":\#(adapters),"notes":""}"#
  }

  static let notHTTP: [Case] = [
    Case("truncated request line", "GET /v1/sta", halfClose: true, .refusedOrClosed),
    Case("truncated headers", "GET /v1/status HTTP/1.1\r\nHost: x\r\nAcc", halfClose: true, .refusedOrClosed),
    Case("nothing at all", [UInt8](), halfClose: true, .refusedOrClosed),
    Case("every byte", Array(0...255), halfClose: true, .refusedOrClosed),
    Case(
      "TLS", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03] + [UInt8](repeating: 7, count: 500),
      halfClose: true, .refusedOrClosed),
    Case("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0", halfClose: true, .refusedOrClosed),
    Case("a megabyte of NUL", [UInt8](repeating: 0, count: 1 << 20), halfClose: true, .refusedOrClosed),
    Case("no such version", "GET /v1/status HTTP/9.9\r\nHost: x\r\n\r\n", halfClose: true, .refusedOrClosed),
    Case("NUL in the path", "GET /v1/\0status HTTP/1.1\r\nHost: x\r\n\r\n", halfClose: true, .refusedOrClosed),
    Case("header without a colon", "GET /v1/status HTTP/1.1\r\nHost x\r\n\r\n", halfClose: true, .refusedOrClosed),
    Case(
      "two lengths", "POST /v1/machines HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", halfClose: true,
      .refusedOrClosed),
    Case(
      "length that is no number", "POST /v1/machines HTTP/1.1\r\nContent-Length: -5\r\n\r\n{}", halfClose: true,
      .refusedOrClosed),
    Case(
      "broken chunk", "POST /v1/machines HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n", halfClose: true,
      .refusedOrClosed),
    Case(
      "truncated body", "POST /v1/machines HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{\"name\":",
      halfClose: true,
      .refusedOrClosed),
    Case(
      "oversized header",
      "GET /v1/status HTTP/1.1\r\nHost: x\r\nX-Big: " + String(repeating: "x", count: 1 << 20)
        + "\r\n\r\n", halfClose: true, .refusedOrClosed),
  ]

  static let wrongRequests: [Case] = [
    .post(
      "oversized body", "/v1/machines", machine(name: "\"" + String(repeating: "x", count: 2 << 20) + "\""),
      .error(400, .invalidParameter, "larger than the 1048576 bytes")),
    .post("empty body", "/v1/machines", "", .error(400, .invalidParameter, "not JSON")),
    .post("no JSON", "/v1/machines", "name: L1", .error(400, .invalidParameter, "not JSON")),
    .post("half JSON", "/v1/machines", String(machine().dropLast(9)), .error(400, .invalidParameter, "not JSON")),
    .post("JSON of another kind", "/v1/machines", "[]", .error(400, .invalidParameter, "is not a")),
    .post("missing keys", "/v1/machines", "{}", .error(400, .invalidParameter, "name: is missing")),
    .post("missing inner key", "/v1/switches", #"{"name":"s"}"#, .error(400, .invalidParameter, "is missing")),
    .post(
      "number for a name", "/v1/machines", machine(name: "7"), .error(400, .invalidParameter, "name: is not a String")),
    .post("null for a name", "/v1/machines", machine(name: "null"), .error(400, .invalidParameter, "name: is")),
    .post(
      "text for a number", "/v1/machines", machine(count: #""two""#),
      .error(400, .invalidParameter, "processor.count: is not a Int")),
    // JSONDecoder does not tell a number that does not fit from a text that is no JSON.
    .post("fraction", "/v1/machines", machine(count: "1.5"), .error(400, .invalidParameter, "JSON")),
    .post(
      "number too large", "/v1/machines", machine(memory: "99999999999999999999999"),
      .error(400, .invalidParameter, "JSON")),
    .post("negative memory", "/v1/machines", machine(memory: "-1"), .error(400, .invalidParameter, "JSON")),
    .post(
      "out of range", "/v1/machines", machine(count: "100000", memory: "1"),
      .error(400, .invalidParameter, "processor.count: 100000 is out of range")),
    .post(
      "NUL in a name", "/v1/machines", machine(name: #""a\u0000b""#),
      .error(400, .invalidParameter, "name: a name must not hold control characters")),
    .post("lone surrogate", "/v1/machines", machine(name: #""\ud800""#), .error(400, .invalidParameter, "")),
    .post("NUL in JSON", "/v1/machines", machine(name: "\"a\"\0"), .error(400, .invalidParameter, "not JSON")),
    .post(
      "nested a hundred thousand deep", "/v1/machines", String(repeating: "[", count: 100_000),
      .error(400, .invalidParameter, "not JSON")),
    .post(
      "nested and closed", "/v1/machines",
      #"{"name":"# + String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000) + "}",
      .error(400, .invalidParameter, "")),
    .post(
      "objects nested deep", "/v1/switches", String(repeating: #"{"name":"#, count: 50_000),
      .error(400, .invalidParameter, "not JSON")),
    .post(
      "unknown switch type", "/v1/switches", #"{"name":"s","type":"Token ring"}"#,
      .error(400, .invalidParameter, "type")),
    .get("broken escape", "/v1/machines/%zz", .error(400, .invalidParameter, "broken escape: %zz")),
    .get("escape cut off", "/v1/machines/a%4", .error(400, .invalidParameter, "broken escape")),
    .get("escaped bytes that are no UTF-8", "/v1/machines/%ff%fe", .error(400, .invalidParameter, "broken escape")),
    .get("escaped NUL", "/v1/machines/a%00b", .error(404, .objectNotFound, "unable to find a virtual machine")),
    .get("unknown route", "/v2/status", .error(404, .objectNotFound, "There is no GET /v2/status")),
    .get("unknown verb", "/v1/machines/a/dance", method: "POST", .error(404, .objectNotFound, "/dance")),
    .get("wrong method", "/v1/status", method: "DELETE", .error(404, .objectNotFound, "There is no DELETE /v1/status")),
    .get(
      "path too long", "/v1/machines/" + String(repeating: "x", count: 5000),
      .error(400, .invalidParameter, "4096 bytes")),
    .get("no such machine", "/v1/machines/nobody", .error(404, .objectNotFound, "unable to find a virtual machine")),
    .get("no such switch", "/v1/switches/nothing", .error(404, .objectNotFound, "unable to find a virtual switch")),
    .get(
      "seconds that are none", "/v1/machines/a/wait?seconds=soon", method: "POST",
      .error(400, .invalidParameter, "seconds: \"soon\"")),
    .get(
      "seconds below zero", "/v1/machines/a/wait?seconds=-1", method: "POST", .error(400, .invalidParameter, "seconds")),
    .get(
      "no seconds ever", "/v1/machines/a/wait?seconds=nan", method: "POST", .error(400, .invalidParameter, "seconds")),
    .get(
      "waiting for nothing", "/v1/machines/a/wait?for=rain&seconds=1", method: "POST",
      .error(400, .invalidParameter, "for: \"rain\" is not one of Ready, Heartbeat, IPAddress, Reboot")),
    .get(
      "suspending nobody", "/v1/machines/a/suspend", method: "POST", .error(404, .objectNotFound, "virtual machine")),
    .get("sessions of no NAT", "/v1/nats/n/sessions", .error(404, .objectNotFound, "No MSFT_NetNat objects found")),
    .get("unknown settings", "/v1/host/colours", .error(404, .objectNotFound, "There is no GET /v1/host/colours")),
    .post("settings by POST", "/v1/host/settings", "{}", .error(404, .objectNotFound, "There is no POST")),
    .put(
      "settings without values", "/v1/host/settings", "{}",
      .error(400, .invalidParameter, "macAddressMinimum: is missing")),
    .put(
      "settings with a broken address", "/v1/host/settings",
      #"{"macAddressMinimum":"00-15-5D","macAddressMaximum":"00-15-5D-00-00-00","virtualMachinePath":"/","virtualHardDiskPath":"/"}"#,
      .error(400, .invalidParameter, "macAddressMinimum: \"00-15-5D\" is not a MAC address")),
    .put(
      "another NAT's change", "/v1/nats/n", #"{"name":"n","internalPrefix":"10.0.0.0/24"}"#,
      .error(404, .objectNotFound, "")),
    .put(
      "a NAT's change that is none", "/v1/nats/n", #"{"name":"n","internalPrefix":7}"#,
      .error(400, .invalidParameter, "")),
    .post(
      "a port that is none", "/v1/nats",
      #"{"name":"n","internalPrefix":"10.0.0.0/24","staticMappings":[{"id":0,"protocol":"TCP","externalAddress":"0.0.0.0","externalPort":65536,"internalAddress":"10.0.0.2","internalPort":1}]}"#,
      .error(400, .invalidParameter, "")),
    .post(
      "a protocol that is none", "/v1/nats",
      #"{"name":"n","internalPrefix":"10.0.0.0/24","staticMappings":[{"id":0,"protocol":"SCTP","externalAddress":"0.0.0.0","externalPort":1,"internalAddress":"10.0.0.2","internalPort":1}]}"#,
      .error(400, .invalidParameter, "staticMappings[0].protocol")),
    .post(
      "a private VLAN without its mode", "/v1/machines",
      machine(adapters: #"[{"name":"a","macAddressSpoofing":"Off","vlan":{"mode":"Private"}}]"#),
      .error(400, .invalidParameter, "adapters[0].vlan.primary")),
    .post(
      "a VLAN out of range", "/v1/machines",
      machine(adapters: #"[{"name":"a","macAddressSpoofing":"Off","vlan":{"mode":"Access","id":4095}}]"#),
      .error(400, .invalidParameter, "adapters[0].vlan: access id 4095 is not within 1 to 4094")),
    .post(
      "a guard that is none", "/v1/machines",
      machine(adapters: #"[{"name":"a","macAddressSpoofing":"Off","dhcpGuard":"Maybe"}]"#),
      .error(400, .invalidParameter, "adapters[0].dhcpGuard")),
    .get("host inside nobody", "/v1/machines/a/host/v1/status", .error(404, .objectNotFound, "virtual machine")),
    .get("root", "/", .error(404, .objectNotFound, "There is no GET /")),
  ]

  @Test(arguments: notHTTP + wrongRequests)
  func malformed(_ input: Case) async throws {
    let droste = try RunningService.current()
    let before = try await droste.client.status()
    let answer = try await RawConnection.exchange(
      socket: droste.socket, pieces: input.pieces, halfClose: input.halfClose)
    switch input.expected {
    case .refusedOrClosed: #expect(answer.status.map { $0 >= 400 } ?? answer.closed, "\(answer)")
    case .error(let status, let code, let words):
      #expect(answer.status == status, "\(answer)")
      let body = answer.text.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? ""
      let error = try JSONDecoder().decode([String: DrosteError].self, from: Data(body.utf8))["error"]
      #expect(error?.code == code, "\(answer)")
      #expect(error?.message.contains(words) == true, "\(answer)")
    }
    let after = try await droste.client.status()
    #expect(after.host.processID == before.host.processID)
    #expect(after.machines == before.machines && after.switches == before.switches)
  }

  /// A client that takes seconds over a request gets its answer, and keeps nobody else waiting.
  @Test func slowClient() async throws {
    let droste = try RunningService.current()
    async let slow = RawConnection.exchange(
      socket: droste.socket, pieces: "GET /v1/host HTTP/1.1\r\nHost: x\r\n\r\n".utf8.map { [$0] },
      pause: .milliseconds(50))
    let started = ContinuousClock.now
    for _ in 0..<20 { _ = try await droste.client.status() }
    #expect(ContinuousClock.now - started < .seconds(2))
    #expect(try await slow.status == 200)
  }

  /// A hundred clients that never finish their request do not keep others out.
  @Test func manyThatNeverFinish() async throws {
    let droste = try RunningService.current()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          _ = try await RawConnection.exchange(
            socket: droste.socket, pieces: [Array("POST /v1/machines HTTP/1.1\r\nContent-Length: 9\r\n\r\n{".utf8)],
            limit: .seconds(3))
        }
      }
      try await Task.sleep(for: .seconds(1))
      for _ in 0..<10 { _ = try await droste.client.status() }
      try await group.waitForAll()
    }
    _ = try await droste.client.status()
  }

  /// A client that asks and leaves.
  @Test func clientThatLeaves() async throws {
    let droste = try RunningService.current()
    for _ in 0..<50 {
      _ = try await RawConnection.exchange(
        socket: droste.socket, pieces: [Array("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n".utf8)],
        limit: .milliseconds(1))
    }
    _ = try await droste.client.status()
  }
}
