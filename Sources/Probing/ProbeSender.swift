internal import Ethernet
internal import Glibc
public import HyperV
internal import Netlink

// Theory of operation
//
// Probes are whole Ethernet frames of our own making, sent by a packet socket: nothing in the computer has to run or be
// configured for them, and no firewall of it is in their way. The way is the kernel's all the same: it is asked for its route,
// and the next hop's address is asked for as the kernel would, but with a marked ARP request, so that also that can be followed.
//
// ARP: up to three requests, `patience` apart. Then echo requests, each awaited for `patience` before the next goes. An echo's
// sequence numbers follow those of ARP. Nothing is sent when nobody answers for the next hop.

/// Sends the probes of a trace from this computer. Blocks.
public enum ProbeSender {
  private static let arpTries = 3

  /// - Throws: `DrosteError`: accessDenied without CAP_NET_RAW; what the kernel says.
  public static func send(_ order: TraceOrder) throws -> ProbeReport {
    guard let destination = order.destination else {
      throw DrosteError(.invalidParameter, "Probes need a destination.")
    }
    var report = ProbeReport(destination: destination)
    let client = try NetlinkClient()
    guard let interface = try route(&report, client) else { return report }
    let socket = try ProbeSocket()
    var sequence: UInt16 = 0
    let patience = UInt64(order.patience * 1e9)
    guard let own = report.sourceMAC, let source = report.source else { return report }
    for _ in 0..<arpTries where report.nextHopMAC == nil {
      sequence += 1
      let mark = ProbeMark(id: order.id, sequence: sequence)
      var probe = ProbeReport.Probe(sequence: sequence, carrier: .arp, sent: Clock.monotonic)
      let problem = socket.send(Probe.arpRequest(mark, from: own, source, for: report.nextHop), by: interface)
      guard problem == 0 else { return failed(report, problem) }
      if let answer = neighbour(report.nextHop, own, socket, interface, until: probe.sent + patience) {
        report.nextHopMAC = answer
        probe.answered = Clock.monotonic
        probe.from = report.nextHop
      }
      report.probes.append(probe)
    }
    guard let target = report.nextHopMAC else {
      report.problem = .noNeighbour
      report.detail = "nobody answers for \(report.nextHop)"
      return report
    }
    for _ in 0..<order.count {
      sequence += 1
      let mark = ProbeMark(id: order.id, sequence: sequence)
      let frame = Probe.echoRequest(
        mark, identifier: UInt16(truncatingIfNeeded: order.id), from: (own, source), to: (target, destination))
      var probe = ProbeReport.Probe(sequence: sequence, carrier: .echo, sent: Clock.monotonic)
      let problem = socket.send(frame, by: interface)
      guard problem == 0 else { return failed(report, problem) }
      receiveAnswer(&probe, mark, source, socket, until: probe.sent + patience)
      report.probes.append(probe)
    }
    return report
  }

  private static func failed(_ report: ProbeReport, _ number: Int32) -> ProbeReport {
    var report = report
    report.problem = .interfaceDown
    report.detail = "\(report.interface ?? "the interface") takes no frames: \(String(cString: strerror(number)))"
    return report
  }

  /// Fills in the route; the interface's index, nil when it leads nowhere.
  private static func route(_ report: inout ProbeReport, _ client: NetlinkClient) throws -> Int? {
    guard let address = IPAddress(report.destination.bytes) else { return nil }
    let found: Route?
    do {
      found = try client.findRoute(to: address)
    } catch let error as NetlinkError where [ENETUNREACH, EHOSTUNREACH, EINVAL, EACCES].contains(error.number ?? 0) {
      // The last three are routes that say so: unreachable, blackhole, prohibit.
      found = nil
    }
    guard let found, let index = found.interface else {
      report.problem = .noRoute
      report.detail = "there is no route to \(report.destination)"
      return nil
    }
    let link = try client.links().first { $0.index == index }
    report.interface = link?.name
    report.gateway = found.gateway.flatMap(IPv4Address.init)
    report.source = found.source.flatMap(IPv4Address.init)
    report.sourceMAC = link.flatMap { MACAddress(octets: $0.address) }
    guard found.kind == 1 else {
      report.problem = found.kind == 2 ? .local : .noRoute
      report.detail =
        found.kind == 2 ? "\(report.destination) is its own address" : "a route says that it goes nowhere"
      return nil
    }
    guard let link, link.isEthernet, !link.isLoopback, report.sourceMAC != nil else {
      report.problem = .notEthernet
      report.detail = "\(report.interface ?? "the interface") carries no Ethernet frames"
      return nil
    }
    guard link.isUp, link.hasCarrier else {
      report.problem = .interfaceDown
      report.detail = link.isUp ? "\(link.name) has no carrier" : "\(link.name) is down"
      return nil
    }
    guard report.source != nil else {
      report.problem = .noAddress
      report.detail = "\(link.name) has no IPv4 address"
      return nil
    }
    return index
  }

  private static func neighbour(
    _ address: IPv4Address, _ own: MACAddress, _ socket: ProbeSocket, _ interface: Int, until deadline: UInt64
  ) -> MACAddress? {
    while let frame = socket.receive(until: deadline) {
      guard !frame.isOutgoing, frame.interface == interface else { continue }
      let arp = frame.bytes.withRawSpan { span in
        EthernetHeader(span).flatMap { $0.etherType == .arp ? ARPPacket(span, at: $0.payloadOffset) : nil }
      }
      if let arp, arp.operation == ARPPacket.Operation.reply.rawValue, arp.senderAddress == address,
        arp.targetMAC == own
      {
        return arp.senderMAC
      }
    }
    return nil
  }

  private static func receiveAnswer(
    _ probe: inout ProbeReport.Probe, _ mark: ProbeMark, _ own: IPv4Address, _ socket: ProbeSocket,
    until deadline: UInt64
  ) {
    while let frame = socket.receive(until: deadline) {
      guard !frame.isOutgoing, let found = frame.probe, found.mark == mark, found.destination == own else { continue }
      guard found.carrier == .echoReply || found.carrier == .error else { continue }
      probe.answered = Clock.monotonic
      probe.from = found.source
      (probe.icmpType, probe.icmpCode) = (found.icmpType, found.icmpCode)
      return
    }
  }
}

extension IPv4Address {
  var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (24 - 8 * $0)) } }

  init?(_ address: IPAddress) {
    guard address.family == .v4 else { return nil }
    self.init(rawValue: address.bytes.reduce(0) { $0 << 8 | UInt32($1) })
  }
}

extension MACAddress {
  init?(octets: [UInt8]) {
    guard octets.count == 6 else { return nil }
    self.init(rawValue: octets.reduce(0) { $0 << 8 | UInt64($1) })
  }
}
