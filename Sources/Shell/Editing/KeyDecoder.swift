/// Makes keys out of a terminal's bytes (ECMA-48 sequences as xterm sends them, UTF-8, bracketed paste).
package struct KeyDecoder {
  /// Bytes of one paste; what is beyond is dropped.
  static let pasteLimit = 1 << 20
  /// Bytes of a sequence; longer ones mean nothing.
  private static let sequenceLimit = 32
  private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

  private var bytes: [UInt8] = []
  private var paste: [UInt8]?

  package init() {}

  /// More bytes would make the meaning of an ESC clear.
  package var isWaiting: Bool { !bytes.isEmpty || paste != nil }

  package mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

  /// The next key; nil when more bytes are needed. With `isFinal` nothing more comes: an ESC is the key itself.
  package mutating func next(isFinal: Bool = false) -> Key? {
    if paste != nil { return nextOfPaste() }
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return escape(isFinal)
    case 0x0D: return take(1, .enter)
    case 0x0A: return take(1, .newLine)
    case 0x09: return take(1, .tab)
    case 0x08, 0x7F: return take(1, .backspace)
    case 0x01...0x1A: return take(1, .control(Character(Unicode.Scalar(first + 0x60))))
    case 0x00...0x1F: return take(1, .unknown)
    default: return character(isFinal)
    }
  }

  private mutating func take(_ count: Int, _ key: Key) -> Key {
    bytes.removeFirst(count)
    return key
  }

  private mutating func character(_ isFinal: Bool) -> Key? {
    let first = bytes[0]
    let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard bytes.count >= length else { return isFinal ? take(bytes.count, .unknown) : nil }
    guard let text = String(validating: bytes[..<length], as: UTF8.self), let character = text.first else {
      return take(1, .unknown)
    }
    return take(length, .character(character))
  }

  private mutating func escape(_ isFinal: Bool) -> Key? {
    guard bytes.count > 1 else { return isFinal ? take(1, .escape) : nil }
    switch bytes[1] {
    case 0x5B: return sequence(isFinal)
    case 0x4F:
      guard bytes.count > 2 else { return isFinal ? take(2, .unknown) : nil }
      return take(3, Self.letters[bytes[2]] ?? .unknown)
    case 0x1B: return take(1, .escape)
    case 0x0D: return take(2, .newLine)
    case 0x7F: return take(2, .control("w"))
    case 0x20...0x7E:
      return take(2, .alt(Character(Unicode.Scalar(bytes[1]))))
    default: return take(2, .unknown)
    }
  }

  /// `ESC [ parameters final`.
  private mutating func sequence(_ isFinal: Bool) -> Key? {
    guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
      return isFinal || bytes.count > Self.sequenceLimit ? take(bytes.count, .unknown) : nil
    }
    let parameters = String(decoding: bytes[2..<end], as: UTF8.self)
    let final = bytes[end]
    let length = end + 1
    if final == 0x7E {
      if parameters == "200" {
        bytes.removeFirst(length)
        paste = []
        return nextOfPaste()
      }
      return take(length, Self.numbers[parameters] ?? .unknown)
    }
    // `1;5C`: with Ctrl; `1;3C`: with Alt.
    let isWord = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
    let key = Self.letters[final] ?? .unknown
    if isWord, key == .left { return take(length, .wordLeft) }
    if isWord, key == .right { return take(length, .wordRight) }
    return take(length, key)
  }

  private mutating func nextOfPaste() -> Key? {
    guard var held = paste else { return nil }
    while let byte = bytes.first {
      bytes.removeFirst()
      held.append(byte)
      if byte == 0x7E, held.suffix(6).elementsEqual(Self.pasteEnd) {
        paste = nil
        let text = String(decoding: held.dropLast(6).prefix(Self.pasteLimit), as: UTF8.self)
        return .paste(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
      }
    }
    paste = held
    return nil
  }

  private static let letters: [UInt8: Key] = [
    0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x48: .home, 0x46: .end, 0x5A: .backTab,
  ]
  private static let numbers: [String: Key] = [
    "1": .home, "7": .home, "4": .end, "8": .end, "3": .delete, "5": .pageUp, "6": .pageDown,
  ]
}
