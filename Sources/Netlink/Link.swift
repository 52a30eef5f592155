/// A network interface as the kernel describes it.
package struct Link: Sendable, Hashable {
  /// From 1.
  package var index: Int
  /// The Linux name: `eth0`.
  package var name: String
  /// The alias (ifalias), up to 255 bytes; nil when it has none.
  package var alias: String?
  /// The link-layer address: six bytes of an Ethernet adapter.
  package var address: [UInt8]
  /// The address that the hardware came with, where it has one.
  package var permanentAddress: [UInt8]
  /// Bytes of a payload.
  package var mtu: Int
  /// IFF_UP and others (linux/if.h).
  package var flags: UInt32
  /// ARPHRD_…: 1 Ethernet, 772 loopback.
  package var hardwareType: UInt16
  /// What kind of virtual device it is: `veth`, `bridge`, `tun`, `dummy`; nil for hardware.
  package var kind: String?
  /// The index of the bridge or bond that it belongs to.
  package var master: Int?
  package var operationalState: OperationalState
  package var hasCarrier: Bool
  package var counters: LinkCounters

  /// RFC 2863, as IFLA_OPERSTATE gives it.
  package enum OperationalState: UInt8, Sendable {
    case unknown, notPresent, down, lowerLayerDown, testing, dormant, up
  }

  package var isUp: Bool { flags & 0x1 != 0 }
  package var isLoopback: Bool { flags & 0x8 != 0 }
  package var isEthernet: Bool { hardwareType == 1 }

  /// Reads a message of RTM_NEWLINK. Errors: malformed.
  package init(_ payload: NetlinkBytes) throws {
    let attributes = try payload.attributes(from: 16)
    guard let type: UInt16 = payload.number(at: 2), let index: Int32 = payload.number(at: 4), index > 0,
      let flags: UInt32 = payload.number(at: 8), let name = attributes[LinkAttribute.name]?.text, !name.isEmpty
    else { throw NetlinkError(.malformed("a link without index or name")) }
    self.index = Int(index)
    self.name = name
    self.flags = flags
    hardwareType = type
    alias = attributes[LinkAttribute.alias].map(\.text).flatMap { $0.isEmpty ? nil : $0 }
    address = attributes[LinkAttribute.address].map { Array($0.bytes) } ?? []
    permanentAddress = attributes[LinkAttribute.permanentAddress].map { Array($0.bytes) } ?? []
    mtu = Int(attributes.number(LinkAttribute.mtu, as: UInt32.self) ?? 0)
    master = attributes.number(LinkAttribute.master, as: UInt32.self).flatMap { $0 == 0 ? nil : Int($0) }
    operationalState =
      attributes[LinkAttribute.operationalState]?.uint8(at: 0).flatMap(OperationalState.init) ?? .unknown
    hasCarrier = attributes[LinkAttribute.carrier]?.uint8(at: 0) != 0 && flags & 0x10000 != 0
    let information = try attributes[LinkAttribute.information].map { try NetlinkAttributes($0) }
    kind = information?[1]?.text
    counters = LinkCounters(attributes[LinkAttribute.counters] ?? NetlinkBytes([]))
  }
}

/// What passed through an interface since it was made (rtnl_link_stats64).
package struct LinkCounters: Sendable, Hashable {
  package var receivedPackets: UInt64
  package var sentPackets: UInt64
  package var receivedBytes: UInt64
  package var sentBytes: UInt64
  package var receiveErrors: UInt64
  package var sendErrors: UInt64
  package var receiveDrops: UInt64
  package var sendDrops: UInt64
  package var receivedMulticasts: UInt64

  /// What is missing counts as 0.
  init(_ bytes: NetlinkBytes) {
    func counter(_ place: Int) -> UInt64 { bytes.number(at: place * 8) ?? 0 }
    receivedPackets = counter(0)
    sentPackets = counter(1)
    receivedBytes = counter(2)
    sentBytes = counter(3)
    receiveErrors = counter(4)
    sendErrors = counter(5)
    receiveDrops = counter(6)
    sendDrops = counter(7)
    receivedMulticasts = counter(8)
  }
}

/// IFLA_… (linux/if_link.h).
enum LinkAttribute {
  static let address: UInt16 = 1
  static let name: UInt16 = 3
  static let mtu: UInt16 = 4
  static let master: UInt16 = 10
  static let operationalState: UInt16 = 16
  static let information: UInt16 = 18
  static let alias: UInt16 = 20
  static let counters: UInt16 = 23
  static let carrier: UInt16 = 33
  static let permanentAddress: UInt16 = 54
  /// Of a request: what the answer need not have.
  static let extent: UInt16 = 29
}

/// A change to an interface; several in one request happen together.
package enum LinkChange: Sendable {
  case up(Bool)
  case mtu(Int)
  /// Six bytes for Ethernet.
  case address([UInt8])
  /// 1 to 15 bytes.
  case name(String)
  /// Up to 255 bytes; "" removes it.
  case alias(String)
}

extension NetlinkRequest {
  /// struct ifinfomsg.
  private static func linkHeader(_ index: Int, flags: UInt32 = 0, change: UInt32 = 0) -> [UInt8] {
    [0, 0, 0, 0] + bytes(Int32(truncatingIfNeeded: index)) + bytes(flags) + bytes(change)
  }

  package static let links = NetlinkRequest(
    NetlinkNumber.getLink, 0, what: "read the network interfaces", fixed: linkHeader(0))

  /// RTEXT_FILTER_SKIP_STATS: counters are most of an answer.
  static let linksWithoutCounters = {
    var request = links
    request.append(LinkAttribute.extent, UInt32(1 << 3))
    return request
  }()

  /// Changes an interface.
  package static func setLink(_ index: Int, _ changes: [LinkChange]) -> NetlinkRequest {
    var (flags, mask): (UInt32, UInt32) = (0, 0)
    for case .up(let isUp) in changes { (flags, mask) = (isUp ? 1 : 0, 1) }
    var request = NetlinkRequest(
      NetlinkNumber.newLink, 0, what: "change network interface \(index)",
      fixed: linkHeader(index, flags: flags, change: mask))
    for change in changes {
      switch change {
      case .up: break
      case .mtu(let bytes): request.append(LinkAttribute.mtu, UInt32(clamping: bytes))
      case .address(let bytes): request.append(LinkAttribute.address, bytes)
      case .name(let name): request.append(LinkAttribute.name, text: name)
      // Without bytes the kernel removes the alias; it keeps no zero byte either.
      case .alias(let alias): request.append(LinkAttribute.alias, Array(alias.utf8))
      }
    }
    return request
  }
}

extension NetlinkClient {
  /// All interfaces of the namespace, in the order of their index.
  ///
  /// - Parameter counted: whether their counters are wanted; else they are 0.
  package func links(counted: Bool = true) throws -> [Link] {
    try dump(counted ? .links : .linksWithoutCounters).filter { $0.type == NetlinkNumber.newLink }.map {
      try Link($0.payload)
    }
    .sorted { $0.index < $1.index }
  }

  /// Errors: NetlinkError; ENODEV when there is no such interface, EBUSY for one that must be down first.
  package func setLink(_ index: Int, _ changes: LinkChange...) throws { try change(.setLink(index, changes)) }
}
