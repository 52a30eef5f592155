/// One message of the vhost-user protocol: 12 bytes of header (request, flags, size, 32 bits each in the host's byte order,
/// which is little-endian here), the payload, and descriptors beside it.
public struct VhostUserMessage {
  /// Bytes of a header.
  public static let headerLength = 12
  /// Most bytes of a payload. The longest that is used, a memory table, has 264.
  public static let payloadLimit = 4096

  /// The request's number, known or not.
  public var number: UInt32
  public var needsReply: Bool
  public var payload: [UInt8]
  public var descriptors: [OwnedDescriptor]

  public init(
    _ number: UInt32, needsReply: Bool = false, payload: [UInt8] = [], descriptors: [OwnedDescriptor] = []
  ) {
    self.number = number
    self.needsReply = needsReply
    self.payload = payload
    self.descriptors = descriptors
  }

  public var request: VhostUserRequest? { VhostUserRequest(rawValue: number) }

  /// What a header says.
  /// - Throws: `malformed` for a version other than 1, for an answer (a front end sends none), and for a payload over
  ///   the limit.
  static func header(_ bytes: [UInt8]) throws(VhostUserError) -> (number: UInt32, needsReply: Bool, size: Int) {
    let number = bytes.word32(at: 0)
    let flags = bytes.word32(at: 4)
    let size = bytes.word32(at: 8)
    guard flags & 3 == 1 else { throw .malformed("version \(flags & 3) instead of 1 (request \(number))") }
    guard flags & 4 == 0 else { throw .malformed("an answer instead of a request (\(number))") }
    guard size <= payloadLimit else {
      throw .malformed("a payload of \(size) bytes (request \(number)); at most \(payloadLimit) are taken")
    }
    return (number, flags & 8 != 0, Int(size))
  }

  /// The bytes of an answer: version 1 and the reply flag.
  static func reply(_ number: UInt32, _ payload: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerLength + payload.count)
    bytes.append(word32: number)
    bytes.append(word32: 5)
    bytes.append(word32: UInt32(payload.count))
    return bytes + payload
  }
}

extension [UInt8] {
  /// The little-endian number at `offset`, which the caller knows to be inside.
  func word16(at offset: Int) -> UInt16 { UInt16(self[offset]) | UInt16(self[offset + 1]) << 8 }

  func word32(at offset: Int) -> UInt32 { UInt32(word16(at: offset)) | UInt32(word16(at: offset + 2)) << 16 }

  func word64(at offset: Int) -> UInt64 { UInt64(word32(at: offset)) | UInt64(word32(at: offset + 4)) << 32 }

  mutating func append(word16 value: UInt16) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  mutating func append(word32 value: UInt32) {
    append(word16: UInt16(truncatingIfNeeded: value))
    append(word16: UInt16(truncatingIfNeeded: value >> 16))
  }

  mutating func append(word64 value: UInt64) {
    append(word32: UInt32(truncatingIfNeeded: value))
    append(word32: UInt32(truncatingIfNeeded: value >> 32))
  }

  /// Eight bytes of a number.
  static func word64(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(word64: value)
    return bytes
  }
}
