import HyperV
import Terminal
import Testing

@Suite struct ProofTests {
  private func path(_ name: String, tree: HostTree = Example.tree()) -> PacketPath {
    let mac = name == "natted" ? Example.nattedMAC : Example.bridgedMAC
    return PacketPath(
      machine: ["L1", name], interface: InterfaceFact(name: "eth0", macAddress: mac, addresses: []), tree: tree,
      facts: Example.facts)
  }

  private func text(_ path: PacketPath) -> [String] {
    path.hops.map { hop in
      let place =
        switch hop.place {
        case .interface(let name): name
        case .translation(let nat): "nat \(nat)"
        case .port(let name, _, let port, _, let entering): "\(name) \(entering ? "<" : ">") \(port)"
        }
      return hop.computer.joined(separator: "/") + ": " + place
    }
  }

  @Test func bridgedMachinesPassTwoSwitches() {
    let path = path("bridged")
    #expect(path.problem == nil)
    #expect(
      text(path) == [
        "L1/bridged: eth0", "L1: VmExt < bridged/Network Adapter", "L1: VmExt > eth0",
        ": Outer < L1/Network Adapter", ": Outer > NAT",
      ])
  }

  @Test func nattedMachinesPassTheHostsOwnAdapter() {
    let path = path("natted")
    #expect(path.problem == nil)
    #expect(
      text(path) == [
        "L1/natted: eth0", "L1: VmNAT < natted/Network Adapter", "L1: VmNAT > vEthernet (VmNAT)", "L1: nat LocalNAT",
        "L1: VmExt < vEthernet (VmExt)", "L1: VmExt > eth0", ": Outer < L1/Network Adapter", ": Outer > NAT",
      ])
  }

  @Test func aPrivateSwitchLeadsNowhere() {
    var tree = Example.tree()
    tree.status?.switches[0].configuration.type = .private
    #expect(path("bridged", tree: tree).problem == "switch Outer is Private: nothing leaves it")
  }

  @Test func withoutNATTheWayEnds() {
    var tree = Example.tree()
    tree.inside["L1"]?.status?.nats = []
    #expect(path("natted", tree: tree).problem == "no NAT translates the addresses of switch VmNAT")
  }

  @Test func everyHopIsCounted() throws {
    let (before, after) = (Example.tree(), Example.tree(transferred: 1 << 20))
    for hop in path("natted").hops.dropFirst() {
      let count = try #require(HopCount(hop, in: after)).since(try #require(HopCount(hop, in: before)))
      if case .translation = hop.place {
        #expect(count.connections == 1)
      } else {
        #expect(count.inBytes == 1 << 20, "\(hop)")
      }
    }
  }

  @Test func countersThatBeganAnewCountFromZero() {
    let count = HopCount(outFrames: 1, outBytes: 2, inFrames: 3, inBytes: 4).since(
      HopCount(outFrames: 9, outBytes: 9, inFrames: 9, inBytes: 9))
    #expect(count == HopCount(outFrames: 1, outBytes: 2, inFrames: 3, inBytes: 4))
  }

  private func proof() -> MachineProof {
    let sum = String(repeating: "ab", count: 32)
    var proof = MachineProof(
      names: ["L1", "natted"],
      fetch: FetchFact(
        url: "http://10.77.0.1:4000/droste.bin", bytes: 1 << 20, expectedBytes: 1 << 20, checksum: sum,
        expectedChecksum: sum, seconds: 0.84, requests: 1))
    proof.engines = [
      EngineFact(path: ["L1"], engine: .tcg, signature: "TCGTCGTCGTCG", extensions: "svm", kvmRuns: true),
      EngineFact(path: ["L1", "natted"], engine: .kvm, signature: "KVMKVMKVM", extensions: nil, kvmRuns: nil),
    ]
    proof.addresses = [
      AddressFact(
        interface: InterfaceFact(name: "eth0", macAddress: Example.nattedMAC, addresses: ["192.168.100.10/24"]),
        origin: .dhcp([("server", "192.168.100.1"), ("lease", "3600 s")]), keeper: "switch VmNAT on L1")
    ]
    proof.path = path("natted").hops.map {
      let connections: UInt64? = if case .translation = $0.place { 1 } else { nil }
      return MeasuredHop(
        hop: $0,
        count: HopCount(
          outFrames: 412, outBytes: 27_000, inFrames: 740, inBytes: 1_100_000, connections: connections))
    }
    return proof
  }

  @Test func golden() {
    let text = ProofText(style: OutputStyle(colour: false, drawing: true))
    let lines = text.lines(proof()) + [text.verdict([proof()])]
    #expect(lines == Self.expected.split(separator: "\n").map(String.init))
  }

  static let expected = """
    L1/natted  level 2
      ✓ 1. It runs hardware-assisted, under KVM, on L1
           machine    its host says  its processor says  what it has for machines of its own
           L1         TCG            TCGTCGTCGTCG        svm; /dev/kvm ran guest code
           L1/natted  KVM            KVMKVMKVM           no vmx, no svm
      ✓ 2. Its address is 192.168.100.10/24, got by DHCP
           eth0 00-15-5D-00-05-01  192.168.100.10/24
           DHCP told: server 192.168.100.1, lease 3600 s
           the lease is kept by switch VmNAT on L1
      ✓ 3. Its packets take this way (counted on every hop during the fetch of 4)
              where      what                                                                     out              in
              L1/natted  interface eth0                                               412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
           ↓  L1         switch VmNAT (Internal) from adapter natted/Network Adapter  412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
           ↓             switch VmNAT (Internal) to vEthernet (VmNAT)                 412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
           ↓             NAT LocalNAT (nftables)                                         1 connection                  ✓
           ↓             switch VmExt (External) from vEthernet (VmExt)               412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
           ↓             switch VmExt (External) to uplink eth0                       412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
           ↓  this host  switch Outer (NAT) from adapter L1/Network Adapter           412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
           ↓             switch Outer (NAT) to its NAT, the outside                   412 fr 26.4 KiB  740 fr 1.0 MiB  ✓
      ✓ 4. It fetched 1 MiB from this host's web server in 0.84 s, checksum right
           from http://10.77.0.1:4000/droste.bin
           SHA-256 inside   abababababababababababababababababababababababababababababababab
           SHA-256 served   abababababababababababababababababababababababababababababababab
           the web server answered 1 request
    Proven: 1 machine, all 4 of 4 statements hold, each measured just now.
    """

  @Test func emulationInsideIsNoProof() {
    var proof = proof()
    proof.engines[1].engine = .tcg
    proof.engines[1].signature = "TCGTCGTCGTCG"
    #expect(!proof.engineHolds)
    proof.engines[1].engine = .kvm
    #expect(!proof.engineHolds)
    #expect(ProofText(style: .plain).verdict([proof]).hasPrefix("NOT proven:"))
  }

  @Test func aHopThatCarriedNothingIsShown() {
    var proof = proof()
    proof.path[2].count = HopCount()
    #expect(!proof.pathHolds)
    #expect(ProofText(style: .plain).lines(proof).contains { $0.contains("did not carry it") })
  }

  @Test func wrongBytesAreNoProof() {
    var proof = proof()
    proof.fetch.checksum = "00"
    #expect(!proof.holds)
    #expect(ProofText(style: .plain).lines(proof).contains { $0.contains("checksum WRONG") })
  }

  @Test func nothingIsNotProven() {
    #expect(ProofText(style: .plain).verdict([]) == "Nothing proven: there is no machine to look into.")
  }
}
