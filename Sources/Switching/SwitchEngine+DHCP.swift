internal import Ethernet
package import HyperV

extension SwitchEngine {
  /// The leases that were read from the file; call before the first `apply`.
  package func restore(_ leases: [Lease]) { restoredLeases = leases }

  /// The leases that run.
  package var leases: [Lease] {
    let now = wallClock()
    return dhcp?.leases.all.filter { $0.expires > now } ?? []
  }

  /// Starts, changes or ends the DHCP server. Leases outside its addresses are forgotten.
  func configureDHCP(_ new: DHCPConfiguration?) {
    guard dhcp?.configuration != new else { return }
    unsafe planes.shared.pointee.hasDHCP = new != nil
    // Behind a gateway at the same address it is the gateway that answers.
    let isOwn = new.map { $0.serverAddress != $0.gateway } ?? false
    unsafe planes.shared.pointee.answeredAddress = isOwn ? new?.serverAddress.rawValue ?? 0 : 0
    guard let new else {
      saveChangedLeases()
      restoredLeases = dhcp?.leases.all ?? []
      dhcp = nil
      return
    }
    dhcp = DHCPServer(new, leases: dhcp?.leases.all ?? restoredLeases)
  }

  func saveChangedLeases() {
    guard let server = dhcp, server.leases.isChanged else { return }
    do {
      try saveLeases(server.leases.all)
      dhcp?.leases.isChanged = false
    } catch {
      log("leases were not saved: \(error)")
    }
  }

  /// Takes what is for the DHCP server; false when the frame is for others.
  func consumeDHCP(_ frame: RawSpan, _ header: EthernetHeader, _ port: SwitchPort) -> Bool {
    guard header.vlan == nil, let server = dhcp?.configuration else { return false }
    if header.etherType == .arp { return answerARP(frame, header, port) }
    guard header.etherType == .ipv4, frame.byte(at: header.payloadOffset + 9) == IPProtocol.udp.rawValue,
      let ip = IPv4Header(frame, at: header.payloadOffset), !ip.isFragment,
      ip.destination == .broadcast || ip.destination == server.prefix.broadcast
        || ip.destination == server.serverAddress,
      let udp = UDPHeader(frame, at: ip.payloadOffset), udp.destinationPort == DHCPMessage.serverPort
    else { return false }
    guard port.dhcpAllowance.take(at: now) else {
      unsafe planes.record(port.slot).pointee.drops.add(.queueFull, header.source, frame, at: now)
      return true
    }
    guard let payload = udp.payload(in: frame), let message = DHCPMessage(frame, payload), message.isRequest,
      message.relay == .any
    else {
      unsafe planes.record(port.slot).pointee.drops.add(.malformed, header.source, frame, at: now)
      return true
    }
    // Else one port could take every address of the pool under names that no policy ever saw.
    guard message.clientMAC == header.source else {
      unsafe planes.record(port.slot).pointee.drops.add(.macSpoofing, message.clientMAC, frame, at: now)
      return true
    }
    guard let reply = dhcp?.answer(message, at: wallClock()) else { return true }
    // An address that is promised must be promised after a restart too.
    if reply.kind == .ack, dhcp?.leases.mustBeSaved == true { saveChangedLeases() }
    if let kind = reply.kind, kind != .offer {
      log("dhcp \(kind.name) \(reply.yourAddress) to \(reply.clientMAC) on port \"\(port.name)\"")
    }
    inject(reply.frame(from: server.serverAddress, dhcp?.macAddress ?? .zero), to: port)
    return true
  }

  /// Answers ARP for the server's address, unless that is the gateway's: then the gateway answers.
  private func answerARP(_ frame: RawSpan, _ header: EthernetHeader, _ port: SwitchPort) -> Bool {
    guard let server = dhcp, server.configuration.serverAddress != server.configuration.gateway,
      let request = ARPPacket(frame, at: header.payloadOffset),
      request.operation == ARPPacket.Operation.request.rawValue,
      request.targetAddress == server.configuration.serverAddress
    else { return false }
    let reply = ARPPacket(
      .reply, senderMAC: server.macAddress, senderAddress: request.targetAddress, targetMAC: request.senderMAC,
      targetAddress: request.senderAddress)
    inject(reply.frame, to: port)
    return true
  }

  /// Sends a frame of the switch's own.
  private func inject(_ frame: [UInt8], to port: SwitchPort) {
    let plane = planes.plane(of: port.slot)
    frame.withRawSpan { unsafe plane.emit($0, .complete, to: planes.record(port.slot), false) }
    plane.flush()
  }
}

extension DHCPMessage {
  /// The answer in a frame, sent where RFC 2131 section 4.1 says.
  fileprivate func frame(from server: IPv4Address, _ mac: MACAddress) -> [UInt8] {
    let everybody = kind == .nak || (broadcast && clientAddress == .any)
    let address = everybody ? .broadcast : clientAddress == .any ? yourAddress : clientAddress
    return UDPHeader.frame(
      from: .init(mac, server, DHCPMessage.serverPort),
      to: .init(everybody ? .broadcast : clientMAC, address, DHCPMessage.clientPort), payload: encoded)
  }
}
