/// A request as bytes: header, fixed part, attributes (linux/netlink.h, linux/rtnetlink.h).
package struct NetlinkRequest: Sendable {
  /// Bytes of a netlink header.
  package static let headerLength = 16

  package let type: UInt16
  package let flags: UInt16
  /// What the request does, for errors: `add address 10.0.0.1/24`.
  package let what: String
  private var body: [UInt8]

  /// - Parameter fixed: the message's own structure, such as ifinfomsg; a multiple of four bytes.
  package init(_ type: UInt16, _ flags: UInt16, what: String, fixed: [UInt8]) {
    self.type = type
    self.flags = flags
    self.what = what
    body = fixed
  }

  /// The same request with other flags.
  init(_ other: NetlinkRequest, flags: UInt16) {
    (type, self.flags, what, body) = (other.type, flags, other.what, other.body)
  }

  /// Appends an attribute and pads it to four bytes. `value` is at most 65531 bytes.
  package mutating func append(_ type: UInt16, _ value: [UInt8]) {
    precondition(value.count <= 65_531, "an attribute's length has 16 bits")
    body += Self.bytes(UInt16(value.count + 4)) + Self.bytes(type) + value
    body += [UInt8](repeating: 0, count: (4 - value.count & 3) & 3)
  }

  package mutating func append(_ type: UInt16, _ number: UInt32) { append(type, Self.bytes(number)) }

  /// With the zero byte at its end.
  package mutating func append(_ type: UInt16, text: String) { append(type, Array(text.utf8) + [0]) }

  package func encoded(sequence: UInt32, port: UInt32 = 0) -> [UInt8] {
    Self.bytes(UInt32(Self.headerLength + body.count)) + Self.bytes(type) + Self.bytes(flags) + Self.bytes(sequence)
      + Self.bytes(port) + body
  }

  /// In the host's byte order.
  package static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    #if _endian(big)
      let little = number.byteSwapped
    #else
      let little = number
    #endif
    return (0..<MemoryLayout<Number>.size).map { UInt8(truncatingIfNeeded: little >> (8 * $0)) }
  }
}

/// Numbers of linux/netlink.h and linux/rtnetlink.h.
package enum NetlinkNumber {
  package static let request: UInt16 = 0x1
  package static let multi: UInt16 = 0x2
  package static let acknowledge: UInt16 = 0x4
  package static let dumpInterrupted: UInt16 = 0x10
  package static let dump: UInt16 = 0x300
  package static let replace: UInt16 = 0x100
  package static let exclusive: UInt16 = 0x200
  package static let create: UInt16 = 0x400
  package static let append: UInt16 = 0x800
  /// Of an answer: the request is not repeated in it, and attributes follow.
  package static let capped: UInt16 = 0x100
  package static let hasAttributes: UInt16 = 0x200

  package static let error: UInt16 = 2
  package static let done: UInt16 = 3
  package static let overrun: UInt16 = 4

  package static let newLink: UInt16 = 16
  package static let deleteLink: UInt16 = 17
  package static let getLink: UInt16 = 18
  package static let newAddress: UInt16 = 20
  package static let deleteAddress: UInt16 = 21
  package static let getAddress: UInt16 = 22
  package static let newRoute: UInt16 = 24
  package static let deleteRoute: UInt16 = 25
  package static let getRoute: UInt16 = 26
  package static let newNeighbour: UInt16 = 28
  package static let deleteNeighbour: UInt16 = 29
  package static let getNeighbour: UInt16 = 30
}
