internal import FoundationEssentials
public import GuestLink
public import HyperV
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// The client of a host's API: one function for each route.
///
/// Each request is a connection of its own to the service's unix socket. `inside` gives the client of the host in a
/// machine: the same API, one level further in, carried by the guest link.
public struct HostClient: Sendable {
  /// The unix socket of the outermost host's service.
  public let socketPath: String
  /// What comes before each path: empty, or `/v1/machines/L1/host` once for each level.
  let prefix: String

  public init(socketPath: String) {
    self.init(socketPath: socketPath, prefix: "")
  }

  init(socketPath: String, prefix: String) {
    self.socketPath = socketPath
    self.prefix = prefix
  }

  /// The host inside `machine`.
  public func inside(_ machine: String) -> HostClient {
    HostClient(socketPath: socketPath, prefix: "\(prefix)/v1/machines/\(PathSegment.encode(machine))/host")
  }

  /// Holds nothing open between requests; here so that callers need not know that.
  public func close() async throws {}

  // MARK: Host

  public func status() async throws -> HostStatus { try await get("/v1/status") }

  public func hostInformation() async throws -> HostInformation { try await get("/v1/host") }

  public func hostSettings() async throws -> HostSettings { try await get("/v1/host/settings") }

  public func updateHostSettings(_ settings: HostSettings) async throws -> HostSettings {
    try await send(.PUT, "/v1/host/settings", settings)
  }

  /// The host's Ethernet adapters, those of its switches among them.
  public func hostAdapters() async throws -> [HostAdapter] { try await get("/v1/adapters") }

  /// Every documented requirement of nested virtualization, and whether a machine meets it.
  public func nestedRequirements(_ machine: String) async throws -> [NestedRequirement] {
    try await get(path(machine: machine) + "/requirements")
  }

  /// Those requirements that a machine which was started misses, known before its guest runs.
  public func nestedRequirementsMissed(_ machine: MachineResource) async throws -> [NestedRequirement] {
    guard machine.configuration.processor.exposeVirtualizationExtensions else { return [] }
    return try await nestedRequirements(machine.configuration.name).filter { $0.isMet == false && $0.isKnownAtStart }
  }

  /// Ends the service; machines and switches go on.
  public func stopService() async throws { try await send(.POST, "/v1/service/stop") }

  // MARK: Machines

  public func machine(_ name: String) async throws -> MachineResource { try await get(path(machine: name)) }

  public func createMachine(_ configuration: MachineConfiguration) async throws -> MachineResource {
    try await send(.POST, "/v1/machines", configuration)
  }

  /// Replaces the configuration. With another name in it the machine is renamed, also while it runs.
  public func updateMachine(_ name: String, _ configuration: MachineConfiguration) async throws -> MachineResource {
    try await send(.PUT, path(machine: name), configuration)
  }

  public func removeMachine(_ name: String) async throws { try await send(.DELETE, path(machine: name)) }

  public func startMachine(_ name: String) async throws -> MachineResource { try await act(name, "start") }

  /// Through the agent; returns when the machine is Off.
  public func shutDownMachine(_ name: String) async throws -> MachineResource { try await act(name, "shutdown") }

  /// As pulling the plug.
  public func turnOffMachine(_ name: String) async throws -> MachineResource { try await act(name, "turnoff") }

  /// A hard reset.
  public func restartMachine(_ name: String) async throws -> MachineResource { try await act(name, "restart") }

  /// Stops the processors of a machine that runs; one that is paused is left as it is. Throws `invalidState` when it is Off.
  public func suspendMachine(_ name: String) async throws -> MachineResource { try await act(name, "suspend") }

  /// Lets a paused machine go on; one that runs is left as it is. Throws `invalidState` when it is Off.
  public func resumeMachine(_ name: String) async throws -> MachineResource { try await act(name, "resume") }

  /// Returns when `condition` holds. Throws `timeout` after `seconds`, `invalidState` when the machine goes Off meanwhile.
  public func waitForMachine(
    _ name: String, for condition: WaitCondition, seconds: Double
  ) async throws -> MachineResource {
    try await act(name, "wait?for=\(condition.rawValue)&seconds=\(seconds)")
  }

  /// Returns when the guest link is up and, in a machine of the image `host`, the service inside answers. Throws
  /// `timeout` after `seconds`, `invalidState` when the machine goes Off meanwhile.
  public func waitForGuest(_ name: String, seconds: Double) async throws -> MachineResource {
    try await act(name, "wait?seconds=\(seconds)")
  }

  /// The end of what the machine wrote to its serial console.
  public func console(_ machine: String) async throws -> String {
    let response = try await open(.GET, path(machine: machine) + "/console")
    return String(buffer: try await Self.body(of: response))
  }

  // MARK: Guests

  public func guestInformation(_ machine: String) async throws -> GuestInformation {
    try await get(path(machine: machine) + "/information")
  }

  /// Runs a command in the machine and waits for its end.
  public func execute(_ machine: String, _ request: ExecRequest) async throws -> ExecResult {
    try await send(.POST, path(machine: machine) + "/execute", request)
  }

  // MARK: Switches and NATs

  public func createSwitch(_ configuration: SwitchConfiguration) async throws -> SwitchResource {
    try await send(.POST, "/v1/switches", configuration)
  }

  /// Replaces the configuration. With another name in it the switch is renamed, its host adapter and the adapters of machines
  /// that name it too; with another type it is converted.
  public func updateSwitch(_ name: String, _ configuration: SwitchConfiguration) async throws -> SwitchResource {
    try await send(.PUT, "/v1/switches/\(PathSegment.encode(name))", configuration)
  }

  public func removeSwitch(_ name: String) async throws {
    try await send(.DELETE, "/v1/switches/\(PathSegment.encode(name))")
  }

  public func createNAT(_ configuration: NATConfiguration) async throws -> NATResource {
    try await send(.POST, "/v1/nats", configuration)
  }

  /// Replaces the configuration; the name stays.
  public func updateNAT(_ name: String, _ configuration: NATConfiguration) async throws -> NATResource {
    try await send(.PUT, "/v1/nats/\(PathSegment.encode(name))", configuration)
  }

  /// The connections that the NAT translates at the moment. Throws `notSupported` where the kernel does not tell.
  public func natSessions(_ name: String) async throws -> [NATSession] {
    try await get("/v1/nats/\(PathSegment.encode(name))/sessions")
  }

  public func removeNAT(_ name: String) async throws {
    try await send(.DELETE, "/v1/nats/\(PathSegment.encode(name))")
  }
}

/// Names as one segment of a path.
enum PathSegment {
  /// Percent-encodes all but RFC 3986's unreserved characters.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      if isUnreserved(byte) {
        result.append(Character(Unicode.Scalar(byte)))
      } else {
        result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// Nil when an escape is broken or the bytes are not UTF-8.
  static func decode(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}
