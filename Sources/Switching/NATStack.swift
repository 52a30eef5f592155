internal import CDroste
internal import CSlirp
internal import Ethernet
internal import Glibc
internal import HyperV
internal import Synchronization

// Theory of operation
//
// One turn of the thread: ask libslirp which descriptors it waits on and for how long; poll them and the switch's socket;
// let libslirp work; feed it the frames that came.
//
// Frames from libslirp go to the switch's socket. While that is full they wait in `waiting`, and libslirp is not let
// work: it reads nothing more from the outside, whose senders then see their windows close. Only frames that one turn of
// libslirp makes beyond 4 MiB are lost (libslirp offers each connection 64 KiB, so that takes 64 busy connections).
//
// libslirp keeps the addresses of name servers in globals without a lock, so all of its calls in one process go through
// one mutex. It is never held while the thread waits.
//
// All signals are blocked in the thread. That covers SIGPIPE too, which libslirp's own sends may raise: they get EPIPE.

// SAFETY: everything but `run` happens before the thread starts, and `run` is called by that thread only.
@safe final class NATStack: @unchecked Sendable {
  private static let slirpCalls = Mutex<Void>(())
  /// Bytes that may wait for the switch.
  private static let waitingLimit = 4 << 20

  private let socket: Int32
  private let mtu: Int
  private var slirp: OpaquePointer?
  private let callbacks: UnsafeMutablePointer<SlirpCb>
  private var descriptors: [pollfd] = []
  fileprivate var timers: [NATTimer] = []
  private var waiting: [[UInt8]] = []
  private var waitingBytes = 0
  private var buffer = [UInt8](repeating: 0, count: 65536 + 18)

  /// Starts a stack, which owns `socket` from then on and ends when its other side is closed.
  /// - Throws: `DrosteError` when libslirp refuses the configuration, or there is no thread; `socket` is left open.
  static func start(_ configuration: UserNATConfiguration, socket: Int32) throws {
    let stack = NATStack(socket: socket, mtu: configuration.mtu)
    try stack.open(configuration)
    var all = sigset_t()
    var before = sigset_t()
    var thread = pthread_t()
    let retained = unsafe Unmanaged.passRetained(stack)
    // SAFETY: the pointer carries one reference, which the thread takes over; masks and thread are filled by the calls.
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        unsafe droste_name_thread("nat")
        unsafe Unmanaged<NATStack>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    guard status == 0 else {
      stack.closeSlirp()
      unsafe retained.release()
      throw DrosteError(.unspecified, "Starting the thread of a NAT port: \(systemText(status))")
    }
    pthread_detach(thread)
  }

  private init(socket: Int32, mtu: Int) {
    self.socket = socket
    self.mtu = mtu
    // SAFETY: initialized here, and freed in deinit, after libslirp has let go of it.
    unsafe callbacks = .allocate(capacity: 1)
    unsafe callbacks.initialize(to: natCallbacks())
  }

  deinit {
    // SAFETY: `closeSlirp` ran before the last reference went.
    unsafe callbacks.deallocate()
  }

  private func open(_ configuration: UserNATConfiguration) throws {
    var config = unsafe SlirpConfig()
    unsafe config.version = 4
    unsafe config.in_enabled = true
    unsafe config.vnetwork = address(configuration.prefix.network)
    unsafe config.vnetmask = address(configuration.prefix.mask)
    unsafe config.vhost = address(configuration.gateway)
    unsafe config.vnameserver = address(configuration.dns)
    unsafe config.if_mtu = configuration.mtu
    unsafe config.if_mru = configuration.mtu
    unsafe config.disable_host_loopback = !configuration.hostLoopback
    unsafe config.disable_dhcp = true
    // SAFETY: libslirp copies the configuration; callbacks and this object outlive it (`closeSlirp`).
    Self.slirpCalls.withLock { _ in
      unsafe slirp = slirp_new(&config, callbacks, Unmanaged.passUnretained(self).toOpaque())
    }
    guard unsafe slirp != nil else {
      throw DrosteError(.invalidParameter, "libslirp refuses the NAT's configuration \(configuration).")
    }
  }

  private func closeSlirp() {
    guard let open = unsafe slirp else { return }
    Self.slirpCalls.withLock { _ in unsafe slirp_cleanup(open) }
    unsafe slirp = nil
  }

  private func run() {
    while turn() {}
    closeSlirp()
    _ = Glibc.close(socket)
  }

  /// One turn; false when the switch has closed its side.
  private func turn() -> Bool {
    let works = waiting.isEmpty
    descriptors.removeAll(keepingCapacity: true)
    descriptors.append(pollfd(fd: socket, events: Int16(works ? POLLIN : POLLIN | POLLOUT), revents: 0))
    var timeout = UInt32.max
    if works {
      // SAFETY: libslirp calls back during the call only, on this thread.
      Self.slirpCalls.withLock { _ in
        unsafe slirp_pollfds_fill(slirp, &timeout, natAddPoll, Unmanaged.passUnretained(self).toOpaque())
      }
    }
    let limit = nextTimeout(timeout)
    // SAFETY: the kernel writes `revents` of the array's elements only.
    let count = unsafe descriptors.withUnsafeMutableBufferPointer { list in
      unsafe poll(list.baseAddress, nfds_t(list.count), limit)
    }
    let failed = count < 0
    if failed { for index in descriptors.indices { descriptors[index].revents = 0 } }
    let events = Int32(descriptors[0].revents)
    if events & POLLOUT != 0 { sendWaiting() }
    return Self.slirpCalls.withLock { _ in
      if works {
        // SAFETY: as above.
        unsafe slirp_pollfds_poll(slirp, failed ? 1 : 0, natEvents, Unmanaged.passUnretained(self).toOpaque())
        runTimers()
      }
      return events & (POLLIN | POLLHUP | POLLERR) == 0 || feed()
    }
  }

  /// Gives libslirp up to 64 frames of the switch's; false at the end of the socket.
  private func feed() -> Bool {
    for _ in 0..<64 {
      // SAFETY: recv writes at most the buffer's size; libslirp copies the frame.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      // Shorter ones libslirp does not look at; longer ones than it was told of it must not see.
      guard (EthernetHeader.length...(mtu + EthernetHeader.length)).contains(count) else { continue }
      unsafe buffer.withUnsafeBytes { bytes in
        unsafe slirp_input(slirp, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, Int32(count))
      }
    }
    return true
  }

  /// Hands a frame to the switch, now or when there is room.
  fileprivate func deliver(_ bytes: UnsafeRawBufferPointer) {
    guard unsafe !bytes.isEmpty else { return }
    if waiting.isEmpty {
      // SAFETY: send reads the bytes during the call only.
      if unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) >= 0 { return }
      guard errno == EAGAIN || errno == ENOBUFS else { return }
    }
    guard waitingBytes + bytes.count <= Self.waitingLimit else { return }
    unsafe waiting.append(Array(bytes))
    waitingBytes += bytes.count
  }

  private func sendWaiting() {
    var sent = 0
    for frame in waiting {
      // SAFETY: send reads the frame during the call only.
      let count = unsafe frame.withUnsafeBytes { bytes in
        unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EAGAIN || errno == ENOBUFS { break }
      sent += 1
      waitingBytes -= frame.count
    }
    waiting.removeFirst(sent)
  }

  fileprivate func addPoll(_ descriptor: Int32, _ events: Int32) -> Int32 {
    descriptors.append(pollfd(fd: descriptor, events: NATEvents.toPoll(events), revents: 0))
    return Int32(descriptors.count - 1)
  }

  fileprivate func events(_ index: Int32) -> Int32 {
    guard descriptors.indices.contains(Int(index)) else { return 0 }
    return NATEvents.fromPoll(descriptors[Int(index)].revents)
  }

  /// Milliseconds to wait: what libslirp allows, or until the first timer; -1 without end.
  private func nextTimeout(_ timeout: UInt32) -> Int32 {
    var limit = Int64(timeout)
    let now = Int64(monotonicMilliseconds())
    for timer in timers { if let expires = timer.expires { limit = min(limit, max(0, expires - now)) } }
    return limit >= Int64(Int32.max) ? -1 : Int32(limit)
  }

  private func runTimers() {
    let now = Int64(monotonicMilliseconds())
    for timer in timers {
      guard let expires = timer.expires, expires <= now else { continue }
      timer.expires = nil
      unsafe slirp_handle_timer(slirp, timer.id, timer.argument)
    }
  }

  private func address(_ address: IPv4Address) -> in_addr { in_addr(s_addr: address.rawValue.bigEndian) }
}

/// A timer of libslirp's.
@safe final class NATTimer {
  let id: SlirpTimerId
  let argument: UnsafeMutableRawPointer?
  /// Milliseconds of the monotonic clock; nil: not set.
  var expires: Int64?

  init(id: SlirpTimerId, argument: UnsafeMutableRawPointer?) {
    self.id = id
    unsafe self.argument = argument
  }
}

extension NATStack {
  /// The stack behind the pointer that libslirp gives back.
  fileprivate static func from(_ pointer: UnsafeMutableRawPointer?) -> NATStack {
    // SAFETY: the pointer is the one that `open` gave; the stack lives until after slirp_cleanup.
    unsafe Unmanaged<NATStack>.fromOpaque(pointer!).takeUnretainedValue()
  }
}

private let natAddPoll: SlirpAddPollCb = { descriptor, events, opaque in
  unsafe NATStack.from(opaque).addPoll(descriptor, events)
}

private let natEvents: SlirpGetREventsCb = { index, opaque in unsafe NATStack.from(opaque).events(index) }

/// What libslirp calls. All calls come during one of ours, on the stack's thread (or its starter's, in slirp_new).
private func natCallbacks() -> SlirpCb {
  var callbacks = SlirpCb()
  unsafe callbacks.send_packet = { bytes, count, opaque in
    unsafe NATStack.from(opaque).deliver(UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }
  // What a guest does wrong is the guest's affair: it must not be able to fill a log.
  unsafe callbacks.guest_error = { _, _ in }
  unsafe callbacks.clock_get_ns = { _ in
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
  unsafe callbacks.timer_new_opaque = { id, argument, opaque in
    let timer = unsafe NATTimer(id: id, argument: argument)
    unsafe NATStack.from(opaque).timers.append(timer)
    return unsafe Unmanaged.passUnretained(timer).toOpaque()
  }
  unsafe callbacks.timer_free = { timer, opaque in
    unsafe NATStack.from(opaque).timers.removeAll { unsafe Unmanaged.passUnretained($0).toOpaque() == timer }
  }
  unsafe callbacks.timer_mod = { timer, expires, opaque in
    let stack = unsafe NATStack.from(opaque)
    stack.timers.first { unsafe Unmanaged.passUnretained($0).toOpaque() == timer }?.expires = expires
  }
  // Descriptors are gathered anew before each poll, and a turn follows whatever libslirp does.
  unsafe callbacks.register_poll_fd = { _, _ in }
  unsafe callbacks.unregister_poll_fd = { _, _ in }
  unsafe callbacks.notify = { _ in }
  unsafe callbacks.init_completed = { _, _ in }
  return callbacks
}
