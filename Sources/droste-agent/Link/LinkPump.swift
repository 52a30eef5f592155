internal import CDroste
internal import Glibc
internal import GuestLink

/// The agent's end of the channel: answers asks, and moves bytes between the port and the session's HTTP/2 server, which
/// has the other end of a socket pair. Owns one thread.
///
/// See the theory of operation in GuestLink/Wire/LinkRecord.swift.
final class LinkPump {
  /// Silence of the host that ends a session: three times the host's own patience.
  private static let silence: Int64 = 90_000
  /// How long the agent waits for the ask of a host that it meets, before it says hello.
  private static let helloDelay: Int64 = 100

  private let port: any LinkPort
  private let identity: AgentIdentity
  private let serve: (Int32) -> Void

  private let events = epoll_create1(Int32(EPOLL_CLOEXEC))
  private let incoming = ByteQueue(capacity: 64 * 1024)
  private let outgoing = ByteQueue(capacity: 64 * 1024)
  private var hunter = RecordHunter()
  /// The last ask, as long as no byte followed it.
  private var ask: LinkRecord?
  private var session: Int32 = -1
  /// What epoll waits for. Closing a descriptor ends its watch, and the number may come back.
  private var watched: [Int32: UInt32] = [:]
  private var hasHost = false
  private var helloAt: Int64?
  private var lastHeard: Int64 = 0

  /// - Parameter serve: takes over the session's end of a socket pair.
  init(port: any LinkPort, identity: AgentIdentity, serve: @escaping (Int32) -> Void) {
    self.port = port
    self.identity = identity
    self.serve = serve
  }

  func run() -> Never {
    while true {
      while step() {}
      wait()
    }
  }

  /// Moves what can be moved. False when nothing could: then each side has said that it would block, so the next edge
  /// of its event will come.
  private func step() -> Bool {
    var moved = readPort()
    if session >= 0 { moved = writeSession() || moved }
    if session >= 0 { moved = readSession() || moved }
    return writePort() || moved
  }

  private func readPort() -> Bool {
    guard incoming.free > 0 else { return false }
    let room = incoming.room()
    let before = port.descriptors
    switch port.read(into: room) {
    case .bytes(let count):
      meetHost()
      lastHeard = now()
      scan(UnsafeRawBufferPointer(rebasing: room[..<count]))
      if session >= 0 { incoming.fill(count) }
      return true
    case .wouldBlock:
      meetHost()
      guard session < 0, let ask else { return false }
      answer(ask)
      return true
    case .noHost:
      // A port that now waits on something else has to be tried with that at once: its edge may be past.
      return loseHost() || port.descriptors != before
    }
  }

  private func meetHost() {
    guard !hasHost else { return }
    hasHost = true
    helloAt = now() + Self.helloDelay
  }

  /// The ask that came last stays: a device's bytes may come before the news that the host's end is open, because the
  /// driver learns that from another queue, and later. Should it be a dead host's ask, then the session that it gets
  /// breaks at the next one.
  private func loseHost() -> Bool {
    let had = hasHost || session >= 0
    hasHost = false
    helloAt = nil
    endSession()
    outgoing.removeAll()
    // The port may have been opened anew.
    watched.removeAll()
    return had
  }

  /// Keeps `ask` true: in a session, too, where it serves only if the session breaks.
  private func scan(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    ask = nil
    while let found = hunter.hunt(rest) {
      rest = UnsafeRawBufferPointer(rebasing: rest[found.end...])
      ask = found.record.kind == .ask && rest.isEmpty ? found.record : nil
    }
  }

  private func answer(_ ask: LinkRecord) {
    self.ask = nil
    helloAt = nil
    let record = LinkRecord(.answer, nonce: ask.nonce, bootID: identity.bootID, instance: identity.instance)
    guard outgoing.append(record.bytes) else {
      // Full of what an earlier host did not take; it hunts, so none of that matters.
      outgoing.removeAll()
      _ = outgoing.append(record.bytes)
      return
    }
    // A host of another version sees ours in the answer, and that there is no session.
    guard ask.version == LinkRecord.version else { return }
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else {
      log("No socket pair for a session: \(errorText(errno)).")
      return
    }
    setUp(pair[0])
    setUp(pair[1])
    session = pair[0]
    incoming.removeAll()
    serve(pair[1])
  }

  private func writeSession() -> Bool {
    guard !incoming.isEmpty else { return false }
    let put = send(session, incoming.bytes.baseAddress, incoming.count, Int32(MSG_NOSIGNAL))
    if put > 0 {
      incoming.removeFirst(put)
      return true
    }
    if errno == EAGAIN || errno == EINTR { return false }
    breakSession()
    return true
  }

  private func readSession() -> Bool {
    guard outgoing.free > 0 else { return false }
    let room = outgoing.room()
    let got = read(session, room.baseAddress, room.count)
    if got > 0 {
      outgoing.fill(got)
      return true
    }
    if got < 0 && (errno == EAGAIN || errno == EINTR) { return false }
    breakSession()
    return true
  }

  private func writePort() -> Bool {
    guard !outgoing.isEmpty else { return false }
    switch port.write(outgoing.bytes) {
    case .bytes(let count):
      outgoing.removeFirst(count)
      return count > 0
    case .wouldBlock: return false
    case .noHost:
      _ = loseHost()
      return true
    }
  }

  /// The server has closed its end, because the bytes made no sense or the host was silent, while the host's end of the
  /// port is open.
  private func breakSession() {
    endSession()
    outgoing.removeAll()
    if ask == nil && hasHost { sayHello() }
  }

  private func endSession() {
    guard session >= 0 else { return }
    epoll_ctl(events, EPOLL_CTL_DEL, session, nil)
    watched[session] = nil
    close(session)
    session = -1
    incoming.removeAll()
  }

  private func sayHello() {
    helloAt = nil
    outgoing.removeAll()
    let record = LinkRecord(.hello, bootID: identity.bootID, instance: identity.instance)
    _ = outgoing.append(LinkRecord.padding + record.bytes)
  }

  private func wait() {
    let time = now()
    if let due = helloAt, due <= time {
      helloAt = nil
      if hasHost && session < 0 && ask == nil {
        sayHello()
        return
      }
    }
    if session >= 0 && time - lastHeard >= Self.silence {
      breakSession()
      return
    }
    watch()
    let deadline = [helloAt, session >= 0 ? lastHeard + Self.silence : nil].compactMap { $0 }.min()
    let timeout = deadline.map { Int32(clamping: max($0 - time, 1)) } ?? -1
    var event = [epoll_event](repeating: epoll_event(), count: 4)
    let count = epoll_wait(events, &event, Int32(event.count), timeout)
    guard count > 0 else { return }
    for event in event[..<Int(count)] where event.events & EPOLLHUP.rawValue != 0 {
      // The host's end was closed. It may be open again by now, and what is read next then belongs to the next host.
      if port.descriptors.contains(event.data.fd) { _ = loseHost() }
    }
  }

  /// Room to write is waited for only where there is something to write, or where it tells that the host's end is open: each
  /// reading at the other end makes some, and a wakening is dear in a guest of guests.
  private func watch() {
    for descriptor in port.descriptors { watch(descriptor, forRoom: !hasHost || !outgoing.isEmpty) }
    if session >= 0 { watch(session, forRoom: !incoming.isEmpty) }
  }

  private func watch(_ descriptor: Int32, forRoom: Bool) {
    let wanted = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue | (forRoom ? EPOLLOUT.rawValue : 0)
    guard watched[descriptor] != wanted else { return }
    var event = epoll_event()
    event.events = wanted
    event.data.fd = descriptor
    // Watching anew tells at once what is so already: no edge is missed.
    if epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event) != 0 {
      epoll_ctl(events, EPOLL_CTL_MOD, descriptor, &event)
    }
    watched[descriptor] = wanted
  }

  /// Milliseconds that pass while the guest runs.
  private func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
