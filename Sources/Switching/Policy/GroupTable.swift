package import Ethernet

// Theory of operation
//
// Which ports want which multicast groups, learned from what hosts and multicast routers say to each other (IGMP and
// MLD snooping, RFC 4541). Snooping only ever saves traffic: wherever the table cannot know who is interested, a group
// goes to all ports.
//
// Querier. Hosts repeat their memberships only when a querier asks. So a VLAN's groups (IPv4's and IPv6's each by
// themselves) are confined only while a querier is known, and from when hosts have had the time to answer its first
// query: `maxResponse` and a second. A query that lets hosts take longer than 30 s makes no querier known; nor do
// queries that are so far apart that a membership could end between them. A querier is forgotten 255 s after its last
// query, and the groups go to all ports again. So a switch that was restarted, or a network without a querier, loses
// nothing.
//
// Members. A report (join) makes a port a member for 260 s. A leave ends it after 3 s, in which the querier asks
// whether others behind the port are members; without a querier at once.
//
// Routers. Ports with queries (other than from 0.0.0.0), PIM hellos or multicast router advertisements get every group
// for 255 s. Reports and leaves go to routers and queriers only, or hosts that hear a report would hold back their own.
//
// Always flooded, and never stored: MAC addresses that are no IP multicast; 224.0.0.0/24 and what shares its MAC
// addresses; ff02::1; and solicited-node groups (33-33-FF-...), because address resolution must not depend on a
// firmware's MLD.
//
// Limits. 1024 groups in all, 64 groups of a port, 64 networks (a VLAN of IPv4 or IPv6) with a querier or router. A
// join beyond is told as rejected, and its port gets all groups for 260 s: nothing is lost that was asked for. A
// network beyond stays flooded.
//
// A frame's look-up is one multiplication and mostly one comparison. Groups of one MAC address are a chain, walked when
// one is joined or left; the union of their members is kept with the address. Seconds are compared so that their wrap
// does not matter.

/// The multicast groups of a switch. Used by one thread at a time.
// SAFETY: `storage` belongs to this value alone, which cannot be copied, and is freed with it.
@safe package struct GroupTable: ~Copyable {
  package static let groupLimit = 1024
  package static let groupsPerPort = 64
  package static let networkLimit = 64
  /// RFC 3376 section 8.4: two query intervals of 125 s and 10 s to answer.
  package static let membershipSeconds: UInt32 = 260
  /// RFC 3376 section 8.5, and RFC 4541's time for routers.
  package static let querierSeconds: UInt32 = 255
  /// Two last member queries a second apart, and the second that the clock may have run already.
  package static let lastMemberSeconds: UInt32 = 3
  /// The longest time to answer of a query that counts, in milliseconds.
  package static let longestResponse: UInt32 = 30_000

  static let slotCount = 2048

  let storage: GroupStorage
  let multiplier = UInt64.random(in: 0...UInt64.max) | 1
  /// The first free group, plus 1; 0: none that was used before. Those from `freshGroup` on never were.
  var freeGroup: UInt16 = 0
  var freshGroup: UInt16 = 0
  package internal(set) var groupCount = 0
  private var networkCount = 0
  private var lastSweep: UInt32?
  /// Ports whose groups are not all known.
  private var floodedPorts = PortSet()
  /// Ports that get every group for good: uplinks, and NAT, whose stack reports nothing. For whoever configures the
  /// ports to set.
  package var permanentRouters = PortSet()

  package init() {
    storage = GroupStorage(groups: Self.groupLimit, slots: Self.slotCount, networks: Self.networkLimit)
  }

  deinit { storage.free() }

  /// Why a join was not noted.
  package enum Rejection: UInt8, Sendable, BitwiseCopyable {
    /// The port has 64 groups.
    case portLimit
    /// There are 1024 groups.
    case tableLimit
  }

  /// What a frame was, and so how it is to be forwarded.
  package enum Observation: Hashable, Sendable, BitwiseCopyable {
    /// No message between hosts and routers: as any other frame.
    case none
    /// A query: to all ports of the VLAN.
    case query
    /// A report or leave: to `reportTargets`.
    case report
    /// A report with a join that was not noted: the same.
    case rejected(Rejection)
  }

  /// Learns from a frame to a group address. `vlan` is the one in which addresses are learned, 0 to 4094, `port` 0 to
  /// 255.
  package mutating func observe(
    _ frame: RawSpan, key: FlowKey, vlan: UInt16, port: Int, at now: UInt32
  ) -> Observation {
    guard key.isMulticast, vlan < 4096, PortSet.range.contains(port), let message = GroupMessage(frame, key)
    else { return .none }
    switch message.kind {
    case .generalQuery, .groupQuery:
      noteQuery(message, vlan, port, now)
      return .query
    case .router:
      if let place = network(vlan, message.isIPv6) { markRouter(place, port, now) }
      return .none
    case .report:
      return join(message.group, message.isIPv6, vlan, port, now).map { .rejected($0) } ?? .report
    case .leave:
      leave(message.group, message.isIPv6, vlan, port, now)
      return .report
    case .records:
      var rejection: Rejection?
      var cursor = message.firstRecord
      var index = 0
      while let record = message.nextRecord(in: frame, &cursor, &index) {
        guard let isMember = record.isMember, Self.isGroup(record.group, message.isIPv6) else { continue }
        if isMember {
          rejection = join(record.group, message.isIPv6, vlan, port, now) ?? rejection
        } else {
          leave(record.group, message.isIPv6, vlan, port, now)
        }
      }
      return rejection.map { .rejected($0) } ?? .report
    }
  }

  private static func isGroup(_ address: IPv6Address, _ isIPv6: Bool) -> Bool {
    isIPv6 ? address.high >> 56 == 0xFF : address.low >> 28 == 0xE
  }

  /// The ports that want frames to this address; nil: all. The port that a frame came from may be among them.
  @inline(__always)
  package func members(of destination: MACAddress, vlan: UInt16) -> PortSet? {
    guard networkCount > 0 else { return nil }
    return confined(destination, vlan)
  }

  private func confined(_ destination: MACAddress, _ vlan: UInt16) -> PortSet? {
    guard let isIPv6 = Self.isConfinable(destination), vlan < 4096,
      let place = known(vlan, isIPv6), unsafe storage.networks[place].isEffective
    else { return nil }
    var ports = unsafe storage.networks[place].routers
    ports.formUnion(permanentRouters)
    ports.formUnion(floodedPorts)
    if let slot = slot(Self.slotKey(destination, vlan)) { ports.formUnion(unsafe storage.slots[slot].members) }
    return ports
  }

  /// The ports that reports and leaves are forwarded to; nil: all.
  package func reportTargets(vlan: UInt16, isIPv6: Bool) -> PortSet? {
    guard vlan < 4096, let place = known(vlan, isIPv6) else { return nil }
    var ports = unsafe storage.networks[place].routers
    ports.formUnion(unsafe storage.networks[place].queriers)
    guard !ports.isEmpty else { return nil }
    ports.formUnion(permanentRouters)
    return ports
  }

  /// Whether the groups of a VLAN are confined to members now.
  package func isConfined(vlan: UInt16, isIPv6: Bool) -> Bool {
    guard vlan < 4096, let place = known(vlan, isIPv6) else { return false }
    return unsafe storage.networks[place].isEffective
  }

  /// Ends what is due; to be called about once a second.
  package mutating func sweep(at now: UInt32) {
    guard lastSweep != now else { return }
    lastSweep = now
    for port in floodedPorts where Self.isDue(unsafe storage.floodEnds[port], now) { floodedPorts.remove(port) }
    if networkCount > 0 {
      for place in 0..<Self.networkLimit where unsafe storage.networks[place].place != 0 { age(place, now) }
    }
    sweepGroups(now)
  }

  /// Forgets a port that was removed.
  package mutating func remove(port: Int) {
    guard PortSet.range.contains(port) else { return }
    floodedPorts.remove(port)
    permanentRouters.remove(port)
    for place in 0..<Self.networkLimit where unsafe storage.networks[place].place != 0 {
      unsafe storage.networks[place].routers.remove(port)
      unsafe storage.networks[place].queriers.remove(port)
    }
    removeGroups(of: port)
  }

  /// A port came, was connected again, or changed its VLAN: forgets what was known of it and gives it all groups until
  /// the machine has surely been asked for its own.
  package mutating func restart(port: Int, at now: UInt32) {
    guard PortSet.range.contains(port) else { return }
    let isPermanent = permanentRouters.contains(port)
    remove(port: port)
    if isPermanent { permanentRouters.insert(port) }
    flood(port, now)
  }

  /// Gives a port all groups for a time.
  mutating func flood(_ port: Int, _ now: UInt32) {
    floodedPorts.insert(port)
    unsafe storage.floodEnds[port] = now &+ Self.membershipSeconds
  }

  /// Whether `seconds` has come.
  static func isDue(_ seconds: UInt32, _ now: UInt32) -> Bool { Int32(bitPattern: now &- seconds) >= 0 }

  // MARK: Queriers and routers

  private mutating func noteQuery(_ query: GroupMessage, _ vlan: UInt16, _ port: Int, _ now: UInt32) {
    guard let place = network(vlan, query.isIPv6) else { return }
    if query.isFromNobody {
      // SAFETY: `place` is a network's and `port` within 0 to 255, here and below.
      unsafe storage.networks[place].queriers.insert(port)
      unsafe storage.querierEnds[place << 8 | port] = now &+ Self.querierSeconds
    } else {
      markRouter(place, port, now)
    }
    guard query.kind == .generalQuery, query.maxResponse <= Self.longestResponse else { return }
    var network = unsafe storage.networks[place]
    let answered = (query.maxResponse + 999) / 1000 + 1
    if !network.hasQuerier || now &- network.lastQuery &+ answered > Self.membershipSeconds {
      network.effectiveFrom = now &+ answered
    }
    network.hasQuerier = true
    network.lastQuery = now
    network.isEffective = Self.isDue(network.effectiveFrom, now)
    unsafe storage.networks[place] = network
  }

  private mutating func markRouter(_ place: Int, _ port: Int, _ now: UInt32) {
    unsafe storage.networks[place].routers.insert(port)
    unsafe storage.routerEnds[place << 8 | port] = now &+ Self.querierSeconds
  }

  /// The network of a VLAN, made when it is not there; nil when there are too many.
  private mutating func network(_ vlan: UInt16, _ isIPv6: Bool) -> Int? {
    if let place = known(vlan, isIPv6) { return place }
    guard networkCount < Self.networkLimit,
      let place = (0..<Self.networkLimit).first(where: { unsafe storage.networks[$0].place == 0 })
    else { return nil }
    let index = Self.index(vlan, isIPv6)
    unsafe storage.index[index] = UInt8(place + 1)
    unsafe storage.networks[place].place = UInt16(index + 1)
    networkCount += 1
    return place
  }

  func known(_ vlan: UInt16, _ isIPv6: Bool) -> Int? {
    // SAFETY: `vlan` is below 4096.
    let place = unsafe storage.index[Self.index(vlan, isIPv6)]
    return place == 0 ? nil : Int(place) - 1
  }

  private static func index(_ vlan: UInt16, _ isIPv6: Bool) -> Int { Int(vlan) | (isIPv6 ? 4096 : 0) }

  private mutating func age(_ place: Int, _ now: UInt32) {
    var network = unsafe storage.networks[place]
    for port in network.routers where Self.isDue(unsafe storage.routerEnds[place << 8 | port], now) {
      network.routers.remove(port)
    }
    for port in network.queriers where Self.isDue(unsafe storage.querierEnds[place << 8 | port], now) {
      network.queriers.remove(port)
    }
    if network.hasQuerier, Self.isDue(network.lastQuery &+ Self.querierSeconds, now) { network.hasQuerier = false }
    network.isEffective = network.hasQuerier && Self.isDue(network.effectiveFrom, now)
    if !network.hasQuerier, network.routers.isEmpty, network.queriers.isEmpty {
      unsafe storage.index[Int(network.place) - 1] = 0
      network.place = 0
      networkCount -= 1
    }
    unsafe storage.networks[place] = network
  }
}
