import Testing
import VhostFrontend
import Virtio

/// The front end of these tests, held against somebody else's back end: what it does is what back ends know.
@Suite(.enabled(if: PacketForwarder.isInstalled), .serialized)
struct PeerTests {
  struct Row: Sendable {
    var features: VirtioFeatures
    var listens: Bool
    var queuePairs = 1
  }

  static let rows = [
    Row(features: [], listens: true),
    Row(features: [.eventIndex], listens: false),
    Row(features: [.packedRing], listens: true),
    Row(features: [.packedRing, .eventIndex], listens: false),
    Row(features: [.packedRing, .inOrder], listens: true),
    Row(features: [.inOrder], listens: true, queuePairs: 2),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: rows)
  func frames(_ row: Row) throws {
    let deadline = Deadline(15)
    let folder = try PrivateFolder()
    let path = folder.path + "/port"
    var configuration = Frontend.Configuration()
    configuration.features = row.features.union([.version1, .mergeableBuffers, .indirectDescriptors])
    configuration.required = row.features
    configuration.queuePairs = row.queuePairs
    let memory = try FrontendMemory([8 << 20, 8 << 20])
    let frontend = try Frontend(row.listens ? .listen(path) : .connect(path), configuration, memory: memory)
    var peer: PacketForwarder? = try PacketForwarder(path, connects: row.listens, queues: row.queuePairs)
    try frontend.start(by: deadline)
    for pair in 0..<row.queuePairs { frontend.receiving(pair).post(256, of: 2048) }
    var next = try exchange(frontend, 0, deadline)
    try frontend.stop(by: deadline)
    try frontend.startRings(by: deadline)
    next = try exchange(frontend, next, deadline)
    // Its successor knows a split ring's place from the ring itself.
    if !row.features.contains(.packedRing), row.listens {
      peer = nil
      peer = try PacketForwarder(path, connects: true, queues: row.queuePairs)
      try frontend.reconnect(by: deadline)
      _ = try exchange(frontend, next, deadline)
    }
    _ = peer
  }

  /// Sends frames of all layouts on each pair and waits for each to come back.
  private func exchange(_ frontend: Frontend, _ first: Int, _ deadline: Deadline) throws -> Int {
    let layouts: [BufferLayout] = [.single, .separateHeader, .pieces([12, 40]), .indirect]
    for number in first..<first + 600 {
      let pair = number % frontend.configuration.queuePairs
      let sent = frame(number, 60 + number % 1400)
      try frontend.transmitting(pair).send(sent, layout: layouts[number % 4], by: deadline)
      let received = try frontend.receiving(pair).receive(by: deadline)
      try #require(received.bytes == sent)
    }
    return first + 600
  }
}
