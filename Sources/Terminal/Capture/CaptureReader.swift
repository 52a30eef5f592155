public import HyperV

/// A frame of a capture.
public struct CapturedFrame: Hashable, Sendable {
  public enum Direction: String, Hashable, Sendable {
    /// From the machine into the switch.
    case `in`
    /// From the switch to the machine.
    case out
  }

  /// The port's name.
  public var port: String
  /// Since 1970.
  public var nanoseconds: UInt64
  /// Nil where the capture does not tell.
  public var direction: Direction?
  /// Bytes of the whole frame.
  public var length: Int
  /// The frame, or its beginning.
  public var bytes: [UInt8]
  /// What is said of it: why the switch dropped it.
  public var comment: String?
  /// Frames that were lost to the capture before this one.
  public var lost: UInt64

  public init(
    port: String, nanoseconds: UInt64, direction: Direction?, length: Int, bytes: [UInt8], comment: String? = nil,
    lost: UInt64 = 0
  ) {
    self.port = port
    self.nanoseconds = nanoseconds
    self.direction = direction
    self.length = length
    self.bytes = bytes
    self.comment = comment
    self.lost = lost
  }
}

/// Reads a pcapng section (draft-ietf-opsawg-pcapng) as it comes, in the form in which a switch writes it: little-endian,
/// interfaces of Ethernet with times in nanoseconds. Blocks of other kinds are passed on and not looked into.
///
/// Limits: blocks of 1 MiB, 1024 interfaces.
public struct CaptureReader: Sendable {
  /// A block: its bytes, and the frame that it holds, if it holds one.
  public struct Block: Sendable {
    public var bytes: [UInt8]
    public var frame: CapturedFrame?
  }

  public static let longestBlock = 1 << 20
  public static let mostInterfaces = 1024

  private var input: [UInt8] = []
  private var offset = 0
  private var interfaces: [String] = []
  private var isFirst = true

  public init() {}

  /// Adds what came.
  public mutating func append(_ bytes: some Collection<UInt8>) {
    if offset > 0 {
      input.removeFirst(offset)
      offset = 0
    }
    input += bytes
  }

  /// The next whole block; nil when more must come first.
  /// - Throws: `DrosteError` when the bytes are no such section. Nothing can be read after that.
  public mutating func next() throws(DrosteError) -> Block? {
    let rest = Words(input[offset...])
    guard let type = rest.word(0), let length = rest.word(4) else { return nil }
    guard length >= 12, length <= Self.longestBlock, length & 3 == 0 else {
      throw Self.refusal("a block has \(length) bytes")
    }
    guard rest.count >= length else { return nil }
    let block = Words(rest.bytes.prefix(Int(length)))
    guard block.word(Int(length) - 4) == length else { throw Self.refusal("a block's two lengths differ") }
    if isFirst {
      guard type == 0x0A0D_0D0A, block.word(8) == 0x1A2B_3C4D else {
        throw Self.refusal("it does not begin with a section header in little-endian order")
      }
      isFirst = false
    }
    offset += Int(length)
    switch type {
    case 1: try addInterface(block)
    case 6: return Block(bytes: Array(block.bytes), frame: try frame(block))
    default: break
    }
    return Block(bytes: Array(block.bytes))
  }

  private mutating func addInterface(_ block: Words) throws(DrosteError) {
    guard interfaces.count < Self.mostInterfaces else { throw Self.refusal("it has more than 1024 interfaces") }
    guard block.half(8) == 1 else { throw Self.refusal("an interface is not Ethernet") }
    var name = "interface \(interfaces.count)"
    for option in try options(block, at: 16) where option.code == 2 {
      name = String(decoding: option.value, as: UTF8.self)
    }
    interfaces.append(name)
  }

  private func frame(_ block: Words) throws(DrosteError) -> CapturedFrame {
    guard let interface = block.word(8), let high = block.word(12), let low = block.word(16),
      let captured = block.word(20), let original = block.word(24), Int(captured) <= block.count - 32,
      Int(interface) < interfaces.count
    else { throw Self.refusal("a packet's block contradicts itself") }
    var frame = CapturedFrame(
      port: interfaces[Int(interface)], nanoseconds: UInt64(high) << 32 | UInt64(low), direction: nil,
      length: Int(original), bytes: block.slice(28, Int(captured)))
    for option in try options(block, at: 28 + (Int(captured) + 3) / 4 * 4) {
      let value = Words(option.value[...])
      switch option.code {
      case 1: frame.comment = String(decoding: option.value, as: UTF8.self)
      case 2: frame.direction = (value.word(0) ?? 0) & 3 == 1 ? .in : (value.word(0) ?? 0) & 3 == 2 ? .out : nil
      case 4:
        if let low = value.word(0), let high = value.word(4) { frame.lost = UInt64(high) << 32 | UInt64(low) }
      default: break
      }
    }
    return frame
  }

  /// The options from an offset to the end of a block.
  private func options(_ block: Words, at start: Int) throws(DrosteError) -> [(code: UInt16, value: [UInt8])] {
    var found: [(code: UInt16, value: [UInt8])] = []
    var offset = start
    let end = block.count - 4
    while offset + 4 <= end, let code = block.half(offset), let length = block.half(offset + 2), code != 0 {
      guard offset + 4 + Int(length) <= end else { throw Self.refusal("an option is longer than its block") }
      found.append((code, block.slice(offset + 4, Int(length))))
      offset += 4 + (Int(length) + 3) / 4 * 4
    }
    return found
  }

  private static func refusal(_ reason: String) -> DrosteError {
    DrosteError(.unspecified, "The capture cannot be read: \(reason).")
  }
}

/// Bytes as little-endian numbers; nil for what does not lie within them.
private struct Words {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  var count: Int { bytes.count }

  func half(_ offset: Int) -> UInt16? {
    guard offset >= 0, offset <= count - 2 else { return nil }
    let start = bytes.startIndex + offset
    return UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8
  }

  func word(_ offset: Int) -> UInt32? {
    guard let low = half(offset), let high = half(offset + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }

  /// - Precondition: they lie within.
  func slice(_ offset: Int, _ length: Int) -> [UInt8] {
    Array(bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + length)])
  }
}
