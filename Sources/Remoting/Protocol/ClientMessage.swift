/// What a client says.
package enum ClientMessage: Sendable {
  /// The versions it speaks.
  case hello(lowest: UInt16, highest: UInt16)
  case run(RemoteRequest)
  /// An object for the running script's `$input`, encoded.
  case input([UInt8])
  case endInput
  case stop
  case answer(PromptAnswer)
  case close

  package func frame() throws(CodingFailure) -> Frame {
    var writer = ByteWriter()
    let kind: UInt8
    switch self {
    case .hello(let lowest, let highest):
      kind = 1
      for byte in RemoteProtocol.magic { writer.byte(byte) }
      writer.fixed(lowest)
      writer.fixed(highest)
    case .run(let request):
      kind = 2
      try request.write(&writer)
    case .input(let bytes): return Frame(kind: 3, content: bytes)
    case .endInput: kind = 4
    case .stop: kind = 5
    case .answer(let answer):
      kind = 6
      try answer.write(&writer)
    case .close: kind = 7
    }
    try writer.check()
    return Frame(kind: kind, content: writer.bytes)
  }

  /// Errors: ProtocolFailure.
  package init(_ frame: Frame) throws(ProtocolFailure) {
    guard 1...7 ~= frame.kind else { throw .unknownMessage(frame.kind) }
    var reader = ByteReader(frame.content)
    do throws(CodingFailure) {
      switch frame.kind {
      case 1:
        try reader.expectMagic()
        self = .hello(lowest: try reader.fixed(UInt16.self), highest: try reader.fixed(UInt16.self))
      case 2: self = .run(try RemoteRequest(&reader))
      case 3:
        self = .input(frame.content)
        return
      case 4: self = .endInput
      case 5: self = .stop
      case 6: self = .answer(try PromptAnswer(&reader))
      default: self = .close
      }
      try reader.end()
    } catch {
      throw .malformed(error.message)
    }
  }
}

extension ByteReader {
  mutating func expectMagic() throws(CodingFailure) {
    for wanted in RemoteProtocol.magic {
      let byte = try byte()
      guard byte == wanted else { throw .unknown("first byte of a hello", UInt64(byte)) }
    }
  }
}

/// A script to run.
package struct RemoteRequest: Sendable {
  /// The text, without braces around it.
  package var script: String
  /// An array of the arguments, encoded.
  package var arguments: [UInt8]
  /// A table of the caller's variables that `$using:` asks for, encoded.
  package var using: [UInt8]
  /// Objects will come with `input`, and then `endInput`.
  package var expectsInput: Bool

  package init(script: String, arguments: [UInt8] = [], using: [UInt8] = [], expectsInput: Bool = false) {
    self.script = script
    self.arguments = arguments
    self.using = using
    self.expectsInput = expectsInput
  }

  func write(_ writer: inout ByteWriter) throws(CodingFailure) {
    try writer.text(script)
    try writer.append(arguments)
    try writer.append(using)
    writer.flag(expectsInput)
  }

  init(_ reader: inout ByteReader) throws(CodingFailure) {
    script = try reader.text()
    arguments = Array(try reader.array())
    using = Array(try reader.array())
    expectsInput = try reader.flag()
  }
}
