internal import CDroste
internal import Glibc

/// A disk, read without the cache of the level that reads. All reads are within 32 MiB, which were read once before: of a
/// machine's disk the host then has them in its own cache, so that what counts is the way there and not the medium.
/// Nothing is written: machines that boot an image have no disk that keeps anything.
struct DiskCost: ~Copyable {
  private static let region = 32 << 20
  private static let access = 4096
  private static let block = 1 << 20

  private let file: Int32
  private let begin: Int
  private let size: Int
  private let buffer: MemoryArea
  /// Whether the level's own cache is left out.
  let isDirect: Bool

  /// Opens a file or a block device of at least 1 MiB and reads what is measured afterwards.
  static func open(_ path: String) throws -> DiskCost {
    // On a page's bound, as O_DIRECT wants it.
    let buffer = try MemoryArea(block)
    var file = droste_open_direct(path)
    let isDirect = file >= 0
    // File systems in memory know no O_DIRECT.
    if !isDirect, errno == EINVAL { file = Glibc.open(path, O_RDONLY | O_CLOEXEC) }
    guard file >= 0 else { throw CostProblem("\(path) cannot be opened", errno) }
    let end = Int(lseek(file, 0, SEEK_END))
    let size = min(end, region) / block * block
    // Not the beginning of a file system, which is in everybody's cache.
    let begin = max(0, min(end / 4, end - size)) / block * block
    let disk = DiskCost(file: file, begin: begin, size: size, buffer: buffer, isDirect: isDirect)
    guard size > 0 else { throw CostProblem("\(path) has less than 1 MiB") }
    for place in stride(from: 0, to: size, by: block) { try disk.read(block, at: place) }
    return disk
  }

  private init(file: Int32, begin: Int, size: Int, buffer: consuming MemoryArea, isDirect: Bool) {
    (self.file, self.begin, self.size, self.isDirect) = (file, begin, size, isDirect)
    self.buffer = buffer
  }

  deinit { close(file) }

  /// The block device with a serial number, `/dev/vda`.
  static func device(serial: String) throws -> String {
    guard let folder = opendir("/sys/block") else { throw CostProblem("/sys/block cannot be read", errno) }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard let file = fopen("/sys/block/\(name)/serial", "re") else { continue }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 64)
      guard fgets(&line, Int32(line.count), file) != nil else { continue }
      let text = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      if text == serial { return "/dev/\(name)" }
    }
    throw CostProblem("no disk has the serial number \(serial)")
  }

  /// Seconds for a read of 4 KiB at a random place.
  func accessSample(_ timer: RoundTimer) throws -> CostSample {
    var number: UInt64 = 88_172_645_463_325_252
    return try timer.sample { count in
      for _ in 0..<count {
        // Xorshift (Marsaglia 2003).
        number ^= number << 13
        number ^= number >> 7
        number ^= number << 17
        try read(Self.access, at: Int(number % UInt64(size / Self.access)) * Self.access)
      }
    }
  }

  /// Seconds for one byte.
  func streamSample(_ timer: RoundTimer) throws -> CostSample {
    var place = 0
    return try timer.sample { count in
      for _ in 0..<count {
        try read(Self.block, at: place)
        place = (place + Self.block) % size
      }
    }.divided(by: Self.block)
  }

  private func read(_ count: Int, at place: Int) throws {
    // SAFETY: the buffer is a block long, and `count` is at most that.
    let got = pread(file, buffer.base, count, off_t(begin + place))
    guard got == count else { throw CostProblem("the disk gave \(got) of \(count) bytes", got < 0 ? errno : EIO) }
  }
}
