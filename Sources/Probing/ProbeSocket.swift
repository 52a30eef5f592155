internal import CDroste
internal import Ethernet
internal import Glibc
public import HyperV

/// A packet socket for probes, on all of the computer's interfaces. One thread at a time.
final class ProbeSocket {
  /// A frame with what the kernel tells of it.
  struct Frame {
    var bytes: [UInt8]
    /// The interface's index.
    var interface: Int
    var isOutgoing: Bool
    /// The VLAN of the tag that the kernel took out.
    var vlan: UInt16?
    /// Nanoseconds since 1970.
    var time: UInt64

    var probe: Probe? {
      guard var probe = bytes.withRawSpan({ Probe($0) }) else { return nil }
      if probe.vlan == nil { probe.vlan = vlan }
      return probe
    }
  }

  private let descriptor: Int32

  /// - Throws: `DrosteError`: accessDenied without CAP_NET_RAW.
  init() throws(DrosteError) {
    descriptor = droste_probe_open()
    guard descriptor < 0 else { return }
    if descriptor == -EPERM || descriptor == -EACCES {
      throw DrosteError(.accessDenied, "Watching and sending probes on this computer's interfaces needs root.")
    }
    throw DrosteError(.unspecified, "A socket for probes: \(String(cString: strerror(-descriptor))).")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Waits for a frame until `deadline`, of the monotonic clock in nanoseconds; nil when none came. Blocks.
  func receive(until deadline: UInt64) -> Frame? {
    var buffer = [UInt8](repeating: 0, count: 256)
    while true {
      var facts = droste_probe_frame()
      let result = buffer.withUnsafeMutableBytes {
        droste_probe_receive(descriptor, $0.baseAddress, $0.count, &facts)
      }
      if result == 0 {
        return Frame(
          bytes: Array(buffer.prefix(Int(facts.length))), interface: Int(facts.interface),
          isOutgoing: facts.is_outgoing != 0, vlan: facts.has_vlan != 0 ? facts.vlan_tci & 0xFFF : nil,
          time: facts.nanoseconds)
      }
      // ENETDOWN is told once when an interface goes down; the others go on.
      guard result == -EAGAIN else {
        if result == -EINTR || result == -ENETDOWN { continue }
        return nil
      }
      let now = Clock.monotonic
      guard now < deadline else { return nil }
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&ready, 1, Int32(min((deadline - now) / 1_000_000 + 1, 60_000)))
    }
  }

  /// - Returns: errno, 0 when it was sent.
  func send(_ frame: [UInt8], by interface: Int) -> Int32 {
    frame.withUnsafeBytes { -droste_probe_send(descriptor, Int32(interface), $0.baseAddress, $0.count) }
  }
}

/// The computer's clocks, in nanoseconds.
enum Clock {
  static var monotonic: UInt64 { read(CLOCK_MONOTONIC) }
  static var wall: UInt64 { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

extension TraceClock {
  /// This computer's, now.
  public static var now: TraceClock { TraceClock(time: Clock.wall, monotonic: Clock.monotonic) }
}
