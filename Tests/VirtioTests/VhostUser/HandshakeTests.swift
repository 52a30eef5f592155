import Glibc
import Testing
import VhostFrontend
import Virtio

/// A front end that starts without a switch.
@Suite(.serialized) struct HandshakeTests {
  /// What QEMU 7.2 says of each queue pair before it goes on.
  private func start(_ frontend: Frontend, pairs: Int, errors: Bool) throws {
    try frontend.open()
    for pair in 0..<pairs {
      guard VirtioFeatures(rawValue: try frontend.number(.getFeatures)) == .offered else {
        throw FrontendError("other features")
      }
      let features = try frontend.number(.getProtocolFeatures)
      try frontend.tell(.setProtocolFeatures, word(features))
      if pair == 0 {
        guard try frontend.number(.getQueueCount) >= pairs else { throw FrontendError("too few queues") }
        try frontend.tell(.setOwner, [])
      }
      guard try frontend.number(.getMemorySlotLimit) == 32 else { throw FrontendError("another limit") }
      _ = try frontend.number(.getFeatures)
      for ring in 2 * pair...2 * pair + 1 {
        let event = try EventDescriptor()
        try frontend.tell(.setRingCall, word(UInt64(ring)), descriptors: [event.descriptor])
        if errors { try frontend.tell(.setRingError, word(UInt64(ring)), descriptors: [event.descriptor]) }
      }
    }
  }

  @Test(.timeLimit(.minutes(3)), arguments: [(1, true), (8, true), (2, false)])
  func complete(_ pairs: Int, _ errors: Bool) throws {
    var configuration = Frontend.Configuration()
    configuration.acknowledges = false
    let frontend = try Frontend(.listen(nil), configuration)
    let handshake = Background { [path = frontend.path] in
      try VhostUserHandshake.run(socketPath: path, queuePairs: pairs, mtu: 1500, within: 20_000)
    }
    try start(frontend, pairs: pairs, errors: errors)
    try frontend.waitForClose()
    #expect(handshake.join() == nil)
  }

  /// The listener appears later.
  @Test(.timeLimit(.minutes(3))) func listensLater() throws {
    let folder = try PrivateFolder()
    let handshake = Background { [path = folder.path] in
      try VhostUserHandshake.run(socketPath: path + "/port", queuePairs: 1, mtu: 1500, within: 20_000)
    }
    let frontend = try Frontend(.listen(folder.path + "/port"))
    try start(frontend, pairs: 1, errors: true)
    #expect(handshake.join() == nil)
  }

  @Test func nobodyListens() throws {
    let folder = try PrivateFolder()
    #expect(throws: VhostUserError.system("connect \(folder.path)/port", errno: ENOENT)) {
      try VhostUserHandshake.run(socketPath: folder.path + "/port", queuePairs: 1, mtu: 1500, within: 20)
    }
    #expect(throws: VhostUserError.self) {
      try VhostUserHandshake.run(
        socketPath: String(repeating: "x", count: 108), queuePairs: 1, mtu: 1500, within: 20)
    }
  }

  @Test func saysNothing() throws {
    let frontend = try Frontend(.listen(nil))
    let error = #expect(throws: VhostUserError.self) {
      try VhostUserHandshake.run(socketPath: frontend.path, queuePairs: 2, mtu: 1500, within: 30)
    }
    #expect(error?.text == "the machine did not ask for its 2 queue pairs in 30 ms")
  }

  /// The real one: starts, goes on without a back end, and takes the next.
  @Test(.enabled(if: QEMU.isInstalled), .timeLimit(.minutes(3)), arguments: [1, 4]) func qemu(_ pairs: Int) throws {
    let folder = try PrivateFolder()
    let qemu = try QEMU(folder.path, queuePairs: pairs)
    try VhostUserHandshake.run(socketPath: folder.path + "/port", queuePairs: pairs, mtu: 1500, within: 30_000)
    // It listens on this once everything is set up.
    #expect(qemu.isReady(by: Deadline(30)))
    let next = VhostUserBackend(
      socket: try OwnedDescriptor.connected(to: folder.path + "/port"), maxPairs: 8, mtu: 1500)
    let deadline = Deadline(30)
    while true {
      while try next.service() {}
      if next.isAnnounced(2 * pairs - 1) { break }
      try #require(deadline.wait(for: next.socket))
    }
    #expect(qemu.isRunning)
  }
}

/// A thread that does one thing.
final class Background: @unchecked Sendable {
  private var thread = pthread_t()
  private let body: @Sendable () throws -> Void
  private var failure: String?

  init(_ body: @escaping @Sendable () throws -> Void) {
    self.body = body
    let me = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { me in
        let object = Unmanaged<Background>.fromOpaque(me!).takeRetainedValue()
        do { try object.body() } catch { object.failure = "\(error)" }
        return nil
      }, me)
  }

  /// What went wrong, or nil.
  func join() -> String? {
    pthread_join(thread, nil)
    return failure
  }
}

/// QEMU with one vhost-user port that it listens for, stopped before its first instruction.
final class QEMU {
  static let program = "/usr/bin/qemu-system-x86_64"
  static var isInstalled: Bool { access(program, X_OK) == 0 }

  private let monitor: String
  private var process: pid_t = 0

  init(_ folder: String, queuePairs: Int) throws {
    monitor = folder + "/monitor"
    let arguments = [
      Self.program, "-S", "-nodefaults", "-display", "none", "-machine", "q35,accel=tcg,memory-backend=memory",
      "-m", "64", "-object", "memory-backend-memfd,id=memory,size=64M,share=on",
      "-chardev", "socket,id=port,path=\(folder)/port,server=on",
      "-netdev", "vhost-user,id=net,chardev=port,queues=\(queuePairs)",
      "-device", "virtio-net-pci,netdev=net,mq=\(queuePairs > 1 ? "on" : "off"),vectors=0",
      "-qmp", "unix:\(monitor),server=on,wait=off",
    ]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    for number in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
    }
    var words = arguments.map { strdup($0) } + [nil]
    let result = posix_spawn(&process, Self.program, &actions, nil, &words, environ)
    for word in words { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    guard result == 0 else { throw FrontendError(system: "posix_spawn", result) }
  }

  deinit {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  var isRunning: Bool { waitpid(process, nil, WNOHANG) == 0 }

  /// Whether the monitor greets, which it does when all devices are made.
  func isReady(by deadline: Deadline) -> Bool {
    guard let connection = try? FrontendConnection.connect(to: monitor, by: deadline) else { return false }
    guard deadline.wait(for: connection.descriptor) else { return false }
    var byte: UInt8 = 0
    return recv(connection.descriptor, &byte, 1, 0) == 1 && byte == UInt8(ascii: "{")
  }
}
