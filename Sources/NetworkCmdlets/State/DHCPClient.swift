internal import Glibc
internal import Netlink
internal import PowerShell

/// The DHCP client of our guest images: one udhcpc for each interface, whose script honours the marker
/// `static.IFACE`. Machines without that script have their addresses from other programs, which are left alone.
struct DHCPClient {
  let environment: NetworkEnvironment

  init(_ environment: NetworkEnvironment) { self.environment = environment }

  private func file(_ name: String, _ interface: String, _ suffix: String = "") -> String {
    "\(environment.runFolder)/\(name).\(interface)\(suffix)"
  }

  /// Whether this machine's addresses are managed so.
  var isOurs: Bool { Files.exists(environment.dhcpScript) }

  /// The client's process; nil when none runs for the interface.
  func process(_ interface: String) -> pid_t? {
    guard let text = Files.read(file("udhcpc", interface, ".pid"), limit: 32),
      let process = text.split(separator: "\n").first.flatMap({ pid_t($0) }), process > 1,
      // A number that another program has by now is not the client's.
      let name = Files.read("\(environment.procFolder)/\(process)/comm", limit: 32), name.hasPrefix("udhcpc")
    else { return nil }
    return process
  }

  /// What the script wrote about the lease, by name (`router`, `dns`); nil without a lease.
  func lease(_ interface: String) -> [String: String]? {
    guard let text = Files.read(file("udhcpc", interface), limit: 4096) else { return nil }
    var lease: [String: String] = [:]
    for line in text.split(separator: "\n").prefix(32) {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { lease[String(parts[0])] = String(parts[1]) }
    }
    return lease
  }

  /// The interface that the client for an adapter runs on: the adapter's own, or for a switch's host adapter the
  /// uplink, which has the same MAC address.
  func interface(for adapter: Adapter, among adapters: [Adapter]) -> String? {
    if process(adapter.interface) != nil || lease(adapter.interface) != nil { return adapter.interface }
    guard adapter.switchName != nil else { return nil }
    return adapters.first { other in
      other.index != adapter.index && other.link.address == adapter.link.address
        && (process(other.interface) != nil || lease(other.interface) != nil)
    }?.interface
  }

  /// Ends the client of an interface for good: marker, process, lease, resolver entry.
  func disable(_ interface: String) throws {
    try Files.write(file("static", interface), "")
    if let process = process(interface) { kill(process, SIGTERM) }
    try Files.remove(file("udhcpc", interface, ".pid"))
    try Files.remove(file("udhcpc", interface))
  }

  /// The marker for an interface that no client runs on, so that none that starts later takes it over.
  func mark(_ interface: String) throws { if isOurs { try Files.write(file("static", interface), "") } }

  /// Starts a client as the image's own start does. Errors: DhcpNotAvailable.
  func enable(_ interface: String) throws {
    guard isOurs, let program = environment.program("udhcpc") else {
      throw PowerShellError(
        "DHCP cannot be enabled on '\(interface)': this machine has not the DHCP client of Droste's images (udhcpc with "
          + "\(environment.dhcpScript)). Enable it where the machine's network is configured.", id: "DhcpNotAvailable",
        category: .notInstalled, exceptionType: NetworkFailure.cimException, target: .string(interface))
    }
    try Files.remove(file("static", interface))
    guard process(interface) == nil else { return }
    let name = Files.read("\(environment.procFolder)/sys/kernel/hostname", limit: 256)?
      .split(separator: "\n").first.map(String.init)
    try ProcessStart.detached(
      program,
      [
        "-f", "-p", file("udhcpc", interface, ".pid"), "-i", interface, "-s", environment.dhcpScript, "-t", "4", "-T",
        "1", "-A", "2", "-O", "mtu", "-O", "staticroutes",
      ] + (name.map { ["-x", "hostname:\($0)"] } ?? []))
  }
}
