internal import FoundationEssentials
internal import HyperV
internal import PowerShell

/// What an object of `VMSwitch` is: a switch of a host, as it was read.
struct SwitchObject: Sendable {
  let connection: HostConnection
  let resource: SwitchResource
  /// Hyper-V's description of the uplink; nil where there is none.
  var uplink: String?

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMSwitch", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties))

  private static let field = Fields<SwitchObject>()

  private static let properties: [Property] = [
    field("Name") { .string($0.name) },
    field("Id") { .guid($0.resource.id) },
    field("Notes") { .string($0.resource.configuration.notes) },
    field("Extensions") { _ in .array([]) },
    field("BandwidthReservationMode") {
      HyperVEnum.value("VMSwitchBandwidthMode", $0.resource.configuration.bandwidthMode.rawValue)
    },
    field("PacketDirectEnabled", false),
    field("EmbeddedTeamingEnabled", false),
    field("IovEnabled", false),
    field("SwitchType") { HyperVEnum.value(HyperVEnum.switchType, $0.typeName) },
    field("AllowManagementOS") { .boolean($0.hasHostAdapter) },
    field("NetAdapterInterfaceDescription") { .text($0.uplink) },
    field("NetAdapterInterfaceDescriptions") { .list($0.uplink.map { [$0] } ?? []) },
    field("IovSupport", false),
    field("SoftwareRscEnabled", false),
    field("NetAdapterName") { .text($0.resource.configuration.netAdapterName) },
    field("ComputerName") { .string($0.connection.computerName) },
    field("IsDeleted", false),
  ]

  var name: String { resource.configuration.name }

  /// Hyper-V's type. A NAT switch is Internal there too, as its Default Switch is.
  var typeName: String {
    let type = resource.configuration.type
    return (type == .nat ? SwitchType.internal : type).rawValue
  }

  private var hasHostAdapter: Bool {
    switch resource.configuration.type {
    case .internal: true
    case .external: resource.configuration.allowManagementOS
    case .private, .nat: false
    }
  }

  var value: Value {
    .object(
      HostObject(Self.type, payload: self) { payload in
        (payload as? SwitchObject).map {
          "VMSwitch (Name = '\($0.name)') [Id = '\($0.resource.id.uuidString.lowercased())']"
        }
      })
  }
}
