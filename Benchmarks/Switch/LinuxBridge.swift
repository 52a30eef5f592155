/// The kernel's bridge with tap devices, in a network namespace of its own. What a bridge does it does in the process
/// that writes into a tap: there is no processor of its own for it.
final class LinuxBridge: SwitchUnderTest {
  static let title = "Linux bridge with tap"
  let name = LinuxBridge.title
  let processID: Int32? = nil
  private let folder: Folder
  let namespace: NetworkNamespace
  private let ports: Int

  init(ports: Int) async throws {
    folder = try Folder()
    namespace = try NetworkNamespace(folder: folder)
    self.ports = ports
    try await namespace.ip(["link", "add", "br0", "type", "bridge"], folder: folder)
    try await namespace.ip(["link", "set", "br0", "up"], folder: folder)
  }

  func connection(_ index: Int) -> PortConnection { .tap("t\(index)", namespace) }

  /// Makes taps that stay, for a program that attaches to them.
  func makeTaps() async throws {
    for port in 0..<ports {
      try await namespace.ip(["tuntap", "add", "dev", "t\(port)", "mode", "tap", "vnet_hdr"], folder: folder)
    }
    try await attach()
  }

  /// Puts the taps into the bridge. A tap's own address is not that of the machine behind it: the bridge takes frames to
  /// it for its host.
  func attach() async throws {
    for port in 0..<ports {
      let address = "06" + BenchAddress.text(BenchAddress.machine(port)).dropFirst(2)
      try await namespace.ip(["link", "set", "t\(port)", "address", address, "master", "br0", "up"], folder: folder)
    }
  }
}
