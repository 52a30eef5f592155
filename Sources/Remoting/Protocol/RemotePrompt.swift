package import PowerShell

/// A question of a remote script to the user in front of the local session.
package enum RemotePrompt: Sendable {
  case line(prompt: String, isSecret: Bool)
  case choice(ChoicePrompt)
  case fields(caption: String, message: String, fields: [Field])

  package struct Field: Sendable {
    package let name: String
    package let type: String
    package let help: String?
  }

  /// Choices and fields of one question.
  private static let limit = 64

  func write(_ writer: inout ByteWriter) throws(CodingFailure) {
    switch self {
    case .line(let prompt, let isSecret):
      writer.byte(0)
      try writer.text(prompt)
      writer.flag(isSecret)
    case .choice(let prompt):
      writer.byte(1)
      try writer.text(prompt.caption)
      try writer.text(prompt.message)
      writer.signed(Int64(prompt.defaultChoice ?? -1))
      guard prompt.choices.count <= Self.limit else { throw .limit("choices", Self.limit) }
      writer.count(prompt.choices.count)
      for choice in prompt.choices {
        try writer.text(choice.label)
        try writer.text(choice.help)
      }
    case .fields(let caption, let message, let fields):
      writer.byte(2)
      try writer.text(caption)
      try writer.text(message)
      guard fields.count <= Self.limit else { throw .limit("fields", Self.limit) }
      writer.count(fields.count)
      for field in fields {
        try writer.text(field.name)
        try writer.text(field.type)
        try writer.optional(field.help)
      }
    }
  }

  init(_ reader: inout ByteReader) throws(CodingFailure) {
    switch try reader.byte() {
    case 0: self = .line(prompt: try reader.text(), isSecret: try reader.flag())
    case 1:
      let (caption, message) = (try reader.text(), try reader.text())
      let standard = Int(truncatingIfNeeded: try reader.signed())
      var choices: [ChoicePrompt.Choice] = []
      for _ in 0..<(try reader.count("choices", limit: Self.limit)) {
        choices.append(ChoicePrompt.Choice(try reader.text(), help: try reader.text()))
      }
      self = .choice(
        ChoicePrompt(
          caption: caption, message: message, choices: choices, defaultChoice: standard < 0 ? nil : standard))
    case 2:
      let (caption, message) = (try reader.text(), try reader.text())
      var fields: [Field] = []
      for _ in 0..<(try reader.count("fields", limit: Self.limit)) {
        fields.append(Field(name: try reader.name(), type: try reader.name(), help: try reader.optional()))
      }
      self = .fields(caption: caption, message: message, fields: fields)
    case let other: throw .unknown("kind of question", UInt64(other))
    }
  }
}

/// What the user, or the lack of one, answers.
package enum PromptAnswer: Sendable {
  /// Nil: the end of the input.
  case line(String?)
  case choice(Int)
  /// An array of values, encoded.
  case values([UInt8])
  /// Nobody could be asked.
  case failed(message: String, id: String)

  func write(_ writer: inout ByteWriter) throws(CodingFailure) {
    switch self {
    case .line(let text):
      writer.byte(0)
      try writer.optional(text)
    case .choice(let index):
      writer.byte(1)
      writer.count(index)
    case .values(let bytes):
      writer.byte(2)
      try writer.append(bytes)
    case .failed(let message, let id):
      writer.byte(3)
      try writer.text(message)
      try writer.text(id)
    }
  }

  init(_ reader: inout ByteReader) throws(CodingFailure) {
    switch try reader.byte() {
    case 0: self = .line(try reader.optional())
    case 1: self = .choice(Int(clamping: try reader.unsigned()))
    case 2: self = .values(Array(try reader.array()))
    case 3: self = .failed(message: try reader.text(), id: try reader.text())
    case let other: throw .unknown("kind of answer", UInt64(other))
    }
  }
}
