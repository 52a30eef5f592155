import Ethernet
import Switching
import Testing

/// Random frames of every kind are cut, and put together again by the simplest means.
@Suite struct OffloadReferenceTests {
  @Test func checksumsMatchTheSlowOne() {
    var generator = SplitMix(state: 7)
    for count in Array(0...130) + [1447, 1448, 1514, 9000, 65535] {
      let data = generator.bytes(count + 3)
      for offset in 0...3 {
        let part = Array(data[offset..<(offset + count)])
        let sum = data.withRawSpan { span in
          var sum = InternetChecksum()
          sum.add(span.extracting(offset..<(offset + count)))
          return sum.partial
        }
        #expect(sum == slowSum(part))
      }
    }
    // What carries most.
    for count in [64, 65535] {
      let ones = [UInt8](repeating: 0xFF, count: count)
      let sum = ones.withRawSpan { span in
        var sum = InternetChecksum()
        for _ in 0..<100 { sum.add(span.extracting(0..<(count & ~1))) }
        return sum.partial
      }
      #expect(sum == 0xFFFF)
    }
  }

  @Test(arguments: [OffloadHeader.Kind.tcpIPv4, .tcpIPv6, .udp])
  func segmentsMakeUpTheWhole(kind: OffloadHeader.Kind) throws {
    var generator = SplitMix(state: UInt64(kind.rawValue))
    for round in 0..<200 {
      let isIPv6 = kind == .tcpIPv6 || kind == .udp && round.isMultiple(of: 2)
      let example = RandomFrame(kind, isIPv6: isIPv6, &generator)
      let frames = example.packet.completed()
      var payload: [UInt8] = []
      for (index, frame) in frames.enumerated() {
        #expect(example.problem(of: frame.bytes, index: index, offset: payload.count, count: frames.count) == nil)
        payload += frame.bytes.dropFirst(example.headerLength)
      }
      #expect(payload == Array(example.packet.frame.dropFirst(example.headerLength)))
      // Those without checksum are the same ones once it is filled in.
      let partial = example.packet.completed(for: .checksum)
      let filled = partial.flatMap { Packet($0.bytes, $0.offload).completed().map(\.bytes) }
      #expect(filled == frames.map(\.bytes))
    }
  }

  @Test(arguments: [false, true]) func fragmentsMakeUpTheDatagram(isIPv6: Bool) throws {
    var generator = SplitMix(state: 99)
    for _ in 0..<200 {
      let example = RandomFrame(.udpFragment, isIPv6: isIPv6, &generator)
      let (network, transport) = (example.network, example.transport)
      let frames = example.packet.completed().map(\.bytes)
      var datagram: [UInt8] = []
      for (index, frame) in frames.enumerated() {
        let isLast = index == frames.count - 1
        if isIPv6 {
          let extra = Array(frame[transport..<(transport + 8)])
          #expect(frame[network + 6] == 44 && extra[0] == 17 && extra[1] == 0)
          #expect(Int(extra[2]) << 8 | Int(extra[3] & 0xF8) == datagram.count && (extra[3] & 1 == 1) == !isLast)
          #expect(Array(extra[4...]) == Array(frames[0][(transport + 4)..<(transport + 8)]))
          #expect(example.number(frame, network + 4) == frame.count - network - 40)
          datagram += frame.dropFirst(transport + 8)
        } else {
          let place = example.number(frame, network + 6)
          #expect((place & 0x1FFF) * 8 == datagram.count && (place & 0x2000 != 0) == !isLast && place & 0xC000 == 0)
          #expect(example.number(frame, network + 4) == example.number(frames[0], network + 4))
          #expect(example.number(frame, network + 2) == frame.count - network)
          #expect(slowSum(Array(frame[network..<transport])) == 0xFFFF)
          datagram += frame.dropFirst(transport)
        }
      }
      #expect(Array(datagram.dropFirst(8)) == Array(example.packet.frame.dropFirst(transport + 8)))
      #expect(slowSum(example.pseudoHeader(datagram.count), datagram) == 0xFFFF)
    }
  }
}

/// A frame to be cut, with tags, options and contents by chance.
private struct RandomFrame {
  let packet: Packet
  let kind: OffloadHeader.Kind
  let isIPv6: Bool
  let network: Int
  let transport: Int
  let headerLength: Int

  init(_ kind: OffloadHeader.Kind, isIPv6: Bool, _ generator: inout SplitMix) {
    func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    self.kind = kind
    self.isIPv6 = isIPv6
    let isTCP = kind == .tcpIPv4 || kind == .tcpIPv6
    var frame = generator.bytes(12)
    for _ in 0..<random(0...2) { frame += [0x81, 0] + generator.bytes(2) }
    frame += isIPv6 ? [0x86, 0xDD] : [0x08, 0]
    network = frame.count
    let options = isIPv6 ? 0 : random(0...10) * 4
    let proto: UInt8 = isTCP ? 6 : 17
    if isIPv6 {
      frame += [0x60] + generator.bytes(5) + [proto, 64] + generator.bytes(32)
    } else {
      frame += [0x45 + UInt8(options / 4), 0] + generator.bytes(4) + [0x40, 0, 64, proto] + generator.bytes(10)
      frame += generator.bytes(options)
    }
    transport = frame.count
    if isTCP {
      let words = random(5...15)
      frame += generator.bytes(12) + [UInt8(words << 4)] + generator.bytes(7 + (words - 5) * 4)
    } else {
      frame += generator.bytes(8)
    }
    headerLength = frame.count
    let payload = random(1...(round(random(0...3)) - 200))
    frame += generator.bytes(payload)
    let least = max(payload / 1000 + 8, 8)
    packet = Packet(
      frame,
      OffloadHeader(
        needsChecksum: true, kind: kind, segmentSize: UInt16(random(least...max(least, 9000))),
        checksumStart: UInt16(transport), checksumOffset: isTCP ? 16 : 6))

    func round(_ choice: Int) -> Int { [300, 2000, 20_000, 65_000][choice] }
  }

  func number(_ frame: [UInt8], _ offset: Int) -> Int { Int(frame[offset]) << 8 | Int(frame[offset + 1]) }

  func pseudoHeader(_ length: Int) -> [UInt8] {
    let addresses = isIPv6 ? (network + 8)..<(network + 40) : (network + 12)..<(network + 20)
    let proto: UInt8 = kind == .tcpIPv4 || kind == .tcpIPv6 ? 6 : 17
    return Array(packet.frame[addresses]) + [0, proto, UInt8(length >> 8), UInt8(length & 0xFF)]
  }

  /// What is wrong with segment `index` of `count`, whose payload starts `offset` into the whole's; nil when nothing.
  func problem(of frame: [UInt8], index: Int, offset: Int, count: Int) -> String? {
    let whole = packet.frame
    let isLast = index == count - 1
    let size = frame.count - headerLength
    if !isLast, size != Int(packet.offload.segmentSize) { return "size \(size)" }
    if isIPv6 {
      if number(frame, network + 4) != frame.count - network - 40 { return "IPv6 length" }
    } else {
      if number(frame, network + 2) != frame.count - network { return "IPv4 length" }
      if number(frame, network + 4) != (number(whole, network + 4) + index) & 0xFFFF { return "identification" }
      if slowSum(Array(frame[network..<transport])) != 0xFFFF { return "IPv4 checksum" }
    }
    let segment = Array(frame[transport...])
    if slowSum(pseudoHeader(segment.count), segment) != 0xFFFF { return "checksum" }
    if kind == .udp { return number(frame, transport + 4) == segment.count ? nil : "UDP length" }
    func sequence(_ frame: [UInt8]) -> UInt32 {
      UInt32(number(frame, transport + 4)) << 16 | UInt32(number(frame, transport + 6))
    }
    if sequence(frame) != sequence(whole) &+ UInt32(offset) { return "sequence number" }
    var flags = whole[transport + 13]
    if !isLast { flags &= ~0x09 }
    if index > 0 { flags &= ~0x80 }
    return frame[transport + 13] == flags ? nil : "flags"
  }
}
