import Ethernet
import Testing

@Suite("IGMP and MLD messages")
struct GroupMessageTests {
  static func message(_ frame: [UInt8]) -> GroupMessage? { frame.withRawSpan { GroupMessage($0, FlowKey($0)!) } }

  static func text(_ frame: [UInt8]) -> String? {
    frame.withRawSpan { bytes -> String? in
      guard let message = GroupMessage(bytes, FlowKey(bytes)!) else { return nil }
      var parts = ["\(message.kind)"]
      func name(_ address: IPv6Address) -> String {
        message.isIPv6 ? address.description : IPv4Address(rawValue: UInt32(address.low)).description
      }
      switch message.kind {
      case .generalQuery: parts.append("\(message.maxResponse)\(message.isFromNobody ? " nobody" : "")")
      case .groupQuery: parts.append("\(name(message.group)) \(message.maxResponse)")
      case .report, .leave: parts.append(name(message.group))
      case .records:
        var cursor = message.firstRecord
        var index = 0
        while let record = message.nextRecord(in: bytes, &cursor, &index) {
          parts.append("\(name(record.group)):\(record.isMember.map { $0 ? "in" : "out" } ?? "-")")
        }
      case .router: break
      }
      return parts.joined(separator: " ")
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    var text: String?

    init(_ what: String, _ frame: [UInt8], _ text: String?) {
      testDescription = what
      self.frame = frame
      self.text = text
    }
  }

  typealias F = PolicyFrames

  static func changed(_ frame: [UInt8], _ offset: Int, _ byte: UInt8) -> [UInt8] {
    var frame = frame
    frame[offset] = byte
    return frame
  }

  static let query2 = F.query(version: 2)
  static let mldQuery = F.mld(F.mldMessage(130, "::"), to: "ff02::1")

  static let cases = [
    Case("IGMPv1 query", F.query(version: 1), "generalQuery 10000"),
    Case("IGMPv2 query", query2, "generalQuery 10000"),
    Case("IGMPv3 query", F.query(version: 3, maxResponse: 24), "generalQuery 2400"),
    Case("IGMPv3 query, exponential", F.query(version: 3, maxResponse: 0x9A), "generalQuery 41600"),
    Case("a query from nobody", F.query(version: 2, from: "0.0.0.0"), "generalQuery 10000 nobody"),
    Case("a query for a group", F.query(version: 2, maxResponse: 10, group: "239.1.2.3"), "groupQuery 239.1.2.3 1000"),
    Case("a query for no group", F.query(version: 2, group: "10.0.0.1"), nil),
    Case("a query of nine bytes", F.igmp([0x11, 100, 0, 0, 0, 0, 0, 0, 0], to: "224.0.0.1"), nil),
    Case("a query to one host", F.igmp([0x11, 100, 0, 0, 0, 0, 0, 0], to: "224.0.0.1", mac: F.b), nil),
    Case("a query to another group", F.igmp([0x11, 100, 0, 0, 0, 0, 0, 0], to: "224.0.0.2"), nil),
    Case("IGMPv1 report", F.report(1, "239.1.2.3"), "report 239.1.2.3"),
    Case("IGMPv2 report", F.report(2, "239.1.2.3"), "report 239.1.2.3"),
    Case("a report of no group", F.report(2, "10.1.2.3"), nil),
    Case("leave", F.leave("239.1.2.3"), "leave 239.1.2.3"),
    Case(
      "IGMPv3 records",
      F.records([
        (1, "239.0.1.1", 0), (1, "239.0.1.2", 1), (2, "239.0.1.3", 0), (3, "239.0.1.4", 0), (3, "239.0.1.5", 2),
        (4, "239.0.1.6", 1), (5, "239.0.1.7", 1), (6, "239.0.1.8", 1), (9, "239.0.1.9", 0),
      ]),
      "records 239.0.1.1:- 239.0.1.2:in 239.0.1.3:in 239.0.1.4:out 239.0.1.5:in 239.0.1.6:in 239.0.1.7:in 239.0.1.8:- 239.0.1.9:-"
    ),
    Case("no records", F.records([]), "records"),
    Case("PIM hello", F.ipv4(103, to: "224.0.0.13", [0x20, 0, 0, 0]), "router"),
    Case("another PIM message", F.ipv4(103, to: "224.0.0.13", [0x23, 0, 0, 0]), nil),
    Case("router advertisement (RFC 4286)", F.igmp([0x30, 20, 0, 0, 0, 125, 0, 2], to: "224.0.0.106"), "router"),
    Case("another type", F.igmp([0x13, 0, 0, 0, 224, 0, 0, 5], to: "224.0.0.5"), nil),
    Case("a wrong checksum", changed(F.report(2, "239.1.2.3"), 41, 4), nil),
    Case("a wrong header checksum", changed(F.report(2, "239.1.2.3"), 22, 63), nil),
    Case("a fragment", F.ipv4(2, to: "239.1.2.3", Array(F.report(2, "239.1.2.3")[34...]), fragment: 0x2000), nil),
    Case("cut short", Array(F.report(2, "239.1.2.3")[..<41]), nil),
    Case("padded", F.report(2, "239.1.2.3") + [UInt8](repeating: 0xFF, count: 18), "report 239.1.2.3"),
    Case("in a VLAN", Frames.tagged(F.report(2, "239.1.2.3")), "report 239.1.2.3"),
    Case("UDP to the group", F.ipv4(17, to: "239.1.2.3", F.ports(1, 2)), nil),
    Case("MLDv1 query", mldQuery, "generalQuery 10000"),
    Case(
      "MLDv2 query", F.mld(F.mldMessage(130, "::", maxResponse: 0x8001, version2: true), to: "ff02::1"),
      "generalQuery 32776"),
    Case("MLD query for a group", F.mld(F.mldMessage(130, "ff05::1:3"), to: "ff05::1:3"), "groupQuery ff05::1:3 10000"),
    Case("MLD query to one host", F.mld(F.mldMessage(130, "::"), to: "ff02::1", mac: F.b), nil),
    Case("MLD query from a global address", F.mld(F.mldMessage(130, "::"), to: "ff02::1", from: "fd00::1"), nil),
    Case("MLD query from nobody", F.mld(F.mldMessage(130, "::"), to: "ff02::1", from: "::"), nil),
    Case("MLD query from afar", F.mld(F.mldMessage(130, "::"), to: "ff02::1", hopLimit: 64), nil),
    Case(
      "MLD query without router alert", F.mld(F.mldMessage(130, "::"), to: "ff02::1", options: [1, 4, 0, 0, 0, 0]), nil),
    Case("MLD query for RSVP", F.mld(F.mldMessage(130, "::"), to: "ff02::1", options: [5, 2, 0, 1, 1, 0]), nil),
    Case(
      "padding before the router alert",
      F.mld(F.mldMessage(131, "ff05::2"), to: "ff05::2", options: [0, 0, 5, 2, 0, 0]), "report ff05::2"),
    Case("MLDv1 report", F.mld(F.mldMessage(131, "ff05::2"), to: "ff05::2"), "report ff05::2"),
    Case("MLDv1 report from nobody", F.mld(F.mldMessage(131, "ff05::2"), to: "ff05::2", from: "::"), "report ff05::2"),
    Case("MLDv1 report of no group", F.mld(F.mldMessage(131, "fd00::2"), to: "ff05::2"), nil),
    Case("done", F.mld(F.mldMessage(132, "ff05::2"), to: "ff02::2"), "leave ff05::2"),
    Case(
      "MLDv2 records", F.mldRecords([(4, "ff05::2", 0), (3, "ff05::3", 0), (1, "ff05::4", 2)]),
      "records ff05::2:in ff05::3:out ff05::4:in"),
    Case("neighbour solicitation", Frames.neighbour(135, from: F.a, naming: F.a), nil),
    Case("ARP", Frames.arp(.request, from: F.a, sender: F.a), nil),
  ]

  @Test(arguments: cases) func reads(_ row: Case) { #expect(Self.text(row.frame) == row.text) }

  @Test("A report as Linux sent it")
  func golden() {
    let digits =
      "33330000001600155d00041186dd6000000000240001fe8000000000000002155dfffe000411ff0200000000000000000000000000163a0005020000"
      + "01008f000ad20000000104000000ff0200000000000000000001ff000411"
    let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
      let start = digits.index(digits.startIndex, offsetBy: index)
      return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)!
    }
    #expect(Self.text(bytes) == "records ff02::1:ff00:411:in")
  }

  @Test("Records that are announced but not there")
  func missing() {
    // 65535 records announced, two there, the last cut short. Checksums are made right again.
    let whole = F.records([(4, "239.0.1.1", 0), (4, "239.0.1.2", 0)])
    var message = Array(whole[34...])
    message[6] = 0xFF
    message[7] = 0xFF
    (message[2], message[3]) = (0, 0)
    #expect(Self.text(F.igmp(message, to: "224.0.0.22")) == "records 239.0.1.1:in 239.0.1.2:in")
    #expect(Self.text(F.igmp(Array(message.dropLast(2)), to: "224.0.0.22")) == "records 239.0.1.1:in")
    // A number of sources that the message has no room for.
    (message[10], message[11]) = (0xFF, 0xFF)
    #expect(Self.text(F.igmp(message, to: "224.0.0.22")) == "records")
    (message[10], message[11]) = (0, 0)
    // Auxiliary data likewise.
    message[9] = 0xFF
    #expect(Self.text(F.igmp(message, to: "224.0.0.22")) == "records")
  }
}
