import Glibc
import Netlink
import Testing

/// Answers that a test made, in place of a kernel.
private final class ScriptedKernel: NetlinkTransport {
  var datagrams: [[UInt8]]
  private(set) var requests: [[UInt8]] = []

  init(_ datagrams: [[UInt8]]) { self.datagrams = datagrams }

  func send(_ bytes: [UInt8]) throws { requests.append(bytes) }

  func receive() throws -> [UInt8] {
    guard !datagrams.isEmpty else { throw NetlinkError(.timedOut(seconds: 5)) }
    return datagrams.removeFirst()
  }
}

private func message(_ type: UInt16, _ sequence: UInt32, flags: UInt16 = 0, _ payload: [UInt8] = []) -> [UInt8] {
  let bytes =
    NetlinkRequest.bytes(UInt32(16 + payload.count)) + NetlinkRequest.bytes(type)
    + NetlinkRequest.bytes(flags) + NetlinkRequest.bytes(sequence) + [0, 0, 0, 0] + payload
  return bytes + [UInt8](repeating: 0, count: (4 - bytes.count & 3) & 3)
}

private func acknowledgement(_ sequence: UInt32, _ errno: Int32, text: String? = nil) -> [UInt8] {
  let number = NetlinkRequest.bytes(-errno)
  // The header of the request, which the kernel gives back: 16 bytes.
  let request = NetlinkRequest.bytes(UInt32(16)) + [UInt8](repeating: 0, count: 12)
  guard let text else { return message(NetlinkNumber.error, sequence, flags: 0x100, number + request) }
  let attribute = NetlinkRequest.bytes(UInt16(text.utf8.count + 5)) + [1, 0] + Array(text.utf8) + [0]
  return message(NetlinkNumber.error, sequence, flags: 0x300, number + request + attribute)
}

@Suite struct ExchangeTests {
  private let multi = NetlinkNumber.multi
  private let link = NetlinkNumber.newLink

  @Test func collectsOverDatagrams() throws {
    let kernel = ScriptedKernel([
      message(link, 1, flags: multi, [1]) + message(link, 1, flags: multi, [2]), message(link, 1, flags: multi, [3]),
      message(NetlinkNumber.done, 1, flags: multi, [0, 0, 0, 0]),
    ])
    let messages = try NetlinkClient(kernel).dump(.links)
    #expect(messages.map { $0.payload.uint8(at: 0) } == [1, 2, 3])
    #expect(kernel.requests[0][6] == 0x01 && kernel.requests[0][7] == 0x03)
  }

  @Test func dropsAnswersToOtherRequests() throws {
    let kernel = ScriptedKernel([
      message(link, 9, flags: multi, [9]) + message(NetlinkNumber.done, 9, flags: multi, [0, 0, 0, 0]),
      message(link, 1, flags: multi, [1]) + message(NetlinkNumber.done, 1, flags: multi, [0, 0, 0, 0]),
    ])
    #expect(try NetlinkClient(kernel).dump(.links).count == 1)
  }

  @Test func asksAgainWhenTheTableChanged() throws {
    let kernel = ScriptedKernel([
      message(link, 1, flags: multi | NetlinkNumber.dumpInterrupted, [1])
        + message(NetlinkNumber.done, 1, flags: multi, [0, 0, 0, 0]),
      message(link, 2, flags: multi, [2]) + message(NetlinkNumber.done, 2, flags: multi, [0, 0, 0, 0]),
    ])
    #expect(try NetlinkClient(kernel).dump(.links).map { $0.payload.uint8(at: 0) } == [2])
    #expect(kernel.requests.count == 2)
  }

  @Test func givesUpWhenTheTableAlwaysChanges() {
    let kernel = ScriptedKernel((1...9).map { message(NetlinkNumber.done, $0, flags: 0x12, [0, 0, 0, 0]) })
    let error = #expect(throws: NetlinkError.self) { try NetlinkClient(kernel).dump(.links) }
    #expect(error?.reason == .interrupted(attempts: 8))
  }

  @Test func errorsCarryTheNumberAndTheKernelsText() throws {
    let client = NetlinkClient(
      ScriptedKernel([
        acknowledgement(1, EEXIST), acknowledgement(2, EINVAL, text: "Nexthop has invalid gateway"),
        acknowledgement(3, 0),
      ]))
    let request = NetlinkRequest.setLink(1, [.up(true)])
    let first = #expect(throws: NetlinkError.self) { try client.change(request) }
    #expect(first?.number == EEXIST)
    #expect(first?.description == "change network interface 1: File exists")
    let second = #expect(throws: NetlinkError.self) { try client.change(request) }
    #expect(second?.reason == .refused(errno: EINVAL, detail: "Nexthop has invalid gateway"))
    try client.change(request)
  }

  @Test func theEndOfADumpMayBeAnError() {
    let client = NetlinkClient(
      ScriptedKernel([
        message(NetlinkNumber.done, 1, flags: multi, NetlinkRequest.bytes(Int32(-EPERM)))
      ]))
    let error = #expect(throws: NetlinkError.self) { try client.dump(.routes) }
    #expect(error?.number == EPERM)
  }

  @Test func timesOut() {
    let error = #expect(throws: NetlinkError.self) { try NetlinkClient(ScriptedKernel([])).dump(.links) }
    #expect(error?.reason == .timedOut(seconds: 5))
  }

  /// Garbage ends in an error, whatever it is.
  @Test(arguments: 0..<64) func garbage(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func byte() -> UInt8 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    var bytes = (0..<Int(byte())).map { _ in byte() }
    // Half of them with a header that fits, so that the parsers behind it are reached.
    if seed % 2 == 0, bytes.count >= 20 {
      bytes.replaceSubrange(0..<16, with: message([16, 20, 24, 28][seed / 2 % 4], 1, flags: 2, []).prefix(16))
      bytes.replaceSubrange(0..<4, with: NetlinkRequest.bytes(UInt32(bytes.count)))
    }
    let done = message(NetlinkNumber.done, 1, flags: 2, [0, 0, 0, 0])
    func attempt(_ read: (NetlinkClient) throws -> Int) {
      _ = try? read(NetlinkClient(ScriptedKernel([bytes, done])))
    }
    attempt { try $0.links().count }
    attempt { try $0.addresses().count }
    attempt { try $0.routes().count }
    attempt { try $0.neighbours().count }
  }

  /// A real message cut off at every byte, and with every byte changed.
  @Test func damagedMessages() {
    let whole = Recorded.link
    for count in 0..<whole.count { _ = try? Link(NetlinkBytes(Array(whole.prefix(count)))) }
    for index in whole.indices {
      for value: UInt8 in [0, 1, 3, 0x7F, 0xFF] {
        var damaged = whole
        damaged[index] = value
        _ = try? Link(NetlinkBytes(damaged))
      }
    }
  }
}
