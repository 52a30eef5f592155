internal import HyperV
internal import LevelCost

/// The server on the level above the one that is measured, as long as it is needed.
enum LevelServer {
  /// Runs `body` with the port at which it takes connections, on that level's 127.0.0.1.
  static func run<Value: Sendable>(
    _ program: LevelProgram, _ body: @escaping @Sendable (UInt16) async throws -> Value
  ) async throws -> Value {
    guard let address = CostPeer("127.0.0.1:0") else { throw DrosteError(.unspecified, "127.0.0.1:0 is no address.") }
    let (ports, port) = AsyncStream<[UInt8]>.makeStream()
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        defer { port.finish() }
        try await program.run(CostProgram.serveArguments(at: address)) { port.yield($0) }
        return nil
      }
      group.addTask { try await body(try await Self.port(ports)) }
      // The server ends by itself only when it cannot stand, and then its error comes first.
      while let value = try await group.next() {
        guard let value else { continue }
        group.cancelAll()
        return value
      }
      throw CancellationError()
    }
  }

  /// The line with the port: six bytes at most.
  private static func port(_ pieces: AsyncStream<[UInt8]>) async throws -> UInt16 {
    var line: [UInt8] = []
    for await piece in pieces {
      line += piece
      guard line.count <= 6 else { break }
      if line.last == UInt8(ascii: "\n"), let port = UInt16(String(decoding: line.dropLast(), as: UTF8.self)), port > 0
      {
        return port
      }
    }
    throw DrosteError(.unavailable, "The server for the network's measurement did not tell its port.")
  }
}
