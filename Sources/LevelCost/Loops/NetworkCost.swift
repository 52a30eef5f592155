internal import Glibc

/// The network to a `CostServer`, which stands on the level above; over TCP.
enum NetworkCost {
  private static let block = 64 << 10
  private static let streams = 5

  /// Seconds for a byte there and back.
  static func roundTripSample(_ timer: RoundTimer, peer: CostPeer) throws -> CostSample {
    let socket = try TCPSocket.connected(to: peer)
    var byte = CostServer.echo
    try withUnsafeBytes(of: &byte) { try socket.send($0) }
    return try timer.sample { count in
      for _ in 0..<count {
        try withUnsafeBytes(of: &byte) { try socket.send($0) }
        let got = try withUnsafeMutableBytes(of: &byte) { try socket.receive($0) }
        guard got == 1 else { throw CostProblem("\(peer) ended the connection") }
      }
    }
  }

  /// Seconds for one byte, from the first until the server has told how many it got.
  static func streamSample(_ timer: RoundTimer, peer: CostPeer) throws -> CostSample {
    let bytes = [UInt8](repeating: 0x5A, count: block)
    let values = try (0..<streams).map { _ in
      try stream(bytes, to: peer, seconds: timer.seconds / Double(streams))
    }
    guard let sample = CostSample(rounds: values), sample.isSane else { throw CostProblem("its clock did not move") }
    return sample
  }

  private static func stream(_ bytes: [UInt8], to peer: CostPeer, seconds: Double) throws -> Double {
    let socket = try TCPSocket.connected(to: peer)
    var mode = CostServer.sink
    try withUnsafeBytes(of: &mode) { try socket.send($0) }
    let begin = RoundTimer.now
    var sent: UInt64 = 0
    repeat {
      try bytes.withUnsafeBytes { try socket.send($0) }
      sent += UInt64(bytes.count)
    } while RoundTimer.now - begin < seconds
    socket.finish()
    var told = [UInt8](repeating: 0, count: 8)
    var count = 0
    while count < told.count {
      let got = try told.withUnsafeMutableBytes {
        try socket.receive(UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
      }
      guard got > 0 else { throw CostProblem("\(peer) ended the connection") }
      count += got
    }
    let took = RoundTimer.now - begin
    let arrived = told.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard arrived == sent else { throw CostProblem("\(peer) got \(arrived) of \(sent) bytes") }
    return took / Double(sent)
  }
}
