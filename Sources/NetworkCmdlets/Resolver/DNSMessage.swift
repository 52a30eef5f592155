internal import Netlink

/// A message of the domain name system (RFC 1035 section 4), read through checks only: what lies outside, or points in
/// circles, makes the whole message invalid.
struct DNSMessage: Sendable {
  /// Records that one message may have; a TCP answer of 64 KiB holds about 4000 addresses.
  static let recordLimit = 4096
  /// Pointers that are followed within one name.
  static let pointerLimit = 64

  enum Section: Int64, Sendable {
    case question, answer, authority, additional
  }

  struct Record: Hashable, Sendable {
    var name: DNSName
    var type: UInt16
    var timeToLive: UInt32
    var data: Data
    var section: Section
  }

  enum Data: Hashable, Sendable {
    case address(IPAddress)
    /// CNAME, NS, PTR, DNAME.
    case name(DNSName)
    case mail(preference: UInt16, exchange: DNSName)
    case text([String])
    case service(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName)
    case authority(
      server: DNSName, administrator: DNSName, serial: UInt32, refresh: UInt32, retry: UInt32, expire: UInt32,
      minimum: UInt32)
    case other([UInt8])
  }

  struct Malformed: Error {}

  let id: UInt16
  /// The server could not put all of it into a datagram.
  let isTruncated: Bool
  /// RCODE: 0 no error, 3 no such name.
  let code: UInt8
  let question: (name: DNSName, type: UInt16)?
  let records: [Record]

  /// A query for one name, recursion desired unless it is not.
  static func query(id: UInt16, _ name: DNSName, _ type: UInt16, isRecursive: Bool = true) -> [UInt8] {
    big(id) + [isRecursive ? 1 : 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name.encoded + big(type) + [0, 1]
  }

  private static func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }

  /// Reads an answer. Throws Malformed.
  init(_ bytes: [UInt8]) throws {
    let reader = Reader(bytes: bytes)
    id = try reader.uint16(0)
    let flags = try reader.uint16(2)
    // QR: an answer.
    guard flags & 0x8000 != 0 else { throw Malformed() }
    isTruncated = flags & 0x0200 != 0
    code = UInt8(flags & 0xF)
    let counts = try (0..<4).map { Int(try reader.uint16(4 + $0 * 2)) }
    guard counts[0] <= 1, counts[1...].reduce(0, +) <= Self.recordLimit else { throw Malformed() }
    var offset = 12
    if counts[0] == 1 {
      let name = try reader.name(&offset)
      question = (name, try reader.uint16(offset))
      offset += 4
    } else {
      question = nil
    }
    var records: [Record] = []
    for (count, section) in zip(counts[1...], [Section.answer, .authority, .additional]) {
      for _ in 0..<count {
        do { records.append(try reader.record(&offset, section)) } catch {
          // What was cut off at the end is asked for again over TCP.
          guard isTruncated else { throw error }
          self.records = records
          return
        }
      }
    }
    self.records = records
  }

  private struct Reader {
    let bytes: [UInt8]

    func uint8(_ offset: Int) throws -> UInt8 {
      guard bytes.indices.contains(offset) else { throw Malformed() }
      return bytes[offset]
    }

    func uint16(_ offset: Int) throws -> UInt16 { UInt16(try uint8(offset)) << 8 | UInt16(try uint8(offset + 1)) }

    func uint32(_ offset: Int) throws -> UInt32 { UInt32(try uint16(offset)) << 16 | UInt32(try uint16(offset + 2)) }

    func part(_ offset: Int, _ count: Int) throws -> [UInt8] {
      guard count >= 0, offset >= 0, offset <= bytes.count, count <= bytes.count - offset else { throw Malformed() }
      return Array(bytes[offset..<(offset + count)])
    }

    /// A name with its pointers followed (RFC 1035 section 4.1.4); `offset` moves behind it.
    func name(_ offset: inout Int) throws -> DNSName {
      var labels: [[UInt8]] = []
      var length = 1
      var place = offset
      var end: Int?
      var pointers = 0
      while true {
        let count = try uint8(place)
        if count & 0xC0 == 0xC0 {
          pointers += 1
          guard pointers <= DNSMessage.pointerLimit else { throw Malformed() }
          if end == nil { end = place + 2 }
          place = Int(try uint16(place) & 0x3FFF)
          continue
        }
        guard count & 0xC0 == 0 else { throw Malformed() }
        place += 1
        if count == 0 { break }
        length += 1 + Int(count)
        guard length <= DNSName.lengthLimit else { throw Malformed() }
        labels.append(try part(place, Int(count)))
        place += Int(count)
      }
      offset = end ?? place
      return DNSName(labels: labels)
    }

    func record(_ offset: inout Int, _ section: Section) throws -> Record {
      let name = try name(&offset)
      let type = try uint16(offset)
      let life = try uint32(offset + 4)
      let length = Int(try uint16(offset + 8))
      let start = offset + 10
      _ = try part(start, length)
      offset = start + length
      return Record(
        name: name, type: type, timeToLive: life & 0x8000_0000 != 0 ? 0 : life, data: try data(type, start, length),
        section: section)
    }

    private func data(_ type: UInt16, _ start: Int, _ length: Int) throws -> Data {
      var place = start
      func name() throws -> DNSName {
        let name = try self.name(&place)
        guard place <= start + length else { throw Malformed() }
        return name
      }
      switch type {
      case 1, 28:
        guard length == (type == 1 ? 4 : 16), let address = IPAddress(try part(start, length)) else {
          throw Malformed()
        }
        return .address(address)
      case 2, 5, 12, 39: return .name(try name())
      case 15:
        place += 2
        return .mail(preference: try uint16(start), exchange: try name())
      case 16:
        var texts: [String] = []
        while place < start + length {
          let count = Int(try uint8(place))
          guard place + 1 + count <= start + length else { throw Malformed() }
          texts.append(String(decoding: try part(place + 1, count), as: UTF8.self))
          place += 1 + count
        }
        return .text(texts)
      case 33:
        place += 6
        return .service(
          priority: try uint16(start), weight: try uint16(start + 2), port: try uint16(start + 4), target: try name())
      case 6:
        let (server, administrator) = (try name(), try name())
        guard place + 20 <= start + length else { throw Malformed() }
        let numbers = try (0..<5).map { try uint32(place + $0 * 4) }
        return .authority(
          server: server, administrator: administrator, serial: numbers[0], refresh: numbers[1], retry: numbers[2],
          expire: numbers[3], minimum: numbers[4])
      default: return .other(try part(start, length))
      }
    }
  }
}
