import Ethernet
import HyperV
import Switching
import VhostFrontend
import Virtio

/// What an honest machine may be given, whatever the others do. Reads frames by itself, not with the switch's own code.
struct Judge {
  let configuration: SwitchProcessConfiguration

  /// Whether a frame is the other honest machine's; a `Finding` when it may not be there.
  func isFromHonest(_ frame: ReceivedFrame, to machine: Honest) throws -> Bool {
    let bytes = frame.bytes
    try expect(bytes.count >= 14, "a frame of \(bytes.count) bytes came")
    try expect(!bytes.containsCanary, "a frame has bytes that its sender did not share")
    try judgeHeader(frame, machine)
    let source = Self.number(bytes, 6, 6)
    try expect(source != Names.address(machine.number), "a frame came under its own address")
    try expect(source & 1 << 40 == 0 && source != 0, "a frame came from a group's address")
    var type = 12
    while type + 4 < bytes.count, [0x8100, 0x88A8].contains(Self.number(bytes, type, 2)) {
      if type == 12 {
        try expect(Self.number(bytes, 14, 2) & 0xFFF == 0, "a frame of another VLAN came")
      }
      type += 4
    }
    if (Names.liars..<Names.count).contains(where: { Names.address($0) == source }) { return true }
    for liar in 0..<Names.liars where source == Names.address(liar) {
      guard let port = configuration.ports.first(where: { $0.name == Names.name(liar) }) else { continue }
      try judge(bytes, type, port)
    }
    return false
  }

  private func judgeHeader(_ frame: ReceivedFrame, _ machine: Honest) throws {
    let header = frame.header
    let longest = configuration.mtu + 18
    if header.segmentation == 0 {
      try expect(frame.bytes.count <= longest, "a frame of \(frame.bytes.count) bytes came")
    } else {
      let bit: UInt64? = [1: 7, 3: 10, 4: 8][header.segmentation & 0x7F]
      let isTaken = bit.map { machine.features.rawValue & 1 << $0 != 0 } ?? (header.segmentation & 0x7F == 5)
      try expect(isTaken, "a frame to be cut in a way (\(header.segmentation)) came that was not agreed")
      try expect(header.segmentSize > 0 && header.flags & 1 != 0, "a frame to be cut came without size or checksum")
    }
    if header.flags & 1 != 0 {
      try expect(machine.features.contains(.guestChecksum), "a frame came without its checksum")
      try expect(
        Int(header.checksumStart) + Int(header.checksumOffset) + 2 <= frame.bytes.count,
        "a checksum is to be written behind the frame")
    }
  }

  /// A frame under a liar's own address, which only that liar's port can have sent.
  private func judge(_ bytes: [UInt8], _ type: Int, _ port: PortConfiguration) throws {
    let payload = type + 2
    switch Self.number(bytes, type, 2) {
    case 0x0806 where port.macAddressSpoofing == .off && bytes.count >= payload + 28:
      let sender = Self.number(bytes, payload + 8, 6)
      let allowed = [port.macAddress?.rawValue].compactMap { $0 } + port.allowedMACAddresses.map(\.rawValue)
      let isEthernet = Self.number(bytes, payload, 6) == 0x0001_0800_0604
      try expect(!isEthernet || allowed.contains(sender), "ARP came that names another's address")
    case 0x0800 where port.dhcpGuard == .on && bytes.count >= payload + 20:
      let transport = payload + Int(bytes[payload] & 15) * 4
      // A packet that says that it ends before its ports has none (RFC 791, total length): receivers drop it.
      guard bytes[payload] >> 4 == 4, bytes[payload] & 15 >= 5, bytes[payload + 9] == 17,
        Self.number(bytes, payload + 6, 2) & 0x1FFF == 0, bytes.count >= transport + 8,
        Int(Self.number(bytes, payload + 2, 2)) >= transport + 8 - payload
      else { return }
      try expect(
        Self.number(bytes, transport, 2) != 67 || Self.number(bytes, transport + 2, 2) != 68,
        "a DHCP server's message came through the DHCP guard")
    case 0x86DD where port.routerGuard == .on && bytes.count > payload + 40:
      try expect(
        bytes[payload + 6] != 58 || bytes[payload] >> 4 != 6 || ![134, 137].contains(bytes[payload + 40]),
        "a router's message came through the router guard")
    default: break
    }
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt64 {
    bytes[place..<min(bytes.count, place + count)].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
