internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV

// Theory of operation
//
// A port to the host's stack: a persistent tap device, made by the service. The switch attaches to it and never makes or
// removes it, so that the host's addresses stay while the switch is away.
//
// Before each frame is a vnet header of 12 bytes, in both directions, so that checksums stay missing and up to 64 KiB of
// TCP or UDP cross whole. Attaching sets what the device offers the host's stack (a persistent device takes flags and
// offloads of whoever attaches); what the other way takes follows the kernel's version and is the same set.
//
// One read is one frame: tap devices have no call for several, and their descriptor is no socket. Header and frame are
// read into one buffer, and delivered from there; they are written from their two places with one `writev`. The buffer
// is 64 KiB and has the only pointers that are given to the kernel; it is written by reads only, before frames are
// looked at, so nothing changes under a frame that was checked.
//
// Limits: frames of at most 65535 bytes behind the Ethernet header and one VLAN tag. What the kernel cannot hand over with
// a header of 12 bytes (a checksum of SCTP) it does not hand over.

final class TapPort: PortEndpoint {
  let descriptor: Int32
  let capabilities: OffloadCapabilities
  private let interface: String
  private var buffer: [UInt8]
  /// The device was down when last asked.
  private var isDown = false

  private static let headerLength = Int(DROSTE_TAP_HEADER_LENGTH)

  /// - Throws: `DrosteError`: objectNotFound without such a device, invalidState when another process holds it.
  init(interface: String) throws {
    self.interface = interface
    buffer = [UInt8](repeating: 0, count: Self.headerLength + FrameCompletion.longestFrame)
    var offloads: UInt32 = 0
    // SAFETY: the function reads the name and writes `offloads` during the call only.
    descriptor = unsafe droste_tap_open(interface, &offloads)
    capabilities = OffloadCapabilities(tap: offloads)
    guard descriptor < 0 else { return }
    switch -descriptor {
    case ENODEV:
      throw DrosteError(
        .objectNotFound, "There is no persistent tap device \"\(interface)\".",
        hint: "Let the service make it again: restart the service, or set the switch's type once more.")
    case EBUSY:
      throw DrosteError(.invalidState, "The tap device \"\(interface)\" is held by another process.")
    case EPERM, EACCES:
      throw DrosteError(.accessDenied, "Opening the tap device \"\(interface)\" needs root.")
    default:
      throw DrosteError(.unspecified, "Opening the tap device \"\(interface)\": \(systemText(-descriptor))")
    }
  }

  var isConnected: Bool {
    if isDown { isDown = !interfaceIsUp(interface) }
    return !isDown
  }

  func receive(_ deliver: (RawSpan, OffloadHeader) -> Void) throws {
    for _ in 0..<receiveBatch {
      // SAFETY: read writes at most the buffer's size.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN { return }
        // EBADFD: the device was removed.
        let cause = systemText(count < 0 ? errno : EIO)
        throw DrosteError(.unavailable, "The tap device \"\(interface)\" is gone.", cause: cause)
      }
      isDown = false
      buffer.withRawSpan { bytes in
        // A frame that was cut short or contradicts its header is counted as Malformed.
        guard count > Self.headerLength, count <= bytes.byteCount, let header = OffloadHeader(bytes) else {
          return deliver(RawSpan(), .complete)
        }
        let frame = bytes.extracting(Self.headerLength..<count)
        guard let checked = header.checked(against: frame) else { return deliver(RawSpan(), .complete) }
        deliver(frame, checked)
      }
    }
  }

  func send(_ frame: RawSpan, _ offload: OffloadHeader) -> SendResult {
    let header = offload.bytes
    // SAFETY: the function reads header and frame during the call only.
    let count = unsafe header.span.withUnsafeBytes { header in
      unsafe frame.withUnsafeBytes { bytes in
        unsafe droste_write_pair(descriptor, header.baseAddress, header.count, bytes.baseAddress, bytes.count)
      }
    }
    guard count < 0 else {
      isDown = false
      return .sent
    }
    switch Int32(-count) {
    // EIO: down. EBADFD: removed; `receive` will tell.
    case EIO, EBADFD:
      isDown = true
      return .disconnected
    default: return .queueFull
    }
  }

  func flush() {}

  func close() { _ = Glibc.close(descriptor) }
}

extension OffloadCapabilities {
  /// What a tap device whose offloads are `flags` (DROSTE_TAP_…) takes.
  init(tap flags: UInt32) {
    let pairs: [(Int, OffloadCapabilities)] = [
      (DROSTE_TAP_CHECKSUM, .checksum), (DROSTE_TAP_TCP4, .tcpIPv4), (DROSTE_TAP_TCP6, .tcpIPv6),
      (DROSTE_TAP_ECN, .ecn), (DROSTE_TAP_UFO, .udpFragment), (DROSTE_TAP_USO4, .udpSegment4),
      (DROSTE_TAP_USO6, .udpSegment6),
    ]
    self = pairs.reduce(into: []) { if flags & UInt32($1.0) != 0 { $0.insert($1.1) } }
  }
}

/// Whether the interface is there and up.
func interfaceIsUp(_ interface: String) -> Bool {
  // SAFETY: the function reads the name during the call only.
  let flags = unsafe droste_interface_flags(interface)
  return flags >= 0 && flags & Int32(IFF_UP) != 0
}
