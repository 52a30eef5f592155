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
      + "AllowedVlanIdList ComputerName"
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

  /// What the parameters ask for: exactly one mode, with what belongs to it.
  private static func configuration(_ call: HostCall) throws -> VLANConfiguration {
    let modes = ["Untagged", "Access", "Trunk"].filter { call.bound.isSet($0) }
    guard modes.count == 1 else {
      throw DrosteError(
        .invalidParameter,
        modes.isEmpty
          ? "No VLAN mode was named." : "-\(modes.joined(separator: " and -")) cannot be used together.",
        hint: "-Untagged, -Access -VlanId ID, or -Trunk -NativeVlanId ID -AllowedVlanIdList 1-10,20")
    }
    let id = call.bound.integer("VlanId").map { Int(clamping: $0) }
    let native = call.bound.integer("NativeVlanId").map { Int(clamping: $0) }
    let list = call.bound.string("AllowedVlanIdList")
    let extra = [
      ("VlanId", id != nil, "Access"), ("NativeVlanId", native != nil, "Trunk"),
      ("AllowedVlanIdList", list != nil, "Trunk"),
    ]
    for (parameter, isGiven, mode) in extra where isGiven && modes[0] != mode {
      throw DrosteError(.invalidParameter, "-\(parameter) belongs to -\(mode), not to -\(modes[0]).")
    }
    switch modes[0] {
    case "Untagged": return .untagged
    case "Access":
      guard let id else { throw DrosteError(.invalidParameter, "-Access needs -VlanId, 1 to 4094.") }
      return .access(id: id)
    default:
      guard let list, let native else {
        throw DrosteError(.invalidParameter, "-Trunk needs -NativeVlanId and -AllowedVlanIdList.")
      }
      guard let allowed = VLANSet(list) else {
        throw DrosteError(
          .invalidParameter, "\"\(list)\" is no list of VLAN ids within 1 to 4094.", hint: "-AllowedVlanIdList 1-10,20")
      }
      return .trunk(native: native, allowed: allowed)
    }
  }
}
