internal import Ethernet
internal import HyperV

// Theory of operation
//
// A DHCP server (RFC 2131) for one network. It is pure: a message and the time go in, an answer or nothing comes out.
// It takes itself for the only server of its network: a request that contradicts its leases is refused with a Nak, and
// a client that comes with an address nobody else has gets it, so that clients keep their addresses even when the lease
// file was lost.
//
//   Discover            Offer: the client's lease, else the address it asks for, else the lowest that was never given,
//                       else the one that expired first. Nothing when the pool is exhausted. Held for 60 s.
//   Request, selecting  Ack when it names this server and an address that may be the client's, else Nak. Naming another
//                       server withdraws our offer, silently.
//   Request, init-reboot, renewing, rebinding: Ack when the address may be the client's, else Nak.
//   Decline             the address is not given to anybody for 600 s.
//   Release             the lease ends now; the client gets the same address next time.
//   Inform              Ack with the options and no address.
//
// Clients are told apart by their MAC address.

struct DHCPServer {
  private(set) var configuration: DHCPConfiguration
  var leases: LeaseTable

  init(_ configuration: DHCPConfiguration, leases: [Lease]) {
    self.configuration = configuration
    self.leases = LeaseTable(configuration, leases)
  }

  /// The source of the answers.
  var macAddress: MACAddress {
    configuration.serverMACAddress ?? MACAddress(libslirp: configuration.serverAddress)
  }

  /// What to answer; nil for nothing. `now` is in seconds since 1970.
  mutating func answer(_ message: DHCPMessage, at now: Int64) -> DHCPMessage? {
    let mac = message.clientMAC
    let named = message.options.address(.serverIdentifier)
    switch message.kind {
    case .discover:
      guard let address = leases.offer(to: mac, asked: message.options.address(.requestedAddress), at: now) else {
        return nil
      }
      return reply(.offer, to: message, address)
    case .request:
      if let named, named != configuration.serverAddress {
        leases.withdrawOffer(to: mac)
        return nil
      }
      return answerRequest(message, at: now)
    case .decline:
      if named == configuration.serverAddress, let address = message.options.address(.requestedAddress) {
        leases.decline(address, by: mac, at: now)
      }
      return nil
    case .release:
      if named == configuration.serverAddress { leases.release(message.clientAddress, by: mac, at: now) }
      return nil
    case .inform: return reply(.ack, to: message, .any)
    case .offer, .ack, .nak, nil: return nil
    }
  }

  private mutating func answerRequest(_ message: DHCPMessage, at now: Int64) -> DHCPMessage? {
    let asked = message.options.address(.requestedAddress)
    let address = message.clientAddress == .any ? asked : message.clientAddress
    guard let address else { return nil }
    guard leases.mayHave(address, message.clientMAC, at: now) else { return reply(.nak, to: message, .any) }
    leases.bind(
      address, to: message.clientMAC, hostName: message.options.text(.hostName), at: now, seconds: duration(message))
    return reply(.ack, to: message, address)
  }

  /// What the client asks for, at most what is configured and at least a minute.
  private func duration(_ message: DHCPMessage) -> UInt32 {
    guard let asked = message.options.uint32(.leaseTime) else { return configuration.leaseSeconds }
    return min(max(asked, 60), configuration.leaseSeconds)
  }

  private func reply(_ kind: DHCPMessage.Kind, to message: DHCPMessage, _ address: IPv4Address) -> DHCPMessage {
    var reply = DHCPMessage(kind, transaction: message.transaction, clientMAC: message.clientMAC)
    reply.broadcast = message.broadcast
    reply.options.set(.serverIdentifier, [configuration.serverAddress])
    guard kind != .nak else { return reply }
    reply.clientAddress = kind == .ack ? message.clientAddress : .any
    reply.yourAddress = address
    if message.kind != .inform {
      let seconds = duration(message)
      reply.options.set(.leaseTime, seconds)
      reply.options.set(.renewalTime, seconds / 2)
      reply.options.set(.rebindingTime, UInt32(UInt64(seconds) * 7 / 8))
    }
    reply.options.set(.subnetMask, [configuration.prefix.mask])
    reply.options.set(.broadcastAddress, [configuration.prefix.broadcast])
    if let gateway = configuration.gateway { reply.options.set(.router, [gateway]) }
    if !configuration.dns.isEmpty { reply.options.set(.domainNameServer, configuration.dns) }
    if let mtu = configuration.mtu { reply.options.set(.interfaceMTU, UInt16(mtu)) }
    return reply
  }
}
