internal import FoundationEssentials
internal import HyperV
internal import PowerShell

/// What an object of `VMIntegrationComponent` is: an integration service of a machine.
struct IntegrationServiceObject: Sendable {
  let machine: MachineObject
  let service: IntegrationService

  private static let base = TypeReference(
    "\(HyperVEnum.namespace).VMIntegrationComponent", base: HyperVClass.component,
    members: MemberTable(properties: properties))
  /// Two services have a class of their own.
  private static let dataExchange = TypeReference(
    "\(HyperVEnum.namespace).DataExchangeComponent", base: base)
  private static let guestServiceInterface = TypeReference(
    "\(HyperVEnum.namespace).GuestServiceInterfaceComponent", base: base)
  private static let shutdown = TypeReference("\(HyperVEnum.namespace).ShutdownComponent", base: base)

  static let types = [base, dataExchange, guestServiceInterface, shutdown]

  private static let field = Fields<IntegrationServiceObject>()

  private static let properties: [Property] =
    [
      field("Enabled") { .boolean($0.machine.current.configuration.integrationServices[$0.service]) },
      field("OperationalStatus") { $0.status.map { .array([$0]) } ?? .null },
      field("PrimaryOperationalStatus") { $0.status ?? .null },
      field("PrimaryStatusDescription") { .string($0.state?.rawValue ?? "") },
      field("SecondaryOperationalStatus", .null),
      field("SecondaryStatusDescription", ""),
      field("StatusDescription") { $0.state.map { .list([$0.rawValue]) } ?? .null },
      field("Name") { .string($0.service.rawValue) },
      field("Id") { .string("Microsoft:\($0.machine.id.uuidString)\\\($0.service.componentID.uuidString)") },
    ] + MachinePart.properties(\IntegrationServiceObject.machine)

  private var state: IntegrationServiceStatus.State? {
    machine.current.status.integrationServices.first { $0.service == service }?.state
  }

  private var status: Value? {
    state.map { state in
      let name =
        switch state {
        case .ok: "Ok"
        case .noContact: "NoContact"
        case .disabled: "Disabled"
        }
      return HyperVEnum.value("VMIntegrationComponentOperationalStatus", name)
    }
  }

  private var type: TypeReference {
    switch service {
    case .keyValuePairExchange: Self.dataExchange
    case .guestServiceInterface: Self.guestServiceInterface
    case .shutdown: Self.shutdown
    case .heartbeat, .timeSynchronization, .vss: Self.base
    }
  }

  var value: Value { .object(HostObject(type, payload: self)) }
}
