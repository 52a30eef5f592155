import Glibc
import HyperV
import Switching
import VhostFrontend
import Virtio

/// What a case does, one operation after the other.
struct Operations {
  let world: World
  var input: Input
  private(set) var count = 0

  /// Most operations of a case.
  static let limit = 96

  init(_ world: World, _ input: Input) {
    self.world = world
    self.input = input
  }

  mutating func run() throws {
    while !input.isEmpty, count < Self.limit {
      count += 1
      let liar = world.liars[input.below(Names.liars)]
      let choice = input.byte()
      switch choice < Self.processChoices ? choice % 30 : choice {
      case Self.processChoices...: process(liar, choice)
      case 0, 1, 2, 3: send(liar)
      case 4, 5: sendChain(liar)
      case 6: post(liar)
      case 7: postChain(liar)
      case 8: lieAboutIndex(liar)
      case 9: scribble(liar)
      case 10: events(liar)
      case 11, 12: try race(liar)
      case 13: restart(liar)
      case 14: changeMemory(liar)
      case 15: message(liar)
      case 16: garbage(liar)
      case 17: reconnect(liar)
      case 18, 19: policy(liar)
      case 20: time()
      case 21: try honestBurst(liar)
      case 22: features(liar)
      case 23, 24: edge(liar)
      case 25: repeated(liar)
      case 26: largeTable(liar)
      case 27, 28: try raceForField(liar)
      default: capture()
      }
      try world.rest()
      if count % 16 == 0 { _ = try world.checkStatus() }
    }
  }

  mutating func ring(_ liar: Liar, receiving: Bool) -> LyingRing {
    liar.rings[input.below(liar.pairs) * 2 + (receiving ? 0 : 1)]
  }

  // MARK: Traffic

  private mutating func send(_ liar: Liar) {
    let ring = ring(liar, receiving: false)
    for _ in 0..<(1 + input.below(4)) {
      let frame = FrameMaker(sender: liar.number).make(&input)
      put(frame, liar, ring)
    }
    ring.expose()
    ring.areas.kick.signal()
  }

  /// Lays a frame out as a driver would.
  mutating func put(_ frame: MadeFrame, _ liar: Liar, _ ring: LyingRing) {
    guard !ring.isFull else { return }
    let whole = frame.header.encoded(liar.features.headerLength) + frame.bytes
    let pieces = min(
      ring.areas.size, max((whole.count + LyingRing.bufferLength - 1) / LyingRing.bufferLength, 1 + input.below(3)))
    let isIndirect = liar.features.contains(.indirectDescriptors) && pieces <= 16 && input.chance(64)
    let size = (whole.count + pieces - 1) / pieces
    var chain: [Descriptor] = []
    let head = ring.nextSlot
    for index in 0..<pieces {
      let slot = (head + index) % ring.areas.size
      let part = whole.dropFirst(index * size).prefix(min(size, LyingRing.bufferLength))
      let buffer = ring.buffer(slot)
      buffer.write(Array(part))
      let next = isIndirect ? index + 1 : ring.areas.isPacked ? head : (slot + 1) % ring.areas.size
      chain.append(
        Descriptor(
          address: buffer.guest, length: UInt32(part.count), flags: index < pieces - 1 ? 1 : 0, next: UInt16(next)))
    }
    ring.add(isIndirect ? [table(chain, ring, head)] : chain)
  }

  /// Writes an indirect table, and gives its descriptor.
  private func table(_ chain: [Descriptor], _ ring: LyingRing, _ slot: Int) -> Descriptor {
    let table = ring.tables[slot % ring.tables.count]
    var bytes: [UInt8] = []
    for descriptor in chain.prefix(16) {
      bytes += FrontendMessage.payload(descriptor.address, descriptor.length)
      bytes +=
        ring.areas.isPacked
        ? FrontendMessage.payload(descriptor.next, descriptor.flags & ~1)
        : FrontendMessage.payload(descriptor.flags, descriptor.next)
    }
    table.write(bytes)
    return Descriptor(address: table.guest, length: UInt32(bytes.count), flags: 4, next: UInt16(slot))
  }

  /// A chain in which anything may be wrong.
  private mutating func chain(_ liar: Liar, _ ring: LyingRing) -> [Descriptor] {
    let writes: UInt16 = ring.isReceiving ? 2 : 0
    let head = ring.nextSlot
    let count = 1 + input.below(input.chance(16) ? 200 : 6)
    var chain: [Descriptor] = []
    for index in 0..<count {
      let slot = (head + index) % ring.areas.size
      let buffer = ring.buffer(slot)
      let address = input.chance(96) ? liar.address(&input, writable: ring.isReceiving) : buffer.guest
      let flags = (index < count - 1 ? 1 : 0) | writes
      let next = ring.areas.isPacked ? head : (slot + 1) % ring.areas.size
      chain.append(
        Descriptor(
          address: address, length: UInt32(input.field(UInt64(input.below(300)), bits: 32)),
          flags: input.chance(32) ? UInt16(input.byte() & 7) : flags,
          next: UInt16(input.field(UInt64(next), bits: 16, lies: 32))))
    }
    if input.chance(64) {
      var entry = table(chain, ring, head)
      entry.length = UInt32(input.field(UInt64(entry.length), bits: 32))
      if input.chance(32) { entry.address = liar.address(&input, writable: false) }
      if input.chance(32) { entry.flags = UInt16(input.byte() & 7) }
      if input.chance(64) { entry.address &+= UInt64(input.below(16)) }
      return [entry]
    }
    return chain
  }

  private mutating func sendChain(_ liar: Liar) {
    let ring = ring(liar, receiving: false)
    ring.add(chain(liar, ring))
    ring.expose()
  }

  /// A frame, or a buffer to receive into, that ends where the memory does, or says that it goes on behind.
  private mutating func edge(_ liar: Liar) {
    let isReceiving = input.chance(96)
    let ring = ring(liar, receiving: isReceiving)
    guard !ring.isFull else { return }
    var builder = FrameBuilder(from: Names.address(liar.number), to: Names.address(2 + input.below(2)))
    if input.chance(32) { builder.destination = FrameBuilder.broadcast }
    let frame = builder.udp(payload: [UInt8](repeating: 4, count: 1 + input.below(200)))
    let whole = DriverQueue.Header().encoded(liar.features.headerLength) + frame
    let region = liar.memory.regions[isReceiving ? 2 : input.below(3)]
    let size = isReceiving ? 40 + input.below(300) : whole.count
    let start = region.size - GuestRAM.edge - size
    if !isReceiving {
      whole.withUnsafeBytes { (region.host + start).copyMemory(from: $0.baseAddress!, byteCount: size) }
    }
    let behind = input.one(of: [0, 1, 8, 40, 64, 65, 200, 1300])
    ring.add([
      Descriptor(
        address: region.guest + UInt64(start), length: UInt32(size + behind), flags: isReceiving ? 2 : 0,
        next: UInt16(ring.nextSlot))
    ])
    ring.expose()
    if isReceiving { sendTo(liar) }
  }

  /// Has the other liar send something to one, so that it is written into its buffers.
  private mutating func sendTo(_ liar: Liar) {
    let other = world.liars[1 - liar.number]
    let builder = FrameBuilder(from: Names.address(other.number), to: Names.address(liar.number))
    for _ in 0..<4 {
      put(
        MadeFrame(bytes: builder.udp(payload: [UInt8](repeating: 6, count: input.below(1400)))), other, other.rings[1])
    }
    other.rings[1].expose()
  }

  /// One chain of many descriptors, shown many times (split), or many long chains (packed).
  private mutating func repeated(_ liar: Liar) {
    let ring = ring(liar, receiving: input.chance(64))
    let count = 1 + input.below(ring.areas.size)
    let writes: UInt16 = ring.isReceiving ? 2 : 0
    let times = ring.areas.isPacked ? 1 + input.below(4) : 1 + input.below(ring.areas.size)
    let head = ring.nextSlot
    for time in 0..<times {
      if time > 0, !ring.areas.isPacked {
        ring.repeatHead(UInt16(head))
        continue
      }
      ring.add(
        (0..<count).map { index in
          let slot = (head + index) % ring.areas.size
          let next = ring.areas.isPacked ? head : (slot + 1) % ring.areas.size
          return Descriptor(
            address: ring.buffer(slot).guest, length: UInt32(input.one(of: [40, 0, 1, 300])),
            flags: (index < count - 1 ? 1 : 0) | writes, next: UInt16(next))
        })
    }
    ring.expose()
    if ring.isReceiving { sendTo(liar) }
  }

  /// An indirect table of up to a few more entries than a batch has room for.
  private mutating func largeTable(_ liar: Liar) {
    let ring = ring(liar, receiving: input.chance(64))
    let count = input.one(of: [1024, 1023, 1025, 512, 700, 17])
    let table: GuestBuffer = ring.isReceiving ? liar.largeTable : liar.largeReadTable
    let writes: UInt16 = ring.isReceiving ? 2 : 0
    let buffer = ring.buffer(0)
    var bytes: [UInt8] = []
    for index in 0..<count {
      let flags = (!ring.areas.isPacked && index < count - 1 ? 1 : 0) | writes
      let next = UInt16(truncatingIfNeeded: ring.areas.isPacked ? 0 : index + 1)
      bytes += FrontendMessage.payload(buffer.guest + UInt64(index), UInt32(index == 0 ? 80 : 1))
      bytes += ring.areas.isPacked ? FrontendMessage.payload(next, flags) : FrontendMessage.payload(flags, next)
    }
    table.write(bytes)
    for _ in 0..<(1 + input.below(3)) where !ring.isFull {
      ring.add([Descriptor(address: table.guest, length: UInt32(bytes.count), flags: 4, next: UInt16(ring.nextSlot))])
    }
    ring.expose()
    if ring.isReceiving { sendTo(liar) }
  }

  private mutating func post(_ liar: Liar) {
    liar.postBuffers(ring(liar, receiving: true), count: 1 + input.below(64))
  }

  private mutating func postChain(_ liar: Liar) {
    let ring = ring(liar, receiving: true)
    for _ in 0..<(1 + input.below(4)) { ring.add(chain(liar, ring)) }
    ring.expose()
    // Somebody has to write into them.
    let frame = FrameMaker(sender: 1 - liar.number).make(&input)
    let other = world.liars[1 - liar.number]
    put(frame, other, other.rings[1])
    other.rings[1].expose()
  }

  private mutating func honestBurst(_ liar: Liar) throws {
    let machine = world.honest[input.below(2)]
    var builder = FrameBuilder(
      from: Names.address(machine.number), to: input.chance(32) ? Names.inner(liar.number) : Names.address(liar.number))
    builder.isIPv6 = input.chance(64)
    for _ in 0..<(1 + input.below(24)) {
      if input.chance(64) {
        let size = 1 + input.below(20000)
        try machine.transmit(
          builder.tcp(payload: [UInt8](repeating: 3, count: size), checksum: .partial),
          header: builder.offload(isTCP: true, segmentSize: 500 + input.below(960)))
      } else {
        try machine.transmit(builder.udp(payload: [UInt8](repeating: 9, count: input.below(1400))))
      }
    }
  }

  // MARK: Rings

  private mutating func lieAboutIndex(_ liar: Liar) {
    let ring = liar.rings[input.below(liar.rings.count)]
    if input.chance(64) { ring.setHead(input.below(256), UInt16(input.field(0, bits: 16, lies: 255))) }
    ring.lie(index: UInt16(input.field(UInt64(ring.position), bits: 16, lies: 200)))
  }

  /// A place of a ring, or of what was sent with it: `width` bytes, aligned.
  mutating func place(_ liar: Liar, width: Int) -> UnsafeMutableRawPointer {
    let ring = liar.rings[input.below(liar.rings.count)]
    var area: GuestBuffer
    switch input.byte() % 6 {
    case 0: area = ring.areas.descriptors
    case 1: area = ring.areas.driver
    case 2: area = ring.areas.device
    case 3: area = ring.tables[0]
    case 4 where liar.inflight != nil: area = liar.inflight!.headers
    default:
      // The header and addresses of what is sent next, or was last.
      let slot = ring.nextSlot - 1 + input.below(3)
      area = ring.buffer((slot + ring.areas.size) % ring.areas.size)[0..<64]
    }
    if ring.isReceiving { liar.ram.allowWrites() }
    let count = max(1, area.count / width)
    return area.pointer + input.below(min(count, 512)) * width
  }

  private mutating func scribble(_ liar: Liar) {
    for _ in 0..<(1 + input.below(4)) {
      let width = 1 << input.below(4)
      let place = place(liar, width: width)
      let value = input.chance(128) ? liar.address(&input, writable: false) : input.number(width)
      withUnsafeBytes(of: value) { place.copyMemory(from: $0.baseAddress!, byteCount: width) }
    }
  }

  private mutating func events(_ liar: Liar) {
    let ring = liar.rings[input.below(liar.rings.count)]
    let offset = ring.areas.isPacked ? input.below(2) * 2 : input.one(of: [0, 4 + 2 * ring.areas.size])
    guard offset + 2 <= ring.areas.driver.count else { return }
    ring.areas.driver.pointer.storeBytes(
      of: UInt16(truncatingIfNeeded: input.number(2)), toByteOffset: offset, as: UInt16.self)
  }

  /// Changes memory while the switch works on it.
  private mutating func race(_ liar: Liar) throws {
    let ring = ring(liar, receiving: false)
    for _ in 0..<(1 + input.below(8)) {
      let frame = FrameMaker(sender: liar.number).make(&input)
      put(frame, liar, ring)
    }
    let width = 1 << input.below(4)
    let place = place(liar, width: width)
    // An address that is another's is what is worth most.
    let value = input.chance(128) ? UInt64(Names.address(3)).byteSwapped >> 16 : liar.address(&input, writable: false)
    let scribbler = Scribbler(place, width, value)
    scribbler.start()
    ring.expose()
    for _ in 0..<(1 + input.below(4)) { world.turn() }
    scribbler.stop()
  }

  /// Changes one byte of frames that policy looks at, while the switch looks: the source, the sender in ARP, the port.
  private mutating func raceForField(_ liar: Liar) throws {
    let ring = ring(liar, receiving: false)
    let target = Names.liars + input.below(2)
    var builder = FrameBuilder(from: Names.address(liar.number), to: Names.address(target))
    if input.chance(64) { builder.destination = FrameBuilder.broadcast }
    // Byte of the frame, and what it is to be beside what is right.
    let other = UInt8(truncatingIfNeeded: Names.address(5 - target))
    let arp =
      builder.header(0x0806) + [0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 0, UInt8(16 + liar.number)]
      + [UInt8](repeating: 0, count: 14)
    let choice: (place: Int, value: UInt8, frame: [UInt8]) =
      switch input.byte() % 5 {
      case 0: (27, other, arp)
      case 1: (35, 67, builder.udp(66, 68, payload: [1, 2, 3]))
      case 2: (12, 0x81, builder.udp(payload: [1, 2, 3]))
      case 3: (11, other, builder.plain(60))
      default: (11, other, builder.udp(payload: [1, 2, 3]))
      }
    let slot = ring.nextSlot
    let count = min(ring.areas.size, 1 + input.below(16))
    for _ in 0..<count where !ring.isFull {
      // One buffer for all, so that the change comes into each.
      let buffer = ring.buffer(slot)
      buffer.write(DriverQueue.Header().encoded(liar.features.headerLength) + choice.frame)
      ring.add([
        Descriptor(
          address: buffer.guest, length: UInt32(liar.features.headerLength + choice.frame.count), flags: 0,
          next: UInt16(ring.nextSlot))
      ])
    }
    let scribbler = Scribbler(
      ring.buffer(slot).pointer + (liar.features.headerLength + choice.place), 1, UInt64(choice.value))
    scribbler.start()
    ring.expose()
    for _ in 0..<2 { world.turn() }
    scribbler.stop()
  }

  // MARK: Messages

  private mutating func restart(_ liar: Liar) {
    let index = input.below(liar.rings.count)
    let ring = liar.rings[index]
    liar.tell(.getRingBase, FrontendMessage.payload(UInt32(index), UInt32(0)))
    world.turn()
    ring.restart()
    let base = ring.areas.isPacked ? UInt32(0x8000_8000) : UInt32(ring.position)
    liar.startRing(index, ring.areas, base: UInt32(input.field(UInt64(base), bits: 32)))
    if ring.isReceiving { liar.postBuffers(ring) }
  }

  private mutating func changeMemory(_ liar: Liar) {
    switch input.byte() % 8 {
    case 0: liar.share([2, 1, 0])
    case 1: liar.share([0, 1])
    case 2: liar.share([0])
    case 3: liar.share([0, 0])
    case 4: liar.ram.truncate(input.below(3), to: input.below(8) * 4096)
    case 5: liar.tell(.removeMemoryRegion, [UInt8](repeating: 0, count: 8) + liar.ram.description(input.below(3)))
    case 6:
      let region = input.below(3)
      var description = liar.ram.description(region)
      for _ in 0..<input.below(3) {
        description[input.below(32)] = input.byte()
        liar.ram.shift()
      }
      liar.tell(
        .addMemoryRegion, [UInt8](repeating: 0, count: 8) + description,
        descriptors: [liar.memory.regions[region].descriptor])
    default: liar.share([0, 1, 2])
    }
    world.turn()
    if input.chance(128) { liar.share([0, 1, 2]) }
    world.engine.serveMachines()
    liar.ram.guardMappings()
  }

  /// A message of the protocol with anything in it.
  private mutating func message(_ liar: Liar) {
    let request = input.one(of: VhostUserRequest.allCases)
    let index = input.below(liar.rings.count + 1)
    var payload: [UInt8]
    var descriptors: [Int32] = []
    switch request {
    case .setRingAddress: payload = Peer.address(index, liar.rings[index % liar.rings.count].areas)
    case .setRingKick, .setRingCall, .setRingError:
      payload = Peer.word(UInt64(index))
      descriptors = [liar.rings[index % liar.rings.count].areas.kick.descriptor]
    case .setRingSize, .setRingBase, .getRingBase, .setRingEnable:
      payload = FrontendMessage.payload(UInt32(index), UInt32(input.below(300)))
    case .setMemoryTable: return liar.share([0, 1, 2])
    case .addMemoryRegion, .removeMemoryRegion:
      payload = [UInt8](repeating: 0, count: 8) + liar.ram.description(input.below(3))
      descriptors = request == .addMemoryRegion ? [liar.memory.regions[0].descriptor] : []
    case .getInflight: payload = FrontendMessage.payload(UInt64(0), UInt64(0), UInt16(liar.rings.count), UInt16(128))
    case .setInflight:
      payload = FrontendMessage.payload(
        UInt64(liar.inflight?.size ?? 4096), UInt64(0), UInt16(liar.rings.count), UInt16(128))
      descriptors = [liar.inflight?.file ?? liar.memory.regions[2].descriptor]
      if liar.inflight == nil { liar.ram.shift() }
    case .setFeatures: payload = Peer.word(liar.features.rawValue)
    case .setMTU, .sendRARP, .setStatus: payload = Peer.word(input.number(6))
    default: payload = request == .getFeatures || request == .resetDevice ? [] : Peer.word(input.number(2))
    }
    if input.chance(96) {
      for _ in 0..<(1 + input.below(3)) where !payload.isEmpty { payload[input.below(payload.count)] = input.byte() }
      if descriptors.isEmpty { liar.ram.allowWrites() } else { liar.ram.shift() }
    }
    if input.chance(16) { payload = Array(payload.prefix(input.below(40))) }
    if input.chance(16) { descriptors += [liar.rings[0].areas.call.descriptor] }
    let number = UInt32(input.field(UInt64(request.rawValue), bits: 32, lies: 16))
    liar.tell(number, payload, descriptors: descriptors, flags: UInt32(input.field(9, bits: 32, lies: 24)))
  }

  private mutating func garbage(_ liar: Liar) {
    liar.send((0..<(1 + input.below(60))).map { _ in input.byte() })
    world.turn()
    if input.chance(200) { reconnect(liar) }
  }

  private mutating func reconnect(_ liar: Liar) {
    world.reconnect(liar, whole: input.chance(64))
    for ring in liar.rings { ring.restart() }
    liar.start()
    world.engine.serveMachines()
    liar.ram.guardMappings()
  }

  private mutating func features(_ liar: Liar) {
    let features = VirtioFeatures(rawValue: input.field(liar.features.rawValue, bits: 64, lies: 128))
    liar.tell(.setFeatures, Peer.word(features.intersection(.offered).rawValue))
    world.turn()
    if input.chance(192) { liar.tell(.setFeatures, Peer.word(liar.features.rawValue)) }
  }

  // MARK: The switch

  private mutating func policy(_ liar: Liar) {
    guard let index = world.configuration.ports.firstIndex(where: { $0.name == Names.name(liar.number) }) else {
      return
    }
    world.configuration.ports[index] = PolicyMaker.change(world.configuration.ports[index], liar.number, &input)
    world.apply()
  }

  private mutating func time() {
    world.engine.now &+= UInt32(input.one(of: [1, 10, 301, 1000]))
    world.engine.tick()
  }

  private mutating func capture() {
    if world.captures.count > 2 || input.chance(64) {
      guard let capture = world.captures.popLast() else { return }
      var output: [UInt8] = []
      capture.drain(into: &output, limit: 65536, now: 1)
      world.engine.captures.stop(capture)
      return
    }
    let ports = world.engine.portStatus.enumerated().map { CapturePort(slot: Int32($0), name: $1.name, kind: $1.kind) }
    world.engine.captures.update(ports)
    var request = CaptureRequest()
    request.drops = input.one(of: [.include, .only, .exclude])
    request.snapLength = input.one(of: [CaptureRequest.longestSnap, 14, 64])
    if let capture = try? world.engine.captures.start(request, now: 1) { world.captures.append(capture) }
  }
}
