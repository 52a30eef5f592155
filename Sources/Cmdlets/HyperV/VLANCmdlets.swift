internal import HostAPI
internal import HyperV
internal import PowerShell

/// Get- and Set-VMNetworkAdapterVlan.
enum VLANCmdlets {
  static let all: [CmdletDefinition] = [get, set]

  private static let get = CmdletDefinition(
    "Get-VMNetworkAdapterVlan", "Gives the VLANs of network adapters.",
    supports: "VMName VM VMNetworkAdapter VMNetworkAdapterName ManagementOS ComputerName"
  ) { call in
    let objects = call.bound.elements("VMNetworkAdapter") ?? []
    let hosts = objects.compactMap { $0.payload(as: InternalAdapterObject.self) }
    let isEverything = !["VMName", "VM", "VMNetworkAdapter", "ManagementOS"].contains(where: call.bound.contains)
    let name = call.bound.string("VMNetworkAdapterName")
    for adapter in hosts { try call.write(VLANObject(.host(adapter)).value) }
    if call.bound.isSet("ManagementOS") || isEverything {
      for adapter in try call.hostAdapters(named: name, switchName: nil) {
        try call.write(VLANObject(.host(adapter)).value)
      }
    }
    guard hosts.isEmpty, !call.bound.isSet("ManagementOS") else { return }
    for adapter in try call.adapters(named: name.map { [$0] }) { try call.write(VLANObject(.machine(adapter)).value) }
  }

  private static let set = CmdletDefinition(
    "Set-VMNetworkAdapterVlan", "Changes the VLANs of network adapters.",
    supports: "VMName VM VMNetworkAdapter VMNetworkAdapterName ManagementOS Untagged Access VlanId Trunk NativeVlanId "
      + "AllowedVlanIdList Isolated Community Promiscuous PrimaryVlanId SecondaryVlanId SecondaryVlanIdList "
      + "ComputerName"
  ) { call in
    let name = call.bound.string("VMNetworkAdapterName")
    let vlan = try configuration(call)
    let objects = call.bound.elements("VMNetworkAdapter") ?? []
    var hosts = objects.compactMap { $0.payload(as: InternalAdapterObject.self) }
    let isHost = call.bound.isSet("ManagementOS")
    if isHost { hosts = try call.hostAdapters(named: name, switchName: nil) }
    for adapter in hosts { try set(call, adapter, vlan) }
    guard hosts.isEmpty, !isHost else { return }
    for adapter in try call.adapters(named: name.map { [$0] }) {
      let text =
        "Set-VMNetworkAdapterVlan will configure the VLAN settings of the network adapter \"\(adapter.current.name)\" "
        + "of the virtual machine \"\(adapter.machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(adapter) { $0.vlan = vlan }
        try call.pass(VLANObject(.machine(adapter)).value)
      }
    }
  }

  private static func set(_ call: HostCall, _ adapter: InternalAdapterObject, _ vlan: VLANConfiguration) throws {
    let name = adapter.switch.configuration.name
    guard
      try call.proceeds(
        "Set-VMNetworkAdapterVlan will configure the VLAN settings of the host's network adapter \"\(name)\".")
    else { return }
    try call.attempt {
      var wanted = adapter.switch.configuration
      wanted.hostAdapterVLAN = vlan
      let configuration = wanted
      let made = try adapter.connection.change { try await $0.updateSwitch(name, configuration) }
      let changed = InternalAdapterObject(connection: adapter.connection, switch: made, adapter: adapter.adapter)
      try call.pass(VLANObject(.host(changed)).value)
    }
  }

  /// The modes, each with the parameters that it needs.
  private static let modes: [(name: String, needs: [String])] = [
    ("Untagged", []), ("Access", ["VlanId"]), ("Trunk", ["NativeVlanId", "AllowedVlanIdList"]),
    ("Isolated", ["PrimaryVlanId", "SecondaryVlanId"]), ("Community", ["PrimaryVlanId", "SecondaryVlanId"]),
    ("Promiscuous", ["PrimaryVlanId", "SecondaryVlanIdList"]),
  ]

  /// What the parameters ask for: exactly one mode, with what belongs to it.
  private static func configuration(_ call: HostCall) throws -> VLANConfiguration {
    let given = modes.filter { call.bound.isSet($0.name) }
    guard given.count == 1, let mode = given.first else {
      throw DrosteError(
        .invalidParameter,
        given.isEmpty
          ? "No VLAN mode was named." : "-\(given.map(\.name).joined(separator: " and -")) cannot be used together.",
        hint: "-Untagged, -Access -VlanId ID, -Trunk -NativeVlanId ID -AllowedVlanIdList 1-10,20, -Isolated or "
          + "-Community -PrimaryVlanId ID -SecondaryVlanId ID, or -Promiscuous -PrimaryVlanId ID -SecondaryVlanIdList "
          + "200-210")
    }
    for other in modes {
      for parameter in other.needs where call.bound.contains(parameter) && !mode.needs.contains(parameter) {
        throw DrosteError(.invalidParameter, "-\(parameter) belongs to -\(other.name), not to -\(mode.name).")
      }
    }
    for parameter in mode.needs where !call.bound.contains(parameter) {
      throw DrosteError(
        .invalidParameter, "-\(mode.name) needs -\(mode.needs.joined(separator: " and -")).",
        hint: parameter.hasSuffix("List") ? "-\(parameter) 1-10,20" : "-\(parameter) takes 1 to 4094")
    }
    let id = { (name: String) in Int(clamping: call.bound.integer(name) ?? 0) }
    switch mode.name {
    case "Untagged": return .untagged
    case "Access": return .access(id: id("VlanId"))
    case "Trunk": return .trunk(native: id("NativeVlanId"), allowed: try set(call, "AllowedVlanIdList"))
    case "Isolated": return .privateIsolated(primary: id("PrimaryVlanId"), secondary: id("SecondaryVlanId"))
    case "Community": return .privateCommunity(primary: id("PrimaryVlanId"), secondary: id("SecondaryVlanId"))
    default:
      return .privatePromiscuous(primary: id("PrimaryVlanId"), secondaries: try set(call, "SecondaryVlanIdList"))
    }
  }

  private static func set(_ call: HostCall, _ parameter: String) throws -> VLANSet {
    let list = call.bound.string(parameter) ?? ""
    if let ids = VLANSet(list) { return ids }
    throw DrosteError(
      .invalidParameter, "\"\(list)\" is no list of VLAN ids within 1 to 4094.", hint: "-\(parameter) 1-10,20")
  }
}
