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

  /// Hardware (of a guest too: virtio), or the end of a veth pair that a container has as its adapter. An adapter
  /// that belongs to a bridge or bond is that one's.
  package var isPhysical: Bool {
    linkType == "ether" && master == nil && (kind == nil || kind == "veth") && ifalias?.isHostAdapterAlias != true
  }
}

extension String {
  /// Whether it is written `vEthernet (NAME)`.
  var isHostAdapterAlias: Bool { hasPrefix("vEthernet (") && hasSuffix(")") }
}
