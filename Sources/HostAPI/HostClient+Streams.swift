internal import AsyncAlgorithms
internal import FoundationEssentials
public import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHTTP1
internal import _NIOFileSystem

/// What a command in a guest writes, as it comes.
public enum ExecOutput: Sendable {
  case output([UInt8])
  case error([UInt8])
}

/// Commands, files and consoles, streamed.
extension HostClient {
  /// Runs a command; `input` is its standard input as it comes, `take` gets what it writes. Returns its exit code, 128
  /// plus the signal's number where a signal ended it. Cancelling the task kills the command.
  public func execute<Input: AsyncSequence & Sendable>(
    _ machine: String, _ request: ExecRequest, input: Input,
    take: @Sendable (ExecOutput) async throws -> Void
  ) async throws -> Int32 where Input.Element == [UInt8] {
    var asked = request
    asked.input = []
    let first = ExecFrame(.request, ByteBuffer(bytes: try JSONEncoder().encode(asked)))
    let response = try await open(
      .POST, path(machine: machine) + "/exec", body: ExecInput(first: first.bytes, rest: input))
    try await Self.check(response)
    defer { response.cancel() }
    var decoder = ExecFrameDecoder()
    for try await piece in response.body {
      decoder.append(piece)
      while let frame = try decoder.next() {
        let bytes = Array(frame.payload.readableBytesView)
        switch frame.kind {
        case .output: try await take(.output(bytes))
        case .error: try await take(.error(bytes))
        case .end:
          guard let end = ExecEnd(frame.payload) else { continue }
          return Int32(end.signalled ? 128 + end.code : end.code)
        case .failure: throw try JSONDecoder().decode(DrosteError.self, from: Data(bytes))
        case .request, .input: continue
        }
      }
    }
    throw DrosteError(.unavailable, "The connection to \"\(machine)\" ended before the command did.")
  }

  /// Copies a file into the machine; it appears there whole or not at all, with the file's own mode.
  public func upload(_ machine: String, from local: String, to remote: String) async throws {
    try await Self.files("read", local) {
      try await FileSystem.shared.withFileHandle(forReadingAt: FilePath(local)) { file in
        let mode = String(try await file.info().permissions.rawValue & 0o7777, radix: 8)
        let target = path(machine: machine) + "/files?path=\(PathSegment.encode(remote))&mode=\(mode)"
        let response = try await open(
          .PUT, target, body: FileContents(chunks: file.readChunks(chunkLength: .kibibytes(64))))
        _ = try await Self.body(of: response)
      }
    }
  }

  /// Copies a file out of the machine; `local` appears whole or not at all.
  public func download(_ machine: String, from remote: String, to local: String) async throws {
    let response = try await open(.GET, path(machine: machine) + "/files?path=\(PathSegment.encode(remote))")
    try await Self.check(response)
    defer { response.cancel() }
    try await Self.files("write", local) {
      // The file gets its name when the closure has ended without an error.
      try await FileSystem.shared.withFileHandle(
        forWritingAt: FilePath(local), options: .newFile(replaceExisting: true)
      ) { file in
        var offset: Int64 = 0
        for try await piece in response.body {
          offset += try await file.write(contentsOf: piece.readableBytesView, toAbsoluteOffset: offset)
        }
      }
    }
  }

  private static func files(_ verb: String, _ path: String, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as FileSystemError {
      let code: DrosteError.Code = error.code == .notFound ? .objectNotFound : .accessDenied
      throw DrosteError(
        code, "The file \(path) cannot be \(verb == "read" ? "read" : "written").", cause: error.message)
    }
  }
}

/// The body of a command's request: its first frame, then its input as frames.
private struct ExecInput<Rest: AsyncSequence & Sendable>: AsyncSequence, Sendable where Rest.Element == [UInt8] {
  let first: ByteBuffer
  let rest: Rest

  struct AsyncIterator: AsyncIteratorProtocol {
    var first: ByteBuffer?
    var rest: Rest.AsyncIterator

    @concurrent mutating func next() async throws -> ByteBuffer? {
      if let frame = first {
        first = nil
        return frame
      }
      guard let bytes = try await rest.next() else { return nil }
      // A frame holds at most 64 KiB; what reads terminals and pipes gives less.
      var frames = ByteBuffer()
      var left = bytes[...]
      while !left.isEmpty {
        frames.writeImmutableBuffer(ExecFrame(.input, ByteBuffer(bytes: left.prefix(ExecFrame.maximumLength))).bytes)
        left = left.dropFirst(ExecFrame.maximumLength)
      }
      return frames
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first: first, rest: rest.makeAsyncIterator()) }
}

/// A file's contents as the kind of sequence that an exchange takes.
private struct FileContents: AsyncSequence, Sendable {
  let chunks: FileChunks

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: FileChunks.AsyncIterator
    @concurrent mutating func next() async throws -> ByteBuffer? { try await base.next() }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: chunks.makeAsyncIterator()) }
}
