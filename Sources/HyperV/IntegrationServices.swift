public import FoundationEssentials

/// Hyper-V's integration services. The raw values are the names that its cmdlets show and take.
public enum IntegrationService: String, Codable, Hashable, Sendable, CaseIterable {
  /// Files copied from the host into the guest.
  case guestServiceInterface = "Guest Service Interface"
  case heartbeat = "Heartbeat"
  /// What the guest tells of itself: kernel, addresses.
  case keyValuePairExchange = "Key-Value Pair Exchange"
  case shutdown = "Shutdown"
  case timeSynchronization = "Time Synchronization"
  case vss = "VSS"

  /// Whether the agent in a guest has this service. Time Synchronization and VSS it has not: guests keep their own time, and
  /// there is no volume snapshot service to ask.
  public var isProvided: Bool { self != .timeSynchronization && self != .vss }

  /// Hyper-V's GUID of the component, the same on every host.
  public var componentID: UUID {
    let text =
      switch self {
      case .guestServiceInterface: "6C09BB55-D683-4DA0-8931-C9BF705F6480"
      case .heartbeat: "84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47"
      case .keyValuePairExchange: "2A34B1C2-FD73-4043-8A5B-DD2159BC743F"
      case .shutdown: "9F8233AC-BE49-4C79-8EE3-E7E1985B2077"
      case .timeSynchronization: "2497F4DE-E9FA-4204-80E4-4B75C46419C0"
      case .vss: "5CED1297-4598-4915-A5FC-AD21BB4D02A4"
      }
    return UUID(uuidString: text)!
  }
}

/// Which integration services a machine has, as asked for. Changes take effect at once, also on a machine that runs.
public struct IntegrationServices: Hashable, Sendable {
  /// Those that are enabled.
  public var enabled: Set<IntegrationService>

  /// All that the agent has, but for Guest Service Interface, which is off unless asked for.
  public static let standard = IntegrationServices(enabled: [.heartbeat, .keyValuePairExchange, .shutdown])

  public init(enabled: Set<IntegrationService> = IntegrationServices.standard.enabled) { self.enabled = enabled }

  public subscript(service: IntegrationService) -> Bool {
    get { enabled.contains(service) }
    set { if newValue { enabled.insert(service) } else { enabled.remove(service) } }
  }

  /// Everything that is wrong with this choice, each as `integrationServices: text`.
  func problems() -> [String] {
    IntegrationService.allCases.filter { enabled.contains($0) && !$0.isProvided }.map {
      "integrationServices: \($0.rawValue) cannot be enabled, the agent in the guests does not have it"
    }
  }
}

/// In JSON an object of names and booleans; a service that is left out is as in `standard`.
extension IntegrationServices: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    init(_ service: IntegrationService) { stringValue = service.rawValue }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let unknown = container.allKeys.first(where: { IntegrationService(rawValue: $0.stringValue) == nil }) {
      throw DecodingError.dataCorruptedError(
        forKey: unknown, in: container, debugDescription: "there is no such integration service")
    }
    self = .standard
    for service in IntegrationService.allCases {
      if let isOn = try container.decodeIfPresent(Bool.self, forKey: Key(service)) { self[service] = isOn }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for service in IntegrationService.allCases { try container.encode(self[service], forKey: Key(service)) }
  }
}

/// An integration service of a machine, as it is.
public struct IntegrationServiceStatus: Codable, Hashable, Sendable {
  /// Hyper-V's operational status of a service that is looked at on a machine which is not Off.
  public enum State: String, Codable, Sendable {
    case ok = "OK"
    /// The agent in the guest does not answer.
    case noContact = "No Contact"
    case disabled = "Disabled"
  }

  public var service: IntegrationService
  public var enabled: Bool
  /// Nil while the machine is Off.
  public var state: State?

  public init(service: IntegrationService, enabled: Bool, state: State? = nil) {
    self.service = service
    self.enabled = enabled
    self.state = state
  }
}

/// Hyper-V's heartbeat of a machine.
public enum HeartbeatStatus: String, Codable, Sendable {
  /// The service is not enabled.
  case disabled = "Disabled"
  /// The agent has not answered since the machine was started.
  case noContact = "NoContact"
  /// The agent answered before and does not now.
  case lostCommunication = "LostCommunication"
  /// The agent answers. It knows nothing of the applications in the guest.
  case ok = "OkApplicationsUnknown"
  case paused = "Paused"
}
