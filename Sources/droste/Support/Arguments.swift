internal import ArgumentParser
internal import Ethernet
internal import HyperV
internal import Terminal

/// Words of the command line as values; what is wrong with them is told with the error's own text.
enum Arguments {
  @Sendable static func path(_ text: String) throws -> MachinePath { try MachinePath(text) }
  @Sendable static func host(_ text: String) throws -> HostPath { try HostPath(text) }
  @Sendable static func copy(_ text: String) throws -> CopyEndpoint { try CopyEndpoint(text) }
  @Sendable static func adapter(_ text: String) throws -> AdapterArgument { try AdapterArgument(text) }

  @Sendable static func onOff(_ text: String) throws -> OnOffState {
    guard let state = OnOffState(argument: text) else { throw ValidationError("write on or off") }
    return state
  }

  @Sendable static func memory(_ text: String) throws -> UInt64 {
    guard let bytes = Quantity.parseBytes(text) else { throw ValidationError("write an amount such as 512MiB or 2GiB") }
    return bytes
  }

  @Sendable static func prefix(_ text: String) throws -> IPv4Prefix {
    guard let prefix = IPv4Prefix(text) else {
      throw ValidationError("write an address and the length of its prefix, such as 192.168.100.1/24")
    }
    return prefix
  }

  @Sendable static func version(_ text: String) throws -> ConfigurationVersion {
    guard let version = ConfigurationVersion(text) else { throw ValidationError("write a version such as 12.0") }
    return version
  }

  @Sendable static func switchType(_ text: String) throws -> SwitchType {
    guard let type = SwitchType.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
      throw ValidationError("write \(SwitchType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return type
  }

  @Sendable static func direction(_ text: String) throws -> CaptureRequest.Direction {
    guard let direction = CaptureRequest.Direction.allCases.first(where: { Names.same($0.rawValue, text) }) else {
      throw ValidationError("write in, out or both")
    }
    return direction
  }

  @Sendable static func engine(_ text: String) throws -> Engine {
    guard let engine = Engine(rawValue: text.uppercased()) else { throw ValidationError("write kvm or tcg") }
    return engine
  }

  static let pathHelp: ArgumentHelp = "The machine's path: L1, or L1/natted for one inside L1."
  static let hostHelp: ArgumentHelp = "The host: the path of the machine that it is; this host when left out."
  static let memoryHelp: ArgumentHelp = "Memory, such as 512MiB or 2GiB."
}
