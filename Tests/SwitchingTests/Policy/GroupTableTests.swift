import Ethernet
import Switching
import Testing

@Suite("Multicast groups")
struct GroupTableTests {
  typealias F = PolicyFrames

  static func mac(_ group: String) -> MACAddress {
    if let four = IPv4Address(group) {
      return MACAddress(rawValue: 0x0100_5E00_0000 | UInt64(four.rawValue & 0x7F_FFFF))
    }
    return MACAddress(rawValue: 0x3333 << 32 | IPv6Address(group)!.low & 0xFFFF_FFFF)
  }

  /// Gives a frame to the table.
  @discardableResult
  static func see(
    _ table: inout GroupTable, _ frame: [UInt8], port: Int, at now: UInt32, vlan: UInt16 = 0
  ) -> GroupTable.Observation {
    frame.withRawSpan { table.observe($0, key: FlowKey($0)!, vlan: vlan, port: port, at: now) }
  }

  static func members(_ table: borrowing GroupTable, _ group: String, vlan: UInt16 = 0) -> [Int]? {
    table.members(of: mac(group), vlan: vlan).map { Array($0) }
  }

  /// A table with a querier of both families on port 9, since second 1; hosts have answered at 12.
  static func queried(vlan: UInt16 = 0) -> GroupTable {
    var table = GroupTable()
    see(&table, F.query(version: 3), port: 9, at: 1, vlan: vlan)
    see(&table, F.mld(F.mldMessage(130, "::"), to: "ff02::1"), port: 9, at: 1, vlan: vlan)
    table.sweep(at: 12)
    return table
  }

  @Test("Without a querier everything goes everywhere")
  func noQuerier() {
    var table = GroupTable()
    #expect(Self.members(table, "239.1.2.3") == nil)
    #expect(Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: 5) == .report)
    #expect(Self.members(table, "239.1.2.3") == nil)
    #expect(table.reportTargets(vlan: 0, isIPv6: false).map { Array($0) } == nil)
    #expect(table.isConfined(vlan: 0, isIPv6: false) == false)
    // A leave ends at once then.
    #expect(table.groupCount == 1)
    Self.see(&table, F.leave("239.1.2.3"), port: 1, at: 5)
    #expect(table.groupCount == 0)
  }

  @Test("Confined once hosts have had the time to answer, and no earlier")
  func querier() {
    var table = GroupTable()
    #expect(Self.see(&table, F.query(version: 2, maxResponse: 100), port: 9, at: 100) == .query)
    Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: 103)
    table.sweep(at: 110)
    #expect(Self.members(table, "239.1.2.3") == nil)
    #expect(table.reportTargets(vlan: 0, isIPv6: false).map { Array($0) } == [9])
    table.sweep(at: 111)
    #expect(Self.members(table, "239.1.2.3") == [1, 9])
    // Unregistered groups go to routers only.
    #expect(Self.members(table, "239.1.2.4") == [9])
    #expect(table.isConfined(vlan: 0, isIPv6: false) == true)
    #expect(table.isConfined(vlan: 0, isIPv6: true) == false)
    // Neither other VLANs nor IPv6 have a querier by that.
    #expect(Self.members(table, "239.1.2.3", vlan: 5) == nil)
    #expect(Self.members(table, "ff05::1:3") == nil)
    // Another query keeps it, its absence for 255 s does not.
    Self.see(&table, F.query(version: 2), port: 9, at: 225)
    table.sweep(at: 225 + 254)
    #expect(Self.members(table, "239.1.2.4") == [9])
    table.sweep(at: 225 + 255)
    #expect(Self.members(table, "239.1.2.4") == nil)
  }

  @Test("Queries that do not make a querier known")
  func doubtful() {
    for query in [
      F.query(version: 3, maxResponse: 0xFF), F.query(version: 2, maxResponse: 10, group: "239.1.2.3"),
      F.mld(F.mldMessage(130, "::", maxResponse: 30_001), to: "ff02::1"),
    ] {
      var table = GroupTable()
      #expect(Self.see(&table, query, port: 9, at: 1) == .query)
      table.sweep(at: 100)
      #expect(Self.members(table, "239.1.2.3") == nil)
      #expect(Self.members(table, "ff05::1:3") == nil)
    }
    // So far apart that memberships ended in between: the wait begins again.
    var table = GroupTable()
    Self.see(&table, F.query(version: 2), port: 9, at: 1)
    table.sweep(at: 12)
    Self.see(&table, F.query(version: 2), port: 9, at: 250)
    #expect(Self.members(table, "239.1.2.4") == [9])
    table.sweep(at: 250 + 254)
    Self.see(&table, F.query(version: 2), port: 9, at: 250 + 254)
    #expect(Self.members(table, "239.1.2.4") == nil)
    table.sweep(at: 250 + 254 + 11)
    #expect(Self.members(table, "239.1.2.4") == [9])
  }

  @Test("A querier that is no router gets reports and not the groups")
  func fromNobody() {
    var table = GroupTable()
    Self.see(&table, F.query(version: 2, from: "0.0.0.0"), port: 9, at: 1)
    Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: 2)
    table.sweep(at: 12)
    #expect(Self.members(table, "239.1.2.3") == [1])
    #expect(Self.members(table, "239.1.2.4") == [])
    #expect(table.reportTargets(vlan: 0, isIPv6: false).map { Array($0) } == [9])
    table.sweep(at: 256)
    #expect(table.reportTargets(vlan: 0, isIPv6: false).map { Array($0) } == nil)
  }

  @Test("Routers by PIM hello and advertisement, for 255 s; uplinks for good")
  func routers() {
    var table = Self.queried()
    #expect(
      Self.see(
        &table, F.ipv4(103, to: "224.0.0.13", [0x20, 0, 0, 0], macs: (F.a, Self.mac("224.0.0.13"))), port: 3, at: 20)
        == .none)
    Self.see(&table, F.igmp([0x30, 20, 0, 0, 0, 125, 0, 2], to: "224.0.0.106"), port: 4, at: 21)
    table.permanentRouters.insert(7)
    Self.see(&table, F.query(version: 3), port: 9, at: 100)
    #expect(Self.members(table, "239.1.2.4") == [3, 4, 7, 9])
    #expect(table.reportTargets(vlan: 0, isIPv6: false).map { Array($0) } == [3, 4, 7, 9])
    table.sweep(at: 274)
    #expect(Self.members(table, "239.1.2.4") == [3, 4, 7, 9])
    table.sweep(at: 275)
    #expect(Self.members(table, "239.1.2.4") == [4, 7, 9])
    table.sweep(at: 276)
    #expect(Self.members(table, "239.1.2.4") == [7, 9])
    table.remove(port: 9)
    #expect(Self.members(table, "239.1.2.4") == [7])
  }

  @Test("A membership ends after 260 s without a report")
  func ageing() {
    var table = Self.queried()
    Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: 100)
    Self.see(&table, F.records([(4, "239.1.2.3", 0)]), port: 2, at: 150)
    Self.see(&table, F.mld(F.mldMessage(131, "ff05::1:3"), to: "ff05::1:3"), port: 3, at: 150)
    for now: UInt32 in [126, 250, 375] {
      Self.see(&table, F.query(version: 2), port: 9, at: now)
      Self.see(&table, F.mld(F.mldMessage(130, "::"), to: "ff02::1"), port: 9, at: now)
    }
    table.sweep(at: 359)
    #expect(Self.members(table, "239.1.2.3") == [1, 2, 9])
    table.sweep(at: 360)
    #expect(Self.members(table, "239.1.2.3") == [2, 9])
    #expect(Self.members(table, "ff05::1:3") == [3, 9])
    // Renewed by another report.
    Self.see(&table, F.records([(2, "239.1.2.3", 0)]), port: 2, at: 400)
    table.sweep(at: 410)
    #expect(Self.members(table, "239.1.2.3") == [2, 9])
    #expect(Self.members(table, "ff05::1:3") == [9])
    #expect(table.groupCount == 1)
    table.sweep(at: 660)
    #expect(table.groupCount == 0)
  }

  @Test(
    "A leave ends a membership after the last member query time, unless somebody else answers",
    arguments: [
      (F.report(2, "239.1.2.3"), F.leave("239.1.2.3"), "239.1.2.3"),
      (F.records([(4, "239.1.2.3", 0)]), F.records([(3, "239.1.2.3", 0)]), "239.1.2.3"),
      (
        F.mld(F.mldMessage(131, "ff05::9"), to: "ff05::9"), F.mld(F.mldMessage(132, "ff05::9"), to: "ff02::2"),
        "ff05::9"
      ),
      (F.mldRecords([(4, "ff05::9", 0)]), F.mldRecords([(3, "ff05::9", 0)]), "ff05::9"),
    ])
  func leaving(join: [UInt8], leave: [UInt8], group: String) {
    var table = Self.queried()
    #expect(Self.see(&table, join, port: 1, at: 20) == .report)
    Self.see(&table, join, port: 2, at: 20)
    #expect(Self.see(&table, leave, port: 1, at: 30) == .report)
    Self.see(&table, leave, port: 2, at: 30)
    Self.see(&table, join, port: 2, at: 31)
    table.sweep(at: 32)
    #expect(Self.members(table, group) == [1, 2, 9])
    table.sweep(at: 33)
    #expect(Self.members(table, group) == [2, 9])
    // A leave of what is no member changes nothing.
    Self.see(&table, leave, port: 5, at: 34)
    table.sweep(at: 40)
    #expect(Self.members(table, group) == [2, 9])
  }

  @Test("What is never confined, nor stored")
  func always() {
    var table = Self.queried()
    for group in ["224.0.0.1", "224.0.0.251", "224.128.0.5", "239.0.0.200"] {
      #expect(Self.see(&table, F.report(2, group), port: 1, at: 20) == .report)
      #expect(Self.members(table, group) == nil)
    }
    for group in ["ff02::1", "ff02::1:ff00:411"] {
      #expect(Self.see(&table, F.mldRecords([(4, group, 0)]), port: 1, at: 20) == .report)
      #expect(Self.members(table, group) == nil)
    }
    #expect(table.groupCount == 0)
    for address in ["FF-FF-FF-FF-FF-FF", "01-80-C2-00-00-0E", "01-00-5E-80-00-01", "09-00-2B-00-00-01"] {
      #expect(table.members(of: MACAddress(address)!, vlan: 0) == nil)
    }
    #expect(table.members(of: Self.mac("239.1.2.3"), vlan: .max) == nil)
  }

  @Test("Groups that share a MAC address share their members")
  func sharedAddress() {
    var table = Self.queried()
    Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: 20)
    Self.see(&table, F.report(2, "225.129.2.3"), port: 2, at: 20)
    Self.see(&table, F.report(2, "238.1.2.3"), port: 2, at: 20)
    #expect(table.groupCount == 3)
    #expect(Self.members(table, "224.1.2.3") == [1, 2, 9])
    Self.see(&table, F.leave("225.129.2.3"), port: 2, at: 21)
    table.sweep(at: 30)
    #expect(Self.members(table, "239.1.2.3") == [1, 2, 9])
    Self.see(&table, F.leave("238.1.2.3"), port: 2, at: 31)
    table.sweep(at: 40)
    #expect(Self.members(table, "239.1.2.3") == [1, 9])
    // VLANs share nothing.
    Self.see(&table, F.query(version: 2), port: 9, at: 50, vlan: 5)
    table.sweep(at: 70)
    #expect(Self.members(table, "239.1.2.3", vlan: 5) == [9])
  }

  @Test("A port that joins more than 64 groups is told so, and gets everything")
  func portLimit() {
    var table = Self.queried()
    for group in 0..<64 {
      #expect(Self.see(&table, F.report(2, "239.2.0.\(group)"), port: 1, at: 20) == .report)
    }
    #expect(Self.see(&table, F.report(2, "239.2.0.64"), port: 1, at: 20) == .rejected(.portLimit))
    #expect(
      Self.see(&table, F.records([(4, "239.2.0.65", 0), (4, "239.2.0.1", 0)]), port: 1, at: 20) == .rejected(.portLimit)
    )
    #expect(Self.see(&table, F.report(2, "239.2.0.5"), port: 1, at: 21) == .report)
    #expect(table.groupCount == 64)
    #expect(Self.members(table, "239.9.9.9") == [1, 9])
    // Another port may still join, and the first once it has left something.
    #expect(Self.see(&table, F.report(2, "239.2.0.64"), port: 2, at: 22) == .report)
    Self.see(&table, F.leave("239.2.0.0"), port: 1, at: 23)
    #expect(Self.see(&table, F.report(2, "239.2.0.66"), port: 1, at: 24) == .rejected(.portLimit))
    #expect(Self.see(&table, F.report(2, "239.2.0.66"), port: 1, at: 26) == .report)
    Self.see(&table, F.query(version: 2), port: 9, at: 140)
    table.sweep(at: 283)
    #expect(Self.members(table, "239.9.9.9") == [1, 9])
    table.sweep(at: 284)
    #expect(Self.members(table, "239.9.9.9") == [9])
  }

  @Test("1024 groups in all")
  func tableLimit() {
    var table = Self.queried()
    for index in 0..<1024 {
      #expect(
        Self.see(&table, F.report(2, "239.3.\(index / 32).\(index % 32)"), port: 10 + index / 64, at: 20) == .report)
    }
    #expect(table.groupCount == 1024)
    #expect(Self.see(&table, F.report(2, "239.4.0.0"), port: 100, at: 20) == .rejected(.tableLimit))
    #expect(Self.members(table, "239.4.0.0") == [9, 100])
    // A group that is there has room for more members.
    #expect(Self.see(&table, F.report(2, "239.3.0.0"), port: 100, at: 20) == .report)
    for port in 10..<26 { table.remove(port: port) }
    #expect(table.groupCount == 1)
    #expect(Self.see(&table, F.report(2, "239.4.0.0"), port: 100, at: 22) == .report)
  }

  @Test("64 networks have queriers, further ones are flooded")
  func networkLimit() {
    var table = GroupTable()
    for vlan in UInt16(1)...70 { Self.see(&table, F.query(version: 2), port: 9, at: 1, vlan: vlan) }
    table.sweep(at: 20)
    #expect(Self.members(table, "239.1.2.3", vlan: 64) == [9])
    #expect(Self.members(table, "239.1.2.3", vlan: 65) == nil)
    table.sweep(at: 300)
    Self.see(&table, F.query(version: 2), port: 9, at: 300, vlan: 65)
    table.sweep(at: 320)
    #expect(Self.members(table, "239.1.2.3", vlan: 65) == [9])
    #expect(Self.members(table, "239.1.2.3", vlan: 64) == nil)
  }

  @Test("A port that came anew gets everything until it has been asked")
  func restart() {
    var table = Self.queried()
    Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: 20)
    table.permanentRouters.insert(7)
    table.restart(port: 1, at: 30)
    table.restart(port: 7, at: 30)
    #expect(table.groupCount == 0)
    #expect(Self.members(table, "239.1.2.4") == [1, 7, 9])
    Self.see(&table, F.query(version: 2), port: 9, at: 126)
    Self.see(&table, F.query(version: 2), port: 9, at: 251)
    table.sweep(at: 290)
    #expect(Self.members(table, "239.1.2.4") == [7, 9])
  }

  @Test("Seconds may wrap")
  func wrap() {
    var table = GroupTable()
    let start = UInt32.max - 15
    Self.see(&table, F.query(version: 2), port: 9, at: start)
    Self.see(&table, F.report(2, "239.1.2.3"), port: 1, at: start &+ 5)
    table.sweep(at: start &+ 11)
    #expect(Self.members(table, "239.1.2.3") == [1, 9])
    Self.see(&table, F.query(version: 2), port: 9, at: start &+ 125)
    table.sweep(at: start &+ 264)
    #expect(Self.members(table, "239.1.2.3") == [1, 9])
    table.sweep(at: start &+ 265)
    #expect(Self.members(table, "239.1.2.3") == [9])
  }

  @Test("Joins, leaves, ageing and removals against a model")
  func model() {
    var random = SeededGenerator(state: 99)
    var table = Self.queried()
    // Few groups, several with the same MAC address.
    let groups = (0..<40).map { "\(230 + $0 % 4).1.\($0 / 8).7" }
    var ends: [String: [Int: UInt32]] = [:]
    var now: UInt32 = 20
    for round in 0..<6000 {
      if round % 3 == 0 { now += UInt32.random(in: 0...12, using: &random) }
      Self.see(&table, F.query(version: 3), port: 9, at: now)
      let group = groups.randomElement(using: &random)!
      let port = Int.random(in: 10..<40, using: &random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<11:
        Self.see(&table, F.report(2, group), port: port, at: now)
        ends[group, default: [:]][port] = now + 260
      case 11..<18:
        Self.see(&table, F.records([(3, group, 0)]), port: port, at: now)
        if let end = ends[group]?[port] { ends[group]?[port] = min(end, now + 3) }
      case 18:
        table.remove(port: port)
        for group in groups { ends[group]?[port] = nil }
      default:
        // A sweep in a second that had one does nothing.
        now += 1
        table.sweep(at: now)
        for (group, members) in ends { ends[group] = members.filter { $0.value > now } }
      }
      #expect(table.groupCount == ends.values.filter { !$0.isEmpty }.count)
      let address = Self.mac(group)
      let expected = groups.filter { Self.mac($0) == address }.flatMap { ends[$0, default: [:]].keys } + [9]
      #expect(Self.members(table, group) == Set(expected).sorted())
    }
  }

  @Test("Garbage changes nothing that it should not")
  func garbage() {
    var random = SeededGenerator(state: 1)
    var table = GroupTable()
    let seeds = GroupMessageTests.cases.map(\.frame)
    for round in 0..<60_000 {
      var frame = seeds[round % seeds.count]
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if round % 5 == 0 { frame.removeLast(Int.random(in: 0..<frame.count - 18, using: &random)) }
      let now = UInt32(round / 50)
      Self.see(
        &table, frame, port: Int.random(in: -1...256, using: &random), at: now,
        vlan: UInt16.random(in: 0...4200, using: &random))
      if round % 50 == 0 { table.sweep(at: now) }
      #expect(table.groupCount <= GroupTable.groupLimit)
    }
    table.sweep(at: 5000)
    #expect(table.groupCount == 0)
  }
}
