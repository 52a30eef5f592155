import Ethernet

/// Who is on the switch, by numbers: 0 and 1 lie, 2 and 3 are honest.
enum Names {
  static let count = 4
  static let liars = 2

  static func isHonest(_ number: Int) -> Bool { number >= liars }

  static func name(_ number: Int) -> String { "\(isHonest(number) ? "honest" : "liar")\(number)" }

  /// 02:00:00:00:00:1x.
  static func address(_ number: Int) -> UInt64 { 0x0200_0000_0010 | UInt64(number) }

  /// What is inside of a machine.
  static func inner(_ number: Int) -> UInt64 { 0x0200_0000_1000 | UInt64(number) }

  static func internetAddress(_ number: Int) -> UInt32 { 0x0A00_0001 + UInt32(number) }
}
