internal import Glibc

// Theory of operation
//
// QEMU with a vhost-user port does not start before a back end has connected and said what it can do. A machine that is to
// start without a switch is given this one: it answers until QEMU has asked everything about every queue pair, and
// goes away. QEMU then starts with the link down, and takes the next back end whenever one connects.
//
// QEMU 7.2 ends with SET_VRING_CALL and SET_VRING_ERR of the last ring; a release that leaves SET_VRING_ERR out is known by
// a fifth of a second of silence after SET_VRING_CALL. Closing earlier would be no harm: QEMU waits for another one.
//
// What is offered here is what a switch offers: a machine keeps what was agreed first, and a back end with less is
// turned away by QEMU.

/// Lets a front end start that has no switch.
public enum VhostUserHandshake {
  /// Connects to `socketPath` and answers until the front end has all it needs. Waits: for a thread of its own.
  /// - Parameters:
  ///   - queuePairs: as many as the front end has, 1 to 8.
  ///   - milliseconds: how long to try, including the time until somebody listens.
  /// - Throws: `deadline` when the front end did not get there in time; `disconnected` when it ended.
  public static func run(
    socketPath: String, queuePairs: Int, mtu: UInt16, within milliseconds: Int
  ) throws(VhostUserError) {
    let end = now() + milliseconds
    try answer(connect(socketPath, until: end), queuePairs: queuePairs, mtu: mtu, within: end - now())
  }

  /// The same over a connection that is there: `socket`, which is closed with the last reference to it.
  public static func answer(
    _ socket: OwnedDescriptor, queuePairs: Int, mtu: UInt16, within milliseconds: Int
  ) throws(VhostUserError) {
    let end = now() + milliseconds
    let breaker = try WaitBreaker()
    let backend = VhostUserBackend(socket: socket, maxPairs: 8, mtu: mtu)
    let last = 2 * queuePairs - 1
    while true {
      while try backend.service() {}
      if backend.isAnnounced(last) { return }
      let quiet = backend.states[last].hasCall
      let left = end - now()
      guard left > 0 else {
        throw .deadline("the machine did not ask for its \(queuePairs) queue pairs in \(milliseconds) ms")
      }
      var interest = pollfd(fd: backend.socket, events: Int16(POLLIN), revents: 0)
      breaker.pause()
      // SAFETY: one entry, for the call.
      let ready = unsafe poll(&interest, 1, Int32(min(left, quiet ? 200 : left)))
      breaker.resume()
      if ready == 0, quiet { return }
    }
  }

  private static func connect(_ path: String, until end: Int) throws(VhostUserError) -> OwnedDescriptor {
    while true {
      do throws(VhostUserError) {
        return try OwnedDescriptor.connected(to: path)
      } catch {
        guard case .system(_, let number) = error, [ENOENT, ECONNREFUSED, EAGAIN].contains(number), now() < end else {
          throw error
        }
      }
      // A listener appears without a sign that could be waited for.
      _ = poll(nil, 0, 5)
    }
  }

  /// Milliseconds of the clock that does not jump.
  private static func now() -> Int {
    var time = timespec()
    // SAFETY: writes the local variable.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
