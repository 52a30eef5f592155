import Ethernet
import HyperV
import Switching
import Testing

@Suite("The DHCP server in the switch")
struct DHCPServerTests {
  let fixture: EngineFixture

  init() throws {
    fixture = try EngineFixture(
      [.machine("A", 1), .machine("B", 2), .machine("on", 3, spoofing: .on), .nat], dhcp: .test())
  }

  /// Sends a message from a port and gives the answer to it.
  @discardableResult
  func ask(_ message: DHCPMessage, on port: String = "A", in fixture: EngineFixture? = nil) -> DHCPMessage? {
    let fixture = fixture ?? self.fixture
    fixture.send(Frames.dhcp(message), from: port)
    return fixture.endpoints[port]?.take().compactMap { Frames.dhcpReply($0)?.message }.last
  }

  func message(_ kind: DHCPMessage.Kind, _ number: UInt8 = 1, asking address: String? = nil) -> DHCPMessage {
    var message = DHCPMessage(kind, transaction: 0x1234_0000 + UInt32(number), clientMAC: .test(number))
    if let address { message.options.set(.requestedAddress, [IPv4Address(address)!]) }
    return message
  }

  /// Discover, Offer, Request, Ack; the address.
  func obtain(_ number: UInt8, on port: String, in fixture: EngineFixture? = nil) throws -> IPv4Address {
    let offer = try #require(ask(message(.discover, number), on: port, in: fixture))
    var request = message(.request, number)
    request.options.set(.requestedAddress, [offer.yourAddress])
    request.options.set(.serverIdentifier, [try #require(offer.options.address(.serverIdentifier))])
    let ack = try #require(ask(request, on: port, in: fixture))
    #expect(ack.kind == .ack)
    #expect(ack.yourAddress == offer.yourAddress)
    return ack.yourAddress
  }

  @Test("The dialogue, with all options")
  func dialogue() throws {
    fixture.send(Frames.dhcp(message(.discover)), from: "A")
    let frames = try #require(fixture.endpoints["A"]?.take())
    let offer = try #require(frames.first.flatMap(Frames.dhcpReply))
    #expect(offer.header.source == .libslirpGateway)
    #expect(offer.header.destination == .test(1))
    #expect(offer.ip.source.description == "192.168.100.1")
    #expect(offer.ip.destination.description == "192.168.100.100")
    #expect(offer.message.kind == .offer)
    #expect(offer.message.transaction == 0x1234_0001)
    let options = offer.message.options
    #expect(options.address(.subnetMask)?.description == "255.255.255.0")
    #expect(options.address(.router)?.description == "192.168.100.1")
    #expect(options.addresses(.domainNameServer).map(\.description) == ["192.168.100.2"])
    #expect(options.uint16(.interfaceMTU) == 1400)
    #expect(options.uint32(.leaseTime) == 86400)
    #expect(options.address(.serverIdentifier)?.description == "192.168.100.1")
    #expect(options.address(.broadcastAddress)?.description == "192.168.100.255")
    #expect(fixture.engine.leases.isEmpty)
    #expect(fixture.saved.isEmpty)

    #expect(try obtain(1, on: "A").description == "192.168.100.100")
    #expect(fixture.engine.leases.map(\.macAddress) == [.test(1)])
    #expect(fixture.saved.last?.first?.expires == fixture.wallClock + 86400)
    #expect(fixture.receivers().isEmpty, "nothing of it reached other ports, NAT's own DHCP among them")
  }

  @Test("Each client has an address of its own and keeps it")
  func stable() throws {
    let first = try obtain(1, on: "A")
    let second = try obtain(2, on: "B")
    #expect(first != second)
    fixture.wallClock += 200_000
    #expect(fixture.engine.leases.isEmpty)
    #expect(try obtain(2, on: "B") == second)
    #expect(try obtain(1, on: "A") == first)
  }

  @Test("A broadcast answer where the client wants one")
  func broadcast() throws {
    var discover = message(.discover)
    discover.broadcast = true
    fixture.send(Frames.dhcp(discover), from: "A")
    let offer = try #require(fixture.endpoints["A"]?.take().first.flatMap(Frames.dhcpReply))
    #expect(offer.header.destination == .broadcast)
    #expect(offer.ip.destination == .broadcast)
  }

  @Test("Renewing, rebinding and returning with an address")
  func renewal() throws {
    let address = try obtain(1, on: "A")
    fixture.wallClock += 1000
    var renew = message(.request)
    renew.clientAddress = address
    fixture.send(
      Frames.dhcp(renew, address: address, to: IPv4Address("192.168.100.1")!), from: "A")
    let ack = try #require(fixture.endpoints["A"]?.take().first.flatMap(Frames.dhcpReply))
    #expect(ack.message.kind == .ack)
    #expect(ack.ip.destination == address)
    #expect(fixture.engine.leases.first?.expires == fixture.wallClock + 86400)
    #expect(ask(renew)?.kind == .ack)
    #expect(ask(message(.request, asking: address.description))?.kind == .ack)
    #expect(fixture.saved.count == 1, "a renewal alone is not written at once")
  }

  @Test("A client that comes with a free address of the pool gets it")
  func initReboot() {
    #expect(ask(message(.request, asking: "192.168.100.150"))?.yourAddress.description == "192.168.100.150")
    #expect(fixture.engine.leases.first?.address.description == "192.168.100.150")
  }

  @Test(
    "Refused with a Nak: what is not ours to give, or somebody else's",
    arguments: ["10.0.0.1", "192.168.100.99", "192.168.100.200", "192.168.100.1", "192.168.100.100"])
  func nak(address: String) throws {
    #expect(try obtain(2, on: "B").description == "192.168.100.100")
    fixture.send(Frames.dhcp(message(.request, asking: address)), from: "A")
    let nak = try #require(fixture.endpoints["A"]?.take().first.flatMap(Frames.dhcpReply))
    #expect(nak.message.kind == .nak)
    #expect(nak.message.yourAddress == .any)
    #expect(nak.ip.destination == .broadcast)
    #expect(nak.header.destination == .broadcast)
  }

  @Test("A request to another server is not answered, and withdraws the offer")
  func otherServer() throws {
    #expect(ask(message(.discover))?.yourAddress.description == "192.168.100.100")
    var request = message(.request, asking: "192.168.100.100")
    request.options.set(.serverIdentifier, [IPv4Address("192.168.100.9")!])
    #expect(ask(request) == nil)
    #expect(ask(message(.discover, 2), on: "B")?.yourAddress.description == "192.168.100.100")
  }

  @Test("The address asked for is offered when it is free")
  func asked() {
    #expect(ask(message(.discover, asking: "192.168.100.123"))?.yourAddress.description == "192.168.100.123")
    #expect(
      ask(message(.discover, 2, asking: "192.168.100.123"), on: "B")?.yourAddress.description == "192.168.100.100")
  }

  @Test("A declined address is given to nobody for ten minutes")
  func decline() throws {
    let address = try obtain(1, on: "A")
    var decline = message(.decline, asking: address.description)
    decline.options.set(.serverIdentifier, [IPv4Address("192.168.100.1")!])
    #expect(ask(decline) == nil)
    #expect(fixture.engine.leases.isEmpty)
    #expect(ask(message(.discover))?.yourAddress.description == "192.168.100.101")
    fixture.wallClock += 601
    #expect(ask(message(.discover, 2), on: "B")?.yourAddress == address)
  }

  @Test("A released address is its client's next time, and others' when nothing else is left")
  func release() throws {
    let small = try EngineFixture([.machine("A", 1), .machine("B", 2)], dhcp: .test(last: "192.168.100.100"))
    let address = try obtain(1, on: "A", in: small)
    #expect(ask(message(.discover, 2), on: "B", in: small) == nil, "the pool is exhausted")
    var release = message(.release)
    release.clientAddress = address
    release.options.set(.serverIdentifier, [IPv4Address("192.168.100.1")!])
    #expect(ask(release, in: small) == nil)
    #expect(small.engine.leases.isEmpty)
    #expect(try obtain(1, on: "A", in: small) == address)
    ask(release, in: small)
    small.wallClock += 1
    #expect(try obtain(2, on: "B", in: small) == address)
    #expect(small.engine.leases.map(\.macAddress) == [.test(2)])
  }

  @Test("Inform is answered with options and no address")
  func inform() throws {
    var inform = message(.inform)
    inform.clientAddress = IPv4Address("192.168.100.50")!
    let ack = try #require(ask(inform))
    #expect(ack.kind == .ack)
    #expect(ack.yourAddress == .any)
    #expect(ack.options.uint32(.leaseTime) == nil)
    #expect(ack.options.address(.router) != nil)
  }

  @Test("Leases come back with a restart; what is not in the pool does not")
  func restored() throws {
    let leases = [
      Lease(macAddress: .test(2), address: IPv4Address("192.168.100.100")!, expires: .max),
      Lease(macAddress: .test(9), address: IPv4Address("10.0.0.1")!, expires: .max),
    ]
    let later = try EngineFixture([.machine("A", 1), .machine("B", 2)], dhcp: .test(), leases: leases)
    #expect(later.engine.leases.map(\.macAddress) == [.test(2)])
    #expect(try obtain(1, on: "A", in: later).description == "192.168.100.101")
    #expect(try obtain(2, on: "B", in: later).description == "192.168.100.100")
  }

  @Test("A client in another's name gets nothing")
  func clientMAC() {
    fixture.send(Frames.dhcp(message(.discover, 77), from: .test(3)), from: "on")
    #expect(fixture.drops("on") == ["MacSpoofing 1 00-15-5D-00-00-4D DHCP Discover"])
    #expect(fixture.receivers().isEmpty)
  }

  @Test("A machine behind a bridge gets its own address")
  func bridged() throws {
    #expect(try obtain(77, on: "on") != obtain(3, on: "on"))
  }

  @Test("More than 32 messages at once are dropped, until the next second")
  func rate() {
    for _ in 0..<40 { ask(message(.discover)) }
    #expect(fixture.drops("A") == ["QueueFull 8 00-15-5D-00-00-01 DHCP Discover"])
    fixture.engine.now += 1
    #expect(ask(message(.discover)) != nil)
  }

  @Test("Messages that are none are counted and not answered")
  func malformed() {
    var frame = Frames.dhcp(message(.discover))
    frame[42] = 9
    fixture.send(frame, from: "A")
    #expect(fixture.drops("A") == ["Malformed 1 00-15-5D-00-00-01 DHCP Discover"])
    #expect(fixture.receivers().isEmpty)
  }

  @Test("ARP is answered for an address of the server's own, and left to the gateway otherwise")
  func arp() throws {
    let request = ARPPacket(
      .request, senderMAC: .test(1), senderAddress: .any, targetAddress: IPv4Address("192.168.100.1")!)
    fixture.send(request.frame, from: "A")
    #expect(fixture.receivers() == ["B", "NAT", "on"])

    var configuration = DHCPConfiguration.test()
    configuration.gateway = nil
    configuration.serverMACAddress = .test(0xD)
    let own = try EngineFixture([.machine("A", 1), .machine("B", 2, spoofing: .on)], dhcp: configuration)
    own.send(request.frame, from: "A")
    let reply = ARPPacket(
      .reply, senderMAC: .test(0xD), senderAddress: request.targetAddress, targetMAC: .test(1), targetAddress: .any)
    #expect(own.endpoints["A"]?.take() == [reply.frame])
    own.send(Frames.plain(.test(0xD), to: .test(1)), from: "B")
    #expect(own.drops("B") == ["MacSpoofing 1 00-15-5D-00-00-0D EtherType 0x88B5"])
  }
}
