internal import Ethernet
internal import HyperV
internal import PowerShell

/// Get-, Add- and Remove-NetNatStaticMapping and -NetNatExternalAddress.
enum NATMappingCmdlets {
  static let all: [CmdletDefinition] = [
    getMapping, addMapping, removeMapping, getAddress, addAddress, removeAddress,
  ]

  private static let mappingClass = "MSFT_NetNatStaticMapping"
  private static let addressClass = "MSFT_NetNatExternalAddress"

  // MARK: Static mappings

  private static let getMapping = CmdletDefinition(
    "Get-NetNatStaticMapping", "Gives the ports of the outside that lead to machines.", supports: "NatName"
  ) { call in
    try call.attempt(mappingClass) {
      for nat in try call.nats(call.bound.strings("NatName"), class: mappingClass, property: "NatName") {
        for mapping in nat.configuration.staticMappings { try call.write(NATObjects.value(mapping, of: nat)) }
      }
    }
  }

  private static let addMapping = CmdletDefinition(
    "Add-NetNatStaticMapping", "Lets a port of the outside lead to a machine.",
    supports: "NatName Protocol ExternalIPAddress ExternalPort InternalIPAddress InternalPort",
    facts: ["RemoteExternalIPAddressPrefix": .init("0.0.0.0/0", "a mapping is for everybody outside.")]
  ) { call in
    let name = call.bound.string("NatName") ?? ""
    guard try call.invocation.shouldProcess("\(mappingClass) (NatName = \"\(name)\")") else { return }
    try call.attempt(mappingClass) {
      let external = try call.address("ExternalIPAddress") ?? .any
      let inside = try call.address("InternalIPAddress") ?? .any
      let port = call.port("ExternalPort") ?? 0
      let isTCP = call.bound.string("Protocol")?.uppercased() == "TCP"
      let mapping = NATStaticMapping(
        protocol: isTCP ? .tcp : .udp, externalAddress: external, externalPort: port, internalAddress: inside,
        internalPort: call.port("InternalPort") ?? port)
      guard let nat = try call.nats([name]).first else { return }
      let known = Set(nat.configuration.staticMappings.map(\.id))
      let changed = try call.update(nat) { $0.staticMappings.append(mapping) }
      for mapping in changed.configuration.staticMappings where !known.contains(mapping.id) {
        try call.write(NATObjects.value(mapping, of: changed))
      }
    }
  }

  private static let removeMapping = CmdletDefinition(
    "Remove-NetNatStaticMapping", "Removes mappings of ports; without a number all of a NAT's.",
    supports: "NatName StaticMappingID InputObject"
  ) { call in
    let ids = try numbers(call, "StaticMappingID")
    try call.attempt(mappingClass) {
      let names = try call.inputNames("NatName") ?? call.bound.strings("NatName")
      for nat in try call.nats(names, class: mappingClass, property: "NatName") {
        let gone = nat.configuration.staticMappings.filter { ids?.contains($0.id) ?? true }
        for mapping in gone {
          let target = "\(mappingClass) (NatName = \"\(nat.configuration.name)\", StaticMappingID = \(mapping.id))"
          guard try call.invocation.shouldProcess(target) else { continue }
          guard let present = try call.nats([nat.configuration.name]).first else { continue }
          _ = try call.update(present) { $0.staticMappings.removeAll { $0.id == mapping.id } }
          try call.pass(NATObjects.value(mapping, of: nat))
        }
      }
    }
  }

  /// Numbers of a parameter, or of the objects of `-InputObject`; nil where neither is given.
  private static func numbers(_ call: HostCall, _ name: String) throws -> Set<Int>? {
    let given =
      try call.inputNames(name)?.compactMap { Int($0) } ?? call.bound.integers(name)?.map { Int(clamping: $0) }
    return given.map { Set($0) }
  }

  // MARK: External addresses

  private static let getAddress = CmdletDefinition(
    "Get-NetNatExternalAddress", "Gives the addresses that connections get on their way out.", supports: "NatName"
  ) { call in
    try call.attempt(addressClass) {
      for nat in try call.nats(call.bound.strings("NatName"), class: addressClass, property: "NatName") {
        for address in nat.configuration.externalAddresses { try call.write(NATObjects.value(address, of: nat)) }
      }
    }
  }

  private static let addAddress = CmdletDefinition(
    "Add-NetNatExternalAddress", "Gives connections an address of this host on their way out.",
    supports: "NatName IPAddress PortStart PortEnd"
  ) { call in
    let name = call.bound.string("NatName") ?? ""
    guard try call.invocation.shouldProcess("\(addressClass) (NatName = \"\(name)\")") else { return }
    try call.attempt(addressClass) {
      var address = NATExternalAddress(address: try call.address("IPAddress") ?? .any)
      if let start = call.port("PortStart") { address.portStart = start }
      if let end = call.port("PortEnd") { address.portEnd = end }
      guard let nat = try call.nats([name]).first else { return }
      let known = Set(nat.configuration.externalAddresses.map(\.id))
      let wanted = address
      let changed = try call.update(nat) { $0.externalAddresses.append(wanted) }
      for address in changed.configuration.externalAddresses where !known.contains(address.id) {
        try call.write(NATObjects.value(address, of: changed))
      }
    }
  }

  private static let removeAddress = CmdletDefinition(
    "Remove-NetNatExternalAddress", "Removes addresses of connections on their way out; without a number all.",
    supports: "NatName ExternalAddressID InputObject"
  ) { call in
    let ids = try numbers(call, "ExternalAddressID")
    try call.attempt(addressClass) {
      let names = try call.inputNames("NatName") ?? call.bound.strings("NatName")
      for nat in try call.nats(names, class: addressClass, property: "NatName") {
        let gone = nat.configuration.externalAddresses.filter { ids?.contains($0.id) ?? true }
        for address in gone {
          let target = "\(addressClass) (NatName = \"\(nat.configuration.name)\", ExternalAddressID = \(address.id))"
          guard try call.invocation.shouldProcess(target) else { continue }
          guard let present = try call.nats([nat.configuration.name]).first else { continue }
          _ = try call.update(present) { $0.externalAddresses.removeAll { $0.id == address.id } }
          try call.pass(NATObjects.value(address, of: nat))
        }
      }
    }
  }
}
