internal import GuestLink
internal import HostAPI
internal import HyperV
internal import Remoting

/// The standard input and output of a program in a machine, over the guest link.
///
/// The evaluator's threads write and read, and may block; the transfer itself runs on the cooperative pool. Each side
/// waits for the other when more than `room` bytes lie between them.
final class GuestChannel: RemoteChannel {
  /// Bytes on the way in one direction.
  static let room = 4 << 20
  /// What is kept of the program's error output.
  private static let errorRoom = 4096

  private struct State: Sendable {
    var outgoing: [[UInt8]] = []
    var outgoingBytes = 0
    var incoming: [UInt8] = []
    var errorText: [UInt8] = []
    var isClosed = false
    /// Nobody takes input any more.
    var isInputOver = false
    /// The program has ended, or the link broke.
    var ending: Ending?
    var feeder: CheckedContinuation<Void, Never>?
    var taker: CheckedContinuation<Void, Never>?
  }

  private enum Ending: Sendable {
    case exited(Int32)
    case failed(any Error)
  }

  private let state = Monitor(State())
  private let machine: String
  private let task = Monitor<Task<Void, Never>?>(nil)

  /// Starts the program; whether that works is seen by the first read.
  init(_ client: HostClient, machine: String, _ request: ExecRequest) {
    self.machine = machine
    let running = Task.detached { [self] in
      do {
        let code = try await client.execute(machine, request, input: Pieces(channel: self)) { piece in
          await self.take(piece)
        }
        end(.exited(code))
      } catch {
        end(.failed(error))
      }
    }
    task.change { $0 = running }
  }

  // MARK: The evaluator's side

  func write(_ bytes: [UInt8]) throws {
    let accepted: Bool? = state.wait { state in
      if state.isClosed || state.ending != nil { return false }
      guard state.outgoingBytes < Self.room else { return nil }
      state.outgoing.append(bytes)
      state.outgoingBytes += bytes.count
      return true
    }
    guard accepted == true else { throw broken() }
    wakeFeeder()
  }

  func read(milliseconds: Int) throws -> ChannelRead {
    let found: ChannelRead? = try state.wait(milliseconds: milliseconds) { state in
      if !state.incoming.isEmpty {
        defer { state.incoming = [] }
        return .bytes(state.incoming)
      }
      switch state.ending {
      case .failed(let error) where !state.isClosed: throw error
      case .exited(let code) where code != 0 && !state.isClosed: throw ended(code, state.errorText)
      case nil where !state.isClosed: return nil
      default: return .end
      }
    }
    wakeTaker()
    return found ?? .idle
  }

  func close() {
    state.change { $0.isClosed = true }
    wakeFeeder()
    wakeTaker()
    task.read { $0 }?.cancel()
  }

  private func broken() -> any Error {
    state.read { state in
      switch state.ending {
      case .failed(let error): error
      case .exited(let code): ended(code, state.errorText)
      case nil: DrosteError(.unavailable, "The session with \"\(machine)\" is closed.")
      }
    }
  }

  private func ended(_ code: Int32, _ errorText: [UInt8]) -> DrosteError {
    let text = String(decoding: errorText, as: UTF8.self)
    return DrosteError(
      .unavailable, "PowerShell in \"\(machine)\" ended with exit code \(code).", cause: text.isEmpty ? nil : text,
      hint: code == 127 ? "the image may be older than this program: droste image build host" : nil)
  }

  // MARK: The link's side

  private func end(_ ending: Ending) {
    state.change { if $0.ending == nil { $0.ending = ending } }
  }

  private func take(_ piece: ExecOutput) async {
    switch piece {
    case .output(let bytes):
      state.change { $0.incoming += bytes }
      while state.read({ !$0.isClosed && $0.incoming.count > Self.room }) {
        await withCheckedContinuation { continuation in
          let waits = state.change { state in
            guard !state.isClosed, state.incoming.count > Self.room else { return false }
            state.taker = continuation
            return true
          }
          if !waits { continuation.resume() }
        }
      }
    case .error(let bytes):
      state.change { $0.errorText = ($0.errorText + bytes).suffix(Self.errorRoom) }
    }
  }

  /// The next piece for the program's input; nil when there will be none.
  fileprivate func nextPiece() async -> [UInt8]? {
    await withTaskCancellationHandler {
      await awaitPiece()
    } onCancel: {
      state.change { $0.isInputOver = true }
      wakeFeeder()
    }
  }

  private func awaitPiece() async -> [UInt8]? {
    while true {
      let found: [UInt8]?? = state.change { state in
        if !state.outgoing.isEmpty {
          let piece = state.outgoing.removeFirst()
          state.outgoingBytes -= piece.count
          return piece
        }
        return state.isClosed || state.isInputOver || state.ending != nil ? .some(nil) : .none
      }
      if let found { return found }
      await withCheckedContinuation { continuation in
        let waits = state.change { state in
          guard state.outgoing.isEmpty, !state.isClosed, !state.isInputOver, state.ending == nil else { return false }
          state.feeder = continuation
          return true
        }
        if !waits { continuation.resume() }
      }
    }
  }

  private func wakeFeeder() {
    state.change { state -> CheckedContinuation<Void, Never>? in
      defer { state.feeder = nil }
      return state.feeder
    }?.resume()
  }

  private func wakeTaker() {
    state.change { state -> CheckedContinuation<Void, Never>? in
      defer { state.taker = nil }
      return state.taker
    }?.resume()
  }

  struct Pieces: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    let channel: GuestChannel

    struct AsyncIterator: AsyncIteratorProtocol {
      let channel: GuestChannel
      mutating func next() async -> [UInt8]? { await channel.nextPiece() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(channel: channel) }
  }
}
