internal import Ethernet
package import HyperV

// Theory of operation
//
// Which VLAN an address is learned and looked for in: a secondary VLAN's are its primary one's, every other VLAN's its
// own. So a promiscuous port finds a host whose frames are in a secondary VLAN, and the host the promiscuous port,
// though each sends in a VLAN of its own (RFC 5517 section 4); PortVLAN alone then decides whether the frame may leave
// there.
//
// Made from all ports of the switch whenever one of them changes: 4096 numbers, or none at all while there is no
// private VLAN.

/// The primary VLAN of each secondary one. Owns what its handle points to, and must outlive it.
// SAFETY: the numbers are written before the handle is made, and only read until `deinit`.
@safe package final class PrivateVLANMap {
  private let primaries: UnsafeMutablePointer<UInt16>?

  package init(_ ports: some Sequence<VLANConfiguration>) {
    let pairs = ports.flatMap(\.privatePairs)
    guard !pairs.isEmpty else {
      unsafe primaries = nil
      return
    }
    let primaries = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
    for vlan in 0..<4096 { unsafe (primaries + vlan).initialize(to: UInt16(vlan)) }
    for pair in pairs where VLANSet.range.contains(pair.secondary) && VLANSet.range.contains(pair.primary) {
      unsafe primaries[pair.secondary] = UInt16(pair.primary)
    }
    unsafe self.primaries = primaries
  }

  deinit { unsafe primaries?.deallocate() }

  /// Not to be used after the map is gone.
  package var handle: Handle { unsafe Handle(primaries: primaries) }

  // SAFETY: read only while the map that made it is there.
  @safe package struct Handle: BitwiseCopyable {
    fileprivate let primaries: UnsafePointer<UInt16>?

    /// Of a switch without private VLANs.
    package init() { unsafe primaries = nil }

    fileprivate init(primaries: UnsafeMutablePointer<UInt16>?) {
      unsafe self.primaries = primaries.map { unsafe UnsafePointer($0) }
    }

    /// Where addresses of a frame's VLAN are learned and looked for.
    package func learningVLAN(_ vlan: UInt16) -> UInt16 {
      guard let primaries = unsafe primaries, vlan < 4096 else { return vlan }
      // SAFETY: 4096 numbers.
      return unsafe primaries[Int(vlan)]
    }
  }

  /// What is contradictory between the private VLANs of a switch's ports, with the path of the later port: a secondary
  /// VLAN has one primary VLAN, is none itself, and no port is in it as if it were an ordinary one.
  package static func problems(_ ports: [VLANConfiguration]) -> [String] {
    var found: [String] = []
    var primaryOf: [Int: (primary: Int, port: Int)] = [:]
    var primaries: [Int: Int] = [:]
    for (index, port) in ports.enumerated() {
      for pair in port.privatePairs {
        primaries[pair.primary] = primaries[pair.primary] ?? index
        if let other = primaryOf[pair.secondary], other.primary != pair.primary {
          found.append(
            "ports[\(index)].vlan: secondary id \(pair.secondary) has the primary id \(other.primary) on ports[\(other.port)]"
          )
        } else if primaryOf[pair.secondary] == nil {
          primaryOf[pair.secondary] = (pair.primary, index)
        }
      }
    }
    for (secondary, use) in primaryOf.sorted(by: { $0.key < $1.key }) {
      if let other = primaries[secondary] {
        found.append("ports[\(use.port)].vlan: secondary id \(secondary) is a primary id on ports[\(other)]")
      }
      for (index, port) in ports.enumerated() {
        if case .access(secondary) = port {
          found.append("ports[\(index)].vlan: access id \(secondary) is a secondary id on ports[\(use.port)]")
        }
      }
    }
    var kinds: [Int: (isIsolated: Bool, port: Int)] = [:]
    for (index, port) in ports.enumerated() {
      guard let (secondary, isIsolated) = port.privateHost else { continue }
      if let other = kinds[secondary], other.isIsolated != isIsolated {
        found.append(
          "ports[\(index)].vlan: secondary id \(secondary) is \(other.isIsolated ? "isolated" : "a community's") on ports[\(other.port)]"
        )
      } else {
        kinds[secondary] = (isIsolated, index)
      }
    }
    return found
  }
}

extension VLANConfiguration {
  /// The pairs of primary and secondary VLAN that a port names.
  fileprivate var privatePairs: [(primary: Int, secondary: Int)] {
    switch self {
    case .untagged, .access, .trunk: []
    case .privateIsolated(let primary, let secondary), .privateCommunity(let primary, let secondary):
      [(primary, secondary)]
    case .privatePromiscuous(let primary, let secondaries): secondaries.ids.map { (primary, $0) }
    }
  }

  fileprivate var privateHost: (secondary: Int, isIsolated: Bool)? {
    switch self {
    case .privateIsolated(_, let secondary): (secondary, true)
    case .privateCommunity(_, let secondary): (secondary, false)
    case .untagged, .access, .trunk, .privatePromiscuous: nil
    }
  }
}
