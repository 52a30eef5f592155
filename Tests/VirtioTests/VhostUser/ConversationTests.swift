import Testing
import VhostFrontend
import Virtio

/// What is answered to whom, in bytes.
struct ConversationTests {
  struct Row: Sendable {
    var request: VhostUserRequest
    var payload: [UInt8] = []
    /// The whole answer: request, flags 5, length, payload.
    var answer: [UInt8]
  }

  /// Little-endian, as on the wire.
  static let rows = [
    Row(request: .getFeatures, answer: [1, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 0x8B, 0xFF, 0x63, 0x78, 0x0D, 0, 0xC0, 1]),
    Row(request: .getProtocolFeatures, answer: [15, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 0x1D, 0xB0, 1, 0, 0, 0, 0, 0]),
    Row(request: .getQueueCount, answer: [17, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]),
    Row(request: .getMemorySlotLimit, answer: [36, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0]),
    Row(request: .getStatus, answer: [40, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    Row(
      request: .getRingBase, payload: [3, 0, 0, 0, 0, 0, 0, 0],
      answer: [11, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]),
  ]

  @Test(arguments: rows) func answers(_ row: Row) throws {
    let wire = try Wire()
    try wire.tell(.setProtocolFeatures, word(wire.backend.offeredProtocol.rawValue))
    try wire.tell(row.request, row.payload)
    let reply = try #require(try wire.reply())
    #expect(
      FrontendMessage.payload(reply.request, reply.flags, UInt32(reply.payload.count)) + reply.payload == row.answer)
    #expect(try wire.reply() == nil)
  }

  @Test func featuresAreASubset() throws {
    let wire = try Wire()
    try wire.negotiate()
    #expect(wire.backend.acknowledged == [.version1, .protocolFeatures, .eventIndex, .indirectDescriptors])
    #expect(wire.backend.headerLength == 12)
    #expect(try !wire.isAccepted(.setFeatures, word(1 << 40)))
    #expect(try !wire.isAccepted(.setProtocolFeatures, word(1 << 1)))
    #expect(wire.backend.acknowledged.contains(.version1))
    #expect(throws: VhostUserError.refused(.setFeatures, "feature bits 0x10000000000 were not offered")) {
      try wire.tell(.setFeatures, word(1 << 40))
    }
  }

  /// Answers to messages that have none by themselves come when asked for, after that was agreed.
  @Test func acknowledgements() throws {
    let wire = try Wire()
    try wire.tell(.setOwner, needsReply: true)
    #expect(try wire.reply() == nil)
    try wire.negotiate()
    try wire.tell(.setOwner)
    #expect(try wire.reply() == nil)
    #expect(try wire.isAccepted(.setOwner))
    // One answer for a message that has its own.
    try wire.tell(.getStatus, needsReply: true)
    #expect(try wire.reply()?.request == 40)
    #expect(try wire.reply() == nil)
  }

  @Test func statusIsKept() throws {
    let wire = try Wire()
    try wire.negotiate()
    try wire.tell(.setStatus, word(0x0F))
    #expect(try wire.ask(.getStatus) == 0x0F)
    #expect(wire.backend.status == 0x0F)
  }

  @Test(arguments: [(67, false), (68, true), (1500, true), (1501, false), (1 << 32, false)] as [(UInt64, Bool)])
  func mtu(_ value: UInt64, _ isAccepted: Bool) throws {
    let wire = try Wire(mtu: 1500)
    try wire.negotiate()
    #expect(try wire.isAccepted(.setMTU, word(value)) == isAccepted)
    #expect(wire.backend.mtu == (isAccepted ? UInt16(value) : 1500))
  }

  @Test func reverseARP() throws {
    let wire = try Wire()
    try wire.negotiate()
    try wire.tell(.sendRARP, [0x52, 0x54, 0, 0x12, 0x34, 0x56, 0, 0])
    #expect(wire.recorder.addresses == [0x5254_0012_3456])
  }

  @Test func configurationWhereOffered() throws {
    let request = FrontendMessage.payload(UInt32(0), UInt32(12), UInt32(0)) + [UInt8](repeating: 0, count: 12)
    let none = try Wire()
    #expect(!none.backend.offeredProtocol.contains(.configuration))
    try none.negotiate()
    try none.tell(.getConfiguration, request)
    #expect(try none.reply()?.payload == [])
    let wire = try Wire(maxPairs: 4, mtu: 9000, offersConfiguration: true)
    try wire.negotiate()
    try wire.tell(.getConfiguration, request)
    // No address, link up, 4 pairs, MTU 9000.
    let fields: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 0, 4, 0, 0x28, 0x23]
    #expect(try wire.reply()?.payload == Array(request[..<12]) + fields)
    // Beyond its end, and a length that is not the payload's: no contents.
    for wrong in [(250, 12), (0, 11), (UInt32.max, 12)] as [(UInt32, UInt32)] {
      try wire.tell(.getConfiguration, FrontendMessage.payload(wrong.0, wrong.1, UInt32(0)) + request[12...])
      #expect(try wire.reply()?.payload == [])
    }
    #expect(try !wire.isAccepted(.setConfiguration, request))
  }

  /// A message in pieces is the same message.
  @Test func pieces() throws {
    let wire = try Wire()
    for byte in FrontendMessage.payload(UInt32(16), UInt32(1), UInt32(8), UInt64(0x8)) {
      try wire.connection.send(bytes: [byte], by: Deadline())
      try wire.service()
    }
    #expect(try wire.isAccepted(.setOwner))
  }

  /// Several at once are handled at once, and not more than the limit in one call.
  @Test func limitOfOneCall() throws {
    let wire = try Wire()
    for _ in 0...VhostUserBackend.messageLimit { try wire.send(VhostUserRequest.setOwner.rawValue) }
    #expect(try wire.backend.service())
    #expect(try !wire.backend.service())
  }

  @Test func resetDevice() throws {
    let wire = try Wire()
    try wire.negotiate()
    try wire.tell(.setStatus, word(7))
    try wire.tell(.resetDevice)
    #expect(wire.backend.acknowledged == [])
    #expect(wire.backend.status == 0)
  }

  @Test func theFrontEndGoes() throws {
    var wire: Wire? = try Wire()
    let backend = wire?.backend
    wire = nil
    #expect(throws: VhostUserError.disconnected) { try backend?.service() }
  }
}
