import VhostFrontend

/// A frame and what its header says is left to do.
struct MadeFrame {
  var bytes: [UInt8]
  var header = DriverQueue.Header()
}

/// Makes the frames of a machine: all that the switch looks into, in the forms that it has to understand, most of them
/// right, some with bytes changed.
struct FrameMaker {
  /// The number of the machine that sends.
  let sender: Int

  func make(_ input: inout Input) -> MadeFrame {
    let builder = addresses(&input)
    var frame: MadeFrame
    switch input.byte() % 16 {
    case 0: frame = MadeFrame(bytes: builder.udp(payload: payload(&input)))
    case 1: frame = MadeFrame(bytes: builder.tcp(payload: payload(&input)))
    case 2: frame = MadeFrame(bytes: builder.plain(14 + input.below(1600)))
    case 3: frame = arp(builder, &input)
    case 4: frame = neighbour(builder, &input)
    case 5: frame = dhcp(builder, &input)
    case 6: frame = group(builder, &input)
    case 7: frame = listener(builder, &input)
    case 8: frame = offloaded(builder, &input)
    case 9: frame = options(builder, &input)
    case 10: frame = extensions(builder, &input)
    case 11: frame = fragment(builder, &input)
    case 12: frame = tags(builder, &input)
    case 13: frame = MadeFrame(bytes: (0..<input.below(80)).map { _ in input.byte() })
    case 14: frame = checksum(builder, &input)
    default: frame = MadeFrame(bytes: builder.udp(input.below(1024) == 0 ? 67 : 1024, 4096, payload: payload(&input)))
    }
    mutate(&frame, &input)
    return frame
  }

  private func addresses(_ input: inout Input) -> FrameBuilder {
    let targets: [UInt64] = [
      Names.address(3), Names.address(2), FrameBuilder.broadcast, Names.address(1 - sender), 0x0100_5E01_0203,
      0x3333_0001_0203, 0x0200_0000_7777, Names.address(sender), 0, 0x0180_C200_0003, 0x3333_FF00_0001,
      0x5255_0A00_00FE, 0x0100_5E00_0001,
    ]
    let target = input.one(of: targets)
    var source = Names.address(sender)
    if input.chance(24) {
      source = input.one(of: [
        Names.inner(sender), Names.address(2), Names.address(3), Names.address(1 - sender), 0, FrameBuilder.broadcast,
        0x5255_0A00_00FE, 0x0200_0000_2000 | input.number(1),
      ])
    }
    var builder = FrameBuilder(from: source, to: target)
    builder.sourceAddress = Names.internetAddress(sender)
    builder.destinationAddress =
      input.chance(32) ? UInt32(truncatingIfNeeded: input.number(4)) : Names.internetAddress(3)
    builder.isIPv6 = input.chance(96)
    if input.chance(48) { builder.tag = UInt16(input.one(of: [0, 5, 6, 7, 200, 4094, 4095, 0x2000, 0x6005])) }
    return builder
  }

  private func payload(_ input: inout Input) -> [UInt8] {
    let length = input.chance(64) ? input.below(9100) : input.below(64)
    return (0..<length).map { UInt8(truncatingIfNeeded: $0) }
  }

  private func arp(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let sender = input.chance(48) ? Names.address(3) : builder.source
    var bytes = builder.header(0x0806) + [0, 1, 8, 0, 6, 4, 0, input.chance(96) ? 2 : 1]
    bytes += Self.six(sender) + [10, 0, 0, 1] + Self.six(0) + (input.chance(64) ? [10, 0, 0, 254] : [10, 0, 0, 2])
    return MadeFrame(bytes: bytes)
  }

  private func neighbour(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let type = input.one(of: [135, 136, 133, 134, 137, 128] as [UInt8])
    let fixed = type == 134 ? 16 : type == 133 ? 8 : type == 137 ? 40 : 24
    var message = [type, 0] + [UInt8](repeating: 0, count: fixed - 2)
    for _ in 0..<(1 + input.below(3)) {
      let named = input.chance(48) ? Names.address(3) : builder.source
      message += [UInt8(input.field(type == 136 ? 2 : 1, bits: 8)), UInt8(input.field(1, bits: 8))] + Self.six(named)
    }
    return MadeFrame(bytes: ipv6(builder, 58, message, hops: UInt8(input.field(255, bits: 8))))
  }

  private func dhcp(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let fromServer = input.chance(64)
    let kind = UInt8(fromServer ? 2 : 1 + input.below(8))
    var message: [UInt8] = [fromServer ? 2 : 1, 1, 6, 0, 1, 2, 3, 4, 0, 0, UInt8(input.chance(128) ? 0x80 : 0), 0]
    message += [UInt8](repeating: 0, count: 16)
    message += Self.six(input.chance(32) ? Names.address(3) : builder.source) + [UInt8](repeating: 0, count: 10 + 192)
    message += [0x63, 0x82, 0x53, 0x63, 53, 1, kind]
    for _ in 0..<input.below(5) {
      let count = input.below(20)
      message += [input.byte(), UInt8(input.field(UInt64(count), bits: 8))] + (0..<count).map { _ in input.byte() }
    }
    message.append(255)
    var other = builder
    other.isIPv6 = false
    other.destination = input.chance(64) ? builder.destination : FrameBuilder.broadcast
    other.destinationAddress = input.chance(32) ? 0x0A00_00FE : 0xFFFF_FFFF
    return MadeFrame(bytes: other.udp(fromServer ? 67 : 68, fromServer ? 68 : 67, payload: message))
  }

  private func group(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let type = input.one(of: [0x16, 0x11, 0x17, 0x22, 0x12, 0x13] as [UInt8])
    var message: [UInt8] = [type, input.byte(), 0, 0]
    let address: [UInt8] = [UInt8(input.field(239, bits: 8)), 1, 2, 3]
    if type == 0x22 {
      let records = 1 + input.below(4)
      message += [0, 0, 0, UInt8(input.field(UInt64(records), bits: 8))]
      for _ in 0..<records {
        let sources = input.below(3)
        message += [UInt8(1 + input.below(7)), UInt8(input.field(0, bits: 8)), 0]
        message += [UInt8(input.field(UInt64(sources), bits: 8))] + address + [UInt8](repeating: 10, count: 4 * sources)
      }
    } else {
      message += address + (input.chance(64) ? [0, 0, 0, 0] : [])
    }
    Self.fill(&message, at: 2)
    let options: [UInt8] = input.chance(200) ? [0x94, 4, 0, 0] : []
    return MadeFrame(bytes: ipv4(builder, 2, message, options: options, hops: UInt8(input.field(1, bits: 8))))
  }

  private func listener(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let type = input.one(of: [143, 130, 131, 132] as [UInt8])
    var message: [UInt8] = [type, 0, 0, 0]
    let address: [UInt8] = [0xFF, 2] + [UInt8](repeating: 0, count: 10) + [0, 1, 2, 3]
    if type == 143 {
      let records = 1 + input.below(3)
      message += [0, 0, 0, UInt8(input.field(UInt64(records), bits: 8))]
      for _ in 0..<records {
        let sources = input.below(2)
        message += [UInt8(1 + input.below(7)), UInt8(input.field(0, bits: 8)), 0]
        message += [UInt8(input.field(UInt64(sources), bits: 8))] + address + [UInt8](repeating: 1, count: 16 * sources)
      }
    } else {
      message += [0, 0, 0, 0] + address
    }
    let body: [UInt8] = [58, 0, 5, 2, 0, 0, 1, 0] + message
    return MadeFrame(bytes: ipv6(builder, 0, body, hops: UInt8(input.field(1, bits: 8))))
  }

  private func offloaded(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let isTCP = input.chance(128)
    let size = 1 + input.below(1500)
    let bytes = [UInt8](repeating: 0x5A, count: 1 + input.below(input.chance(32) ? 65536 : 6000))
    let segments =
      isTCP
      ? builder.tcp(flags: 0x98, payload: bytes, checksum: .partial) : builder.udp(payload: bytes, checksum: .partial)
    var header = builder.offload(isTCP: isTCP, segmentSize: size)
    if !isTCP, input.chance(64) { header.segmentation = 3 }
    if input.chance(64) { header.segmentation |= 0x80 }
    return MadeFrame(bytes: segments, header: header)
  }

  private func checksum(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let isTCP = input.chance(128)
    let bytes = payload(&input)
    return MadeFrame(
      bytes: isTCP ? builder.tcp(payload: bytes, checksum: .partial) : builder.udp(payload: bytes, checksum: .partial),
      header: builder.offload(isTCP: isTCP))
  }

  private func options(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let options = (0..<(4 * input.below(11))).map { _ in input.byte() }
    return MadeFrame(
      bytes: ipv4(
        builder, input.one(of: [17, 6, 1, 2, 47]), [4, 0, 0, 67, 0, 68, 0, 20] + payload(&input), options: options,
        hops: 64))
  }

  private func extensions(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    let kinds: [UInt8] = [0, 60, 43, 44, 51, 50, 135]
    var body: [UInt8] = []
    let first = input.one(of: kinds)
    for _ in 0..<input.below(12) {
      body += [
        input.chance(48) ? input.byte() : input.one(of: kinds), UInt8(input.field(0, bits: 8)), 1, 4, 0, 0, 0, 0,
      ]
    }
    body += [input.one(of: [58, 17, 6]), 0, 1, 4, 0, 0, 0, 0]
    body += [input.one(of: [134, 0, 135]), 67, 0, 68] + payload(&input)
    return MadeFrame(bytes: ipv6(builder, first, body, hops: 255))
  }

  private func fragment(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    var bytes = ipv4(builder, 17, [0, 67, 0, 68, 0, 20, 0, 0] + payload(&input), options: [], hops: 64)
    let start = builder.header(0).count + 6
    let place = UInt16(truncatingIfNeeded: input.number(2))
    bytes[start] = UInt8(place >> 8)
    bytes[start + 1] = UInt8(place & 0xFF)
    return MadeFrame(bytes: bytes)
  }

  private func tags(_ builder: FrameBuilder, _ input: inout Input) -> MadeFrame {
    var plain = builder
    plain.tag = nil
    let whole = plain.udp(payload: payload(&input))
    var bytes = Array(whole[..<12])
    for _ in 0..<input.below(6) {
      bytes +=
        input.one(of: [[0x81, 0], [0x88, 0xA8], [0x91, 0]]) + [
          UInt8(input.below(256)), input.one(of: [0, 5, 6, 200, 255]),
        ]
    }
    return MadeFrame(bytes: bytes + whole[12...])
  }

  private func ipv4(
    _ builder: FrameBuilder, _ transport: UInt8, _ payload: [UInt8], options: [UInt8], hops: UInt8
  ) -> [UInt8] {
    let length = 20 + options.count + payload.count
    var packet: [UInt8] = [
      0x40 | UInt8(5 + options.count / 4), 0, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
      0, 1, 0, 0, hops, transport, 0, 0, 10, 0, 0, UInt8(sender + 1), 239, 1, 2, 3,
    ]
    packet += options
    Self.fill(&packet, at: 10)
    return builder.header(0x0800) + packet + payload
  }

  private func ipv6(_ builder: FrameBuilder, _ next: UInt8, _ body: [UInt8], hops: UInt8) -> [UInt8] {
    let length = [UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)]
    let addresses: [UInt8] = [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [UInt8(sender + 1)]
    let group: [UInt8] = [0xFF, 2] + [UInt8](repeating: 0, count: 13) + [1]
    return builder.header(0x86DD) + [0x60, 0, 0, 0] + length + [next, hops] + addresses + group + body
  }

  /// Changes single bytes, cuts, and prolongs; and says other things in the header.
  private func mutate(_ frame: inout MadeFrame, _ input: inout Input) {
    if input.chance(48) {
      for _ in 0..<(1 + input.below(4)) where !frame.bytes.isEmpty {
        frame.bytes[input.below(min(frame.bytes.count, 256))] = input.byte()
      }
    }
    if input.chance(24) { frame.bytes = Array(frame.bytes.prefix(input.below(200))) }
    if input.chance(12) { frame.bytes += [UInt8](repeating: 0xEE, count: input.below(2000)) }
    guard input.chance(40) else { return }
    frame.header.flags = UInt8(input.field(UInt64(frame.header.flags), bits: 8))
    frame.header.segmentation = UInt8(input.field(UInt64(frame.header.segmentation), bits: 8))
    frame.header.headersLength = UInt16(input.field(UInt64(frame.header.headersLength), bits: 16))
    frame.header.segmentSize = UInt16(input.field(UInt64(frame.header.segmentSize), bits: 16))
    frame.header.checksumStart = UInt16(input.field(UInt64(frame.header.checksumStart), bits: 16))
    frame.header.checksumOffset = UInt16(input.field(UInt64(frame.header.checksumOffset), bits: 16))
    frame.header.numBuffers = UInt16(input.field(0, bits: 16))
  }

  private static func six(_ value: UInt64) -> [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: value >> (40 - 8 * $0)) }
  }

  private static func fill(_ bytes: inout [UInt8], at place: Int) {
    let sum = ~FrameBuilder.sum(bytes)
    bytes[place] = UInt8(sum >> 8)
    bytes[place + 1] = UInt8(sum & 0xFF)
  }
}
