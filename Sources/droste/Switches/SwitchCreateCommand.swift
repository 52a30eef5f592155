internal import ArgumentParser
internal import Ethernet
internal import HostAPI
internal import HyperV
internal import Terminal

struct SwitchCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create a virtual switch.",
    discussion: """
      Private: machines only. Internal: machines and the host. External: machines, the host and the network on one of
      the host's adapters. NAT: machines and the outside, with DHCP, and without root.

      Examples:
        droste switch create Outer --type NAT --address 10.77.0.1/24
        droste switch create L1/VmNAT --type Internal --address 192.168.100.1/24
        droste switch create L1/VmExt --type External --adapter eth0
      """)

  @Argument(help: "The switch: VmNAT, or L1/VmNAT for one on the host inside L1.", transform: Arguments.path)
  var path: MachinePath
  @Option(help: "Private, Internal, External or NAT.", transform: Arguments.switchType) var type: SwitchType
  @Option(
    help:
      "Internal: the host's address. NAT: the gateway's address and the prefix it serves, 10.77.0.1/24 when left out.",
    transform: Arguments.prefix)
  var address: IPv4Prefix?
  @Option(help: "External: the host's adapter, eth0 or Ethernet.") var adapter: String?
  @Option(help: "External: whether the host keeps using the adapter: on or off.", transform: Arguments.onOff)
  var management: OnOffState = .on
  @Flag(help: "NAT: machines reach this host's 127.0.0.1 at the gateway's address.") var hostLoopback = false
  @Option(help: "Bytes of payload in a frame, 576 to 9000.") var mtu = 1500

  func run() async throws {
    let gateway = IPv4Address("10.77.0.1").flatMap { IPv4Prefix(address: $0, length: 24) }
    let configuration = SwitchConfiguration(
      name: path.name, type: type, netAdapterName: adapter, allowManagementOS: management == .on,
      address: address ?? (type == .nat ? gateway : nil), hostLoopback: hostLoopback, mtu: mtu)
    _ = try await withHost(path.hosts) { try await $0.createSwitch(configuration) }
    Output.standard.writeLine(
      "Switch \(path) is created. Plug a machine into it: droste create NAME --adapter \(path.name)")
  }
}
