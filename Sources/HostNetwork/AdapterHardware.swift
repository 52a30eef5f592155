internal import FoundationEssentials

/// What sysfs tells of the hardware behind a network interface.
enum AdapterHardware {
  /// The kernel's driver: `virtio_net`. Nil for an interface that no device is behind (veth, bridges).
  static func driver(_ interface: String) -> String? {
    guard !interface.contains("/"),
      let driver = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/sys/class/net/\(interface)/device/driver")
    else { return nil }
    return driver.split(separator: "/").last.map(String.init)
  }
}
