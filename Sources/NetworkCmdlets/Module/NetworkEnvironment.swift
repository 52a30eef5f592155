internal import FoundationEssentials

/// Where the network cmdlets find what they read and write. Sockets are always those of the network namespace of the
/// session's thread; `/proc/net` is read as that thread's.
package struct NetworkEnvironment: Sendable {
  /// The resolver's file.
  package var resolverFile = "/etc/resolv.conf"
  /// Names that need no server.
  package var hostsFile = "/etc/hosts"
  /// Where the DHCP client of our guest images keeps its files: `udhcpc.IFACE.pid`, `udhcpc.IFACE`, `resolv.IFACE`, and
  /// the markers `static.IFACE` and `dns.IFACE` that its script honours.
  package var runFolder = "/run"
  package var procFolder = "/proc"
  /// The script of that DHCP client; a machine without it has its addresses from other programs.
  package var dhcpScript = "/etc/droste/dhcp"
  /// Folders of programs (udhcpc, curl).
  package var programFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin"]
  /// The port of DNS servers.
  package var resolverPort: UInt16 = 53
  /// How long one DNS server may take, in milliseconds; each is asked twice.
  package var resolverMilliseconds = 3000

  package init() {}

  /// The machine's own.
  package static let live = NetworkEnvironment()

  /// The path of a program; nil when it is not installed.
  func program(_ name: String) -> String? {
    programFolders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
