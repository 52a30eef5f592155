internal import Ethernet
internal import FoundationEssentials
internal import HyperV
internal import PowerShell

/// Get-, Add-, Set-, Remove-, Rename-, Connect- and Disconnect-VMNetworkAdapter.
enum AdapterCmdlets {
  static let all: [CmdletDefinition] = [get, add, set, remove, rename, connect, disconnect]

  static let standardName = "Network Adapter"

  private static let noLegacy = CmdletDefinition.Fact("False", "there are no legacy adapters.")

  private static let get = CmdletDefinition(
    "Get-VMNetworkAdapter", "Gives the network adapters of virtual machines and of a host.",
    supports: "VMName VM Name ManagementOS SwitchName All IsLegacy ComputerName"
  ) { call in
    let name = call.bound.string("Name")
    let (isAll, isHost) = (call.bound.isSet("All"), call.bound.isSet("ManagementOS"))
    if isAll || isHost {
      for adapter in try call.hostAdapters(named: name, switchName: call.bound.string("SwitchName")) {
        try call.write(adapter.value)
      }
    }
    guard !isHost, call.bound.boolean("IsLegacy") != true else { return }
    let isPattern = name.map(Wildcard.isPattern) ?? true
    for adapter in try call.adapters(named: isAll && !isPattern ? nil : name.map { [$0] }) {
      if isAll, !isPattern, let name, !Names.same(adapter.current.name, name) { continue }
      try call.write(adapter.value)
    }
  }

  private static let add = CmdletDefinition(
    "Add-VMNetworkAdapter", "Gives virtual machines that are Off another network adapter.",
    supports: "VMName VM Name SwitchName DynamicMacAddress StaticMacAddress ComputerName",
    facts: ["IsLegacy": noLegacy, "DeviceNaming": .init("Off", "guests are not told the names of adapters.")]
  ) { call in
    let address = try call.macAddress("StaticMacAddress")
    for machine in try call.machines() {
      let text = "Add-VMNetworkAdapter will add a network adapter to the virtual machine \"\(machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        let taken = machine.current.configuration.adapters.map(\.name)
        let adapter = NetworkAdapterConfiguration(
          name: call.bound.string("Name") ?? freeName(taken), switchName: call.bound.string("SwitchName"),
          macAddress: address, isMACAddressDynamic: address == nil)
        try call.update(machine) { $0.adapters.append(adapter) }
        try call.pass(machine.adapters.last?.value ?? .null)
      }
    }
  }

  /// Names are unique within a machine here, so the second `Network Adapter` gets a number.
  private static func freeName(_ taken: [String]) -> String {
    let names = [standardName] + (2...max(2, taken.count + 2)).map { "\(standardName) \($0)" }
    return names.first { name in !taken.contains { Names.same($0, name) } } ?? standardName
  }

  private static let set = CmdletDefinition(
    "Set-VMNetworkAdapter", "Changes what a network adapter of a virtual machine may send, and its address.",
    supports: "VMName VM VMNetworkAdapter Name DynamicMacAddress StaticMacAddress MacAddressSpoofing DhcpGuard "
      + "RouterGuard PortMirroring MaximumBandwidth MinimumBandwidthAbsolute MinimumBandwidthWeight StormLimit "
      + "ComputerName",
    more: ["AllowedMacAddress String[]"],
    facts: [
      "AllowTeaming": .init(
        "Off", "adapters are not teamed in guests; -MacAddressSpoofing On lets several addresses pass."),
      "DeviceNaming": .init("Off", "guests are not told the names of adapters."),
      "IeeePriorityTag": .init("Off", "priorities of frames are not passed on."),
    ]
  ) { call in
    let address = try call.macAddress("StaticMacAddress")
    let state = { (name: String) in call.bound.enumeration(name).map(OnOffState.init) }
    let policies = try PortPolicies(call)
    for adapter in try call.adapters(named: call.bound.string("Name").map { [$0] }) {
      let text =
        "Set-VMNetworkAdapter will configure the network adapter \"\(adapter.current.name)\" of the virtual machine "
        + "\"\(adapter.machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(adapter) { adapter in
          if let spoofing = state("MacAddressSpoofing") { adapter.macAddressSpoofing = spoofing }
          if let guarding = state("DhcpGuard") { adapter.dhcpGuard = guarding }
          if let guarding = state("RouterGuard") { adapter.routerGuard = guarding }
          policies.apply(to: &adapter)
          if let address { (adapter.macAddress, adapter.isMACAddressDynamic) = (address, false) }
        }
        if call.bound.isSet("DynamicMacAddress"), !adapter.current.isMACAddressDynamic { try renew(call, adapter) }
        try call.pass(adapter.value)
      }
    }
  }

  /// Takes a fresh address from the pool. An adapter that is sent without one keeps what it has, as long as its name is
  /// known; so it has another name for the moment.
  private static func renew(_ call: HostCall, _ adapter: AdapterObject) throws {
    let (name, passing) = (adapter.current.name, UUID().uuidString)
    guard let index = adapter.index(in: adapter.machine.current.configuration) else { return }
    try call.update(adapter.machine) { configuration in
      configuration.adapters[index].name = passing
      (configuration.adapters[index].macAddress, configuration.adapters[index].isMACAddressDynamic) = (nil, true)
    }
    try call.update(adapter.machine) { $0.adapters[index].name = name }
  }

  private static let remove = CmdletDefinition(
    "Remove-VMNetworkAdapter", "Takes network adapters from virtual machines that are Off.",
    supports: "VMName VM VMNetworkAdapter Name ComputerName"
  ) { call in
    for adapter in try call.adapters(named: call.bound.string("Name").map { [$0] }) {
      let text =
        "Remove-VMNetworkAdapter will remove the network adapter \"\(adapter.current.name)\" from the virtual machine "
        + "\"\(adapter.machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(adapter.machine) { configuration in
          if let index = adapter.index(in: configuration) { configuration.adapters.remove(at: index) }
        }
        try call.pass(adapter.value)
      }
    }
  }

  private static let rename = CmdletDefinition(
    "Rename-VMNetworkAdapter", "Gives network adapters of virtual machines another name.",
    supports: "VMName VM VMNetworkAdapter Name NewName ComputerName"
  ) { call in
    let name = call.bound.string("NewName") ?? ""
    for adapter in try call.adapters(named: call.bound.string("Name").map { [$0] }) {
      let text =
        "Rename-VMNetworkAdapter will rename the network adapter \"\(adapter.current.name)\" of the virtual machine "
        + "\"\(adapter.machine.name)\" to \"\(name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(adapter) { $0.name = name }
        try call.pass(renamed(adapter, name).value)
      }
    }
  }

  private static func renamed(_ adapter: AdapterObject, _ name: String) -> AdapterObject {
    adapter.machine.adapters.first { Names.same($0.current.name, name) } ?? adapter
  }

  private static let connect = CmdletDefinition(
    "Connect-VMNetworkAdapter", "Plugs network adapters of virtual machines into a switch.",
    supports: "VMName VMNetworkAdapter Name SwitchName VMSwitch ComputerName"
  ) { call in
    let name = call.bound.object("VMSwitch", as: SwitchObject.self)?.name ?? call.bound.string("SwitchName")
    guard let name else { return }
    try plug(call, name, "Connect-VMNetworkAdapter will connect") { " to the virtual switch \"\(name)\"\($0)" }
  }

  private static let disconnect = CmdletDefinition(
    "Disconnect-VMNetworkAdapter", "Unplugs network adapters of virtual machines from their switches.",
    supports: "VMName VMNetworkAdapter Name ComputerName"
  ) { call in try plug(call, nil, "Disconnect-VMNetworkAdapter will disconnect") { $0 } }

  private static func plug(
    _ call: HostCall, _ switchName: String?, _ verb: String, _ ending: (String) -> String
  ) throws {
    for adapter in try call.adapters(named: call.bound.strings("Name")) {
      let text =
        "\(verb) the network adapter \"\(adapter.current.name)\" of the virtual machine \"\(adapter.machine.name)\""
        + ending(".")
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(adapter) { $0.switchName = switchName }
        try call.pass(adapter.value)
      }
    }
  }
}
