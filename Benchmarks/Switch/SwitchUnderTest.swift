/// A switch that is measured: started for one series, ended with the object.
protocol SwitchUnderTest: AnyObject {
  /// As the table names it.
  var name: String { get }
  /// Its process; nil: the kernel is the switch.
  var processID: Int32? { get }
  /// How a machine reaches port `index`.
  func connection(_ index: Int) -> PortConnection
}

/// Where a machine's network device is connected.
enum PortConnection: Sendable {
  /// A vhost-user socket on which the switch listens.
  case switchListens(String)
  /// A vhost-user socket on which the machine listens, as QEMU does for Droste.
  case machineListens(String)
  /// A tap device in a network namespace.
  case tap(String, NetworkNamespace)
}

/// The address of the machine at a port, and of others behind it.
enum BenchAddress {
  static func machine(_ port: Int) -> [UInt8] { [0x02, 0, 0, 0, UInt8(port >> 8), UInt8(port & 0xFF)] }

  /// `02:00:00:00:01:0a`.
  static func text(_ bytes: [UInt8], separator: String = ":") -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: separator)
  }
}
