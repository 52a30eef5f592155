internal import Ethernet
internal import FoundationEssentials
internal import HyperV
internal import PowerShell

/// What an object of `VMInternalNetworkAdapter` is: a host's adapter on one of its switches.
struct InternalAdapterObject: Sendable {
  let connection: HostConnection
  let `switch`: SwitchResource
  let adapter: HostAdapter

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMInternalNetworkAdapter", base: AdapterClass.base,
    members: MemberTable(properties: properties))

  private static let field = Fields<InternalAdapterObject>()

  private static let properties: [Property] =
    [
      // Hyper-V names it after its switch.
      field("Name") { .string($0.switch.configuration.name) },
      field("Id") { .string("Microsoft:\($0.switch.id.uuidString)\\\($0.adapter.interface)") },
      field("IsManagementOs", true),
      field("IsExternalAdapter", false),
      field("MacAddress") { .string($0.adapter.macAddress?.bare ?? "") },
      field("SwitchName") { .string($0.switch.configuration.name) },
      field("SwitchId") { .guid($0.switch.id) },
      field("IPAddresses") { .list($0.adapter.addresses.map(\.address.description)) },
      field("Status") { _ in .array([HyperVEnum.value("VMNetworkAdapterOperationalStatus", "Ok")]) },
      field("StatusDescription") { _ in .list(["OK"]) },
      field("DeviceId") { .string($0.adapter.interface) },
      field("InterfaceDescription") { .string($0.adapter.interfaceDescription) },
      field("VlanSetting") { .object(VLANObject(.host($0)).object) },
      field("VMId", .guid(Guid.empty)),
      field("VMName", .null),
      field("ComputerName") { .string($0.connection.computerName) },
      field("IsDeleted", false),
    ]

  var value: Value {
    .object(
      HostObject(Self.type, payload: self) { payload in
        (payload as? InternalAdapterObject).map {
          "VMInternalNetworkAdapter (Name = '\($0.switch.configuration.name)')"
        }
      })
  }
}
