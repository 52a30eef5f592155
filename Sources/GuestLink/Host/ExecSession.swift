internal import FoundationEssentials
internal import HyperV
public import NIOCore
internal import NIOHPACK

/// A command that runs in a guest. Dropping the session before the command's end kills the command.
public final class ExecSession: Sendable {
  /// What a command does, in order.
  public enum Event: Sendable, Equatable {
    /// Bytes of its standard output, at most 64 KiB.
    case output(ByteBuffer)
    /// Bytes of its standard error, at most 64 KiB.
    case error(ByteBuffer)
    /// Its end, the last event. `code` is 128 plus the signal's number when a signal ended it.
    case exit(code: Int32, signal: Int32?)
  }

  private let stream: LinkStream

  init(_ stream: LinkStream) { self.stream = stream }

  /// Gives bytes to the command's standard input; returns at the pace at which the command reads. Input that the command
  /// does not read any more is dropped.
  public func write(_ bytes: ByteBuffer) async throws {
    var bytes = bytes
    while let piece = bytes.readSlice(length: min(bytes.readableBytes, ExecFrame.maximumLength)),
      piece.readableBytes > 0
    {
      try await stream.send(.data(ExecFrame(.input, piece).bytes, end: false))
    }
  }

  /// Ends the command's standard input.
  public func finishInput() async throws { try await stream.send(.data(ByteBuffer(), end: true)) }

  /// Kills the command, where it still runs.
  public func cancel() { stream.close() }

  /// The events; to be iterated once. Output waits in the guest, and the command with it, until it is taken.
  public var events: Events { Events(stream: stream) }

  public struct Events: AsyncSequence, Sendable {
    fileprivate let stream: LinkStream

    public func makeAsyncIterator() -> Iterator { Iterator(stream: stream) }

    public struct Iterator: AsyncIteratorProtocol {
      fileprivate let stream: LinkStream
      private var decoder = ExecFrameDecoder()
      private var isOver = false

      fileprivate init(stream: LinkStream) { self.stream = stream }

      public mutating func next() async throws -> Event? {
        while !isOver {
          if let frame = try decode() { return try event(frame) }
          guard let part = try await stream.next() else {
            throw DrosteError(.unspecified, "The agent ended a command's stream without telling the command's end.")
          }
          if case .data(let bytes, _) = part { decoder.append(bytes) }
        }
        return nil
      }

      private mutating func decode() throws -> ExecFrame? {
        do {
          return try decoder.next()
        } catch {
          stream.close()
          throw DrosteError(.unspecified, "The agent's bytes for a command make no sense.", cause: "\(error)")
        }
      }

      private mutating func event(_ frame: ExecFrame) throws -> Event {
        switch frame.kind {
        case .output: return .output(frame.payload)
        case .error: return .error(frame.payload)
        case .end:
          isOver = true
          guard let end = ExecEnd(frame.payload) else { break }
          let code = Int32(end.code)
          return end.signalled ? .exit(code: 128 + code, signal: code) : .exit(code: code, signal: nil)
        case .failure:
          isOver = true
          let json = Data(frame.payload.readableBytesView)
          throw (try? JSONDecoder().decode(DrosteError.self, from: json))
            ?? DrosteError(.unspecified, "The agent failed to run a command and gave no reason.")
        case .request, .input: break
        }
        stream.close()
        throw DrosteError(.unspecified, "The agent sent a frame for a command that only a host sends.")
      }
    }
  }
}
