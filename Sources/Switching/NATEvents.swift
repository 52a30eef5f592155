internal import CSlirp
internal import Glibc

/// libslirp's names for the events of poll.
enum NATEvents {
  private static let pairs: [(slirp: Int32, poll: Int32)] = [
    (Int32(SLIRP_POLL_IN), POLLIN), (Int32(SLIRP_POLL_OUT), POLLOUT),
    (Int32(SLIRP_POLL_PRI), POLLPRI), (Int32(SLIRP_POLL_ERR), POLLERR),
    (Int32(SLIRP_POLL_HUP), POLLHUP),
  ]

  static func toPoll(_ events: Int32) -> Int16 {
    Int16(pairs.reduce(0) { events & $1.slirp != 0 ? $0 | $1.poll : $0 })
  }

  static func fromPoll(_ events: Int16) -> Int32 {
    pairs.reduce(0) { Int32(events) & $1.poll != 0 ? $0 | $1.slirp : $0 }
  }
}
