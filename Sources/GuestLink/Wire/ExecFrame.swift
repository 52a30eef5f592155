package import NIOCore

/// The body of `POST /v1/exec`, in both directions: frames of a kind (1 byte), a length (4 bytes, big-endian) and that
/// many bytes.
package struct ExecFrame: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// Host to agent, first and once: an `ExecRequest` without its input, as JSON.
    case request = 0
    /// Host to agent: bytes for the standard input. The end of the request's body is the end of the input.
    case input = 1
    /// Agent to host: bytes of the standard output.
    case output = 2
    /// Agent to host: bytes of the standard error.
    case error = 3
    /// Agent to host, last: `ExecEnd`.
    case end = 4
    /// Agent to host, last: a `DrosteError` as JSON.
    case failure = 5
  }

  /// Bytes of a frame's contents.
  package static let maximumLength = 64 * 1024
  /// Bytes of kind and length.
  package static let headSize = 5

  package var kind: Kind
  package var payload: ByteBuffer

  package init(_ kind: Kind, _ payload: ByteBuffer) {
    self.kind = kind
    self.payload = payload
  }

  /// The frame's bytes; contents beyond 64 KiB are refused by the other side.
  package var bytes: ByteBuffer {
    var bytes = ByteBuffer()
    bytes.reserveCapacity(Self.headSize + payload.readableBytes)
    bytes.writeInteger(kind.rawValue)
    bytes.writeInteger(UInt32(payload.readableBytes))
    bytes.writeImmutableBuffer(payload)
    return bytes
  }
}

/// How a command ended: 5 bytes, whether a signal ended it, and the exit code or the signal's number.
package struct ExecEnd: Sendable, Equatable {
  package var signalled: Bool
  package var code: UInt32

  package init(signalled: Bool, code: UInt32) {
    self.signalled = signalled
    self.code = code
  }

  package var bytes: ByteBuffer {
    var bytes = ByteBuffer()
    bytes.writeInteger(UInt8(signalled ? 1 : 0))
    bytes.writeInteger(code)
    return bytes
  }

  /// Nil unless there are exactly 5 bytes, the first of them 0 or 1, and a code of at most 255.
  package init?(_ bytes: ByteBuffer) {
    var bytes = bytes
    guard bytes.readableBytes == 5, let kind = bytes.readInteger(as: UInt8.self), kind < 2,
      let code = bytes.readInteger(as: UInt32.self), code < 256
    else { return nil }
    self.init(signalled: kind == 1, code: code)
  }
}

/// Frames out of bytes that come in pieces. Holds at most one frame.
package struct ExecFrameDecoder: Sendable {
  /// What is no frame.
  package enum Malformed: Error, Equatable, CustomStringConvertible {
    case unknownKind(UInt8)
    case tooLong(UInt32)

    package var description: String {
      switch self {
      case .unknownKind(let kind): "A frame of the unknown kind \(kind)."
      case .tooLong(let length): "A frame of \(length) bytes; at most \(ExecFrame.maximumLength) are allowed."
      }
    }
  }

  private var bytes = ByteBuffer()

  package init() {}

  /// Whether the bytes so far end amid a frame.
  package var isAmidFrame: Bool { bytes.readableBytes > 0 }

  package mutating func append(_ more: ByteBuffer) { bytes.writeImmutableBuffer(more) }

  /// The next whole frame, or nil when more bytes are needed.
  package mutating func next() throws(Malformed) -> ExecFrame? {
    guard let raw = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return nil }
    guard let kind = ExecFrame.Kind(rawValue: raw) else { throw .unknownKind(raw) }
    guard let length = bytes.getInteger(at: bytes.readerIndex + 1, as: UInt32.self) else { return nil }
    guard length <= ExecFrame.maximumLength else { throw .tooLong(length) }
    guard bytes.readableBytes >= ExecFrame.headSize + Int(length) else { return nil }
    bytes.moveReaderIndex(forwardBy: ExecFrame.headSize)
    guard let payload = bytes.readSlice(length: Int(length)) else { return nil }
    if bytes.readableBytes == 0 { bytes.clear() } else { bytes.discardReadBytes() }
    return ExecFrame(kind, payload)
  }
}
