internal import Ethernet
internal import HyperV
internal import PowerShell

/// Add-, Get- and Remove-VMNetworkAdapterAcl, and the same for extended ones.
enum AccessControlCmdlets {
  static let all: [CmdletDefinition] = [add, get, remove, addExtended, getExtended, removeExtended]

  private static let whose = "VMName VM VMNetworkAdapter VMNetworkAdapterName ComputerName"
  private static let addresses = "LocalIPAddress LocalMacAddress RemoteIPAddress RemoteMacAddress"

  /// What extended entries of Hyper-V have besides.
  private static let extendedFacts: [String: CmdletDefinition.Fact] = [
    "Stateful": .init("False", "entries look at each packet by itself; give one for each direction."),
    "IdleSessionTimeout": .init("0", "entries look at each packet by itself, there are no sessions."),
    "IsolationID": .init("0", "there are no virtual subnets."),
  ]

  private static let add = CmdletDefinition(
    "Add-VMNetworkAdapterAcl",
    "Allows, denies or meters what a network adapter of a virtual machine sends and receives.",
    supports: "Action Direction \(addresses) \(whose)"
  ) { call in try add(call, try call.basicEntries()) }

  private static let addExtended = CmdletDefinition(
    "Add-VMNetworkAdapterExtendedAcl",
    "Allows or denies what a network adapter of a virtual machine sends and receives, by protocol and port.",
    supports: "Action Direction LocalIPAddress RemoteIPAddress LocalPort RemotePort Protocol Weight \(whose)",
    facts: extendedFacts
  ) { call in try add(call, [try call.extendedEntry()]) }

  private static func add(_ call: HostCall, _ entries: [AccessControlEntry]) throws {
    for adapter in try call.adapters(named: call.bound.string("VMNetworkAdapterName").map { [$0] }) {
      guard try call.proceeds(text(call, "add an access control entry to", adapter)) else { continue }
      try call.attempt {
        try call.update(adapter) { adapter in
          for entry in entries where adapter.accessControl.contains(entry) {
            throw DrosteError(
              .alreadyExists, "The network adapter \"\(adapter.name)\" has this access control entry already.",
              hint: "Get-VMNetworkAdapter\(entry.isExtended ? "Extended" : "")Acl lists them")
          }
          adapter.accessControl += entries
        }
        for entry in entries { try call.pass(AccessEntryObject(adapter: adapter, entry: entry).value) }
      }
    }
  }

  private static let get = CmdletDefinition(
    "Get-VMNetworkAdapterAcl", "Gives what network adapters of virtual machines may send and receive.", supports: whose
  ) { call in try write(call, extended: false) }

  private static let getExtended = CmdletDefinition(
    "Get-VMNetworkAdapterExtendedAcl",
    "Gives what network adapters of virtual machines may send and receive, by protocol and port.", supports: whose
  ) { call in try write(call, extended: true) }

  private static func write(_ call: HostCall, extended: Bool) throws {
    for adapter in try call.adapters(named: call.bound.string("VMNetworkAdapterName").map { [$0] }) {
      for entry in adapter.entries(extended: extended) { try call.write(entry.value) }
    }
  }

  private static let remove = CmdletDefinition(
    "Remove-VMNetworkAdapterAcl", "Takes access control entries from network adapters of virtual machines.",
    supports: "Action Direction \(addresses) InputObject \(whose)"
  ) { call in
    if call.bound.contains("InputObject") { return try removeObjects(call) }
    let wanted = try call.basicEntries()
    try remove(call) { wanted.contains($0) }
  }

  private static let removeExtended = CmdletDefinition(
    "Remove-VMNetworkAdapterExtendedAcl",
    "Takes extended access control entries from network adapters of virtual machines.",
    supports: "Direction Weight InputObject \(whose)"
  ) { call in
    if call.bound.contains("InputObject") { return try removeObjects(call) }
    let direction = try call.directions()
    let weight = call.bound.integer("Weight").map { Int(clamping: $0) }
    try remove(call) { $0.isExtended && $0.weight == weight && direction.contains($0.direction) }
  }

  private static func removeObjects(_ call: HostCall) throws {
    for object in call.bound.objects("InputObject", as: AccessEntryObject.self) ?? [] {
      try remove(call, from: object.adapter) { $0 == object.entry }
    }
  }

  private static func remove(_ call: HostCall, _ isMeant: (AccessControlEntry) -> Bool) throws {
    for adapter in try call.adapters(named: call.bound.string("VMNetworkAdapterName").map { [$0] }) {
      try remove(call, from: adapter, isMeant)
    }
  }

  private static func remove(
    _ call: HostCall, from adapter: AdapterObject, _ isMeant: (AccessControlEntry) -> Bool
  ) throws {
    guard try call.proceeds(text(call, "remove an access control entry from", adapter)) else { return }
    try call.attempt {
      var removed: [AccessControlEntry] = []
      try call.update(adapter) { adapter in
        removed = adapter.accessControl.filter(isMeant)
        adapter.accessControl.removeAll(where: isMeant)
      }
      guard !removed.isEmpty else {
        throw DrosteError(
          .objectNotFound, "The network adapter \"\(adapter.current.name)\" has no such access control entry.",
          hint: "\(call.name.replacing("Remove-", with: "Get-")) -VMName \(adapter.machine.name) lists them")
      }
      for entry in removed { try call.pass(AccessEntryObject(adapter: adapter, entry: entry).value) }
    }
  }

  private static func text(_ call: HostCall, _ verb: String, _ adapter: AdapterObject) -> String {
    "\(call.name) will \(verb) the network adapter \"\(adapter.current.name)\" of the virtual machine "
      + "\"\(adapter.machine.name)\"."
  }
}

/// The entries that parameters describe.
extension HostCall {
  /// One for each direction, local and remote address. Errors: no address, or those of several kinds.
  fileprivate func basicEntries() throws -> [AccessControlEntry] {
    let hasIP = bound.contains("LocalIPAddress") || bound.contains("RemoteIPAddress")
    let hasMAC = bound.contains("LocalMacAddress") || bound.contains("RemoteMacAddress")
    guard hasIP != hasMAC else {
      throw DrosteError(
        .invalidParameter, hasIP ? "MAC and IP addresses cannot be named together." : "No address was named.",
        hint: "-RemoteIPAddress 10.0.0.0/8, -LocalIPAddress ANY, or -RemoteMacAddress 00155D000411")
    }
    let kind = hasIP ? "IPAddress" : "MacAddress"
    let wildcard: AddressMatch = hasIP ? .anyIP : .any
    let locals = try bound.strings("Local\(kind)").map { try $0.map { try match($0, "Local\(kind)") } } ?? [wildcard]
    let remotes = try bound.strings("Remote\(kind)").map { try $0.map { try match($0, "Remote\(kind)") } } ?? [wildcard]
    guard locals.count * remotes.count <= AccessControlEntry.limit else {
      throw DrosteError(
        .invalidParameter, "An adapter has at most \(AccessControlEntry.limit) access control entries.")
    }
    let action = bound.enumeration("Action").flatMap { AccessAction(rawValue: $0.text) } ?? .deny
    return try directions().flatMap { direction in
      locals.flatMap { local in
        remotes.map { AccessControlEntry(action: action, direction: direction, local: local, remote: $0) }
      }
    }
  }

  fileprivate func extendedEntry() throws -> AccessControlEntry {
    let text = { (name: String) -> String? in
      bound.string(name).flatMap { isAnything($0) || $0.isEmpty ? nil : $0 }
    }
    let ports = { (name: String) -> ClosedRange<UInt16>? in
      guard let found = text(name) else { return nil }
      if let range = AccessControlEntry.ports(found) { return range }
      throw DrosteError(
        .invalidParameter, "\"\(found)\" is no port or range of ports.", hint: "-\(name) 80, or -\(name) 1024-65535")
    }
    let payload = try text("Protocol").map { name in
      if let number = PayloadProtocol.number(name) { return number }
      throw DrosteError(
        .invalidParameter, "\"\(name)\" is no protocol.",
        hint: "-Protocol takes TCP, UDP, ICMPv4, ICMPv6, ANY or 0 to 255")
    }
    return AccessControlEntry(
      action: bound.enumeration("Action")?.text == "Allow" ? .allow : .deny,
      direction: try directions().first ?? .inbound,
      local: try text("LocalIPAddress").map { try match($0, "LocalIPAddress") } ?? .anyIP,
      remote: try text("RemoteIPAddress").map { try match($0, "RemoteIPAddress") } ?? .anyIP, payloadProtocol: payload,
      localPorts: try ports("LocalPort"), remotePorts: try ports("RemotePort"),
      weight: Int(clamping: bound.integer("Weight") ?? 0), isExtended: true)
  }

  /// `Both` is one of each.
  fileprivate func directions() throws -> [AccessDirection] {
    let one = bound.enumeration("Direction").flatMap { AccessDirection(rawValue: $0.text) }
    return one.map { [$0] } ?? [.inbound, .outbound]
  }

  private func isAnything(_ text: String) -> Bool {
    text == "*" || text.lowercased() == AccessEntryObject.anything.lowercased()
  }

  private func match(_ text: String, _ parameter: String) throws -> AddressMatch {
    if parameter.hasSuffix("IPAddress") {
      if isAnything(text) { return .anyIP }
      if let match = AddressMatch(ip: text) { return match }
      throw DrosteError(
        .invalidParameter, "\"\(text)\" is no IP address or prefix.",
        hint: "-\(parameter) 10.0.0.0/8, -\(parameter) fd00::1, or -\(parameter) ANY")
    }
    if isAnything(text) { return .any }
    if let address = MACAddress(text) { return .mac(address) }
    throw DrosteError(
      .invalidParameter, "\"\(text)\" is not a MAC address.", hint: "-\(parameter) takes it as in 00155D000411")
  }
}
