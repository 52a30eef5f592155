internal import Glibc
package import Virtio

/// A vhost-user front end with the queues of a network device, in place of QEMU and the machine in it. Synchronous: each
/// call returns when it is done or fails at its deadline.
///
/// Queue `2 n` of pair `n` receives and queue `2 n + 1` transmits, as the driver sees it.
// SAFETY: a test uses a front end from one thread at a time.
package final class Frontend: @unchecked Sendable {
  package struct Configuration: Sendable {
    /// Taken when the back end offers them. `packedRing`, `inOrder`, `eventIndex` and `indirectDescriptors` decide how
    /// the queues work.
    package var features: VirtioFeatures = [.version1, .mergeableBuffers, .eventIndex, .indirectDescriptors]
    /// Taken when the back end offers them.
    package var protocolFeatures: FrontendProtocolFeatures = [
      .multiqueue, .replyAcknowledgement, .mtu, .inflight, .status,
    ]
    /// Features that the back end must offer, or `start` fails.
    package var required: VirtioFeatures = []
    package var queuePairs = 1
    package var ringSize = 256
    /// Told to the back end when it offers that.
    package var mtu: Int?
    /// Asks for an answer to each message that has none by itself, when negotiated.
    package var acknowledges = true
    /// Kicks each ring when it starts.
    package var kicksAtStart = true

    package init() {}
  }

  package enum Endpoint: Sendable {
    /// The back end listens, as Open vSwitch does for `dpdkvhostuser`.
    case connect(String)
    /// The back end connects; nil is a path in a private folder.
    case listen(String?)
  }

  package let configuration: Configuration
  package let memory: FrontendMemory
  /// Where the front end listens or connects to.
  package let path: String
  let isListening: Bool
  private let folder: PrivateFolder?
  private var listener: Int32 = -1
  package internal(set) var connection: FrontendConnection?
  /// What was negotiated; empty before `start`.
  package internal(set) var features: VirtioFeatures = []
  package internal(set) var protocolFeatures: FrontendProtocolFeatures = []
  /// What the back end offered.
  package internal(set) var offered: VirtioFeatures = []
  package internal(set) var offeredProtocol: FrontendProtocolFeatures = []
  /// Queues by vhost-user's index; made by `start`.
  package internal(set) var queues: [DriverQueue] = []
  /// By queue: where it starts next.
  var bases: [UInt32] = []
  package internal(set) var inflight: InflightMemory?

  package init(_ endpoint: Endpoint, _ configuration: Configuration = .init(), memory: FrontendMemory? = nil) throws {
    precondition((1...8).contains(configuration.queuePairs))
    self.configuration = configuration
    self.memory = try memory ?? FrontendMemory()
    switch endpoint {
    case .connect(let path):
      (self.path, isListening, folder) = (path, false, nil)
    case .listen(let chosen):
      folder = chosen == nil ? try PrivateFolder() : nil
      path = chosen ?? folder!.path + "/port"
      isListening = true
      listener = try FrontendConnection.listen(at: path)
    }
  }

  deinit { if listener >= 0 { Glibc.close(listener) } }

  /// The queue of a pair in which frames arrive.
  package func receiving(_ pair: Int = 0) -> DriverQueue { queues[pair * 2] }

  /// The queue of a pair in which frames are sent.
  package func transmitting(_ pair: Int = 0) -> DriverQueue { queues[pair * 2 + 1] }

  /// Connects, negotiates, shares the memory and starts all rings.
  package func start(by deadline: Deadline = Deadline()) throws {
    try open(by: deadline)
    try negotiate(by: deadline)
    try startRings(by: deadline)
  }

  /// Connects or waits for the back end, and says nothing yet (for tests that send raw messages).
  package func open(by deadline: Deadline = Deadline()) throws {
    connection =
      isListening
      ? try FrontendConnection.accept(listener, by: deadline) : try FrontendConnection.connect(to: path, by: deadline)
  }

  /// Ends the connection, as when the machine's process dies.
  package func close() { connection = nil }

  /// Waits until the back end has closed the connection.
  package func waitForClose(by deadline: Deadline = Deadline()) throws {
    while let message = try connection?.receive(by: deadline) {
      for descriptor in message.descriptors { Glibc.close(descriptor) }
    }
    connection = nil
  }

  /// After the back end died: the next one gets everything again, as QEMU gives it. The driver notices nothing: queues
  /// stay as they are, and the back end goes on where the last one stopped: a split ring at the used index in memory, a
  /// packed one where it started last, which the in-flight region corrects.
  package func reconnect(by deadline: Deadline = Deadline()) throws {
    connection = nil
    try open(by: deadline)
    try negotiate(by: deadline)
    for (index, queue) in queues.enumerated() where !queue.areas.isPacked {
      bases[index] = UInt32(queue.areas.usedIndex)
    }
    try startRings(by: deadline)
  }

  /// Disables and stops all rings (GET_VRING_BASE); a later `startRings` goes on from there.
  package func stop(by deadline: Deadline = Deadline()) throws {
    for index in queues.indices {
      if features.contains(.protocolFeatures) { try enable(queue: index, false, by: deadline) }
    }
    for index in queues.indices {
      let reply = try ask(.getRingBase, FrontendMessage.payload(UInt32(index), UInt32(0)), by: deadline)
      guard let base = reply.number(UInt32.self, at: 4) else { throw FrontendError("GET_VRING_BASE has no answer") }
      bases[index] = base
    }
  }

  // MARK: Messages

  /// Sends a message; waits for its acknowledgement when that was negotiated, and fails when it is not 0.
  package func tell(
    _ request: FrontendRequest, _ payload: [UInt8], descriptors: [Int32] = [], by deadline: Deadline = Deadline()
  ) throws {
    let needsReply = configuration.acknowledges && protocolFeatures.contains(.replyAcknowledgement)
    let message = FrontendMessage(request, payload: payload, descriptors: descriptors, needsReply: needsReply)
    try live().send(message, by: deadline)
    guard needsReply else { return }
    let code = try reply(to: request, by: deadline).number(UInt64.self, at: 0)
    guard code == 0 else { throw FrontendError("the back end refused \(request): \(code ?? 0)") }
  }

  /// Sends a message and waits for what it asks for.
  package func ask(
    _ request: FrontendRequest, _ payload: [UInt8] = [], by deadline: Deadline = Deadline()
  ) throws -> FrontendMessage {
    try live().send(FrontendMessage(request, payload: payload), by: deadline)
    return try reply(to: request, by: deadline)
  }

  func reply(to request: FrontendRequest, by deadline: Deadline) throws -> FrontendMessage {
    guard let reply = try live().receive(by: deadline) else {
      throw FrontendError("the back end closed the connection after \(request)")
    }
    guard reply.request == request.rawValue, reply.flags & 0b111 == 0b101 else {
      throw FrontendError("the back end answered \(request) with request \(reply.request), flags \(reply.flags)")
    }
    return reply
  }

  private func live() throws -> FrontendConnection {
    guard let connection else { throw FrontendError("the front end is not connected") }
    return connection
  }
}
