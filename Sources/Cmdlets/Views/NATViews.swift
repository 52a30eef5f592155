internal import Formatting
internal import PowerShell

/// The default lists of the NetNat objects: all their properties in their order.
enum NATViews {
  static let all: [ViewDefinition] = [
    list(
      NATObjects.nat,
      "Name ExternalIPInterfaceAddressPrefix InternalIPInterfaceAddressPrefix IcmpQueryTimeout "
        + "TcpEstablishedConnectionTimeout TcpTransientConnectionTimeout TcpFilteringBehavior UdpFilteringBehavior "
        + "UdpIdleSessionTimeout UdpInboundRefresh Store Active"),
    list(
      NATObjects.mapping,
      "StaticMappingID NatName Protocol RemoteExternalIPAddressPrefix ExternalIPAddress ExternalPort InternalIPAddress "
        + "InternalPort InternalRoutingDomainId Active"),
    list(NATObjects.externalAddress, "ExternalAddressID NatName IPAddress PortStart PortEnd Active"),
    list(
      NATObjects.session,
      "NatName InternalRoutingDomainId Protocol InternalSourceAddress InternalSourcePort InternalDestinationAddress "
        + "InternalDestinationPort ExternalSourceAddress ExternalSourcePort ExternalDestinationAddress "
        + "ExternalDestinationPort"),
    list(NATObjects.global, "InterRoutingDomainHairpinningMode"),
  ]

  private static func list(_ type: TypeReference, _ properties: String) -> ViewDefinition {
    ViewDefinition([type.name], .list(properties.split(separator: " ").map { ViewColumn(String($0)) }))
  }
}
