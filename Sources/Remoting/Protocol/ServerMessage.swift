/// What a server says.
package enum ServerMessage: Sendable {
  case hello(ServerHello)
  /// An object of the output, encoded.
  case output([UInt8])
  /// An error record, encoded.
  case error([UInt8])
  case record(RemoteRecord)
  case prompt(RemotePrompt)
  case finished(RemoteResult)

  package func frame() throws(CodingFailure) -> Frame {
    var writer = ByteWriter()
    let kind: UInt8
    switch self {
    case .hello(let hello):
      kind = 0x81
      try hello.write(&writer)
    case .output(let bytes): return Frame(kind: 0x82, content: bytes)
    case .error(let bytes): return Frame(kind: 0x83, content: bytes)
    case .record(let record):
      kind = 0x84
      try record.write(&writer)
    case .prompt(let prompt):
      kind = 0x85
      try prompt.write(&writer)
    case .finished(let result):
      kind = 0x86
      try result.write(&writer)
    }
    try writer.check()
    return Frame(kind: kind, content: writer.bytes)
  }

  /// Errors: ProtocolFailure.
  package init(_ frame: Frame) throws(ProtocolFailure) {
    guard 0x81...0x86 ~= frame.kind else { throw .unknownMessage(frame.kind) }
    var reader = ByteReader(frame.content)
    do throws(CodingFailure) {
      switch frame.kind {
      case 0x81: self = .hello(try ServerHello(&reader))
      case 0x82:
        self = .output(frame.content)
        return
      case 0x83:
        self = .error(frame.content)
        return
      case 0x84: self = .record(try RemoteRecord(&reader))
      case 0x85: self = .prompt(try RemotePrompt(&reader))
      default: self = .finished(try RemoteResult(&reader))
      }
      try reader.end()
    } catch {
      throw .malformed(error.message)
    }
  }
}

/// Who answers.
package struct ServerHello: Sendable, Equatable {
  /// The versions it speaks.
  package var lowest: UInt16
  package var highest: UInt16
  /// The computer's own name.
  package var hostName: String
  /// The current location.
  package var location: String

  package init(
    lowest: UInt16 = RemoteProtocol.version, highest: UInt16 = RemoteProtocol.version, hostName: String,
    location: String
  ) {
    (self.lowest, self.highest, self.hostName, self.location) = (lowest, highest, hostName, location)
  }

  func write(_ writer: inout ByteWriter) throws(CodingFailure) {
    for byte in RemoteProtocol.magic { writer.byte(byte) }
    writer.fixed(lowest)
    writer.fixed(highest)
    try writer.text(hostName)
    try writer.text(location)
  }

  init(_ reader: inout ByteReader) throws(CodingFailure) {
    try reader.expectMagic()
    (lowest, highest) = (try reader.fixed(UInt16.self), try reader.fixed(UInt16.self))
    (hostName, location) = (try reader.name(), try reader.name())
  }
}

/// How a run ended.
package struct RemoteResult: Sendable, Equatable {
  package enum Status: UInt8, Sendable {
    case completed, exited, failed, stopped
  }

  package var status: Status
  /// Of `exit`.
  package var exitCode: Int32
  /// `$?` afterwards.
  package var succeeded: Bool
  /// `$LASTEXITCODE` afterwards; nil where no program has run.
  package var lastExitCode: Int32?
  /// The current location afterwards.
  package var location: String
  /// The error that ended the script, encoded; it is not in the stream of errors.
  package var failure: [UInt8]

  package init(
    _ status: Status, exitCode: Int32 = 0, succeeded: Bool = true, lastExitCode: Int32? = nil, location: String = "/",
    failure: [UInt8] = []
  ) {
    self.status = status
    self.exitCode = exitCode
    self.succeeded = succeeded
    self.lastExitCode = lastExitCode
    self.location = location
    self.failure = failure
  }

  func write(_ writer: inout ByteWriter) throws(CodingFailure) {
    writer.byte(status.rawValue)
    writer.fixed(exitCode)
    writer.flag(succeeded)
    writer.flag(lastExitCode != nil)
    writer.fixed(lastExitCode ?? 0)
    try writer.text(location)
    try writer.append(failure)
  }

  init(_ reader: inout ByteReader) throws(CodingFailure) {
    let raw = try reader.byte()
    guard let status = Status(rawValue: raw) else { throw .unknown("end of a run", UInt64(raw)) }
    self.status = status
    exitCode = try reader.fixed(Int32.self)
    succeeded = try reader.flag()
    let isKnown = try reader.flag()
    let code = try reader.fixed(Int32.self)
    lastExitCode = isKnown ? code : nil
    location = try reader.name()
    failure = Array(try reader.array())
  }
}
