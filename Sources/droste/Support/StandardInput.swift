internal import Glibc
internal import Processes

/// What is piped or typed in.
enum StandardInput {
  /// Pieces as they come, up to the end; the next is read when it is asked for.
  /// - Parameter none: give nothing, as if the input were empty.
  static func pieces(none: Bool = false) -> Pieces { Pieces(none: none) }

  struct Pieces: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    typealias Failure = Never
    let none: Bool

    struct AsyncIterator: AsyncIteratorProtocol {
      var ended: Bool

      /// A read on a thread of its own each time: about 30 µs for up to 64 KiB.
      mutating func next() async -> [UInt8]? {
        guard !ended else { return nil }
        let piece = await BlockingThread.run(name: "stdin") { StandardInput.read() }
        ended = piece.isEmpty
        return ended ? nil : piece
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(ended: none) }
  }

  /// One piece; empty at the end.
  private static func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      return Array(buffer.prefix(max(0, count)))
    }
  }
}
