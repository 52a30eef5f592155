package import PowerShell

/// A record of a stream other than output and errors.
package enum RemoteRecord: Sendable {
  case warning(String)
  case verbose(String)
  case debug(String)
  case host(String)
  /// The message encoded; the rest of the record as it is.
  case information(InformationRecord, message: [UInt8])
  case progress(ProgressRecord)

  private static let tagLimit = 256

  func write(_ writer: inout ByteWriter) throws(CodingFailure) {
    switch self {
    case .warning(let text):
      writer.byte(0)
      try writer.text(text)
    case .verbose(let text):
      writer.byte(1)
      try writer.text(text)
    case .debug(let text):
      writer.byte(2)
      try writer.text(text)
    case .host(let text):
      writer.byte(3)
      try writer.text(text)
    case .information(let record, let message):
      writer.byte(4)
      try writer.append(message)
      writer.count(min(record.tags.count, Self.tagLimit))
      for tag in record.tags.prefix(Self.tagLimit) { try writer.text(tag) }
      writer.flag(record.isHostOutput)
      writer.flag(record.hasNewLine)
      try writer.optional(record.foreground)
      try writer.optional(record.background)
    case .progress(let record):
      writer.byte(5)
      try writer.text(record.activity)
      try writer.text(record.status)
      for number in [record.id, record.parentID, record.percentComplete, record.secondsRemaining] {
        writer.signed(Int64(number))
      }
      try writer.optional(record.currentOperation)
      writer.flag(record.isCompleted)
    }
  }

  init(_ reader: inout ByteReader) throws(CodingFailure) {
    switch try reader.byte() {
    case 0: self = .warning(try reader.text())
    case 1: self = .verbose(try reader.text())
    case 2: self = .debug(try reader.text())
    case 3: self = .host(try reader.text())
    case 4:
      let message = Array(try reader.array())
      var record = InformationRecord(.null)
      for _ in 0..<(try reader.count("tags", limit: Self.tagLimit)) { record.tags.append(try reader.name()) }
      record.isHostOutput = try reader.flag()
      record.hasNewLine = try reader.flag()
      record.foreground = try reader.optional(limit: RemotingLimits.nameSize)
      record.background = try reader.optional(limit: RemotingLimits.nameSize)
      self = .information(record, message: message)
    case 5:
      var record = ProgressRecord(activity: try reader.text(), status: try reader.text())
      record.id = Int(clamping: try reader.signed())
      record.parentID = Int(clamping: try reader.signed())
      record.percentComplete = Int(clamping: try reader.signed())
      record.secondsRemaining = Int(clamping: try reader.signed())
      record.currentOperation = try reader.optional()
      record.isCompleted = try reader.flag()
      self = .progress(record)
    case let other: throw .unknown("stream", UInt64(other))
    }
  }
}
