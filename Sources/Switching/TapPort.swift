internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV

/// A port to the host's stack: a persistent tap device, made by the service. The switch attaches to it and never makes or
/// removes it, so that the host's addresses stay while the switch is away.
///
/// One read is one frame. No offloads are on: the kernel fills in checksums and segments before it hands frames over.
final class TapPort: PortEndpoint {
  let descriptor: Int32
  private let interface: String
  /// More than the largest frame of a tap device, whose MTU ends at 65521.
  private var buffer = [UInt8](repeating: 0, count: 65536 + 18)
  /// The device was down when last asked.
  private var isDown = false

  /// - Throws: `DrosteError`: objectNotFound without such a device, invalidState when another process holds it.
  init(interface: String) throws {
    self.interface = interface
    // SAFETY: the function reads the name during the call only.
    descriptor = unsafe droste_tap_open(interface)
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

  func receive(_ deliver: (RawSpan) -> Void) throws {
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
      buffer.withRawSpan { deliver($0.extracting(0..<min(count, $0.byteCount))) }
    }
  }

  func send(_ frame: RawSpan) -> SendResult {
    // SAFETY: write reads the frame during the call only.
    let count = unsafe frame.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count < 0 else {
      isDown = false
      return .sent
    }
    switch errno {
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

/// Whether the interface is there and up.
func interfaceIsUp(_ interface: String) -> Bool {
  // SAFETY: the function reads the name during the call only.
  let flags = unsafe droste_interface_flags(interface)
  return flags >= 0 && flags & Int32(IFF_UP) != 0
}
