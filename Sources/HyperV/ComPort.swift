/// A serial port of a machine, as asked for.
public struct ComPortConfiguration: Codable, Hashable, Sendable {
  /// 1 or 2.
  public var number: Int
  /// A unix socket at which QEMU listens; nil: not connected. An absolute path of at most 107 bytes. Always nil for number 1,
  /// which is the console and belongs to the service.
  public var path: String?

  public init(number: Int, path: String? = nil) {
    self.number = number
    self.path = path
  }

  /// Longest path of a unix socket, in bytes (unix(7)).
  public static let longestPath = 107
  /// Both ports, not connected.
  public static let standard = [ComPortConfiguration(number: 1), ComPortConfiguration(number: 2)]
}

extension MachineConfiguration {
  /// The path of COM2; nil when it is not connected.
  public var secondComPortPath: String? { comPorts.first { $0.number == 2 }?.path }

  func comPortProblems() -> [String] {
    var found: [String] = []
    for (index, port) in comPorts.enumerated() {
      let place = "comPorts[\(index)]"
      if port.number != 1 && port.number != 2 { found.append("\(place).number: \(port.number) is not 1 or 2") }
      if comPorts[..<index].contains(where: { $0.number == port.number }) {
        found.append("\(place).number: COM \(port.number) is there twice")
      }
      guard let path = port.path else { continue }
      if port.number == 1 {
        found.append(
          "\(place).path: COM 1 is the console and belongs to the service; its path cannot be set, use COM 2")
      }
      if !path.hasPrefix("/") || path.utf8.contains(0) || path.hasSuffix("/") {
        found.append(
          "\(place).path: \"\(path)\" is not the absolute path of a unix socket, for example /run/serial.sock")
      }
      if path.utf8.count > ComPortConfiguration.longestPath {
        found.append("\(place).path: it has \(path.utf8.count) bytes, a socket's path may have 107")
      }
    }
    return found
  }
}
