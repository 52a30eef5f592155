internal import Glibc

/// The digests of 64-byte blocks and 32-bit words.
struct NarrowDigest {
  enum Kind { case md5, sha1, sha256 }

  private let kind: Kind
  private var state: [UInt32]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0
  /// The block's words and what is made of them; kept, so that a block allocates nothing.
  private var words: [UInt32]

  init(_ kind: Kind) {
    self.kind = kind
    words = [UInt32](repeating: 0, count: 80)
    switch kind {
    case .md5: state = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
    case .sha1: state = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    case .sha256:
      state = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
      ]
    }
  }

  mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    pending += bytes
    var start = 0
    while pending.count - start >= 64 {
      block(start)
      start += 64
    }
    pending.removeFirst(start)
  }

  mutating func finish() -> [UInt8] {
    let bits = length &* 8
    let padding = [0x80] + [UInt8](repeating: 0, count: (119 - pending.count) % 64)
    let isBig = kind != .md5
    let count = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (isBig ? 56 - 8 * $0 : 8 * $0)) }
    update(padding + count)
    return state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (isBig ? 24 - 8 * $0 : 8 * $0)) }
    }
  }

  private mutating func block(_ start: Int) {
    switch kind {
    case .md5: md5(start)
    case .sha1: sha1(start)
    case .sha256: sha256(start)
    }
  }

  /// Reads the sixteen words of a block.
  private mutating func readWords(_ start: Int, isBig: Bool) {
    var place = start
    for index in 0..<16 {
      let (b0, b1) = (UInt32(pending[place]), UInt32(pending[place + 1]))
      let (b2, b3) = (UInt32(pending[place + 2]), UInt32(pending[place + 3]))
      words[index] = isBig ? b0 << 24 | b1 << 16 | b2 << 8 | b3 : b3 << 24 | b2 << 16 | b1 << 8 | b0
      place += 4
    }
  }

  private mutating func md5(_ start: Int) {
    readWords(start, isBig: false)
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    for step in 0..<64 {
      let mixed: UInt32
      let index: Int
      switch step / 16 {
      case 0: (mixed, index) = (b & c | ~b & d, step)
      case 1: (mixed, index) = (d & b | ~d & c, (5 * step + 1) % 16)
      case 2: (mixed, index) = (b ^ c ^ d, (3 * step + 5) % 16)
      default: (mixed, index) = (c ^ (b | ~d), 7 * step % 16)
      }
      let sum = a &+ mixed &+ Self.sines[step] &+ words[index]
      (a, d, c, b) = (d, c, b, b &+ Self.rotated(sum, Self.shifts[step / 16 * 4 + step % 4]))
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
  }

  private mutating func sha1(_ start: Int) {
    readWords(start, isBig: true)
    for index in 16..<80 {
      words[index] = Self.rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for step in 0..<80 {
      let mixed: UInt32
      let constant: UInt32
      switch step / 20 {
      case 0: (mixed, constant) = (b & c | ~b & d, 0x5A82_7999)
      case 1: (mixed, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
      case 2: (mixed, constant) = (b & c | b & d | c & d, 0x8F1B_BCDC)
      default: (mixed, constant) = (b ^ c ^ d, 0xCA62_C1D6)
      }
      let sum = Self.rotated(a, 5) &+ mixed &+ e &+ constant &+ words[step]
      (e, d, c, b, a) = (d, c, Self.rotated(b, 30), a, sum)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
  }

  private mutating func sha256(_ start: Int) {
    readWords(start, isBig: true)
    for index in 16..<64 {
      let (low, high) = (words[index - 15], words[index - 2])
      let first = Self.rotated(low, 25) ^ Self.rotated(low, 14) ^ low >> 3
      let second = Self.rotated(high, 15) ^ Self.rotated(high, 13) ^ high >> 10
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for step in 0..<64 {
      let first = Self.rotated(e, 26) ^ Self.rotated(e, 21) ^ Self.rotated(e, 7)
      let one = h &+ first &+ (e & f ^ ~e & g) &+ CubeRoots.narrow[step] &+ words[step]
      let second = Self.rotated(a, 30) ^ Self.rotated(a, 19) ^ Self.rotated(a, 10)
      let two = second &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ one)
      (d, c, b, a) = (c, b, a, one &+ two)
    }
    for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
  }

  private static func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 { value &<< count | value &>> (32 &- count) }

  private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  /// RFC 1321 3.4: the integer part of 2^32 times the sine.
  private static let sines: [UInt32] = (1...64).map { UInt32(4_294_967_296 * abs(sin(Double($0)))) }
}
