internal import Netlink
internal import PowerShell

/// What an interface adds to the metric of its routes. Linux knows only the sum, so the summand is kept in a file
/// below /run (`metric.IFACE.4`, `metric.IFACE.6`), which like the routes is gone after a restart.
struct InterfaceMetric {
  /// The largest that Windows takes.
  static let limit = 9999

  private let path: String

  init(interface: String, family: IPAddress.Family, environment: NetworkEnvironment) {
    path = "\(environment.runFolder)/metric.\(interface).\(family == .v4 ? 4 : 6)"
  }

  /// 0 when none was set.
  var value: Int {
    let text = Files.read(path, limit: 16)?.split(separator: "\n").first
    return text.flatMap { Int($0) }.map { min(max(0, $0), Self.limit) } ?? 0
  }

  var isSet: Bool { Files.exists(path) }

  /// Nil takes it away.
  func set(_ value: Int?) throws {
    guard let value else { return try Files.remove(path) }
    try Files.write(path, "\(value)\n")
  }
}
