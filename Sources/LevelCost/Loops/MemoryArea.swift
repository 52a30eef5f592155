internal import Glibc

/// A private mapping of its own, gone with the value's end.
struct MemoryArea: ~Copyable {
  static let page = 4096

  let base: UnsafeMutableRawPointer
  let count: Int

  /// - Parameter smallPages: have each page of 4 KiB mapped by itself.
  /// - Throws: `CostProblem` when there is no room.
  init(_ count: Int, smallPages: Bool = false) throws {
    let base = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base, base != MAP_FAILED else { throw CostProblem("no \(count >> 20) MiB of memory", errno) }
    // Refused by kernels that know no huge pages, which then give none.
    if smallPages { madvise(base, count, MADV_NOHUGEPAGE) }
    self.base = base
    self.count = count
  }

  deinit { munmap(base, count) }

  /// Writes to every page from byte `from` up to `end`, both within the area.
  func touch(from: Int = 0, to end: Int) {
    // SAFETY: `end` is at most `count`, and each store is within [from, end).
    for place in stride(from: from, to: end, by: Self.page) {
      base.storeBytes(of: 1, toByteOffset: place, as: UInt8.self)
    }
  }

  /// A line of /proc/meminfo in bytes.
  static func amount(_ name: String) throws -> Int {
    guard let file = fopen("/proc/meminfo", "re") else { throw CostProblem("/proc/meminfo cannot be read", errno) }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
        separator: " ")
      if words.count > 1, words[0] == name + ":", let amount = Int(words[1]) { return amount << 10 }
    }
    throw CostProblem("/proc/meminfo does not tell \(name)")
  }

  /// `wanted` bytes, or as many as a quarter of what is available, in whole MiB, where that is less.
  static func size(_ wanted: Int) throws -> Int {
    let quarter = try amount("MemAvailable") / 4
    guard quarter >= 8 << 20 else { throw CostProblem("less than 32 MiB of memory are available") }
    return min(wanted, quarter / (1 << 20) * (1 << 20))
  }
}
