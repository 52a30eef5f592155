import Ethernet
import Netlink
import Testing

@testable import NetworkCmdlets

@Suite struct EchoTests {
  private let echo = Echo(.loopbackV4)
  private let header: [UInt8] = [0x45, 0, 0, 40, 0, 0, 0, 0, 57, 1, 0, 0, 10, 0, 0, 9, 127, 0, 0, 1]

  @Test func request() {
    let bytes = Echo.request(.v4, id: 0x1234, sequence: 7, size: 3)
    #expect(bytes == [8, 0, 0x21, 0x62, 0x12, 0x34, 0, 7, 97, 98, 99])
    #expect(Echo.checksum(bytes) == 0)
    #expect(Echo.request(.v6, id: 1, sequence: 1, size: 0) == [128, 0, 0, 0, 0, 1, 0, 1])
  }

  @Test func answers() throws {
    let reply: [UInt8] = [0, 0, 0, 0, 0x12, 0x34, 0, 7]
    let found = echo.parse(header + reply, isRaw: true, id: 0x1234, sequence: 7)
    #expect(found == Echo.Answer(from: IPAddress("10.0.0.9"), timeToLive: 57, isDestination: true))
    #expect(echo.parse(header + reply, isRaw: true, id: 0x1234, sequence: 8) == nil)
    #expect(echo.parse(header + reply, isRaw: true, id: 0x1235, sequence: 7) == nil)
    #expect(echo.parse(reply, isRaw: false, id: 0x9999, sequence: 7)?.isDestination == true)
    let exceeded: [UInt8] = [11, 0, 0, 0, 0, 0, 0, 0] + header + [8, 0, 0, 0, 0x12, 0x34, 0, 7]
    #expect(echo.parse(header + exceeded, isRaw: true, id: 0x1234, sequence: 7)?.isDestination == false)
    for count in 0..<(header.count + exceeded.count) {
      #expect(echo.parse(Array((header + exceeded).prefix(count)), isRaw: true, id: 0x1234, sequence: 7) == nil)
    }
  }

  @Test func adapterNames() {
    func facts(_ index: Int, _ name: String, kind: String? = nil, alias: String? = nil, master: Bool = false)
      -> AdapterFacts
    {
      AdapterFacts(
        index: index, interface: name, alias: alias, kind: kind, driver: kind == nil ? "virtio_net" : nil,
        hasMaster: master)
    }
    let names = AdapterNaming.identities(of: [
      facts(2, "eth0", kind: "veth"), facts(3, "ens3"), facts(4, "ens4", alias: "LAN"), facts(5, "br0", kind: "bridge"),
      facts(6, "ve-a", kind: "tun", alias: "vEthernet (A)"), facts(7, "ens5", master: true),
      facts(8, "dup", alias: "lan"), facts(9, "ve-b", kind: "tun", alias: "vEthernet (B)"),
    ])
    #expect(
      names.sorted { $0.key < $1.key }.map(\.value.name) == [
        "Ethernet 4", "Ethernet", "LAN", "br0", "vEthernet (A)", "ens5", "Ethernet 3", "vEthernet (B)",
      ])
    #expect(names[9]?.description == "Hyper-V Virtual Ethernet Adapter #2")
    #expect(names[4]?.description == "Red Hat VirtIO Ethernet Adapter #2")
    #expect(names[5]?.description == "bridge Ethernet Adapter")
    #expect(AdapterNaming.switchName("vEthernet (a (b))") == "a (b)")
    #expect(AdapterNaming.switchName("vEthernet") == nil)
  }

  @Test(
    arguments: [
      (0, "0 bps"), (999, "999 bps"), (10_000_000, "10 Mbps"), (866_700_000, "866.7 Mbps"),
      (2_500_000_000, "2.5 Gbps"), (10_000_000_000, "10 Gbps"),
    ] as [(UInt64, String)])
  func speeds(bits: UInt64, text: String) { #expect(Adapter.speedText(bits) == text) }

  @Test func connections() {
    let line = "   0: 0100007F:1F90 0500000A:0050 01 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100"
    let entry = ConnectionTable.parse(line[...])
    #expect(entry?.local.description == "127.0.0.1" && entry?.localPort == 8080)
    #expect(entry?.remote.description == "10.0.0.5" && entry?.state == 1 && entry?.inode == 4711)
    #expect(ConnectionCmdlets.number(1) == 5 && ConnectionCmdlets.number(10) == 2 && ConnectionCmdlets.number(99) == 1)
    for text in ["", "a b c", "0: 01:1 01:1 01 0 0 0 0 0 0", "0: 0100007F:ZZ 0500000A:0050 01 0 0 0 0 0 4711"] {
      #expect(ConnectionTable.parse(text[...]) == nil)
    }
  }
}
