import FoundationEssentials
import Glibc

/// What the parts of the benchmark need of the computer.
enum Requirements {
  /// An error that names what is missing and what mends it.
  static func check(_ options: Options) throws {
    let parts = Set(options.parts)
    var programs: Set<String> = ["setpriv", "taskset", "unshare", "nsenter", "ip"]
    if !parts.isDisjoint(with: [.throughput, .latency, .scale, .idle]) {
      programs.formUnion(["ovsdb-server", "ovsdb-tool", "ovs-vsctl", Program.openVSwitch])
    }
    if parts.contains(.throughput) { programs.insert("dpdk-testpmd") }
    if parts.contains(.machines) { programs.formUnion(["iperf3", "ldd", "qemu-system-x86_64"]) }
    try Program.require(programs.sorted())
    let device = "/dev/net/tun"
    if !parts.isDisjoint(with: [.throughput, .latency]), access(device, R_OK | W_OK) != 0 {
      throw BenchError(
        "\(device) cannot be opened, which the Linux bridge's taps need: \(String(cString: strerror(errno))). "
          + "Run the benchmark as root, or load the module tun.")
    }
  }
}
