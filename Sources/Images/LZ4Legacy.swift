internal import HyperV

/// The legacy LZ4 frame (`lz4 -l`), in which Debian's amd64 kernels are compressed: magic 0x184C2102, then blocks of
/// a 32-bit compressed size and an LZ4 block that expands to at most 8 MiB.
package enum LZ4Legacy {
  package static let magic: [UInt8] = [0x02, 0x21, 0x4c, 0x18]
  private static let blockLimit = 8 << 20

  /// The expanded content of `bytes`. A block size that leads past the end ends the frame: the kernel's build
  /// appends the expanded size as four bytes.
  ///
  /// - Parameter limit: the most bytes that may come out.
  /// - Throws: `DrosteError` (`unspecified`) for damaged input or one above the limit.
  package static func expand(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
    let damaged = DrosteError(.unspecified, "The kernel's LZ4 data is damaged.")
    guard bytes.starts(with: magic) else { throw damaged }
    var output: [UInt8] = []
    output.reserveCapacity(min(limit, bytes.count * 5))
    var position = magic.count
    while position + 4 < bytes.count {
      let size = (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
      position += 4
      guard size <= bytes.count - position else { break }
      let before = output.count
      // SAFETY: both buffers stay alive and unmoved inside the closures; expandBlock checks each access against them.
      let room = min(blockLimit, limit - before)
      let block = try [UInt8](unsafeUninitializedCapacity: room) { target, count in
        count = try bytes[position..<position + size].withUnsafeBufferPointer { source in
          guard let length = expandBlock(source, into: target) else { throw damaged }
          return length
        }
      }
      output += block
      position += size
    }
    return output
  }

  /// Expands one LZ4 block; nil where it is damaged or does not fit `target`.
  private static func expandBlock(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int? {
    guard let from = source.baseAddress, let to = target.baseAddress else { return source.isEmpty ? 0 : nil }
    var read = 0
    var written = 0
    while read < source.count {
      let token = from[read]
      read += 1
      var literals = Int(token >> 4)
      if literals == 15 {
        guard let more = extendedLength(from, source.count, &read) else { return nil }
        literals += more
      }
      guard literals <= source.count - read, literals <= target.count - written else { return nil }
      // SAFETY: both ranges were just checked to lie within their buffers.
      (to + written).update(from: from + read, count: literals)
      read += literals
      written += literals
      if read == source.count { break }

      guard source.count - read >= 2 else { return nil }
      let distance = Int(from[read]) | Int(from[read + 1]) << 8
      read += 2
      var length = Int(token & 15) + 4
      if token & 15 == 15 {
        guard let more = extendedLength(from, source.count, &read) else { return nil }
        length += more
      }
      guard distance > 0, distance <= written, length <= target.count - written else { return nil }
      // SAFETY: `distance` is at most what was written and `length` at most what is left. A match may overlap what it
      // writes, so it is copied in pieces no longer than its distance.
      var left = length
      while left > 0 {
        let piece = min(left, distance)
        (to + written).update(from: to + (written - distance), count: piece)
        written += piece
        left -= piece
      }
    }
    return written
  }

  /// A length that continues in bytes of 255 up to the first smaller one.
  private static func extendedLength(_ from: UnsafePointer<UInt8>, _ count: Int, _ read: inout Int) -> Int? {
    var length = 0
    while read < count {
      let byte = Int(from[read])
      read += 1
      length += byte
      if byte < 255 { return length }
    }
    return nil
  }
}
