/// SHA-512 and SHA-384: blocks of 128 bytes, words of 64 bits.
struct WideDigest {
  private let isShort: Bool
  private var state: [UInt64]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0
  /// The block's words and what is made of them; kept, so that a block allocates nothing.
  private var words = [UInt64](repeating: 0, count: 80)

  init(isShort: Bool) {
    self.isShort = isShort
    state =
      isShort
      ? [
        0xCBBB_9D5D_C105_9ED8, 0x629A_292A_367C_D507, 0x9159_015A_3070_DD17, 0x152F_ECD8_F70E_5939,
        0x6733_2667_FFC0_0B31, 0x8EB4_4A87_6858_1511, 0xDB0C_2E0D_64F9_8FA7, 0x47B5_481D_BEFA_4FA4,
      ]
      : [
        0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
      ]
  }

  mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    pending += bytes
    var start = 0
    while pending.count - start >= 128 {
      block(start)
      start += 128
    }
    pending.removeFirst(start)
  }

  mutating func finish() -> [UInt8] {
    let bits = length &* 8
    // The length has 128 bits, of which the upper half stays 0 below 2^61 bytes.
    let padding = [0x80] + [UInt8](repeating: 0, count: (239 - pending.count) % 128 + 8)
    update(padding + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    let bytes = state.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    return isShort ? Array(bytes.prefix(48)) : bytes
  }

  private mutating func block(_ start: Int) {
    for index in 0..<16 {
      var word: UInt64 = 0
      for place in 0..<8 { word = word << 8 | UInt64(pending[start + index * 8 + place]) }
      words[index] = word
    }
    for index in 16..<80 {
      let (low, high) = (words[index - 15], words[index - 2])
      let first = Self.rotated(low, 1) ^ Self.rotated(low, 8) ^ low >> 7
      let second = Self.rotated(high, 19) ^ Self.rotated(high, 61) ^ high >> 6
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for step in 0..<80 {
      let first = Self.rotated(e, 14) ^ Self.rotated(e, 18) ^ Self.rotated(e, 41)
      let one = h &+ first &+ (e & f ^ ~e & g) &+ CubeRoots.wide[step] &+ words[step]
      let second = Self.rotated(a, 28) ^ Self.rotated(a, 34) ^ Self.rotated(a, 39)
      let two = second &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ one)
      (d, c, b, a) = (c, b, a, one &+ two)
    }
    for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
  }

  /// To the right.
  private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value &>> count | value &<< (64 &- count) }
}
