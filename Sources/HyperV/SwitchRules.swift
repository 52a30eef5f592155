internal import Ethernet

extension SwitchConfiguration {
  /// Bytes of payload that a switch may carry.
  public static let mtuRange = 576...9000

  /// Everything that is wrong with this configuration, each as `field: text`; empty when it may be used.
  public func problems() -> [String] {
    var found: [String] = []
    if let problem = Names.problem(name) { found.append("name: \(problem)") }
    if !Self.mtuRange.contains(mtu) { found.append("mtu: \(mtu) is out of range, the range is 576 through 9000") }
    switch type {
    case .nat:
      if let address {
        if address.length > 29 || address.length < 8 {
          found.append("address: \(address) leaves no room for machines, use a prefix length of 8 through 29")
        }
        if address.isNetwork || address.address == address.broadcast {
          found.append(
            "address: \(address) is not the address of a gateway, use for example "
              + "\(address.network.advanced(by: 1))/\(address.length)")
        }
      } else {
        found.append("address: a NAT switch needs the gateway's address and prefix, for example 10.77.0.1/24")
      }
    case .internal:
      if let address, address.length < 31, address.isNetwork || address.address == address.broadcast {
        found.append("address: \(address) is not the address of a host")
      }
    case .external, .private:
      if address != nil { found.append("address: a switch of type \(type.rawValue) has no address of its own") }
    }
    if type == .external {
      if netAdapterName?.isEmpty ?? true {
        found.append("netAdapterName: an External switch needs the host's adapter, for example Ethernet")
      }
    } else if netAdapterName != nil {
      found.append("netAdapterName: only an External switch has an adapter of the host")
    }
    found += hostAdapterVLAN.problems.map { "hostAdapterVLAN: \($0)" }
    if hostAdapterVLAN != .untagged, type == .private || type == .nat {
      found.append("hostAdapterVLAN: a switch of type \(type.rawValue) has no adapter of the host")
    }
    if hostLoopback, type != .nat { found.append("hostLoopback: only a NAT switch can reach the host's loopback") }
    return found
  }
}
