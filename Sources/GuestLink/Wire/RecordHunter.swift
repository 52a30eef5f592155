internal import Glibc

/// Finds records in a stream of bytes that comes in pieces cut anywhere.
package struct RecordHunter: Sendable {
  /// The start of a possible record: always begins with the magic's first byte; shorter than a record.
  private var partial: [UInt8] = []

  package init() {}

  /// A record, and where the bytes after it begin.
  package struct Found: Sendable {
    package var record: LinkRecord
    /// Offset in the piece last given.
    package var end: Int
  }

  /// The first record that ends in `piece`; nil when none does. After a find, give the rest of the piece again.
  package mutating func hunt(_ piece: UnsafeRawBufferPointer) -> Found? {
    var offset = 0
    while true {
      if partial.isEmpty {
        guard let start = Self.start(in: piece, from: offset) else { return nil }
        offset = start
      }
      let take = min(LinkRecord.size - partial.count, piece.count - offset)
      partial.append(contentsOf: piece[offset..<(offset + take)])
      offset += take
      if let record = LinkRecord(partial) {
        partial.removeAll(keepingCapacity: true)
        return Found(record: record, end: offset)
      }
      dropFalseStart()
      if partial.count < LinkRecord.size && offset == piece.count { return nil }
    }
  }

  /// Leaves in `partial` the longest tail that may still become a record.
  private mutating func dropFalseStart() {
    if Self.canGrow(partial[...]) { return }
    for start in partial.indices.dropFirst() where Self.canGrow(partial[start...]) {
      partial.removeFirst(start)
      return
    }
    partial.removeAll(keepingCapacity: true)
  }

  private static func canGrow(_ bytes: ArraySlice<UInt8>) -> Bool {
    let magic = LinkRecord.magic
    return bytes.count < LinkRecord.size && bytes.prefix(magic.count).elementsEqual(magic.prefix(bytes.count))
  }

  /// Offset of the magic, or of a beginning of it at the very end of the piece.
  private static func start(in piece: UnsafeRawBufferPointer, from offset: Int) -> Int? {
    let magic = LinkRecord.magic
    var offset = offset
    while offset < piece.count, let base = piece.baseAddress {
      // SAFETY: offset < count, so the searched range lies in the piece; memchr's result lies in that range.
      guard let hit = memchr(base + offset, Int32(magic[0]), piece.count - offset) else { return nil }
      offset = UnsafeRawPointer(hit) - base
      let rest = piece[offset..<min(offset + magic.count, piece.count)]
      if rest.elementsEqual(magic.prefix(rest.count)) { return offset }
      offset += 1
    }
    return nil
  }
}
