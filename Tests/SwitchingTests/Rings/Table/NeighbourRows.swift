import Ethernet
import HyperV
import Switching

/// Who ARP and neighbour discovery say to be where.
enum NeighbourRows {
  private static let foreign = MACAddress.inner(0)
  private static func discovery(_ type: UInt8, naming address: MACAddress) -> [UInt8] {
    Frames.neighbour(type, from: .port(0), naming: address)
  }
  private static let listed = PortConfiguration.plain.with { $0.allowedMACAddresses = [.inner(1)] }

  static let all: [PolicyRow] = [
    PolicyRow(
      "ARP request and reply with the port's address", [.plain, .plain, .plain],
      .passes(RingFrames.arp(0, sender: .port(0)), from: 0, to: 1, 2),
      .passes(RingFrames.arp(0, sender: .port(0), to: .port(1), isReply: true), from: 0, to: 1)),
    PolicyRow(
      "ARP request of another sender", [.plain, .plain, .plain],
      .drops(RingFrames.arp(0, sender: foreign), from: 0, .arpSpoofing)),
    PolicyRow(
      "ARP reply that names the neighbour's address", [.plain, .plain, .plain],
      .drops(RingFrames.arp(0, sender: .port(1), to: .port(2), isReply: true), from: 0, .arpSpoofing)),
    PolicyRow(
      "ARP of a listed address", [listed, .plain],
      .passes(RingFrames.arp(0, sender: .inner(1)), from: 0, to: 1),
      .drops(RingFrames.arp(0, sender: .inner(2)), from: 0, .arpSpoofing)),
    PolicyRow(
      "ARP of another sender with spoofing On", [.learning, .plain],
      .passes(RingFrames.arp(0, sender: foreign), from: 0, to: 1)),
    PolicyRow(
      "Neighbour and router discovery with the port's address", [.plain, .plain],
      .passes(discovery(133, naming: .port(0)), from: 0, to: 1),
      .passes(discovery(134, naming: .port(0)), from: 0, to: 1),
      .passes(discovery(135, naming: .port(0)), from: 0, to: 1),
      .passes(discovery(136, naming: .port(0)), from: 0, to: 1)),
    PolicyRow(
      "Neighbour advertisement of another's address", [.plain, .plain],
      .drops(discovery(136, naming: foreign), from: 0, .arpSpoofing)),
    PolicyRow(
      "Neighbour solicitation from another's address", [.plain, .plain],
      .drops(discovery(135, naming: foreign), from: 0, .arpSpoofing)),
    PolicyRow(
      "Router solicitation and advertisement from another's address", [.plain, .plain],
      .drops(discovery(133, naming: foreign), from: 0, .arpSpoofing),
      .drops(discovery(134, naming: foreign), from: 0, .arpSpoofing)),
    PolicyRow(
      "Neighbour advertisement of a listed address", [listed, .plain],
      .passes(discovery(136, naming: .inner(1)), from: 0, to: 1),
      .drops(discovery(136, naming: .inner(2)), from: 0, .arpSpoofing)),
  ]
}
