/// A neighbour: the link-layer address that belongs to an IP address (ARP, neighbour discovery).
package struct Neighbour: Sendable, Hashable {
  /// The interface's index.
  package var interface: Int
  package var address: IPAddress
  /// Six bytes for Ethernet; empty when it is not known.
  package var linkAddress: [UInt8]
  package var state: State

  /// NUD_… (linux/neighbour.h).
  package enum State: UInt16, Sendable, CaseIterable {
    case none = 0
    case incomplete = 0x01
    case reachable = 0x02
    case stale = 0x04
    case delay = 0x08
    case probe = 0x10
    case failed = 0x20
    case noARP = 0x40
    case permanent = 0x80
  }

  package init(interface: Int, address: IPAddress, linkAddress: [UInt8] = [], state: State = .permanent) {
    (self.interface, self.address, self.linkAddress, self.state) = (interface, address, linkAddress, state)
  }

  /// Reads a message of RTM_NEWNEIGH; nil for other families, such as a bridge's. Errors: malformed.
  package init?(_ payload: NetlinkBytes) throws {
    let attributes = try payload.attributes(from: 12)
    guard let family = payload.uint8(at: 0), let index: Int32 = payload.number(at: 4),
      let state: UInt16 = payload.number(at: 8)
    else { throw NetlinkError(.malformed("a neighbour without its header")) }
    guard family == 2 || family == 10 else { return nil }
    // NDA_DST 1, NDA_LLADDR 2.
    guard let address = attributes.address(1), address.family.number == family else {
      throw NetlinkError(.malformed("a neighbour that does not fit its family"))
    }
    interface = Int(index)
    self.address = address
    linkAddress = attributes[2].map { Array($0.bytes) } ?? []
    self.state = State(rawValue: state) ?? .none
  }
}

extension NetlinkRequest {
  package static let neighbours = NetlinkRequest(
    NetlinkNumber.getNeighbour, 0, what: "read the neighbours", fixed: [UInt8](repeating: 0, count: 12))

  private static func neighbour(
    _ type: UInt16, _ flags: UInt16, _ verb: String, _ neighbour: Neighbour
  ) -> NetlinkRequest {
    // struct ndmsg.
    let header =
      [neighbour.address.family.number, 0, 0, 0] + bytes(Int32(clamping: neighbour.interface))
      + bytes(neighbour.state.rawValue) + [0, 0]
    var request = NetlinkRequest(type, flags, what: "\(verb) neighbour \(neighbour.address)", fixed: header)
    request.append(1, neighbour.address.bytes)
    if !neighbour.linkAddress.isEmpty { request.append(2, neighbour.linkAddress) }
    return request
  }

  package static func addNeighbour(_ new: Neighbour, replaces: Bool = false) -> NetlinkRequest {
    neighbour(
      NetlinkNumber.newNeighbour, NetlinkNumber.create | (replaces ? NetlinkNumber.replace : NetlinkNumber.exclusive),
      replaces ? "set" : "add", new)
  }

  package static func deleteNeighbour(_ old: Neighbour) -> NetlinkRequest {
    neighbour(NetlinkNumber.deleteNeighbour, 0, "delete", old)
  }
}

extension NetlinkClient {
  /// IPv4 and IPv6 neighbours of all interfaces.
  package func neighbours() throws -> [Neighbour] {
    try dump(.neighbours).filter { $0.type == NetlinkNumber.newNeighbour }.compactMap { try Neighbour($0.payload) }
  }

  /// Errors: NetlinkError; EEXIST when there is one.
  package func addNeighbour(_ neighbour: Neighbour) throws { try change(.addNeighbour(neighbour)) }

  package func replaceNeighbour(_ neighbour: Neighbour) throws {
    try change(.addNeighbour(neighbour, replaces: true))
  }

  /// Errors: NetlinkError; ENOENT when there is none.
  package func deleteNeighbour(_ neighbour: Neighbour) throws { try change(.deleteNeighbour(neighbour)) }
}
