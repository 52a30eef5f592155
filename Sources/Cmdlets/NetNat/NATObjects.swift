internal import Ethernet
internal import HyperV
internal import PowerShell

/// What the NetNat cmdlets give: CIM instances, which are properties under a class's name.
enum NATObjects {
  private static func type(_ name: String) -> TypeReference {
    TypeReference("\(CommandTypes.cimInstance.name)#ROOT/StandardCimv2/\(name)", base: CommandTypes.cimInstance)
  }

  static let nat = type("MSFT_NetNat")
  static let mapping = type("MSFT_NetNatStaticMapping")
  static let externalAddress = type("MSFT_NetNatExternalAddress")
  static let session = type("MSFT_NetNatSession")
  static let global = type("MSFT_NetNatGlobal")

  /// What stands where Windows has routing domains, of which there are none.
  private static let noDomain = "{00000000-0000-0000-0000-000000000000}"

  private static func make(_ type: TypeReference, _ properties: KeyValuePairs<String, Value>) -> Value {
    let bag = PropertyBag(type: type)
    for (name, value) in properties { bag[name] = value }
    return .object(bag)
  }

  /// In the order of hyperv/semantics.md section 6.
  static func value(_ resource: NATResource) -> Value {
    let configuration = resource.configuration
    return make(
      nat,
      [
        "Name": .string(configuration.name),
        "ExternalIPInterfaceAddressPrefix": .string(configuration.externalPrefix?.description ?? ""),
        "InternalIPInterfaceAddressPrefix": .string(configuration.internalPrefix.description),
        "IcmpQueryTimeout": .unsigned(UInt32(clamping: configuration.icmpQueryTimeout)),
        "TcpEstablishedConnectionTimeout": .unsigned(UInt32(clamping: configuration.tcpEstablishedConnectionTimeout)),
        "TcpTransientConnectionTimeout": .unsigned(UInt32(clamping: configuration.tcpTransientConnectionTimeout)),
        "TcpFilteringBehavior": .string(configuration.tcpFilteringBehavior.rawValue),
        "UdpFilteringBehavior": .string(configuration.udpFilteringBehavior.rawValue),
        "UdpIdleSessionTimeout": .unsigned(UInt32(clamping: configuration.udpIdleSessionTimeout)),
        "UdpInboundRefresh": .boolean(configuration.udpInboundRefresh),
        "Store": "Local",
        "Active": .boolean(resource.status.active),
      ])
  }

  static func value(_ mapping: NATStaticMapping, of resource: NATResource) -> Value {
    make(
      Self.mapping,
      [
        "StaticMappingID": .unsigned(UInt32(clamping: mapping.id)),
        "NatName": .string(resource.configuration.name),
        "Protocol": .string(mapping.protocol.rawValue),
        "RemoteExternalIPAddressPrefix": "0.0.0.0/0",
        "ExternalIPAddress": .string(mapping.externalAddress.description),
        "ExternalPort": .unsigned(mapping.externalPort),
        "InternalIPAddress": .string(mapping.internalAddress.description),
        "InternalPort": .unsigned(mapping.internalPort),
        "InternalRoutingDomainId": .string(noDomain),
        "Active": .boolean(resource.status.active),
      ])
  }

  static func value(_ address: NATExternalAddress, of resource: NATResource) -> Value {
    make(
      externalAddress,
      [
        "ExternalAddressID": .unsigned(UInt32(clamping: address.id)),
        "NatName": .string(resource.configuration.name),
        "IPAddress": .string(address.address.description),
        "PortStart": .unsigned(address.portStart),
        "PortEnd": .unsigned(address.portEnd),
        "Active": .boolean(resource.status.active),
      ])
  }

  static func value(_ session: NATSession) -> Value {
    make(
      Self.session,
      [
        "NatName": .string(session.natName),
        "InternalRoutingDomainId": .string(noDomain),
        "Protocol": .string(session.protocol),
        "InternalSourceAddress": .string(session.internalSourceAddress.description),
        "InternalSourcePort": .unsigned(session.internalSourcePort),
        "InternalDestinationAddress": .string(session.internalDestinationAddress.description),
        "InternalDestinationPort": .unsigned(session.internalDestinationPort),
        "ExternalSourceAddress": .string(session.externalSourceAddress.description),
        "ExternalSourcePort": .unsigned(session.externalSourcePort),
        "ExternalDestinationAddress": .string(session.externalDestinationAddress.description),
        "ExternalDestinationPort": .unsigned(session.externalDestinationPort),
      ])
  }

  static var globalValue: Value { make(global, ["InterRoutingDomainHairpinningMode": "Local"]) }
}
