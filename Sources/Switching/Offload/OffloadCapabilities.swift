// Theory of operation
//
// One byte for each receiver, from what its driver or device agreed to. A complete frame, which most are, is accepted with
// one comparison; what a receiver does not accept FrameCompletion makes for it. Invariant: who does not take missing checksums
// takes nothing that is to be cut either, as VIRTIO 1.2 (5.1.3.1) has it.

/// What a receiver does by itself with frames that are not complete.
public struct OffloadCapabilities: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Fills in, or does without, a missing checksum. Needed for each of the others.
  public static let checksum = OffloadCapabilities(rawValue: 1)
  public static let tcpIPv4 = OffloadCapabilities(rawValue: 2)
  public static let tcpIPv6 = OffloadCapabilities(rawValue: 4)
  /// TCP with congestion told in the first segment.
  public static let ecn = OffloadCapabilities(rawValue: 8)
  /// Datagrams to be fragmented, over IPv4 and IPv6 (UFO).
  public static let udpFragment = OffloadCapabilities(rawValue: 16)
  /// Datagrams to be cut into datagrams (USO).
  public static let udpSegment4 = OffloadCapabilities(rawValue: 32)
  public static let udpSegment6 = OffloadCapabilities(rawValue: 64)

  /// What a virtio driver accepted of the features VIRTIO_NET_F_GUEST_… (VIRTIO 1.2, 5.1.3; USO: 1.3).
  public init(guestFeatures features: UInt64) {
    func has(_ bit: UInt64) -> Bool { features & 1 << bit != 0 }
    var found: OffloadCapabilities = []
    if has(1) {
      found.insert(.checksum)
      if has(7) { found.insert(.tcpIPv4) }
      if has(8) { found.insert(.tcpIPv6) }
      if has(9) { found.insert(.ecn) }
      if has(10) { found.insert(.udpFragment) }
      if has(54) { found.insert(.udpSegment4) }
      if has(55) { found.insert(.udpSegment6) }
    }
    self = found
  }

  /// Whether a receiver of these takes a frame that needs what `offload` tells. Its version of IP matters to USO only.
  @inline(__always)
  public func accept(_ offload: OffloadHeader, in frame: RawSpan) -> Bool {
    if offload.isComplete { return true }
    return acceptsIncomplete(offload, frame)
  }

  private func acceptsIncomplete(_ offload: OffloadHeader, _ frame: RawSpan) -> Bool {
    guard contains(.checksum) else { return false }
    switch offload.kind {
    case .none: return true
    case .tcpIPv4: return contains(offload.ecn ? [.tcpIPv4, .ecn] : .tcpIPv4)
    case .tcpIPv6: return contains(offload.ecn ? [.tcpIPv6, .ecn] : .tcpIPv6)
    case .udpFragment: return contains(.udpFragment)
    case .udp:
      guard let layout = HeaderLayout(frame) else { return false }
      return contains(layout.isIPv6 ? .udpSegment6 : .udpSegment4)
    }
  }
}
