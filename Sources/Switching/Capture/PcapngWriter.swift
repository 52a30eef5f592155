internal import HyperV

// The file format of captures: draft-ietf-opsawg-pcapng. Blocks in little-endian order, each with its length at both ends,
// padded to 4 bytes. Written here: a Section Header (4.1), an Interface Description for each port (4.2), an Enhanced
// Packet for each frame (4.3), and Interface Statistics (4.6).

/// Blocks of a pcapng section, appended to bytes.
struct PcapngWriter {
  private enum BlockType {
    static let interfaceDescription: UInt32 = 1
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    static let sectionHeader: UInt32 = 0x0A0D_0D0A
  }

  /// Ethernet, of the registry of link types (draft-ietf-opsawg-pcaplinktype).
  private static let ethernet: UInt16 = 1
  private static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
  private static let commentOption: UInt16 = 1
  /// Longest text in an option, in bytes; longer names are cut.
  private static let textLimit = 1024

  /// Interfaces described so far; the next one's number.
  private(set) var interfaceCount: UInt32 = 0

  func sectionHeader(_ output: inout [UInt8]) {
    block(BlockType.sectionHeader, &output) { output in
      output.append(littleEndian: Self.byteOrderMagic)
      output.append(littleEndian: UInt16(1))
      output.append(littleEndian: UInt16(0))
      // Not known beforehand.
      output.append(littleEndian: UInt64.max)
      // shb_userappl
      option(4, "droste-switch", &output)
      endOfOptions(&output)
    }
  }

  /// - Returns: the interface's number.
  mutating func interfaceDescription(
    name: String, description: String, snapLength: Int, _ output: inout [UInt8]
  ) -> UInt32 {
    block(BlockType.interfaceDescription, &output) { output in
      output.append(littleEndian: Self.ethernet)
      output.append(littleEndian: UInt16(0))
      output.append(littleEndian: UInt32(snapLength))
      // if_name, if_description, and if_tsresol: nanoseconds.
      option(2, name, &output)
      option(3, description, &output)
      option(9, bytes: [9], &output)
      endOfOptions(&output)
    }
    defer { interfaceCount += 1 }
    return interfaceCount
  }

  func enhancedPacket(
    _ record: CaptureRecord, _ frame: RawSpan, interface: UInt32, _ output: inout [UInt8]
  ) {
    block(BlockType.enhancedPacket, &output) { output in
      output.append(littleEndian: interface)
      output.append(timestamp: record.nanoseconds)
      output.append(littleEndian: record.captured)
      output.append(littleEndian: record.original)
      // SAFETY: the bytes are copied before the pointer ends.
      unsafe frame.withUnsafeBytes { unsafe output.append(contentsOf: $0) }
      pad(&output, frame.byteCount)
      if let drop = record.drop { option(Self.commentOption, drop.comment, &output) }
      // epb_flags: 1 inbound, 2 outbound.
      option(2, number: UInt32(record.direction.rawValue), &output)
      // epb_dropcount: what was lost before this packet.
      if record.lost > 0 { option(4, number: UInt64(record.lost), &output) }
      endOfOptions(&output)
    }
  }

  /// - Parameters:
  ///   - received: frames that were to be recorded.
  ///   - lost: those of them that were not, for lack of room.
  func interfaceStatistics(
    interface: UInt32, started: UInt64, now: UInt64, received: UInt64, lost: UInt64, _ output: inout [UInt8]
  ) {
    block(BlockType.interfaceStatistics, &output) { output in
      output.append(littleEndian: interface)
      output.append(timestamp: now)
      // isb_starttime, isb_endtime, isb_ifrecv, isb_ifdrop, isb_usrdeliv.
      option(2, timestamp: started, &output)
      option(3, timestamp: now, &output)
      option(4, number: received, &output)
      option(5, number: lost, &output)
      option(8, number: received - min(lost, received), &output)
      endOfOptions(&output)
    }
  }

  private func block(_ type: UInt32, _ output: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    let start = output.count
    output.append(littleEndian: type)
    output.append(littleEndian: UInt32(0))
    body(&output)
    let length = UInt32(output.count - start + 4)
    output.append(littleEndian: length)
    for index in 0..<4 { output[start + 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
  }

  private func option(_ code: UInt16, _ text: String, _ output: inout [UInt8]) {
    var bytes = Array(text.utf8.prefix(Self.textLimit))
    // Cut between characters: a byte 10xxxxxx goes on with the one before.
    if text.utf8.count > bytes.count {
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last & 0x80 != 0 { bytes.removeLast() }
    }
    option(code, bytes: bytes, &output)
  }

  private func option<Number: FixedWidthInteger>(_ code: UInt16, number: Number, _ output: inout [UInt8]) {
    output.append(littleEndian: code)
    output.append(littleEndian: UInt16(Number.bitWidth / 8))
    output.append(littleEndian: number)
  }

  private func option(_ code: UInt16, timestamp: UInt64, _ output: inout [UInt8]) {
    output.append(littleEndian: code)
    output.append(littleEndian: UInt16(8))
    output.append(timestamp: timestamp)
  }

  private func option(_ code: UInt16, bytes: [UInt8], _ output: inout [UInt8]) {
    output.append(littleEndian: code)
    output.append(littleEndian: UInt16(bytes.count))
    output += bytes
    pad(&output, bytes.count)
  }

  private func endOfOptions(_ output: inout [UInt8]) { output.append(littleEndian: UInt32(0)) }

  private func pad(_ output: inout [UInt8], _ length: Int) {
    for _ in 0..<(-length & 3) { output.append(0) }
  }
}

extension Array where Element == UInt8 {
  fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  /// The upper half goes first, whatever the order of bytes.
  fileprivate mutating func append(timestamp: UInt64) {
    append(littleEndian: UInt32(truncatingIfNeeded: timestamp >> 32))
    append(littleEndian: UInt32(truncatingIfNeeded: timestamp))
  }
}
