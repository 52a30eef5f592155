import Glibc
import Testing

/// A small reader of pcapng (draft-ietf-opsawg-pcapng), written from the draft and not from the writer: checks the form of
/// every block.
struct PcapngFile {
  struct Interface: Equatable {
    var name: String?
    var description: String?
    var resolution: UInt8?
    var snapLength: UInt32
  }

  struct Packet: Equatable {
    var interface: UInt32
    var time: UInt64
    var original: UInt32
    var bytes: [UInt8]
    var comment: String?
    var flags: UInt32?
    var lost: UInt64?
  }

  struct Statistics: Equatable {
    var interface: UInt32
    var time: UInt64
    var started: UInt64?
    var received: UInt64?
    var lost: UInt64?
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
    init(_ text: String) { description = text }
  }

  private(set) var application: String?
  private(set) var interfaces: [Interface] = []
  private(set) var packets: [Packet] = []
  private(set) var statistics: [Statistics] = []

  /// - Parameter isWhole: whether the bytes begin with a section header; else they are blocks out of a section.
  init(_ bytes: [UInt8], isWhole: Bool = true) throws {
    var rest = bytes[...]
    var count = 0
    while !rest.isEmpty {
      guard rest.count >= 12 else { throw Malformed("\(rest.count) bytes are left") }
      let type = Self.number(rest, 0, 4)
      let length = Int(Self.number(rest, 4, 4))
      guard length >= 12, length % 4 == 0, length <= rest.count else { throw Malformed("length \(length)") }
      guard Self.number(rest, length - 4, 4) == UInt64(length) else { throw Malformed("the lengths differ") }
      let block = Array(rest.prefix(length - 4))
      if isWhole, count == 0, type != 0x0A0D_0D0A { throw Malformed("no section header") }
      switch type {
      case 0x0A0D_0D0A: try section(block)
      case 1: try interface(block)
      case 5: try statistics(block)
      case 6: try packet(block)
      default: throw Malformed("block type \(type)")
      }
      rest = rest.dropFirst(length)
      count += 1
    }
  }

  private mutating func section(_ block: [UInt8]) throws {
    guard Self.number(block[...], 8, 4) == 0x1A2B_3C4D, Self.number(block[...], 12, 4) == 1 else {
      throw Malformed("magic or version")
    }
    for (code, value) in try Self.options(block, 24) where code == 4 {
      application = String(decoding: value, as: UTF8.self)
    }
  }

  private mutating func interface(_ block: [UInt8]) throws {
    guard Self.number(block[...], 8, 4) == 1 else { throw Malformed("link type") }
    var found = Interface(snapLength: UInt32(Self.number(block[...], 12, 4)))
    for (code, value) in try Self.options(block, 16) {
      switch code {
      case 2: found.name = String(decoding: value, as: UTF8.self)
      case 3: found.description = String(decoding: value, as: UTF8.self)
      case 9: found.resolution = value.first
      default: throw Malformed("interface option \(code)")
      }
    }
    interfaces.append(found)
  }

  private mutating func packet(_ block: [UInt8]) throws {
    let captured = Int(Self.number(block[...], 20, 4))
    guard 28 + captured <= block.count else { throw Malformed("captured length") }
    var found = Packet(
      interface: UInt32(Self.number(block[...], 8, 4)), time: Self.time(block[...], 12),
      original: UInt32(Self.number(block[...], 24, 4)), bytes: Array(block[28..<(28 + captured)]))
    for (code, value) in try Self.options(block, 28 + (captured + 3) / 4 * 4) {
      switch code {
      case 1: found.comment = String(decoding: value, as: UTF8.self)
      case 2: found.flags = UInt32(Self.number(value, 0, 4))
      case 4: found.lost = Self.number(value, 0, 8)
      default: throw Malformed("packet option \(code)")
      }
    }
    packets.append(found)
  }

  private mutating func statistics(_ block: [UInt8]) throws {
    var found = Statistics(interface: UInt32(Self.number(block[...], 8, 4)), time: Self.time(block[...], 12))
    for (code, value) in try Self.options(block, 20) {
      switch code {
      case 2: found.started = Self.time(value, 0)
      case 3: guard Self.time(value, 0) == found.time else { throw Malformed("end time") }
      case 4: found.received = Self.number(value, 0, 8)
      case 5: found.lost = Self.number(value, 0, 8)
      case 8: guard Self.number(value, 0, 8) == found.received! - found.lost! else { throw Malformed("delivered") }
      default: throw Malformed("statistics option \(code)")
      }
    }
    statistics.append(found)
  }

  private static func options(_ block: [UInt8], _ start: Int) throws -> [(UInt16, ArraySlice<UInt8>)] {
    var found: [(UInt16, ArraySlice<UInt8>)] = []
    var offset = start
    while offset < block.count {
      let code = UInt16(number(block[...], offset, 2))
      let length = Int(number(block[...], offset + 2, 2))
      if code == 0 {
        guard length == 0, offset + 4 == block.count else { throw Malformed("end of options") }
        return found
      }
      guard offset + 4 + length <= block.count else { throw Malformed("option \(code) of \(length)") }
      found.append((code, block[(offset + 4)..<(offset + 4 + length)]))
      offset += 4 + (length + 3) / 4 * 4
    }
    throw Malformed("no end of options")
  }

  private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> UInt64 {
    (0..<length).reduce(0) { $0 | UInt64(bytes[bytes.startIndex + offset + $1]) << UInt64(8 * $1) }
  }

  private static func time(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt64 {
    number(bytes, offset, 4) << 32 | number(bytes, offset + 4, 4)
  }
}

/// What tcpdump reads in a capture; nil where it is not installed.
func tcpdump(_ bytes: [UInt8], _ arguments: [String] = []) throws -> String? {
  guard access("/usr/bin/tcpdump", X_OK) == 0 else { return nil }
  var template = Array("/tmp/dr.XXXXXX".utf8CString)
  let number = mkstemp(&template)
  try #require(number >= 0)
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { unlink(path) }
  try #require(bytes.withUnsafeBytes { write(number, $0.baseAddress, $0.count) } == bytes.count)
  close(number)
  let words = ["TZ=UTC", "tcpdump", "-Z", "root", "-r", path] + arguments
  let pipe = try #require(popen(words.joined(separator: " ") + " 2>&1", "r"))
  defer { pclose(pipe) }
  var text: [UInt8] = []
  var buffer = zeros(4096)
  while true {
    let count = fread(&buffer, 1, buffer.count, pipe)
    guard count > 0 else { return String(decoding: text, as: UTF8.self) }
    text += buffer[..<count]
  }
}
