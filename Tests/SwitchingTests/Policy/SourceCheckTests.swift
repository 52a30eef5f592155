import Ethernet
import HyperV
import Switching
import Testing

@Suite("Addresses that a port may send from")
struct SourceCheckTests {
  static let own = PolicyFrames.a
  static let inner = MACAddress("02-00-00-00-00-10")!
  static let other = MACAddress("02-00-00-00-00-99")!

  static func offence(_ frame: [UInt8], listed: [MACAddress]) -> SourceCheck.Offence? {
    let sources = AllowedSources(own: own, listed: listed)
    return withExtendedLifetime(sources) {
      frame.withRawSpan { sources.check.offence($0, FlowKey($0)!) }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    /// What offends without a list, and with `inner` in it.
    var plain: String?
    var listed: String?

    init(_ what: String, _ frame: [UInt8], plain: String? = nil, listed: String? = nil) {
      testDescription = what
      self.frame = frame
      self.plain = plain
      self.listed = listed
    }
  }

  /// A neighbour advertisement with two address options.
  static func two(_ first: MACAddress, _ second: MACAddress) -> [UInt8] {
    var message: [UInt8] = [136, 0] + [UInt8](repeating: 0, count: 22)
    message += [2, 1] + first.octets + [2, 1] + second.octets
    return Frames.ipv6(own, 58, message)
  }

  static let cases = [
    Case("own", Frames.plain(own, to: .broadcast)),
    Case("inner", Frames.plain(inner, to: .broadcast), plain: "MacSpoofing 10"),
    Case("foreign", Frames.plain(other, to: .broadcast), plain: "MacSpoofing 99", listed: "MacSpoofing 99"),
    Case(
      "foreign behind a tag", Frames.tagged(Frames.plain(other, to: .broadcast)), plain: "MacSpoofing 99",
      listed: "MacSpoofing 99"),
    Case("ARP of its own", Frames.arp(.request, from: own, sender: own)),
    Case("ARP of the inner", Frames.arp(.reply, from: inner, sender: inner), plain: "MacSpoofing 10"),
    Case("ARP for the inner", Frames.arp(.reply, from: own, sender: inner), plain: "ArpSpoofing 10"),
    Case(
      "ARP for a foreign", Frames.arp(.reply, from: own, sender: other), plain: "ArpSpoofing 99",
      listed: "ArpSpoofing 99"),
    Case(
      "the same behind a tag", Frames.tagged(Frames.arp(.reply, from: own, sender: other)), plain: "ArpSpoofing 99",
      listed: "ArpSpoofing 99"),
    Case("ARP cut short", Array(Frames.arp(.reply, from: own, sender: other)[..<40])),
    Case("neighbour of its own", Frames.neighbour(136, from: own, naming: own)),
    Case("neighbour inner", Frames.neighbour(136, from: own, naming: inner), plain: "ArpSpoofing 10"),
    Case(
      "neighbour foreign", Frames.neighbour(135, from: own, naming: other), plain: "ArpSpoofing 99",
      listed: "ArpSpoofing 99"),
    Case(
      "router solicitation foreign", Frames.neighbour(133, from: own, naming: other), plain: "ArpSpoofing 99",
      listed: "ArpSpoofing 99"),
    Case(
      "router advertisement foreign", Frames.neighbour(134, from: own, naming: other), plain: "ArpSpoofing 99",
      listed: "ArpSpoofing 99"),
    Case("the second option inner", two(own, inner), plain: "ArpSpoofing 10"),
    Case("the second option foreign", two(inner, other), plain: "ArpSpoofing 10", listed: "ArpSpoofing 99"),
    Case("other ICMPv6", Frames.ipv6(own, 58, [128, 0, 0, 0, 0, 0, 0, 0, 2, 1] + other.octets)),
  ]

  @Test(arguments: cases) func checks(_ row: Case) {
    func text(_ offence: SourceCheck.Offence?) -> String? {
      offence.map { "\($0.reason.rawValue) \($0.address.description.suffix(2))" }
    }
    #expect(text(Self.offence(row.frame, listed: [])) == row.plain)
    #expect(text(Self.offence(row.frame, listed: [Self.inner])) == row.listed)
  }

  @Test("A full list, against a set")
  func list() {
    var random = SeededGenerator(state: 5)
    for count in [0, 1, 2, 3, 63, 64] {
      let listed = (0..<count).map { _ in MACAddress(rawValue: random.next() & 0xFEFF_FFFF_FFFF) }
      let sources = AllowedSources(own: Self.own, listed: listed + listed)
      let check = sources.check
      for address in listed {
        #expect(check.allows(address))
        for near in [address.rawValue &+ 1, address.rawValue &- 1] {
          #expect(check.allows(MACAddress(rawValue: near)) == listed.contains(MACAddress(rawValue: near)))
        }
      }
      #expect(check.allows(Self.own) && !check.allows(.zero) && !check.allows(.broadcast))
      withExtendedLifetime(sources) {}
    }
  }
}
