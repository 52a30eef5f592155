internal import Ethernet
internal import HyperV

/// The frames that one port dropped, by reason. Of the last frame under each reason it keeps the beginning, and finds
/// words for it only when somebody asks: counting a drop allocates nothing after the first under its reason.
struct DropTally {
  private struct Count {
    var frames: UInt64 = 0
    var lastMAC: MACAddress?
    var sample: [UInt8] = []
  }

  private var counts = [Count](repeating: Count(), count: DropReason.allCases.count)

  /// Counts a frame. `address` is the one that offended.
  mutating func add(_ reason: DropReason, _ address: MACAddress?, _ frame: RawSpan) {
    let index = reason.index
    counts[index].frames += 1
    counts[index].lastMAC = address
    let length = min(frame.byteCount, FrameDescription.usefulLength)
    counts[index].sample.removeAll(keepingCapacity: true)
    // SAFETY: the bytes are copied before the pointer ends.
    unsafe frame.extracting(0..<length).withUnsafeBytes { bytes in
      unsafe counts[index].sample.append(contentsOf: bytes)
    }
  }

  /// The reasons with frames.
  var dropCounts: [DropCount] {
    DropReason.allCases.compactMap { reason in
      let count = counts[reason.index]
      guard count.frames > 0 else { return nil }
      return DropCount(
        reason: reason, frames: count.frames, lastMAC: count.lastMAC,
        lastFrame: count.sample.withRawSpan { FrameDescription($0).text })
    }
  }
}

extension DropReason {
  /// The reason's place in `allCases`.
  fileprivate var index: Int {
    switch self {
    case .macSpoofing: 0
    case .arpSpoofing: 1
    case .learningCap: 2
    case .malformed: 3
    case .queueFull: 4
    case .disconnected: 5
    case .vlan: 6
    case .dhcpGuard: 7
    case .routerGuard: 8
    }
  }
}
