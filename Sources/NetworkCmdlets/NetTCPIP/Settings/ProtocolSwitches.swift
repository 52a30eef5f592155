internal import PowerShell

/// The kernel's settings of TCP and UDP below /proc/sys/net/ipv4, which are both versions of IP's.
struct ProtocolSwitches {
  private let folder: String

  init(_ environment: NetworkEnvironment) { folder = "\(environment.procFolder)/sys/net/ipv4" }

  /// The words of a setting; empty when there is none.
  func words(_ name: String) -> [String] {
    (Files.read("\(folder)/\(name)", limit: 4096) ?? "").split { $0 == "\t" || $0 == " " || $0 == "\n" }.map(
      String.init)
  }

  func number(_ name: String) -> Int? { words(name).first.flatMap { Int($0) } }

  /// Errors: CannotWriteFile.
  func set(_ name: String, _ text: String) throws { try Files.set("\(folder)/\(name)", text + "\n") }

  /// The ports that sockets without one get; TCP and UDP have the same.
  var dynamicPorts: (start: Int, count: Int) {
    let limits = words("ip_local_port_range").compactMap { Int($0) }
    guard limits.count == 2, limits[0] <= limits[1] else { return (32_768, 28_232) }
    return (limits[0], limits[1] - limits[0] + 1)
  }

  /// Errors: for a range that does not lie within 1024 to 65535 or has less than 255 ports.
  func setDynamicPorts(start: Int?, count: Int?, _ cimClass: CimClass) throws {
    let now = dynamicPorts
    let (start, count) = (start ?? now.start, count ?? now.count)
    guard start >= 1024, count >= 255, start + count <= 65_536 else {
      throw NetworkFailure.argument(
        "\(count) dynamic ports from \(start) on are not possible: they lie within 1024 to 65535 and are 255 at least.",
        target: cimClass.target)
    }
    try set("ip_local_port_range", "\(start) \(start + count - 1)")
  }
}
