internal import Glibc

/// What stands on the level above when the network is measured.
///
/// A client's first byte says what it wants: `echo` gives back all that comes, `sink` counts it and tells the count, 8 bytes
/// with the highest first, when the client has finished. One connection at a time, each given up after ten silent seconds;
/// nothing of what comes is kept.
package enum CostServer {
  static let echo = UInt8(ascii: "e")
  static let sink = UInt8(ascii: "s")
  /// The longest that a server stands, in seconds.
  private static let lifetime = 3600.0
  private static let block = 64 << 10

  /// Serves until `input` ends or an hour has passed.
  ///
  /// - Parameters:
  ///   - input: a descriptor that ends when whoever wants the server does, such as the standard input.
  ///   - ready: gets the port once connections are taken.
  package static func serve(at address: CostPeer, until input: Int32, ready: (UInt16) -> Void) throws {
    let listener = try TCPSocket.listening(at: address)
    ready(listener.port)
    let end = RoundTimer.now + lifetime
    while RoundTimer.now < end {
      var items = [
        pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&items, 2, 1000) > 0 else { continue }
      if items[1].revents != 0, hasEnded(input) { return }
      guard items[0].revents != 0, let client = listener.accepted() else { continue }
      // A client that misbehaves or goes away is its own affair.
      try? serve(client)
    }
  }

  private static func hasEnded(_ input: Int32) -> Bool {
    var byte: UInt8 = 0
    return read(input, &byte, 1) <= 0
  }

  private static func serve(_ client: borrowing TCPSocket) throws {
    var buffer = [UInt8](repeating: 0, count: block)
    var mode: UInt8 = 0
    guard try withUnsafeMutableBytes(of: &mode, { try client.receive($0) }) == 1, mode == echo || mode == sink else {
      return
    }
    var count: UInt64 = 0
    while true {
      let got = try buffer.withUnsafeMutableBytes { try client.receive($0) }
      guard got > 0 else { break }
      count += UInt64(got)
      if mode == echo { try buffer.withUnsafeBytes { try client.send(UnsafeRawBufferPointer(rebasing: $0[..<got])) } }
    }
    if mode == sink { try withUnsafeBytes(of: count.bigEndian) { try client.send($0) } }
  }
}
