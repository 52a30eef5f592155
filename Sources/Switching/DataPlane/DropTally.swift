internal import Ethernet
internal import Glibc
internal import HyperV

// Theory of operation
//
// The frames that one port dropped, by reason. Of the last frame under each reason it keeps the second in which it came,
// from the plane's clock, and its beginning, and finds words for it only when somebody asks: counting a drop allocates
// nothing and reads no clock. A handle: the memory is the port's record's, one block for all reasons, and one thread at a
// time touches it.
//
// SAFETY: `counts` has an entry for each reason, `samples` `usefulLength` bytes for each; both are allocated and freed with
// the port's record.

@safe struct DropTally: @unchecked Sendable {
  private struct Count {
    var frames: UInt64 = 0
    var lastMAC: UInt64 = .max
    var sampleLength: UInt32 = 0
    var lastSecond: UInt32 = 0
  }

  private let counts: UnsafeMutablePointer<Count>
  private let samples: UnsafeMutableRawPointer

  static func allocate() -> DropTally {
    let reasons = DropReason.allCases.count
    let counts = UnsafeMutablePointer<Count>.allocate(capacity: reasons)
    unsafe counts.initialize(repeating: Count(), count: reasons)
    let samples = UnsafeMutableRawPointer.allocate(byteCount: reasons * FrameDescription.usefulLength, alignment: 8)
    return unsafe DropTally(counts: counts, samples: samples)
  }

  func deallocate() {
    unsafe counts.deallocate()
    unsafe samples.deallocate()
  }

  /// Forgets everything.
  func reset() {
    for index in 0..<DropReason.allCases.count { unsafe counts[index] = Count() }
  }

  /// Counts a frame. `address` is the one that offended, `second` the plane's.
  func add(_ reason: DropReason, _ address: MACAddress?, _ frame: RawSpan, at second: UInt32) {
    let index = reason.index
    let length = min(frame.byteCount, FrameDescription.usefulLength)
    unsafe counts[index].frames &+= 1
    unsafe counts[index].lastMAC = address?.rawValue ?? .max
    unsafe counts[index].sampleLength = UInt32(truncatingIfNeeded: length)
    unsafe counts[index].lastSecond = second
    unsafe frame.extracting(0..<length).withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        unsafe memcpy(samples + index * FrameDescription.usefulLength, start, length)
      }
    }
  }

  /// The reasons with frames.
  var dropCounts: [DropCount] {
    DropReason.allCases.compactMap { reason in
      let count = unsafe counts[reason.index]
      guard count.frames > 0 else { return nil }
      let sample = unsafe UnsafeRawBufferPointer(
        start: samples + reason.index * FrameDescription.usefulLength, count: Int(count.sampleLength))
      return DropCount(
        reason: reason, frames: count.frames,
        lastMAC: count.lastMAC == .max ? nil : MACAddress(rawValue: count.lastMAC),
        lastFrame: FrameDescription(unsafe sample.bytes).text, lastSecond: UInt64(count.lastSecond))
    }
  }
}

extension DropReason {
  /// The reason's place in `allCases`.
  var index: Int {
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
    case .accessControl: 9
    case .stormLimit: 10
    case .bandwidth: 11
    case .portStopped: 12
    }
  }
}
