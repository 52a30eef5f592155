package import PowerShell

/// Error records as bytes. What arrives has no place in the receiver's script: the place where it happened is in its
/// `InvocationInfo`, and its view says only what it is and, once it is known, on which computer
/// (about_Remote_Troubleshooting).
enum ErrorRecordCoding {
  /// Exceptions within exceptions.
  private static let innerLimit = 8

  static func write(_ record: ErrorRecord, _ context: ValueContext, _ encoder: inout ValueEncoder) throws {
    var exception: ExceptionObject? = record.exception
    var chain: [ExceptionObject] = []
    while let next = exception, chain.count < innerLimit {
      chain.append(next)
      exception = next.inner
    }
    encoder.writer.byte(UInt8(chain.count))
    for link in chain {
      try encoder.writer.text(link.exceptionType.name)
      try encoder.writer.text(link.message)
    }
    try encoder.writer.text(record.fullyQualifiedErrorID)
    try encoder.writer.text(record.category.rawValue)
    try encoder.writer.text(record.activity)
    try encoder.writer.optional(record.details)
    try encoder.writer.text(record.stackTrace)
    try target(record.targetObject, context, &encoder)
    let place = ErrorPlace(record)
    for part in [place.command, place.invocationName, place.script, place.lineText, place.message] {
      try encoder.writer.text(part)
    }
    encoder.writer.count(place.line)
    encoder.writer.count(place.column)
  }

  /// Scalars as they are, all else by its text.
  private static func target(_ target: Value, _ context: ValueContext, _ encoder: inout ValueEncoder) throws {
    let plain = target.unwrapped
    encoder.writer.flag(plain.reference == nil)
    guard plain.reference != nil else { return try encoder.value(plain, ValueCoding.Level()) }
    try encoder.writer.text(plain.type.name)
    try encoder.writer.text((try? plain.displayString(context)) ?? "")
  }

  static func read(_ decoder: inout ValueDecoder, _ depth: Int) throws -> ErrorRecord {
    let count = Int(try decoder.reader.byte())
    guard 1...innerLimit ~= count else { throw CodingFailure.limit("exceptions", innerLimit) }
    var links: [(String, String)] = []
    for _ in 0..<count { links.append((try decoder.reader.name(), try decoder.reader.text())) }
    var exception: ExceptionObject?
    for (name, message) in links.reversed() {
      exception = ExceptionObject(RemoteException.type(of: name), message, inner: exception)
    }
    let id = try decoder.reader.text()
    let category = PowerShellError.Category(rawValue: try decoder.reader.name()) ?? .notSpecified
    let activity = try decoder.reader.text()
    let details = try decoder.reader.optional()
    let trace = try decoder.reader.text()
    let target = try target(&decoder, depth)
    var place = ErrorPlace()
    place.command = try decoder.reader.text()
    place.invocationName = try decoder.reader.text()
    place.script = try decoder.reader.text()
    place.lineText = try decoder.reader.text()
    place.message = try decoder.reader.text()
    place.line = Int(clamping: try decoder.reader.unsigned())
    place.column = Int(clamping: try decoder.reader.unsigned())
    return ErrorRecord(
      exception: exception ?? ExceptionObject(RemoteException.typeReference, ""), id: id, category: category,
      target: target, activity: activity, invocation: .object(place.bag), stackTrace: trace, details: details)
  }

  private static func target(_ decoder: inout ValueDecoder, _ depth: Int) throws -> Value {
    if try decoder.reader.flag() { return try decoder.value(depth: depth + 1) }
    let name = try decoder.reader.name()
    // Only the names of its type and of itself are left of it; the category line shows them.
    let bag = PropertyBag(type: TypeReference(name, .custom, base: BuiltInType.object))
    bag.savedText = try decoder.reader.text()
    return .object(bag)
  }
}

/// Where an error happened.
struct ErrorPlace {
  var command = ""
  var invocationName = ""
  var script = ""
  var lineText = ""
  var message = ""
  var line = 0
  var column = 0

  init() {}

  init(_ record: ErrorRecord) {
    if let origin = record.origin {
      command = origin.commandName
      invocationName = origin.invocationName
      script = origin.scriptName ?? ""
      lineText = origin.lineText
      message = origin.positionMessage
      (line, column) = (origin.line, origin.column)
    } else if let bag = record.invocation.reference(as: PropertyBag.self) {
      func text(_ name: String) -> String { (try? bag[name]?.displayString()) ?? "" }
      command = text("MyCommand")
      invocationName = text("InvocationName")
      script = text("ScriptName")
      lineText = text("Line")
      message = text("PositionMessage")
      line = Int(clamping: bag["ScriptLineNumber"]?.integerValue ?? 0)
      column = Int(clamping: bag["OffsetInLine"]?.integerValue ?? 0)
    }
  }

  var bag: PropertyBag {
    PropertyBag(
      [
        "MyCommand": command.isEmpty ? .null : .string(command), "ScriptLineNumber": .count(line),
        "OffsetInLine": .count(column), "ScriptName": .string(script), "Line": .string(lineText),
        "PositionMessage": .string(message), "InvocationName": .string(invocationName),
      ], typeName: "Deserialized.System.Management.Automation.InvocationInfo")
  }
}

/// The exceptions of other sessions.
package enum RemoteException {
  package static let typeReference = TypeReference(
    "System.Management.Automation.RemoteException", .exception,
    base: .exception(named: "System.Management.Automation.RuntimeException"))

  /// The type by its own name, so that the category line tells it, and below RemoteException, as which scripts catch it.
  static func type(of name: String) -> TypeReference {
    name == typeReference.name ? typeReference : TypeReference(name, .exception, base: typeReference)
  }
}
