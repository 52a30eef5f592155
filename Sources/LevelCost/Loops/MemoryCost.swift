internal import Glibc

/// Memory: how fast it is copied, and how long a load takes that has to wait for the one before.
enum MemoryCost {
  /// More than the caches of a processor hold, in most computers.
  private static let size = 64 << 20
  private static let block = 1 << 20
  /// Bytes of a cache line: a place of the chain.
  private static let line = 64

  /// Seconds for one byte copied.
  static func copySample(_ timer: RoundTimer) throws -> CostSample {
    let size = try MemoryArea.size(size)
    let from = try MemoryArea(size)
    let to = try MemoryArea(size)
    from.touch(to: size)
    to.touch(to: size)
    var place = 0
    return try timer.sample { count in
      for _ in 0..<count {
        // SAFETY: both areas have `size` bytes, a multiple of a block, and `place` is a block's begin in it.
        memcpy(to.base + place, from.base + place, block)
        place = (place + block) % size
      }
    }.divided(by: block)
  }

  /// Seconds for one load.
  static func latencySample(_ timer: RoundTimer) throws -> CostSample {
    let wanted = try MemoryArea.size(size)
    // A power of two, for the chain.
    let places = 1 << (Int.bitWidth - 1 - (wanted / line).leadingZeroBitCount)
    let area = try MemoryArea(places * line)
    // i to a·i + c modulo a power of two goes through all numbers, in leaps that no prefetcher guesses, when a is 1 modulo
    // 4 and c is odd (Hull and Dobell 1962). It is written from one end to the other, which is quick on any level.
    for place in 0..<places {
      let next = UInt64(truncatingIfNeeded: 0x2545_F491_4F6C_DD1D &* place &+ 0x1234_5677) & UInt64(places - 1)
      // SAFETY: `place` is below `places`, each of which has `line` bytes in the area.
      area.base.storeBytes(of: next, toByteOffset: place * line, as: UInt64.self)
    }
    var place: UInt64 = 0
    let sample = try timer.sample { count in
      // SAFETY: `place` is masked to be below `places` whatever was read.
      for _ in 0..<count {
        place = area.base.load(fromByteOffset: Int(place) * line, as: UInt64.self) & UInt64(places - 1)
      }
    }
    // Used where others could see it, so that the loads are not left out.
    area.base.storeBytes(of: place, as: UInt64.self)
    return sample
  }
}
