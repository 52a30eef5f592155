internal import HyperV
public import NIOCore
internal import NIOHPACK

extension GuestLink {
  /// Bytes that travel as one piece.
  static let pieceSize = 64 * 1024

  /// Writes a file in the guest. It appears whole or not at all, replacing what is there.
  ///
  /// - Parameters:
  ///   - path: absolute; its folder must exist.
  ///   - mode: permission bits, octal 0 to 7777.
  ///   - bytes: the contents, at the pace at which the guest writes them.
  /// - Returns: the bytes written.
  /// - Throws: `objectNotFound` without the folder, `invalidOperation` for a folder at that path, the guest's own
  ///   reason otherwise; `unavailable` when the link is lost.
  @discardableResult public func upload<Bytes: AsyncSequence & Sendable>(
    path: String, mode: UInt32 = 0o644, bytes: Bytes
  ) async throws -> UInt64 where Bytes.Element == ByteBuffer {
    let query = "path=\(LinkQuery.escape(path))&mode=\(String(mode, radix: 8))"
    let stream = try await session("writing \(path)").open("PUT", "/v1/files?\(query)", end: false)
    defer { stream.close() }
    var check = CRC32C()
    var length: UInt64 = 0
    do {
      for try await piece in bytes {
        var rest = piece
        while let part = rest.readSlice(length: min(rest.readableBytes, Self.pieceSize)), part.readableBytes > 0 {
          part.withUnsafeReadableBytes { check.update($0) }
          length += UInt64(part.readableBytes)
          try await stream.send(.data(part, end: false))
        }
      }
      let proof: HPACKHeaders = [
        LinkHTTP.lengthTrailer: String(length), LinkHTTP.checksumTrailer: LinkHTTP.text(of: check.value),
      ]
      try await stream.send(.trailers(proof))
    } catch let error as DrosteError where error.code == .unavailable {
      // The agent refuses a file by answering and closing the stream: its answer tells more than the broken stream.
      if case .disconnected = state { throw error }
      try await stream.answer()
      throw error
    }
    try await stream.answer()
    return length
  }

  /// Reads a file in the guest.
  ///
  /// - Parameter path: absolute.
  /// - Throws: `objectNotFound`, `accessDenied`, `invalidOperation` for a folder or a device; `unavailable`.
  public func download(path: String) async throws -> GuestFile {
    let stream = try await session("reading \(path)").open(
      "GET", "/v1/files?path=\(LinkQuery.escape(path))", end: true)
    let headers = try await stream.answer()
    let mode = headers.first(name: "droste-mode").flatMap { UInt32($0, radix: 8) }
    return GuestFile(path: path, mode: mode ?? 0o644, stream: stream)
  }
}

/// A file of a guest, as it is read: its bytes in pieces, to be iterated once. The last piece has come only when the
/// sequence ends without an error: then length and checksum were right.
public struct GuestFile: AsyncSequence, Sendable {
  public let path: String
  /// Permission bits.
  public let mode: UInt32
  fileprivate let stream: LinkStream

  init(path: String, mode: UInt32, stream: LinkStream) {
    self.path = path
    self.mode = mode
    self.stream = stream
  }

  public func makeAsyncIterator() -> Iterator { Iterator(file: self) }

  public struct Iterator: AsyncIteratorProtocol {
    private let file: GuestFile
    private var check = CRC32C()
    private var length: UInt64 = 0
    private var isOver = false

    fileprivate init(file: GuestFile) { self.file = file }

    public mutating func next() async throws -> ByteBuffer? {
      while !isOver {
        switch try await file.stream.next() {
        case .data(let bytes, _):
          if bytes.readableBytes == 0 { continue }
          bytes.withUnsafeReadableBytes { check.update($0) }
          length += UInt64(bytes.readableBytes)
          return bytes
        case .trailers(let proof):
          isOver = true
          guard proof.first(name: LinkHTTP.lengthTrailer) == String(length),
            proof.first(name: LinkHTTP.checksumTrailer) == LinkHTTP.text(of: check.value)
          else {
            throw DrosteError(
              .unspecified, "The file \(file.path) of the guest did not arrive as it was sent (\(length) bytes).")
          }
        case .head, nil:
          isOver = true
          throw DrosteError(
            .unspecified, "The guest could not read \(file.path) to its end: it stopped after \(length) bytes.")
        }
      }
      return nil
    }
  }
}
