/// The conversation between a session and the `pwsh -ServerMode` that runs its scripts elsewhere.
///
/// A frame is a 32-bit count of the bytes that follow, little-endian, then a byte for the message's kind, then its own
/// bytes. Both ends begin with `hello`; then the client asks for one run after the other. While one runs, the server
/// sends its streams and at last `finished`, the client its input, answers and perhaps `stop`. The server reads at any
/// time, so that a client may write while it does not read; the client reads while it waits for `finished`.
package enum RemoteProtocol {
  package static let version: UInt16 = 1
  /// What both hellos begin with.
  static let magic: [UInt8] = Array("DRPS".utf8)
  /// Seconds for the other end to say hello: a machine that is busy starting may need them.
  package static let helloSeconds = 60
  /// Seconds for a script to end that was told to stop.
  package static let stopSeconds = 10
}

/// One frame's content.
package struct Frame: Sendable, Equatable {
  package let kind: UInt8
  package let content: [UInt8]

  package init(kind: UInt8, content: [UInt8]) { (self.kind, self.content) = (kind, content) }

  package var bytes: [UInt8] {
    let count = content.count + 1
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + [kind] + content
  }
}
