internal import Ethernet
internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import PowerShell

/// Get-, New-, Set-, Remove- and Rename-VMSwitch.
enum SwitchCmdlets {
  static let all: [CmdletDefinition] = [get, new, set, remove, rename]

  private static let facts: [String: CmdletDefinition.Fact] = [
    "EnableIov": .init("False", "adapters are not given to machines as hardware."),
    "EnablePacketDirect": .init("False", "there is no PacketDirect."),
    "EnableEmbeddedTeaming": .init("False", "adapters are not teamed."),
  ]

  private static let get = CmdletDefinition(
    "Get-VMSwitch", "Gives the virtual switches of a host.", supports: "Name Id SwitchType ComputerName"
  ) { call in
    let types = call.bound.elements("SwitchType")?.compactMap { try? $0.displayString() }
    let ids = call.bound.elements("Id")?.compactMap { value in
      if case .guid(let guid) = value.unwrapped { UUID(uuidString: guid.text) } else { nil }
    }
    for connection in try call.connections() {
      try call.attempt {
        var found = try switches(call, call.bound.string("Name").map { [$0] }, connection)
        if let ids { found = found.filter { ids.contains($0.resource.id) } }
        if let types { found = found.filter { types.contains($0.typeName) } }
        for found in found { try call.write(found.value) }
      }
    }
  }

  /// Switches by names and patterns; a name that none has is an error.
  static func switches(
    _ call: HostCall, _ names: [String]?, _ connection: HostConnection
  ) throws -> [SwitchObject] {
    let all = try connection.read { try await $0.status().switches }
    let adapters =
      all.contains { $0.configuration.type == .external }
      ? try connection.read { try await $0.hostAdapters() } : []
    var found: [SwitchObject] = []
    for name in names ?? ["*"] {
      let pattern = try Wildcard(name)
      let isPattern = Wildcard.isPattern(name)
      let matching = all.filter {
        isPattern ? pattern.matches($0.configuration.name) : Names.same($0.configuration.name, name)
      }
      if matching.isEmpty, !isPattern {
        let error = DrosteError.switchNotFound(name, existing: all.map(\.configuration.name))
        try call.invocation.writeError(
          CommandFailure(
            HyperVFailure.notFound(error, name, call.invocation.origin, isGet: call.name == "Get-VMSwitch")))
      }
      found += matching.map { SwitchObject(connection: connection, resource: $0, uplink: uplink($0, adapters)) }
    }
    return found
  }

  static func uplink(_ resource: SwitchResource, _ adapters: [HostAdapter]) -> String? {
    guard resource.configuration.type == .external, let name = resource.configuration.netAdapterName else { return nil }
    return adapters.first { Names.same($0.name, name) || $0.interface == name }?.interfaceDescription ?? name
  }

  private static let new = CmdletDefinition(
    "New-VMSwitch", "Makes a virtual switch: for machines alone, for them and the host, or with a physical adapter.",
    supports:
      "Name SwitchType NetAdapterName NetAdapterInterfaceDescription AllowManagementOS MinimumBandwidthMode Notes "
      + "ComputerName", more: ["!NATSubnetAddress in NATSubnet"], facts: facts
  ) { call in
    let name = call.bound.string("Name") ?? ""
    for connection in try call.connections() {
      guard try call.proceeds("New-VMSwitch will create a new virtual switch \"\(name)\".") else { continue }
      try call.attempt {
        var configuration = SwitchConfiguration(name: name, type: .private, notes: call.bound.string("Notes") ?? "")
        if let mode = call.bound.enumeration("MinimumBandwidthMode").flatMap({ BandwidthMode(rawValue: $0.text) }) {
          configuration.bandwidthMode = mode
        }
        if call.bound.enumeration("SwitchType")?.text == "Internal" { configuration.type = .internal }
        if let adapter = try uplink(call, connection) {
          configuration.type = .external
          configuration.netAdapterName = adapter
          configuration.allowManagementOS = call.bound.boolean("AllowManagementOS") ?? true
        }
        if let subnet = call.bound.string("NATSubnetAddress") {
          configuration.type = .nat
          configuration.address = try gateway(of: subnet)
        }
        let wanted = configuration
        let made = try connection.change { try await $0.createSwitch(wanted) }
        try call.write(object(made, connection).value)
      }
    }
  }

  /// The address that the gateway of a prefix such as 10.77.0.0/24 gets: the first one, unless one is named.
  private static func gateway(of subnet: String) throws -> IPv4Prefix {
    guard let prefix = IPv4Prefix(subnet), prefix.length <= 30 else {
      throw DrosteError(
        .invalidParameter, "\"\(subnet)\" is not a prefix of IPv4 addresses.",
        hint: "New-VMSwitch -Name NAME -NATSubnetAddress 10.77.0.0/24")
    }
    guard prefix.isNetwork else { return prefix }
    return IPv4Prefix(address: prefix.network.advanced(by: 1), length: prefix.length) ?? prefix
  }

  private static func object(_ resource: SwitchResource, _ connection: HostConnection) throws -> SwitchObject {
    let isExternal = resource.configuration.type == .external
    let adapters = isExternal ? try connection.read { try await $0.hostAdapters() } : []
    return SwitchObject(connection: connection, resource: resource, uplink: uplink(resource, adapters))
  }

  /// The physical adapter that `-NetAdapterName` or `-NetAdapterInterfaceDescription` names; nil where neither does.
  private static func uplink(_ call: HostCall, _ connection: HostConnection) throws -> String? {
    if let names = call.bound.strings("NetAdapterName") {
      guard names.count == 1 else {
        throw call.refuse("NetAdapterName", names.joined(separator: ", "), "adapters are not teamed.")
      }
      return names[0]
    }
    guard let descriptions = call.bound.strings("NetAdapterInterfaceDescription") else { return nil }
    guard descriptions.count == 1 else {
      throw call.refuse(
        "NetAdapterInterfaceDescription", descriptions.joined(separator: ", "), "adapters are not teamed.")
    }
    let adapters = try connection.read { try await $0.hostAdapters() }
    guard let found = adapters.first(where: { Names.same($0.interfaceDescription, descriptions[0]) }) else {
      throw DrosteError(
        .objectNotFound,
        """
        Failed while adding virtual Ethernet switch connections.
        No network adapter of this host has the interface description '\(descriptions[0])'.
        """, hint: "Get-NetAdapter shows the adapters of this host")
    }
    return found.name
  }

  private static let set = CmdletDefinition(
    "Set-VMSwitch", "Changes a virtual switch's type, adapter and notes.",
    supports:
      "Name VMSwitch SwitchType NetAdapterName NetAdapterInterfaceDescription AllowManagementOS Notes ComputerName"
  ) { call in
    for found in try selected(call) {
      guard try call.proceeds("Set-VMSwitch will configure the virtual switch \"\(found.name)\".") else { continue }
      try call.attempt {
        var configuration = found.resource.configuration
        if let notes = call.bound.string("Notes") { configuration.notes = notes }
        if let type = call.bound.enumeration("SwitchType")?.text.lowercased() {
          try convert(&configuration, SwitchType.allCases.first { $0.rawValue.lowercased() == type } ?? .private)
        }
        if let adapter = try uplink(call, found.connection) {
          configuration.type = .external
          configuration.netAdapterName = adapter
          configuration.address = nil
          // Hyper-V turns this on with the conversion.
          if found.resource.configuration.type != .external { configuration.allowManagementOS = true }
        }
        if let allows = call.bound.boolean("AllowManagementOS") { configuration.allowManagementOS = allows }
        let (name, wanted) = (found.name, configuration)
        let made = try found.connection.change { try await $0.updateSwitch(name, wanted) }
        try call.pass(object(made, found.connection).value)
      }
    }
  }

  private static func convert(_ configuration: inout SwitchConfiguration, _ type: SwitchType) throws {
    if type == configuration.type { return }
    guard type != .external else {
      throw DrosteError(
        .invalidParameter, "An external virtual switch needs a physical adapter.",
        hint: "Set-VMSwitch \"\(configuration.name)\" -NetAdapterName Ethernet")
    }
    configuration.type = type
    configuration.netAdapterName = nil
    configuration.hostLoopback = false
    configuration.allowManagementOS = true
    if type == .private { (configuration.address, configuration.hostAdapterVLAN) = (nil, .untagged) }
  }

  private static func selected(_ call: HostCall) throws -> [SwitchObject] {
    if let objects = call.bound.objects("VMSwitch", as: SwitchObject.self), !objects.isEmpty { return objects }
    var found: [SwitchObject] = []
    for connection in try call.connections() {
      try call.attempt { found += try switches(call, call.bound.strings("Name"), connection) }
    }
    return found
  }

  private static let remove = CmdletDefinition(
    "Remove-VMSwitch", "Deletes virtual switches that no running machine uses.",
    supports: "Name VMSwitch Force ComputerName"
  ) { call in
    for found in try selected(call) {
      let text = "Remove-VMSwitch will remove the virtual switch \"\(found.name)\"."
      guard try call.proceeds(text), try call.isSure("\(ConfirmationText.question)\n\(text)") else { continue }
      try call.attempt {
        let name = found.name
        try found.connection.change { try await $0.removeSwitch(name) }
      }
    }
  }

  private static let rename = CmdletDefinition(
    "Rename-VMSwitch", "Gives a virtual switch another name.", supports: "Name VMSwitch NewName ComputerName"
  ) { call in
    let new = call.bound.string("NewName") ?? ""
    for found in try selected(call) {
      guard try call.proceeds("Rename-VMSwitch will rename the virtual switch \"\(found.name)\" to \"\(new)\".") else {
        continue
      }
      try call.attempt {
        var configuration = found.resource.configuration
        configuration.name = new
        let (name, wanted) = (found.name, configuration)
        let made = try found.connection.change { try await $0.updateSwitch(name, wanted) }
        try call.pass(object(made, found.connection).value)
      }
    }
  }
}
