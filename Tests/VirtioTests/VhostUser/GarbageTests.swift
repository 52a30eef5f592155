import Glibc
import Testing
import VhostFrontend
import Virtio

/// What is no message of the protocol, or one that is not allowed: never a crash, never a descriptor left open.
struct GarbageTests {
  struct Row: Sendable {
    var header: [UInt32]
    var error: String
  }

  static let headers = [
    Row(header: [1, 0, 0], error: "version 0 instead of 1 (request 1)"),
    Row(header: [1, 2, 0], error: "version 2 instead of 1 (request 1)"),
    Row(header: [1, 5, 0], error: "an answer instead of a request (1)"),
    Row(header: [5, 1, 4097], error: "a payload of 4097 bytes (request 5); at most 4096 are taken"),
    Row(header: [5, 1, .max], error: "a payload of 4294967295 bytes (request 5); at most 4096 are taken"),
  ]

  @Test(arguments: headers) func malformed(_ row: Row) throws {
    let wire = try Wire()
    let leak = try Leak()
    try wire.connection.send(
      bytes: FrontendMessage.payload(row.header[0], row.header[1], row.header[2]), descriptors: [leak.descriptor],
      by: Deadline())
    #expect(throws: VhostUserError.malformed(row.error)) { try wire.service() }
    wire.backend.close()
    #expect(leak.isClosed())
  }

  /// Every request with one byte too many, one too few, and with a descriptor it does not take.
  @Test(arguments: VhostUserRequest.allCases) func shapes(_ request: VhostUserRequest) throws {
    for (bytes, descriptors) in [(7, 0), (9, 0), (41, 0), (8, 2), (0, 1), (8, 1), (40, 2), (24, 2), (20, 0)] {
      let wire = try Wire(offersConfiguration: true)
      try wire.negotiate()
      let leak = try Leak()
      let payload = [UInt8](repeating: 0, count: bytes)
      // Whatever the request makes of it, nothing that it was given stays open.
      do {
        try wire.tell(
          request, payload, descriptors: Array(repeating: leak.descriptor, count: descriptors), needsReply: true)
      } catch is VhostUserError {}
      _ = try wire.reply()
      #expect(leak.isClosed(), "\(request), \(bytes) bytes, \(descriptors) descriptors")
    }
  }

  /// A request that is not offered is refused by its name, and ends the connection where no answer can say so.
  @Test(arguments: [
    VhostUserRequest.setLogBase, .setBackendRequestDescriptor, .translation, .postcopyListen, .ringKick,
  ])
  func notOffered(_ request: VhostUserRequest) throws {
    let wire = try Wire()
    try wire.negotiate()
    #expect(try !wire.isAccepted(request, [UInt8](repeating: 0, count: 8)))
    #expect(wire.recorder.lines == ["\(request): was not offered"])
    #expect(throws: VhostUserError.refused(request, "was not offered")) { try wire.tell(request) }
  }

  @Test func unknownRequests() throws {
    let wire = try Wire()
    try wire.negotiate()
    try wire.send(41, [1, 2, 3])
    try wire.send(0, needsReply: true)
    try wire.service()
    #expect(try wire.reply()?.payload == word(1))
    #expect(
      wire.recorder.lines == [
        "a vhost-user request that is not known: 41", "a vhost-user request that is not known: 0",
      ])
    // A front end cannot fill the log.
    #expect(throws: VhostUserError.malformed("more than 64 refused messages")) {
      for number in 100..<200 as Range<UInt32> {
        try wire.send(number)
        try wire.service()
      }
    }
  }

  @Test func featureOfTheProtocolThatWasNotAgreed() throws {
    let wire = try Wire()
    #expect(throws: VhostUserError.refused(.setStatus, "its protocol feature was not agreed")) {
      try wire.tell(.setStatus, word(1))
    }
  }

  @Test(arguments: [9, 20, 200]) func tooManyDescriptors(_ count: Int) throws {
    let wire = try Wire()
    let leak = try Leak()
    try wire.send(5, [UInt8](repeating: 0, count: 8), descriptors: Array(repeating: leak.descriptor, count: count))
    #expect(throws: VhostUserError.malformed("more than 8 descriptors beside one message")) { try wire.service() }
    #expect(leak.isClosed())
  }

  /// Descriptors for which this process has no place end the connection; none is left of them.
  @Test func noPlaceForDescriptors() async throws {
    await #expect(processExitsWith: .success) {
      let wire = try Wire()
      let leak = try Leak()
      try wire.send(5, [UInt8](repeating: 0, count: 8), descriptors: Array(repeating: leak.descriptor, count: 8))
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(7), &limit)
      let highest = dup(leak.descriptor)
      close(highest)
      limit.rlim_cur = rlim_t(highest + 4)
      setrlimit(__rlimit_resource_t(7), &limit)
      do {
        try wire.service()
        exit(1)
      } catch VhostUserError.system("recvmsg", errno: EMFILE) {}
      precondition(leak.isClosed())
    }
  }

  /// Also when they come beside the pieces of one message.
  @Test func tooManyDescriptorsInPieces() throws {
    let leak = try Leak()
    let bytes = FrontendMessage.payload(UInt32(5), UInt32(1), UInt32(40)) + [UInt8](repeating: 0, count: 40)
    do {
      let wire = try Wire()
      for start in stride(from: 0, to: bytes.count, by: 13) {
        try wire.connection.send(
          bytes: Array(bytes[start..<min(start + 13, bytes.count)]),
          descriptors: Array(repeating: leak.descriptor, count: 5), by: Deadline())
      }
      #expect(throws: VhostUserError.malformed("more than 8 descriptors beside one message")) { try wire.service() }
    }
    // What was not received goes with the socket.
    #expect(leak.isClosed())
  }

  @Test(arguments: [VhostUserRequest.setRingSize, .setRingBase, .getRingBase, .setRingEnable])
  func ringsThatAreNotThere(_ request: VhostUserRequest) throws {
    for index in [4, 255, UInt32.max] {
      let wire = try Wire(maxPairs: 2)
      try wire.negotiate()
      #expect(throws: VhostUserError.refused(request, "ring \(index) of 4")) {
        try wire.tell(request, FrontendMessage.payload(index, UInt32(1)))
      }
    }
  }

  /// Random messages with random descriptors, most of them with a number and a length that are taken.
  @Test(arguments: 1...20) func random(_ seed: Int) throws {
    var numbers = SeededNumbers(state: UInt64(seed))
    for _ in 0..<40 {
      let wire = try Wire(offersConfiguration: true)
      let leak = try Leak()
      try wire.negotiate()
      do {
        for _ in 0..<40 {
          let length = [0, 8, 8, 8, 12, 20, 24, 40, 40, 72, 264, 1000].randomElement(using: &numbers)!
          let small = Bool.random(using: &numbers)
          let payload = (0..<length).map { index in
            small && index % 8 > 0 ? 0 : UInt8.random(in: 0...(small ? 4 : 255), using: &numbers)
          }
          try wire.send(
            UInt32.random(in: 0...41, using: &numbers), payload,
            descriptors: Array(repeating: leak.descriptor, count: Int.random(in: 0...2, using: &numbers)),
            needsReply: Bool.random(using: &numbers))
          try wire.service()
          while let reply = try wire.reply() { for descriptor in reply.descriptors { close(descriptor) } }
        }
      } catch is VhostUserError {}
      wire.backend.close()
      #expect(leak.isClosed())
    }
  }

  /// Bytes that are no messages at all.
  @Test(arguments: 1...20) func noise(_ seed: Int) throws {
    var numbers = SeededNumbers(state: UInt64(seed))
    let wire = try Wire()
    let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    try wire.connection.send(bytes: bytes, by: Deadline())
    #expect(throws: VhostUserError.self) { try wire.service() }
  }
}
