/// The bytes of a case, read as numbers and choices. They decide everything; when they are used up, what comes is zeros,
/// and zero always means the ordinary: no lie.
struct Input {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isEmpty: Bool { position >= bytes.count }

  mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number of so many bytes, the first the lowest.
  mutating func number(_ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(byte()) << (UInt64($1) * 8) }
  }

  /// A number below `limit`, which is at most 65536.
  mutating func below(_ limit: Int) -> Int {
    guard limit > 1 else { return 0 }
    return Int(number(limit <= 256 ? 1 : 2)) % limit
  }

  /// True for so many of 256 bytes.
  mutating func chance(_ count: Int) -> Bool { Int(byte()) >= 256 - count }

  mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

  /// The right value for a field of `bits`, in most cases: else its neighbours, the ends of its range, or anything.
  mutating func field(_ right: UInt64, bits: Int, lies: Int = 48) -> UInt64 {
    guard chance(lies) else { return right }
    let mask = bits == 64 ? UInt64.max : 1 << UInt64(bits) - 1
    let value: UInt64 =
      switch byte() & 15 {
      case 0: 0
      case 1: 1
      case 2: right &+ 1
      case 3: right &- 1
      case 4: mask
      case 5: mask &- 1
      case 6: 1 << UInt64(bits - 1)
      case 7: 1 << UInt64(bits - 1) &- 1
      case 8: right &* 2
      case 9: right / 2
      case 10: right ^ 1 << UInt64(below(bits))
      case 11: UInt64(byte())
      case 12: right &+ UInt64(byte())
      case 13: right &- UInt64(byte())
      default: number((bits + 7) / 8)
      }
    return value & mask
  }
}

/// Numbers in an order that a seed decides (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
