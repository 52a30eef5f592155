internal import Ethernet
internal import HyperV
internal import Switching

extension SwitchConfiguration {
  /// The DHCP server of a NAT switch: it gives every address of the prefix but the gateway's and the name server's.
  var dhcp: DHCPConfiguration? {
    guard type == .nat, let address else { return nil }
    let dns = nameServer(for: address)
    // The addresses above the name server, and where the prefix is small those up to its end: the gateway is given by
    // hand and may stand anywhere, so it is left out by the server itself, which knows it.
    return DHCPConfiguration(
      serverAddress: address.address, prefix: IPv4Prefix(address: address.network, length: address.length)!,
      firstAddress: dns.advanced(by: 1), lastAddress: address.broadcast.advanced(by: -1), gateway: address.address,
      dns: [dns], mtu: mtu)
  }

  /// The name server that libslirp answers for: the third address of the prefix, or the second where the gateway has it.
  func nameServer(for address: IPv4Prefix) -> IPv4Address {
    let third = address.network.advanced(by: 3)
    return third == address.address ? address.network.advanced(by: 2) : third
  }

  /// The port through which a NAT switch reaches the outside.
  var userNATPort: PortConfiguration? {
    guard type == .nat, let address else { return nil }
    return PortConfiguration(
      name: "NAT", kind: .nat,
      endpoint: .userNAT(
        UserNATConfiguration(
          gateway: address.address, prefix: IPv4Prefix(address: address.network, length: address.length)!,
          dns: nameServer(for: address), hostLoopback: hostLoopback, mtu: mtu)))
  }
}
