internal import HyperV

extension DropReason {
  /// What a capture says of a frame that was dropped: `dropped: MacSpoofing (the source address is not the port's)`.
  package var comment: String {
    guard let words = Self.words[self] else { return "dropped: \(rawValue)" }
    return "dropped: \(rawValue) (\(words))"
  }

  private static let words: [DropReason: String] = [
    .macSpoofing: "the source address is not the port's",
    .arpSpoofing: "it names another adapter's address as its sender's",
    .learningCap: "the port has learned as many addresses as it may",
    .malformed: "no valid Ethernet frame, or longer than the MTU allows",
    .queueFull: "the receiver's queue is full",
    .disconnected: "the port that it is for is not connected",
    .vlan: "the port is no member of its VLAN, or may send no tags",
    .dhcpGuard: "DHCP guard is On and it is a DHCP server's",
    .routerGuard: "router guard is On and it is a router's",
    .accessControl: "an access control entry of the port denies it",
    .stormLimit: "more floods in this second than the port may send",
    .bandwidth: "the port is over its bandwidth and its queue is full",
    .portStopped: "the port was stopped, because its guest broke a rule",
  ]
}
