import Glibc
import Netlink
import Testing

/// An adapter's own settings, asked of the kernel through ETHTOOL ioctls.
@Suite(.enabled(if: canMakeNamespaces)) struct EthernetTests {
  private static let pair = """
    ip link add dev v0 numrxqueues 4 numtxqueues 4 type veth peer name v1 numrxqueues 4 numtxqueues 4
    ip link set v0 up; ip link set v1 up
    """

  @Test func features() async throws {
    try await withNamespace(Self.pair) {
      let before = try EthernetFeatures(interface: "v0")
      #expect(before["tx-tcp6-segmentation"]?.isOn == true)
      #expect(before["tx-tcp6-segmentation"]?.isChangeable == true)
      #expect(before["rx-gro"]?.isOn == false)
      #expect(before["tx-netns-local"] == nil || before["tx-netns-local"]?.isChangeable == false)
      #expect(before["no-such-feature"] == nil)
      try before.set(["tx-tcp6-segmentation": false, "rx-gro": true, "no-such-feature": true])
      let after = try EthernetFeatures(interface: "v0")
      #expect(after["tx-tcp6-segmentation"]?.isOn == false)
      #expect(after["tx-tcp-segmentation"]?.isOn == true)
      #expect(after["rx-gro"]?.isOn == true)
      #expect(try EthernetFeatures(interface: "v1")["tx-tcp6-segmentation"]?.isOn == true)
    }
  }

  @Test func channels() async throws {
    try await withNamespace(Self.pair) {
      let channels = try EthernetChannels(interface: "v0")
      #expect(channels.receivingLimit == 4 && channels.receiving == 4)
      try channels.set(receiving: 2, on: "v0")
      #expect(try EthernetChannels(interface: "v0").receiving == 2)
      let error = #expect(throws: NetlinkError.self) { try channels.set(receiving: 5, on: "v0") }
      #expect(error?.number == EINVAL)
    }
  }

  @Test func whatIsNotThere() async throws {
    try await withNamespace("ip link add dev br0 type bridge") {
      let none = #expect(throws: NetlinkError.self) { try EthernetFeatures(interface: "nothing") }
      #expect(none?.number == ENODEV)
      let long = #expect(throws: NetlinkError.self) { try EthernetFeatures(interface: "a-name-of-20-letters") }
      #expect(long?.number == ENODEV)
      let bridge = #expect(throws: NetlinkError.self) { try EthernetChannels(interface: "br0") }
      #expect(bridge?.number == EOPNOTSUPP)
      #expect(WakeOnLAN(interface: "br0").supported == 0)
    }
  }
}
