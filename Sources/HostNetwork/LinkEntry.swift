package import Ethernet

/// An entry of the output of `ip -j -d address show`: the link and its addresses.
package struct LinkEntry: Decodable, Sendable {
  package struct Information: Decodable, Sendable { package var infoKind: String? }

  package var ifindex: Int
  package var ifname: String
  package var flags: [String]
  package var mtu: Int
  package var linkType: String?
  package var address: String?
  package var ifalias: String?
  package var master: String?
  package var linkinfo: Information?
  package var addrInfo: [AddressEntry]?

  package var kind: String? { linkinfo?.infoKind }
  package var isUp: Bool { flags.contains("UP") }

  /// What decides how the adapter is called.
  package func facts(driver: String? = nil) -> AdapterFacts {
    AdapterFacts(
      index: ifindex, interface: ifname, alias: ifalias, kind: kind, driver: driver, hasMaster: master != nil)
  }

  /// Hardware, or what stands for it, and free to be an uplink.
  package var isPhysical: Bool { linkType == "ether" && facts().isPhysical }
}
