import Glibc
import Testing
import VhostFrontend
import Virtio

/// Front ends whose descriptors would make whoever writes to them wait.
@Suite(.timeLimit(.minutes(1)))
struct BlockingCounterTests {
  private func running() throws -> (Wire, RingAreas, FrontendMemory) {
    let wire = try Wire()
    try wire.negotiate()
    let memory = try FrontendMemory([4 << 20])
    try wire.share(memory)
    let areas = try RingAreas(size: 64, features: [.version1], in: memory)
    try wire.startRing(1, areas)
    return (wire, areas, memory)
  }

  @Test(arguments: [VhostUserRequest.setRingKick, .setRingCall, .setRingError])
  func onlyCounters(_ request: VhostUserRequest) throws {
    let wire = try Wire()
    try wire.negotiate()
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let file = try MemoryFile(4096)
    for descriptor in [ends[0], ends[1], file.descriptor, wire.connection.descriptor] {
      #expect(try !wire.isAccepted(request, word(1), descriptors: [descriptor]))
    }
    let counter = try EventDescriptor()
    #expect(try wire.isAccepted(request, word(1), descriptors: [counter.descriptor]))
    // Whoever made it may have wanted it to block.
    #expect(fcntl(counter.descriptor, F_GETFL) & O_NONBLOCK != 0)
  }

  /// A counter that is full is as good as one that was added to.
  @Test func full() throws {
    let (wire, areas, _) = try running()
    areas.call.fill()
    wire.backend.signal(1)
    #expect(try wire.ask(.getStatus) == 0)
    #expect(wire[1].call >= 0)
  }

  /// One that was made blocking afterwards costs a moment, and its front end the connection.
  @Test func blocking() throws {
    let (wire, areas, _) = try running()
    let breaker = try WaitBreaker()
    areas.call.fill()
    areas.call.makeBlocking()
    wire.backend.signal(1)
    #expect(wire[1].call == -1)
    // Nothing of this front end's is written to any more.
    wire.backend.signal(1)
    wire.backend.signalError(1)
    #expect(throws: VhostUserError.blocking) { try wire.tell(.getFeatures) }
    wire.backend.close()
    withExtendedLifetime(breaker) {}
  }

  /// The same while a message is handled, which tells all rings.
  @Test func whileRingsStart() throws {
    let (wire, areas, _) = try running()
    let breaker = try WaitBreaker()
    areas.call.fill()
    areas.call.makeBlocking()
    #expect(throws: VhostUserError.blocking) { try wire.tell(.setFeatures, word(0)) }
    #expect(wire[1].call == -1)
    withExtendedLifetime(breaker) {}
  }

  /// Error descriptors too.
  @Test func error() throws {
    let (wire, _, _) = try running()
    let breaker = try WaitBreaker()
    let counter = try EventDescriptor()
    try wire.tell(.setRingError, word(1), descriptors: [counter.descriptor])
    counter.fill()
    counter.makeBlocking()
    wire.backend.signalError(1)
    #expect(throws: VhostUserError.blocking) { try wire.tell(.getFeatures) }
    withExtendedLifetime(breaker) {}
  }

  /// What the thread wants to wait for it waits for, after `pause`.
  @Test func pause() throws {
    let breaker = try WaitBreaker()
    #expect(poll(nil, 0, 10_000) == -1 && errno == EINTR)
    breaker.pause()
    #expect(poll(nil, 0, 3 * WaitBreaker.limit) == 0)
    breaker.resume()
    #expect(poll(nil, 0, 10_000) == -1 && errno == EINTR)
  }
}
