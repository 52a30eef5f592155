internal import Glibc

/// A port of virtio_console: `/dev/vportNpM`.
///
/// With O_NONBLOCK the driver answers (Linux 6.1, drivers/char/virtio_console.c): read gives 0 while the host's end is
/// closed and nothing is left, EAGAIN while it is open and nothing is there; write gives EAGAIN while the host's end is
/// closed or the queue is full. Without O_NONBLOCK a write would spin in the kernel until the host has taken it. Every
/// change of the host's end wakes those who wait, but a change back before they run goes unseen.
final class DevicePort: LinkPort {
  private let name: String?
  private var path: String?
  private var device: Int32 = -1
  private let uevents = UEventSocket()

  /// - Parameter name: the port's name in sysfs; the device is waited for.
  init(name: String) {
    self.name = name
    find()
  }

  init(path: String) {
    self.name = nil
    self.path = path
    find()
  }

  var descriptors: [Int32] { [device] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> PortResult {
    let got = Glibc.read(device, buffer.baseAddress, buffer.count)
    if got > 0 { return .bytes(got) }
    if got == 0 { return .noHost }
    if errno == EAGAIN || errno == EINTR { return .wouldBlock }
    return lose()
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> PortResult {
    // The driver copies up to 32 KiB of each write.
    let put = Glibc.write(device, bytes.baseAddress, min(bytes.count, 32 * 1024))
    if put >= 0 { return .bytes(put) }
    if errno == EAGAIN || errno == EINTR { return .wouldBlock }
    return lose()
  }

  /// The device was unplugged.
  private func lose() -> PortResult {
    log("The guest link's device is gone: \(errorText(errno)).")
    close(device)
    find()
    return .noHost
  }

  /// Opens the device; waits until there is one. Devices come with kernel events, which are waited for; should they not
  /// be readable here, or a busy device become free, the next try is a second later.
  private func find() {
    var told = false
    while true {
      if let path = path ?? name.flatMap(Self.search) {
        device = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        if device >= 0 { return }
        if !told { log("Cannot open \(path): \(errorText(errno)). Trying until it works.") }
        told = true
      }
      uevents.wait(milliseconds: 1000)
    }
  }

  /// There is no udev that would make /dev/virtio-ports: sysfs has the names.
  private static func search(_ name: String) -> String? {
    let ports = "/sys/class/virtio-ports"
    guard let port = names(in: ports).first(where: { readSmallFile("\(ports)/\($0)/name") == name }) else { return nil }
    return "/dev/\(port)"
  }
}

/// The kernel's messages about devices.
final class UEventSocket {
  private let descriptor: Int32

  init() {
    // AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT.
    descriptor = socket(16, Int32(SOCK_DGRAM.rawValue), 15)
    guard descriptor >= 0 else { return }
    setUp(descriptor)
    // sockaddr_nl: family, padding, port id 0 (chosen by the kernel), group 1 (the kernel's own messages).
    var address: (UInt16, UInt16, UInt32, UInt32) = (16, 0, 0, 1)
    _ = withUnsafePointer(to: &address) { pointer in
      // SAFETY: the tuple has the layout of sockaddr_nl: 12 bytes without padding; bind(2) reads exactly those.
      UnsafeRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, 12) }
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Returns when there was a message, or after the time.
  func wait(milliseconds: Int32) {
    var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&item, 1, milliseconds) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 8192)
    while recv(descriptor, &bytes, bytes.count, 0) > 0 {}
  }
}
