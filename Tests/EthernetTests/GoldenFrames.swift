import Ethernet

/// The bytes that hexadecimal digits write; blanks are skipped.
func hex(_ digits: String) -> [UInt8] {
  let values = digits.compactMap(\.hexDigitValue)
  precondition(values.count.isMultiple(of: 2))
  return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}

/// Frames as Linux 6 sent them over a veth pair (00-15-5D-00-04-11 is 192.168.100.2, -12 is .1), and the DHCP Discover
/// of an Ethernet phone.
enum Golden {
  static let arpRequest = hex(
    "ffffffffffff00155d0004110806000108000604000100155d000411c0a86402000000000000c0a86401")
  static let arpReply = hex(
    "00155d00041100155d0004120806000108000604000200155d000412c0a8640100155d000411c0a86402")
  /// Its UDP checksum is left to the device: the field holds the pseudo header's sum.
  static let udp = hex(
    """
    00155d00041200155d00041108004500 0021209340004011d0e4c0a86402c0a8 64018d4e0009000d497368656c6c6f
    """)
  static let icmpUnreachable = hex(
    """
    00155d00041100155d000412080045c0003d11c3000040011ee9c0a86401c0a8 64020303e252000000004500002120934000
    4011d0e4c0a86402c0a864018d4e0009000d497368656c6c6f
    """)
  /// Its TCP checksum is left to the device.
  static let tcpSYN = hex(
    """
    00155d00041200155d00041108004500003ca01840004006514fc0a86402c0a864019e4600078652036900000000a002faf04983
    0000020405b40402080a464b13b5000000000103030a
    """)
  static let tcpRST = hex(
    """
    00155d00041100155d0004120800450000 28000040004006f17bc0a86401c0a8640200079e46000000008652036a501400003e720000
    """)
  static let echoRequest = hex(
    "00155d00041200155d00041108004500001c5913400040019879c0a86402c0a864010800f7fe00000001")
  static let echoReply = hex(
    "00155d00041100155d00041208004500001c11c4000040011fc9c0a86401c0a864020000fffe00000001")
  static let neighbourSolicitation = hex(
    """
    3333ff00041200155d00041186dd6000000000203afffe8000000000000002155dfffe000411ff0200000000000000000001ff000412
    8700531700000000fe8000000000000002155dfffe000412010100155d000411
    """)
  static let neighbourAdvertisement = hex(
    """
    00155d00041100155d00041286dd6000000000203afffe8000000000000002155dfffe000412fe8000000000000002155dfffe000411
    8800928460000000fe8000000000000002155dfffe000412020100155d000412
    """)
  static let neighbourAdvertisementWithoutOption = hex(
    """
    00155d00041200155d00041186dd6000000000183afffe8000000000000002155dfffe000411fe8000000000000002155dfffe000412
    880015b640000000fe8000000000000002155dfffe000411
    """)
  static let routerSolicitation = hex(
    """
    33330000000200155d00041186dd6000000000103afffe8000000000000002155dfffe000411ff020000000000000000000000000002
    8500b8e100000000010100155d000411
    """)
  /// Behind a hop-by-hop extension header.
  static let listenerReport = hex(
    """
    33330000001600155d00041186dd6000000000240001fe8000000000000002155dfffe000411ff020000000000000000000000000016
    3a000502000001008f000ad20000000104000000ff0200000000000000000001ff000411
    """)
  static let udp6 = hex(
    """
    00155d00041200155d00041186dd6003eddd000a1140fe8000000000000002155dfffe000411fe8000000000000002155dfffe000412
    9e0c0009000ac16a6869
    """)
  static let dhcpDiscover = hex(
    """
    ffffffffffff000b8201fc4208004500012ca8360000fa11178b00000000ffffffff004400430118591f0101060000003d1d
    0000000000000000000000000000000000000000000b8201fc42
    """
      + String(repeating: "00", count: 10 + 64 + 128)
      + "63825363 350101 3d0701000b8201fc42 320400000000 3704 0103062a ff" + String(repeating: "00", count: 7))

  static let all = [
    arpRequest, arpReply, udp, icmpUnreachable, tcpSYN, tcpRST, echoRequest, echoReply, neighbourSolicitation,
    neighbourAdvertisement, neighbourAdvertisementWithoutOption, routerSolicitation, listenerReport, udp6, dhcpDiscover,
  ]

  /// A frame with a VLAN tag put in.
  static func tagged(_ frame: [UInt8], _ vlan: UInt16, type: String = "8100") -> [UInt8] {
    frame[..<12] + hex(type) + [UInt8(vlan >> 8), UInt8(vlan & 0xFF)] + frame[12...]
  }
}

extension [UInt8] {
  /// What `body` reads from these bytes. A span cannot be an argument within `#expect`, a closure can.
  func read<Value>(_ body: (RawSpan) -> Value) -> Value { withRawSpan(body) }

  /// The checksum over the bytes from `start`, begun with `sum`.
  func checksum(from start: Int, _ sum: InternetChecksum = InternetChecksum()) -> UInt16 {
    var sum = sum
    withRawSpan { sum.add($0.extracting(start..<$0.byteCount)) }
    return sum.value
  }
}
