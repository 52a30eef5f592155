import FoundationEssentials
import Glibc

/// Open vSwitch with DPDK, without huge pages, with a database of its own: one PMD thread, the learning action NORMAL,
/// vhost-user ports on whose sockets it listens.
final class OpenVSwitch: SwitchUnderTest {
  static let title = "Open vSwitch with DPDK"
  let name = OpenVSwitch.title
  private let folder: Folder
  private let database: Child
  private let daemon: Child

  var processID: Int32? { daemon.processID }

  /// - Parameter ports: how many.
  init(ports: Int, on processors: Processors) async throws {
    folder = try Folder()
    let path = folder.path
    let environment = [
      "OVS_RUNDIR": path, "OVS_LOGDIR": path, "OVS_DBDIR": path, "OVS_SYSCONFDIR": path, "RUNTIME_DIRECTORY": path,
    ]
    try await Child.run(
      ["ovsdb-tool", "create", "\(path)/conf.db", "/usr/share/openvswitch/vswitch.ovsschema"], folder: folder)
    database = try Child(
      ["ovsdb-server", "\(path)/conf.db", "--remote=punix:\(path)/db", "--unixctl=\(path)/db.ctl", "-vconsole:err"],
      environment: environment, folder: folder)
    try database.wait(for: "socket of the database", seconds: 10) { _ in access("\(path)/db", F_OK) == 0 ? true : nil }
    let control = ["ovs-vsctl", "--db=unix:\(path)/db", "--timeout=60"]
    try await Child.run(
      control + [
        "--no-wait", "init", "--", "set", "Open_vSwitch", ".", "other_config:dpdk-init=true",
        "other_config:dpdk-extra=--no-huge --legacy-mem --no-pci -m 2048",
        "other_config:dpdk-lcore-mask=\(Self.mask(processors.driver))",
        "other_config:pmd-cpu-mask=\(Self.mask(processors.device))", "other_config:vhost-sock-dir=.",
      ], environment: environment, folder: folder)
    daemon = try Child(
      [Program.openVSwitch, "unix:\(path)/db", "--unixctl=\(path)/switch.ctl", "-vconsole:err"],
      environment: environment, folder: folder)
    var words = ["add-br", "br0", "--", "set", "bridge", "br0", "datapath_type=netdev"]
    words += ["other-config:mac-table-size=32768"]
    for port in 0..<ports {
      words += ["--", "add-port", "br0", "v\(port)", "--", "set", "Interface", "v\(port)", "type=dpdkvhostuser"]
    }
    do {
      try await Child.run(control + words, environment: environment, folder: folder)
    } catch {
      throw BenchError("Open vSwitch did not start: \(error)\n\(daemon.output)")
    }
    for port in 0..<ports where access("\(path)/v\(port)", F_OK) != 0 {
      throw BenchError("Open vSwitch has no port v\(port):\n\(daemon.output)")
    }
  }

  /// Stops its polling, so that the processor is another's.
  func pause() { daemon.pause() }

  func resume() { daemon.resume() }

  deinit {
    daemon.end()
    database.end()
  }

  func connection(_ index: Int) -> PortConnection { .switchListens("\(folder.path)/v\(index)") }

  private static func mask(_ processor: Int) -> String {
    // A nibble a digit: masks may be wider than any integer.
    "0x" + String(1 << (processor % 4), radix: 16) + String(repeating: "0", count: processor / 4)
  }
}
