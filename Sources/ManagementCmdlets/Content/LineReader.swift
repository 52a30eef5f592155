internal import Glibc
internal import PowerShell

/// Reads a file line by line, a piece at a time, so that a long file needs little memory.
final class LineReader {
  private let file: FileDescriptor
  private var encoding: TextEncoding
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false
  /// The whole file's lines, where its mark says that bytes do not tell lines apart.
  private var whole: [String]?
  private var wholePlace = 0

  /// Errors: `SystemError`.
  init(_ path: String, _ encoding: TextEncoding) throws {
    file = try FileDescriptor(path, O_RDONLY)
    self.encoding = encoding
    try fill()
    if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
      whole = TextEncoding.lines(encoding.decode(try FileBytes.read(path)))
    } else if buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
      place = 3
      self.encoding = .utf8
    }
  }

  /// Nil at the end.
  func next() throws -> String? {
    if let whole {
      guard wholePlace < whole.count else { return nil }
      wholePlace += 1
      return whole[wholePlace - 1]
    }
    var searched = place
    while true {
      if let end = buffer[searched...].firstIndex(where: { $0 == 10 || $0 == 13 }) {
        // A return at the end of what is read may have its line feed in the next piece.
        if buffer[end] == 13, end + 1 == buffer.count, !isAtEnd {
          searched = try refill(from: end)
          continue
        }
        let line = buffer[place..<end]
        place = buffer[end] == 13 && end + 1 < buffer.count && buffer[end + 1] == 10 ? end + 2 : end + 1
        return encoding.decode(Array(line))
      }
      if isAtEnd {
        guard place < buffer.count else { return nil }
        let line = buffer[place...]
        place = buffer.count
        return encoding.decode(Array(line))
      }
      searched = try refill(from: buffer.count)
    }
  }

  /// Reads more and gives where `from` is afterwards.
  private func refill(from: Int) throws -> Int {
    guard buffer.count - place <= FileBytes.limit else { throw SystemError(EFBIG, "") }
    let moved = from - place
    buffer.removeFirst(place)
    place = 0
    try fill()
    return moved
  }

  private func fill() throws {
    let piece = try file.read(upTo: FileBytes.chunk) ?? []
    if piece.isEmpty { isAtEnd = true }
    buffer += piece
  }
}
