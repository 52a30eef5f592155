import Ethernet
import HyperV
import Switching
import Testing

@Suite("Access control")
struct AccessControlTableTests {
  static func basic(
    _ action: AccessAction, _ direction: AccessDirection, local: String = "Any", remote: String = "Any"
  ) -> AccessControlEntry {
    AccessControlEntry(
      action: action, direction: direction, local: AddressMatch(local)!, remote: AddressMatch(remote)!)
  }

  static func extended(
    _ action: AccessAction, _ direction: AccessDirection, _ weight: Int, local: String = "AnyIP",
    remote: String = "AnyIP",
    number: UInt8? = nil, localPorts: ClosedRange<UInt16>? = nil, remotePorts: ClosedRange<UInt16>? = nil
  ) -> AccessControlEntry {
    AccessControlEntry(
      action: action, direction: direction, local: AddressMatch(local)!, remote: AddressMatch(remote)!,
      payloadProtocol: number, localPorts: localPorts, remotePorts: remotePorts, weight: weight, isExtended: true)
  }

  static func allows(_ entries: [AccessControlEntry], _ frame: [UInt8], _ direction: AccessDirection) -> Bool {
    let table = AccessControlTable(entries)
    return withExtendedLifetime(table) {
      table.handle.allows(PolicyFrames.key(frame), direction, bytes: frame.count)
    }
  }

  /// From 10.0.0.1 port 40000 to 10.0.0.2 port 80.
  static let web = PolicyFrames.ipv4(6, PolicyFrames.ports(40000, 80))
  static let web6 = PolicyFrames.ipv6(6, PolicyFrames.ports(40000, 80))
  static let echo = PolicyFrames.ipv4(1, [8, 0, 0, 0, 0, 0, 0, 0])
  static let arp = Frames.arp(.request, from: PolicyFrames.a, sender: PolicyFrames.a)
  static let later = PolicyFrames.ipv4(6, PolicyFrames.ports(0, 0), fragment: 1)
  static let first = PolicyFrames.ipv4(6, PolicyFrames.ports(40000, 80), fragment: 0x2000)
  static let hidden = Frames.ipv6(PolicyFrames.a, 6, PolicyFrames.ports(40000, 80), extensions: 9)
  static let macA = "00-15-5D-00-00-01"
  static let macB = "00-15-5D-00-00-02"

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var entries: [AccessControlEntry]
    var frame: [UInt8]
    var direction: AccessDirection
    var passes: Bool

    init(
      _ what: String, _ entries: [AccessControlEntry], _ frame: [UInt8], _ direction: AccessDirection = .outbound,
      passes: Bool
    ) {
      testDescription = what
      self.entries = entries
      self.frame = frame
      self.direction = direction
      self.passes = passes
    }
  }

  static let cases = [
    Case("no entries", [], web, passes: true),
    Case("of the other direction", [basic(.deny, .inbound)], web, passes: true),
    Case("everything", [basic(.deny, .outbound)], web, passes: false),
    Case("everything, ARP too", [basic(.deny, .outbound)], arp, passes: false),
    // Local is the machine's side: the source of what it sends, the destination of what it receives.
    Case("local, outbound", [basic(.deny, .outbound, local: "10.0.0.1")], web, passes: false),
    Case("local, inbound", [basic(.deny, .inbound, local: "10.0.0.2")], web, .inbound, passes: false),
    Case("remote, outbound", [basic(.deny, .outbound, remote: "10.0.0.2")], web, passes: false),
    Case("remote, inbound", [basic(.deny, .inbound, remote: "10.0.0.1")], web, .inbound, passes: false),
    Case("remote is not local", [basic(.deny, .outbound, remote: "10.0.0.1")], web, passes: true),
    Case("both sides", [basic(.deny, .outbound, local: "10.0.0.1", remote: "10.0.0.2")], web, passes: false),
    Case("one of both sides", [basic(.deny, .outbound, local: "10.0.0.1", remote: "10.0.0.3")], web, passes: true),
    // What an address is about.
    Case("a MAC address", [basic(.deny, .outbound, remote: macB)], web, passes: false),
    Case("a MAC address and ARP", [basic(.deny, .outbound, local: macA)], arp, passes: false),
    Case("another MAC address", [basic(.deny, .outbound, remote: macA)], web, passes: true),
    Case("an IPv4 prefix and ARP", [basic(.deny, .outbound, remote: "0.0.0.0/0")], arp, passes: true),
    Case("any IP address and ARP", [basic(.deny, .outbound, remote: "AnyIP")], arp, passes: true),
    Case("any IP address and IPv6", [basic(.deny, .outbound, remote: "AnyIP")], web6, passes: false),
    Case("every IPv4 address and IPv6", [basic(.deny, .outbound, remote: "0.0.0.0/0")], web6, passes: true),
    Case("every IPv6 address and IPv4", [basic(.deny, .outbound, remote: "::/0")], web, passes: true),
    Case("an IPv6 prefix", [basic(.deny, .outbound, remote: "fd00::/8")], web6, passes: false),
    Case("an IPv6 prefix past 64 bits", [basic(.deny, .outbound, remote: "fd00::/127")], web6, passes: true),
    Case("the same with the right bit", [basic(.deny, .outbound, remote: "fd00::2/127")], web6, passes: false),
    Case("host bits of a prefix", [basic(.deny, .outbound, remote: "10.0.0.99/24")], web, passes: false),
    // The longest prefix decides, deny before allow.
    Case(
      "longest prefix allows",
      [basic(.deny, .outbound, remote: "10.0.0.0/8"), basic(.allow, .outbound, remote: "10.0.0.0/24")], web,
      passes: true),
    Case(
      "longest prefix denies",
      [basic(.allow, .outbound, remote: "10.0.0.0/8"), basic(.deny, .outbound, remote: "10.0.0.2")], web, passes: false),
    Case(
      "a tie", [basic(.allow, .outbound, remote: "10.0.0.2"), basic(.deny, .outbound, local: "10.0.0.1")], web,
      passes: false),
    Case(
      "a MAC address has 48 bits",
      [basic(.deny, .outbound, remote: macB), basic(.allow, .outbound, remote: "10.0.0.2")], web, passes: false),
    Case(
      "a white list lets in", [basic(.deny, .outbound), basic(.allow, .outbound, remote: "10.0.0.0/24")], web,
      passes: true),
    Case(
      "a white list keeps out", [basic(.deny, .outbound), basic(.allow, .outbound, remote: "10.1.0.0/16")], web,
      passes: false),
    // Extended entries come first, by weight.
    Case(
      "extended before basic", [basic(.deny, .outbound, remote: "10.0.0.2"), extended(.allow, .outbound, 1)], web,
      passes: true),
    Case(
      "the higher weight", [extended(.allow, .outbound, 1), extended(.deny, .outbound, 2, remote: "10.0.0.0/8")], web,
      passes: false),
    Case(
      "equal weights, the earlier", [extended(.allow, .outbound, 5), extended(.deny, .outbound, 5)], web, passes: true),
    Case(
      "an extended entry is about IP", [extended(.deny, .outbound, 1, local: "Any", remote: "Any")], arp, passes: true),
    Case("protocol", [extended(.deny, .outbound, 1, number: 6)], web, passes: false),
    Case("protocol over IPv6", [extended(.deny, .outbound, 1, number: 6)], web6, passes: false),
    Case("another protocol", [extended(.deny, .outbound, 1, number: 17)], web, passes: true),
    Case("ICMP", [extended(.deny, .outbound, 1, number: 1)], echo, passes: false),
    Case("remote port", [extended(.deny, .outbound, 1, number: 6, remotePorts: 80...80)], web, passes: false),
    Case("remote ports below", [extended(.deny, .outbound, 1, number: 6, remotePorts: 1...79)], web, passes: true),
    Case("remote ports above", [extended(.deny, .outbound, 1, number: 6, remotePorts: 81...65535)], web, passes: true),
    Case("local port", [extended(.deny, .outbound, 1, number: 6, localPorts: 40000...40000)], web, passes: false),
    Case(
      "local port, inbound", [extended(.deny, .inbound, 1, number: 6, localPorts: 80...80)], web, .inbound,
      passes: false),
    Case("ports and ICMP", [extended(.deny, .outbound, 1, number: 17, localPorts: 0...65535)], echo, passes: true),
    // Fragments and hidden headers.
    Case(
      "a first fragment has its ports", [extended(.deny, .outbound, 1, number: 6, remotePorts: 80...80)], first,
      passes: false),
    Case("a later fragment is denied by protocol", [extended(.deny, .outbound, 1, number: 6)], later, passes: false),
    Case("and not by port", [extended(.deny, .outbound, 1, number: 6, remotePorts: 80...80)], later, passes: true),
    Case(
      "and allowed with the port's",
      [basic(.deny, .outbound), extended(.allow, .outbound, 1, number: 6, remotePorts: 80...80)],
      later, passes: true),
    Case(
      "hidden headers are what is denied", [extended(.deny, .outbound, 1, number: 6, remotePorts: 25...25)], hidden,
      passes: false),
    Case(
      "but not by IPv4's entries", [extended(.deny, .outbound, 1, remote: "0.0.0.0/0", number: 6)], hidden, passes: true
    ),
    Case(
      "and not what is allowed", [basic(.deny, .outbound), extended(.allow, .outbound, 1, number: 6)], hidden,
      passes: false),
    Case("a meter decides nothing", [basic(.meter, .outbound), basic(.deny, .outbound)], web, passes: false),
  ]

  @Test("What passes", arguments: cases)
  func verdicts(_ row: Case) {
    for entry in row.entries { #expect(entry.problems.isEmpty) }
    #expect(Self.allows(row.entries, row.frame, row.direction) == row.passes)
    // The order of entries of different rank does not matter.
    if row.testDescription != "equal weights, the earlier" {
      #expect(Self.allows(row.entries.reversed(), row.frame, row.direction) == row.passes)
    }
    // A tag changes nothing.
    #expect(Self.allows(row.entries, Frames.tagged(row.frame), row.direction) == row.passes)
  }

  @Test("Meters count what passes, each that matches, and go on when the entries change")
  func meters() {
    let entries = [
      Self.basic(.meter, .outbound, remote: "10.0.0.0/8"), Self.basic(.deny, .outbound, remote: "10.9.0.0/16"),
      Self.basic(.meter, .outbound), Self.basic(.meter, .inbound, local: "10.0.0.2"),
    ]
    let table = AccessControlTable(entries)
    let handle = table.handle
    #expect(!handle.isEmpty)
    let denied = PolicyFrames.ipv4(6, to: "10.9.0.1", PolicyFrames.ports(1, 2))
    for _ in 0..<3 { #expect(handle.allows(PolicyFrames.key(Self.web), .outbound, bytes: 100)) }
    #expect(!handle.allows(PolicyFrames.key(denied), .outbound, bytes: 100))
    #expect(handle.allows(PolicyFrames.key(Self.arp), .outbound, bytes: 42))
    #expect(handle.allows(PolicyFrames.key(Self.web), .inbound, bytes: 60))
    #expect(
      table.meters == [
        AccessMeter(entry: 0, frames: 3, bytes: 300), AccessMeter(entry: 2, frames: 4, bytes: 342),
        AccessMeter(entry: 3, frames: 1, bytes: 60),
      ])
    let next = AccessControlTable([entries[2], Self.basic(.meter, .inbound)], continuing: table)
    #expect(next.meters == [AccessMeter(entry: 0, frames: 4, bytes: 342), AccessMeter(entry: 1)])
    #expect(AccessControlTable([], continuing: table).meters.isEmpty)
  }

  @Test("Without entries the handle is empty")
  func empty() {
    #expect(AccessControlTable([]).handle.isEmpty)
    let handle = AccessControlTable.Handle()
    #expect(handle.isEmpty && handle.allows(PolicyFrames.key(Self.web), .inbound, bytes: 1))
  }

  @Test("512 entries against a plain reading of the rules, with random frames")
  func model() {
    var random = SeededGenerator(state: 42)
    func pick<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }
    func address(_ isSix: Bool) -> String {
      let octet = Int.random(in: 0...3, using: &random)
      return isSix ? "fd00::\(octet)" : "10.0.0.\(octet)"
    }
    func match(_ isSix: Bool) -> String {
      switch Int.random(in: 0...3, using: &random) {
      case 0: "Any"
      case 1: "AnyIP"
      default: address(isSix) + "/\(isSix ? pick([0, 64, 126, 127, 128]) : pick([0, 8, 30, 31, 32]))"
      }
    }
    for _ in 0..<20 {
      var entries: [AccessControlEntry] = []
      while entries.count < AccessControlEntry.limit {
        let isSix = Bool.random(using: &random)
        let direction = pick(AccessDirection.allCases)
        if Bool.random(using: &random) {
          let hasPorts = Bool.random(using: &random)
          let low = UInt16.random(in: 0...8, using: &random)
          entries.append(
            Self.extended(
              pick([.allow, .deny]), direction, Int.random(in: 1...40, using: &random), local: match(isSix),
              remote: match(isSix), number: hasPorts ? 17 : pick([nil, 6, 17]),
              remotePorts: hasPorts ? low...(low + 2) : nil))
        } else {
          entries.append(Self.basic(pick(AccessAction.allCases), direction, local: match(isSix), remote: match(isSix)))
        }
      }
      // Few of the entries at a time, or an entry for everything decides always.
      let few = Array(entries.prefix(Int.random(in: 1...12, using: &random)))
      for list in [few, entries] {
        let table = AccessControlTable(list)
        for _ in 0..<60 {
          let isSix = Bool.random(using: &random)
          let ports = PolicyFrames.ports(
            UInt16.random(in: 0...8, using: &random), UInt16.random(in: 0...8, using: &random))
          let number: UInt8 = pick([6, 17])
          let frame =
            isSix
            ? PolicyFrames.ipv6(number, from: address(true), to: address(true), ports)
            : PolicyFrames.ipv4(number, from: address(false), to: address(false), ports)
          let direction = pick(AccessDirection.allCases)
          let key = PolicyFrames.key(frame)
          #expect(table.handle.allows(key, direction, bytes: 1) == Self.expected(list, key, direction))
        }
        withExtendedLifetime(table) {}
      }
    }
  }

  /// The rules, read one by one.
  static func expected(_ entries: [AccessControlEntry], _ key: FlowKey, _ direction: AccessDirection) -> Bool {
    let isOut = direction == .outbound
    func side(_ match: AddressMatch, _ isLocal: Bool) -> Bool {
      let isSource = isLocal == isOut
      switch match {
      case .any, .anyIP: return true
      case .mac(let mac): return mac == (isSource ? key.source : key.destination)
      case .ipv4(let prefix): return (isSource ? key.ipv4Source : key.ipv4Destination).map(prefix.contains) ?? false
      case .ipv6(let prefix): return (isSource ? key.ipv6Source : key.ipv6Destination).map(prefix.contains) ?? false
      }
    }
    func length(_ match: AddressMatch) -> Int {
      switch match {
      case .any, .anyIP: 0
      case .mac: 48
      case .ipv4(let prefix): prefix.length
      case .ipv6(let prefix): prefix.length
      }
    }
    let matching = entries.enumerated().filter { _, entry in
      entry.direction == direction && entry.action != .meter && side(entry.local, true) && side(entry.remote, false)
        && (entry.payloadProtocol == nil || entry.payloadProtocol == key.payloadProtocol?.rawValue)
        && (entry.remotePorts?.contains((isOut ? key.destinationPort : key.sourcePort)!) ?? true)
    }
    let extended = matching.filter(\.element.isExtended)
    if let first = extended.max(by: { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }) {
      return first.element.action == .allow
    }
    let longest = matching.map { length($0.element.local) + length($0.element.remote) }.max()
    return matching.allSatisfy {
      length($0.element.local) + length($0.element.remote) != longest || $0.element.action == .allow
    }
  }
}
