import Glibc
import Switching
import VhostFrontend
import Virtio

/// What a machine's process does, rather than its driver: connections that come and go with what the one before left,
/// descriptors that are not what they should be, messages in pieces; and workers that run at the same time.
extension Operations {
  /// Choices from here on are these operations.
  static let processChoices: UInt8 = 232

  mutating func process(_ liar: Liar, _ choice: UInt8) {
    switch choice % 8 {
    case 0, 1, 2: inflight(liar)
    case 3: counter(liar)
    case 4: pieces(liar)
    default: workers()
    }
  }

  /// The region in which the switch keeps positions: asked for, changed, and given to the next connection, whose rings go
  /// on or begin anew.
  private mutating func inflight(_ liar: Liar) {
    if liar.inflight == nil || input.chance(32) {
      let size = UInt16(input.field(128, bits: 16, lies: 24))
      liar.tell(.getInflight, FrontendMessage.payload(UInt64(0), UInt64(0), UInt16(liar.rings.count), size))
      world.engine.serveMachines()
      liar.drain()
      for ring in liar.rings.indices where input.chance(192) { restart(liar, ring) }
    }
    guard let region = liar.inflight else { return }
    for _ in 0..<input.below(4) {
      let (width, value) = (1 << input.below(4), input.number(8))
      let place = region.headers.pointer + input.below(region.headers.count / width) * width
      withUnsafeBytes(of: value) { place.copyMemory(from: $0.baseAddress!, byteCount: width) }
    }
    guard input.chance(160) else { return }
    world.reconnect(liar, whole: input.chance(64))
    for ring in liar.rings where input.chance(64) { ring.restart() }
    let (offset, size) = (input.field(0, bits: 64, lies: 16), input.field(UInt64(region.size), bits: 64, lies: 16))
    let entries = UInt16(input.field(128, bits: 16, lies: 16))
    liar.start {
      liar.tell(
        .setInflight, FrontendMessage.payload(size, offset, UInt16(liar.rings.count), entries),
        descriptors: [region.file])
    }
    world.engine.serveMachines()
    liar.ram.guardMappings()
  }

  /// Stops a ring and starts it where it stands.
  private mutating func restart(_ liar: Liar, _ index: Int) {
    let ring = liar.rings[index]
    liar.tell(.getRingBase, FrontendMessage.payload(UInt32(index), UInt32(0)))
    ring.restart()
    liar.startRing(index, ring.areas, base: ring.areas.isPacked ? 0x8000_8000 : UInt32(ring.position))
  }

  /// Kick, call and error descriptors of any kind.
  private mutating func counter(_ liar: Liar) {
    let index = input.below(liar.rings.count)
    let request = input.one(of: [VhostUserRequest.setRingCall, .setRingKick, .setRingError])
    var ends: [Int32] = [-1, -1]
    defer { for end in ends where end >= 0 { close(end) } }
    let descriptor: Int32
    switch input.byte() % 16 {
    case 0, 1:
      pipe(&ends)
      descriptor = ends[1]
    case 2, 3:
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
      descriptor = ends[0]
    case 4: descriptor = liar.memory.regions[2].descriptor
    case 5: return liar.tell(request, Peer.word(UInt64(index) | 0x100))
    case 6:
      // Makes the switch wait, which costs this case 20 ms.
      world.limitWaits()
      liar.block(index)
      world.engine.serveMachines()
      liar.makeBlocking()
      return
    case 7, 8: descriptor = liar.rings[index].areas.call.descriptor
    default: descriptor = liar.rings[index].areas.kick.descriptor
    }
    liar.tell(request, Peer.word(UInt64(index)), descriptors: [descriptor])
  }

  /// Messages of which the socket gives parts, or several at once.
  private mutating func pieces(_ liar: Liar) {
    var bytes: [UInt8] = []
    for _ in 0..<(1 + input.below(5)) {
      let ring = UInt32(input.below(liar.rings.count))
      let choices: [(VhostUserRequest, [UInt8])] = [
        (.getFeatures, []), (.setRingEnable, FrontendMessage.payload(ring, UInt32(input.below(2)))),
        (.setFeatures, Peer.word(liar.features.rawValue)), (.getQueueCount, []),
        (.setRingSize, FrontendMessage.payload(ring, UInt32(liar.rings[Int(ring)].areas.size))),
        (.setRingAddress, Peer.address(Int(ring), liar.rings[Int(ring)].areas)),
      ]
      let (request, payload) = input.one(of: choices)
      bytes += FrontendMessage.payload(request.rawValue, UInt32(9), UInt32(payload.count)) + payload
    }
    while !bytes.isEmpty {
      let count = min(bytes.count, 1 + input.below(40))
      let isLast = count == bytes.count
      // A descriptor beside any piece.
      let extra = input.chance(16) ? [liar.rings[0].areas.call.descriptor] : []
      liar.send(Array(bytes[..<count]), extra)
      bytes.removeFirst(count)
      if !isLast { world.turn() }
    }
  }

  /// Both liars and an honest machine send a lot, and the switch's planes work on it at the same time.
  private mutating func workers() {
    for liar in world.liars {
      let ring = ring(liar, receiving: false)
      for _ in 0..<(1 + input.below(24)) { put(FrameMaker(sender: liar.number).make(&input), liar, ring) }
      ring.expose()
    }
    world.serveApart(turns: 1 + input.below(6))
  }
}
