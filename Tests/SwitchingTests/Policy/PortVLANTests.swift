import HyperV
import Switching
import Testing

@Suite("VLANs of a port")
struct PortVLANTests {
  static func membership(_ vlan: VLANConfiguration, _ kind: PortKind = .machine) -> VLANMembership {
    VLANMembership(
      PortConfiguration(name: "p", kind: kind, endpoint: .tap(interface: "t"), macAddress: nil, vlan: vlan))
  }

  struct Case: Sendable {
    var vlan: VLANConfiguration
    var kind = PortKind.machine
    /// What comes in: tag and VLAN. -1 is no tag, and nil is refused.
    var ingress: [(tag: Int, vlan: UInt16?)]
    var untagged: [UInt16]
    var tagged: [UInt16]
  }

  static let all = Array(UInt16(0)...4095)

  static let cases: [Case] = [
    Case(vlan: .untagged, ingress: [(-1, 0), (0, 0), (1, nil), (4094, nil), (4095, nil)], untagged: [0], tagged: []),
    Case(vlan: .access(id: 5), ingress: [(-1, 5), (0, 5), (5, nil)], untagged: [5], tagged: []),
    Case(
      vlan: .trunk(native: 0, allowed: VLANSet("1,63-64,4094")!),
      ingress: [(-1, 0), (0, 0), (1, 1), (63, 63), (64, 64), (65, nil), (4094, 4094), (4095, nil)], untagged: [0],
      tagged: [1, 63, 64, 4094]),
    // An allowed native VLAN comes in tagged too, and goes out without.
    Case(
      vlan: .trunk(native: 7, allowed: VLANSet("5,7")!), ingress: [(-1, 7), (0, 7), (7, 7), (5, 5), (6, nil)],
      untagged: [7],
      tagged: [5]),
    Case(
      vlan: .untagged, kind: .uplink, ingress: [(-1, 0), (0, 0), (1, 1), (4094, 4094), (4095, nil)], untagged: [0],
      tagged: Array(1...4095)),
    Case(
      vlan: .privateIsolated(primary: 10, secondary: 200), ingress: [(-1, 200), (0, 200), (10, nil), (200, nil)],
      untagged: [10], tagged: []),
    Case(
      vlan: .privateCommunity(primary: 10, secondary: 201), ingress: [(-1, 201), (0, 201), (201, nil)],
      untagged: [10, 201], tagged: []),
    Case(
      vlan: .privatePromiscuous(primary: 10, secondaries: VLANSet("200-201")!),
      ingress: [(-1, 10), (0, 10), (10, nil), (200, nil)], untagged: [10, 200, 201], tagged: []),
  ]

  @Test("In and out in every mode", arguments: cases)
  func modes(_ row: Case) {
    let membership = Self.membership(row.vlan, row.kind)
    let port = membership.port
    for (tag, vlan) in row.ingress { #expect(port.ingress(tag < 0 ? nil : UInt16(tag)) == vlan) }
    #expect(Self.all.filter { port.egress($0) == .untagged } == row.untagged)
    #expect(Self.all.filter { port.egress($0) == .tagged } == row.tagged)
    #expect(port.isUntagged == (row.vlan == .untagged && row.kind == .machine))
    #expect(port.egress(.max) == nil || row.kind == .uplink)
    withExtendedLifetime(membership) {}
  }

  @Test("Who reaches whom in a private VLAN, in both directions of a conversation")
  func privateVLAN() {
    let ports: [(String, VLANConfiguration)] = [
      ("i1", .privateIsolated(primary: 10, secondary: 200)), ("i2", .privateIsolated(primary: 10, secondary: 200)),
      ("c1", .privateCommunity(primary: 10, secondary: 201)), ("c2", .privateCommunity(primary: 10, secondary: 201)),
      ("d1", .privateCommunity(primary: 10, secondary: 202)),
      ("p1", .privatePromiscuous(primary: 10, secondaries: VLANSet("200-202")!)),
      ("p2", .privatePromiscuous(primary: 10, secondaries: VLANSet("200-202")!)),
      ("else", .privateCommunity(primary: 11, secondary: 211)),
    ]
    let memberships = ports.map { Self.membership($0.1) }
    let map = PrivateVLANMap(ports.map(\.1))
    let handle = map.handle
    var reached: [String: [String]] = [:]
    for (from, source) in zip(ports, memberships) {
      let vlan = source.port.ingress(nil)!
      // Addresses of all of them are learned in one place.
      #expect(handle.learningVLAN(vlan) == (from.0 == "else" ? 11 : 10))
      reached[from.0] = zip(ports, memberships).filter { $0.0.0 != from.0 && $0.1.port.egress(vlan) != nil }.map(\.0.0)
    }
    #expect(
      reached == [
        "i1": ["p1", "p2"], "i2": ["p1", "p2"], "c1": ["c2", "p1", "p2"], "c2": ["c1", "p1", "p2"], "d1": ["p1", "p2"],
        "p1": ["i1", "i2", "c1", "c2", "d1", "p2"], "p2": ["i1", "i2", "c1", "c2", "d1", "p1"], "else": [],
      ])
    withExtendedLifetime((map, memberships)) {}
  }

  @Test("Without private VLANs addresses are learned where they are")
  func map() {
    let map = PrivateVLANMap([.untagged, .access(id: 5)])
    for vlan in Self.all { #expect(map.handle.learningVLAN(vlan) == vlan) }
    let other = PrivateVLANMap([.privateIsolated(primary: 1, secondary: 4094)])
    for vlan in Self.all { #expect(other.handle.learningVLAN(vlan) == (vlan == 4094 ? 1 : vlan)) }
    #expect(other.handle.learningVLAN(.max) == .max)
    #expect(PrivateVLANMap.Handle().learningVLAN(7) == 7)
    withExtendedLifetime((map, other)) {}
  }

  @Test("Private VLANs that contradict each other are named")
  func problems() {
    let isolated = VLANConfiguration.privateIsolated(primary: 10, secondary: 200)
    let cases: [([VLANConfiguration], [String])] = [
      ([.untagged, isolated, isolated, .access(id: 10), .trunk(native: 0, allowed: VLANSet("200")!)], []),
      ([isolated, .privatePromiscuous(primary: 10, secondaries: VLANSet("200,201")!)], []),
      (
        [isolated, .privatePromiscuous(primary: 11, secondaries: VLANSet("200")!)],
        ["ports[1].vlan: secondary id 200 has the primary id 10 on ports[0]"]
      ),
      (
        [isolated, .privateCommunity(primary: 200, secondary: 300)],
        ["ports[0].vlan: secondary id 200 is a primary id on ports[1]"]
      ),
      ([isolated, .access(id: 200)], ["ports[1].vlan: access id 200 is a secondary id on ports[0]"]),
      (
        [isolated, .privateCommunity(primary: 10, secondary: 200)],
        ["ports[1].vlan: secondary id 200 is isolated on ports[0]"]
      ),
    ]
    for (ports, expected) in cases { #expect(PrivateVLANMap.problems(ports) == expected) }
  }
}
