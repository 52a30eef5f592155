internal import HyperV

/// The parts of a 64-bit little-endian ELF file that decide what else it needs, see elf(5).
///
/// Every offset in the file is checked against its length before use; a file that points outside itself is damaged.
package struct ELFFile: Sendable {
  /// The libraries it links to by name (`DT_NEEDED`), in order.
  package private(set) var needed: [String] = []
  /// Folders to search first (`DT_RUNPATH` or `DT_RPATH`), `$ORIGIN` not yet replaced.
  package private(set) var runPath: [String] = []
  /// The dynamic loader (`PT_INTERP`); nil in a library or a static executable.
  package private(set) var interpreter: String?
  /// Whether a hypervisor can enter it at its 32-bit PVH entry (note `XEN_ELFNOTE_PHYS32_ENTRY`).
  package private(set) var hasPVHEntry = false

  private struct Segment {
    var type: UInt32
    var offset: Int
    var address: UInt64
    var size: Int
  }

  /// Reads `bytes`; nil where they are no 64-bit little-endian ELF file.
  ///
  /// - Throws: `DrosteError` (`unspecified`) where the file is damaged. `path` is for that error only.
  package init?(_ bytes: [UInt8], path: String) throws {
    guard bytes.count >= 64, bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else { return nil }
    let reader = ByteReader(bytes, name: path)
    let table = try reader.offset(32)
    let entrySize = Int(try reader.uint16(54))
    let count = Int(try reader.uint16(56))
    guard entrySize >= 56 else { throw reader.damaged }

    var segments: [Segment] = []
    for index in 0..<count {
      let base = table + index * entrySize
      segments.append(
        Segment(
          type: try reader.uint32(base), offset: try reader.offset(base + 8), address: try reader.uint64(base + 16),
          size: try reader.offset(base + 32)))
    }
    for segment in segments {
      switch segment.type {
      case 2: try readDynamic(segment, segments, reader)
      case 3: interpreter = try reader.string(segment.offset)
      case 4: try readNotes(segment, reader)
      default: break
      }
    }
  }

  /// Whether the file at `path` begins as an ELF file does.
  static func isELF(_ path: String) throws -> Bool {
    try Files.read(path, limit: 1 << 30).starts(with: [0x7f, 0x45, 0x4c, 0x46])
  }

  private mutating func readDynamic(_ dynamic: Segment, _ segments: [Segment], _ reader: ByteReader) throws {
    var names: [Int] = []
    var paths: [Int] = []
    var strings: UInt64?
    var position = dynamic.offset
    let end = dynamic.offset + dynamic.size
    while position + 16 <= end {
      let tag = try reader.uint64(position)
      let value = try reader.uint64(position + 8)
      position += 16
      switch tag {
      case 0: position = end
      case 1: names.append(Int(truncatingIfNeeded: value))
      case 5: strings = value
      case 15, 29: paths.append(Int(truncatingIfNeeded: value))
      default: break
      }
    }
    // A static-pie executable has a dynamic segment that names no strings.
    guard !names.isEmpty || !paths.isEmpty else { return }
    guard let strings,
      let load = segments.first(where: {
        $0.type == 1 && strings >= $0.address && strings - $0.address < UInt64($0.size)
      })
    else { throw reader.damaged }
    let base = load.offset + Int(strings - load.address)
    guard (names + paths).allSatisfy({ $0 >= 0 && $0 <= reader.count }) else { throw reader.damaged }
    needed = try names.map { try reader.string(base + $0) }
    runPath = try paths.flatMap { try reader.string(base + $0).split(separator: ":").map(String.init) }
  }

  private mutating func readNotes(_ notes: Segment, _ reader: ByteReader) throws {
    var position = notes.offset
    let end = notes.offset + notes.size
    while position + 12 <= end {
      let nameSize = Int(try reader.uint32(position))
      let dataSize = Int(try reader.uint32(position + 4))
      let type = try reader.uint32(position + 8)
      if type == 18, nameSize == 4, try reader.string(position + 12) == "Xen" { hasPVHEntry = true }
      position += 12 + (nameSize + 3) / 4 * 4 + (dataSize + 3) / 4 * 4
    }
  }
}
