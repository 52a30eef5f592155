import CDroste
import Glibc
import VhostFrontend
import Virtio

/// A back end and the socket that a front end would have. Messages go in, and what the back end did is looked at: no
/// waiting, no threads.
final class Wire {
  let connection: FrontendConnection
  let backend: VhostUserBackend
  let recorder = Recorder()

  init(maxPairs: Int = 2, mtu: UInt16 = 1500, offersConfiguration: Bool = false) throws {
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw FrontendError(system: "socketpair", errno)
    }
    connection = FrontendConnection(descriptor: ends[0])
    backend = VhostUserBackend(
      socket: OwnedDescriptor(ends[1]), maxPairs: maxPairs, mtu: mtu, offersConfiguration: offersConfiguration)
    backend.delegate = recorder
  }

  /// Sends one message and lets the back end handle it.
  func tell(
    _ request: VhostUserRequest, _ payload: [UInt8] = [], descriptors: [Int32] = [], needsReply: Bool = false
  ) throws {
    try send(request.rawValue, payload, descriptors: descriptors, needsReply: needsReply)
    try service()
  }

  func send(_ number: UInt32, _ payload: [UInt8] = [], descriptors: [Int32] = [], needsReply: Bool = false) throws {
    let message = FrontendMessage(
      request: number, flags: needsReply ? 9 : 1, payload: payload, descriptors: descriptors)
    try connection.send(message, by: Deadline())
  }

  func service() throws { while try backend.service() {} }

  /// The number that a request is answered with.
  func ask(_ request: VhostUserRequest, _ payload: [UInt8] = []) throws -> UInt64? {
    try tell(request, payload)
    return try reply()?.number(UInt64.self, at: 0)
  }

  /// The next answer; there must be one.
  func reply() throws -> FrontendMessage? {
    guard Deadline(0.001).wait(for: connection.descriptor) else { return nil }
    return try connection.receive(by: Deadline())
  }

  /// Whether a request is answered with success.
  func isAccepted(_ request: VhostUserRequest, _ payload: [UInt8] = [], descriptors: [Int32] = []) throws -> Bool {
    try tell(request, payload, descriptors: descriptors, needsReply: true)
    return try reply()?.number(UInt64.self, at: 0) == 0
  }

  /// Agrees on features as a front end does that takes all that is there.
  func negotiate(_ features: VirtioFeatures = [.version1, .protocolFeatures, .eventIndex, .indirectDescriptors]) throws
  {
    try tell(.setProtocolFeatures, word(backend.offeredProtocol.rawValue))
    try tell(.setFeatures, word(features.rawValue))
  }

  /// Shares memory as one table.
  func share(_ memory: FrontendMemory) throws {
    var payload = FrontendMessage.payload(UInt32(memory.regions.count), UInt32(0))
    for region in memory.regions { payload += describe(region) }
    try tell(.setMemoryTable, payload, descriptors: memory.regions.map(\.descriptor))
  }

  /// Sets everything of a ring up to the kick.
  func startRing(_ index: Int, _ areas: RingAreas, base: UInt32? = nil) throws {
    let number = UInt32(index)
    try tell(.setRingSize, FrontendMessage.payload(number, UInt32(areas.size)))
    try tell(.setRingBase, FrontendMessage.payload(number, base ?? areas.start.rawValue))
    try tell(.setRingAddress, address(index, areas))
    try tell(.setRingCall, word(UInt64(index)), descriptors: [areas.call.descriptor])
    try tell(.setRingKick, word(UInt64(index)), descriptors: [areas.kick.descriptor])
  }

  /// A ring's slot.
  subscript(ring: Int) -> RingSlot { backend.rings[ring] }
}

/// The payload of a number.
func word(_ value: UInt64) -> [UInt8] { FrontendMessage.payload(value) }

func describe(_ region: FrontendMemory.Region) -> [UInt8] {
  FrontendMessage.payload(region.guest, UInt64(region.size), region.user, region.offset)
}

/// The payload of SET_VRING_ADDR.
func address(_ index: Int, _ areas: RingAreas, flags: UInt32 = 0) -> [UInt8] {
  func user(_ buffer: GuestBuffer) -> UInt64 { UInt64(UInt(bitPattern: buffer.pointer)) }
  return FrontendMessage.payload(
    UInt32(index), flags, user(areas.descriptors), user(areas.device), user(areas.driver), UInt64(0))
}

/// What a back end told.
final class Recorder: VhostUserDelegate {
  var kicks: [Int: Int32] = [:]
  var changes = 0
  var addresses: [UInt64] = []
  var lines: [String] = []

  func kickAdded(ring: Int, descriptor: Int32) { kicks[ring] = descriptor }
  func kickRemoved(ring: Int, descriptor: Int32) { if kicks[ring] == descriptor { kicks[ring] = nil } }
  func ringsChanged() { changes += 1 }
  func broadcastRARP(address: UInt64) { addresses.append(address) }
  func log(_ text: String) { lines.append(text) }
}

/// A pipe whose writing end is given away: its reading end tells whether everybody who had it has closed it.
final class Leak {
  private var ends: [Int32] = [0, 0]

  init() throws { guard pipe(&ends) == 0 else { throw FrontendError(system: "pipe", errno) } }

  deinit {
    close(ends[0])
    if ends[1] >= 0 { close(ends[1]) }
  }

  var descriptor: Int32 { ends[1] }

  /// Closes our own writing end and looks for others.
  func isClosed() -> Bool {
    close(ends[1])
    ends[1] = -1
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    // A process that another test starts has it too until it runs its program.
    _ = Deadline(1).wait(for: ends[0])
    var byte: UInt8 = 0
    return read(ends[0], &byte, 1) == 0
  }
}

/// Numbers in an order that a seed decides (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
