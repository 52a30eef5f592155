import CDroste
import Glibc
import VhostFrontend

// Theory of operation
//
// The memory of a machine that lies. Each region is a file of whole pages of which all but the first and last 64 bytes
// are shared: those are canaries, which the switch has mapped with the page and must neither write nor send. Around the switch's own
// mappings of the file pages are reserved that nobody may touch, wherever the kernel left room, so that an access
// beyond a mapping ends the process.
//
// Region 0 has rings and what the switch may write to, region 1 only what a machine sends: as long as no descriptor for
// writing can name it, the switch's mapping of it is made one for reading. Region 2 is a third one.

/// A machine's memory, and what nobody may touch of it.
final class GuestRAM {
  static let edge = 64
  /// Eight bytes that nothing else has.
  static let canary: UInt64 = 0xC5A7_3E91_5B0D_F26C
  private static let page = 4096

  let memory: FrontendMemory
  /// A region's file was truncated: what it has is no more to be relied upon.
  private(set) var isTruncated = false
  /// The machine itself shared what lies at the edges, or elsewhere than it was: there are no canaries any more.
  private(set) var isShifted = false
  /// A region that the switch only reads.
  private let readOnly: Int?
  private var isReadOnly = true
  private var guards: [(UnsafeMutableRawPointer, Int)] = []
  private var handles: [Int32] = []

  init(_ sizes: [Int], readOnly: Int? = nil) throws {
    self.readOnly = readOnly
    memory = try FrontendMemory(sizes)
    for (index, region) in memory.regions.enumerated() {
      _ = memory.allocate(Self.edge, alignment: 1, region: index)
      for place in [region.host, region.host + (region.size - Self.edge)] {
        for offset in stride(from: 0, to: Self.edge, by: 8) {
          place.storeBytes(of: Self.canary, toByteOffset: offset, as: UInt64.self)
        }
      }
      // This side's mapping must survive a truncation too.
      handles.append(droste_guard_add(region.host, region.size))
    }
  }

  deinit {
    for handle in handles where handle >= 0 { droste_guard_remove(handle) }
    for (start, length) in guards { munmap(start, length) }
  }

  /// The 32 bytes that describe a region's shared part.
  func description(_ index: Int) -> [UInt8] {
    let region = memory.regions[index]
    let edge = UInt64(Self.edge)
    return FrontendMessage.payload(
      region.guest + edge, UInt64(region.size) - 2 * edge, region.user + edge, region.offset + edge)
  }

  func truncate(_ index: Int, to size: Int) {
    guard (try? memory.truncate(region: index, to: size)) != nil else { return }
    isTruncated = true
  }

  /// From now on a descriptor for writing may name anything.
  func allowWrites() {
    guard isReadOnly else { return }
    isReadOnly = false
    for mapping in mappings() { protect(mapping, PROT_READ | PROT_WRITE) }
  }

  /// From now on the machine may share other parts of its files than it did.
  func shift() {
    isShifted = true
    allowWrites()
  }

  private func protect(_ mapping: Mapping, _ access: Int32) {
    mprotect(UnsafeMutableRawPointer(bitPattern: mapping.start), Int(mapping.end - mapping.start), access)
  }

  /// Whether the canaries are whole.
  func check(_ name: String) throws {
    guard !isTruncated, !isShifted else { return }
    for (index, region) in memory.regions.enumerated() {
      for (place, side) in [(region.host, "before"), (region.host + (region.size - Self.edge), "behind")] {
        let isWhole = stride(from: 0, to: Self.edge, by: 8).allSatisfy {
          place.load(fromByteOffset: $0, as: UInt64.self) == Self.canary
        }
        try expect(isWhole, "the switch wrote \(side) region \(index) of \(name)")
      }
    }
  }

  /// Reserves the pages before and behind each of the switch's mappings of this memory.
  func guardMappings() {
    for mapping in mappings() {
      reserve(mapping.start - UInt(Self.page))
      reserve(mapping.end)
    }
    guard let readOnly, isReadOnly, !isTruncated else { return }
    for mapping in mappings([readOnly]) { protect(mapping, PROT_READ) }
  }

  /// The switch's mappings of regions, all of them by default.
  private func mappings(_ indexes: [Int]? = nil) -> [Mapping] {
    var files: Set<UInt64> = []
    for index in indexes ?? Array(memory.regions.indices) {
      var status = stat()
      if fstat(memory.regions[index].descriptor, &status) == 0 { files.insert(UInt64(status.st_ino)) }
    }
    let own = Set(memory.regions.map { UInt(bitPattern: $0.host) })
    return Mapping.all().filter { files.contains($0.file) && !own.contains($0.start) }
  }

  private func reserve(_ address: UInt) {
    // MAP_FIXED_NOREPLACE of linux/mman.h: fails where something is.
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | 0x100000
    let place = UnsafeMutableRawPointer(bitPattern: address)
    guard let made = mmap(place, Self.page, PROT_NONE, flags, -1, 0), made != MAP_FAILED else { return }
    guards.append((made, Self.page))
  }
}

extension [UInt8] {
  /// Whether a part of some machine's canaries is among them: five bytes of it, so that the last ones count too.
  var containsCanary: Bool {
    let whole = Swift.withUnsafeBytes(of: GuestRAM.canary) { [UInt8]($0) }
    guard count >= 5, contains(whole[0]) else { return false }
    return indices.dropLast(4).contains { self[$0] == whole[0] && self[$0..<$0 + 5] == whole[..<5] }
  }
}

/// One line of /proc/self/maps.
private struct Mapping {
  var start: UInt
  var end: UInt
  /// The file's number, 0 for none.
  var file: UInt64

  static func all() -> [Mapping] {
    let descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var mappings: [Mapping] = []
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    // Start, end, access, offset, device, file: parts of a line, whose last one is a name that may have spaces.
    var position = 0
    while position < bytes.count {
      let start = number(bytes, &position, 16)
      let end = number(bytes, &position, 16)
      for _ in 0..<3 { skipField(bytes, &position) }
      mappings.append(Mapping(start: UInt(start), end: UInt(end), file: number(bytes, &position, 10)))
      while position < bytes.count, bytes[position - 1] != UInt8(ascii: "\n") { position += 1 }
    }
    return mappings
  }

  /// The number at a place, which moves behind what ends it.
  private static func number(_ bytes: [UInt8], _ position: inout Int, _ radix: UInt64) -> UInt64 {
    var value: UInt64 = 0
    while position < bytes.count {
      let digit = bytes[position]
      position += 1
      switch digit {
      case 48...57: value = value &* radix &+ UInt64(digit - 48)
      case 97...102: value = value &* radix &+ UInt64(digit - 87)
      default: return value
      }
    }
    return value
  }

  private static func skipField(_ bytes: [UInt8], _ position: inout Int) {
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") { position += 1 }
    position += 1
  }
}
