internal import PowerShell

/// Makes bytes of values.
struct ValueEncoder {
  var writer = ByteWriter(limit: RemotingLimits.objectSize)
  private let context: ValueContext
  private var count = 0
  /// The objects that the present one lies in.
  private var path: Set<ObjectIdentifier> = []

  init(_ context: ValueContext) { self.context = context }

  mutating func value(_ value: Value, _ level: ValueCoding.Level) throws {
    count += 1
    guard count <= RemotingLimits.valueCount else { throw CodingFailure.limit("values", RemotingLimits.valueCount) }
    try writer.check()
    if try scalar(value) { return }
    switch value {
    case .array(let array): try within(array, level) { try $0.array(array, level.deeper) }
    case .object(let object): try reference(object, level)
    case .wrapped(let wrapper): try extended(wrapper, level)
    default: try text("")
    }
  }

  private mutating func tag(_ tag: ValueCoding.Tag) { writer.byte(tag.rawValue) }

  private mutating func text(_ text: String) throws {
    tag(.string)
    try writer.text(text)
  }

  /// False for what is no scalar.
  private mutating func scalar(_ value: Value) throws -> Bool {
    switch value {
    case .null: tag(.null)
    case .nothing: tag(.nothing)
    case .boolean(let flag): tag(flag ? .yes : .no)
    case .int32(let number):
      tag(.int32)
      writer.signed(Int64(number))
    case .int64(let number):
      tag(.int64)
      writer.signed(number)
    case .integer(let number):
      tag(.integer)
      writer.byte(number.kind.rawValue)
      writer.unsigned(number.bits)
    case .double(let number):
      tag(.double)
      writer.fixed(number.bitPattern)
    case .single(let number):
      tag(.single)
      writer.fixed(number.bitPattern)
    case .decimal:
      tag(.decimal)
      try writer.text(value.text())
    case .character(let unit):
      tag(.character)
      writer.fixed(unit)
    case .string(let text): try self.text(text)
    case .dateTime(let date):
      tag(.dateTime)
      writer.byte(date.kind.rawValue)
      // A local time means the same moment to a receiver in another time zone.
      writer.signed(date.kind == .local ? date.universal.ticks : date.ticks)
    case .timeSpan(let span):
      tag(.timeSpan)
      writer.signed(span.ticks)
    case .guid(let guid):
      tag(.guid)
      writer.fixed(guid.high)
      writer.fixed(guid.low)
    case .version(let version):
      tag(.version)
      for part in [version.major, version.minor, version.build, version.revision] { writer.signed(Int64(part)) }
    case .enumeration(let value):
      tag(.enumeration)
      try writer.text(value.type.name)
      try writer.text(value.text)
      writer.signed(value.rawValue)
    case .type(let type):
      tag(.type)
      try writer.text(type.name)
    case .array, .object, .wrapped: return false
    }
    return true
  }

  /// Writes what an object holds; its text when that is in itself, or too deep.
  private mutating func within(
    _ object: ObjectReference, _ level: ValueCoding.Level, _ body: (inout ValueEncoder) throws -> Void
  ) throws {
    let identity = ObjectIdentifier(object)
    guard level.depth < RemotingLimits.depth, path.insert(identity).inserted else { return try text(plainText(object)) }
    defer { path.remove(identity) }
    try body(&self)
  }

  private func plainText(_ object: ObjectReference) -> String { (try? object.text(context)) ?? object.type.name }

  private mutating func array(_ array: ArrayObject, _ level: ValueCoding.Level) throws {
    tag(.array)
    try writer.text(array.elementType.name)
    try elements(array.elements, level)
  }

  private mutating func elements(_ elements: [Value], _ level: ValueCoding.Level) throws {
    writer.count(elements.count)
    for element in elements { try value(element, level) }
  }

  private mutating func reference(_ object: ObjectReference, _ level: ValueCoding.Level) throws {
    switch object {
    case let array as ArrayObject: try within(array, level) { try $0.array(array, level.deeper) }
    case let list as ListObject:
      try within(list, level) {
        $0.tag(.list)
        try $0.writer.text(list.listType.name)
        try $0.elements(list.enumerated ?? list.elements, level.deeper)
      }
    case let table as DictionaryObject:
      try within(table, level) {
        $0.tag(.table)
        $0.writer.flag(table.isOrdered)
        $0.writer.count(table.count)
        for (key, entry) in table.pairs {
          try $0.value(key, level.deeper)
          try $0.value(entry, level.deeper)
        }
      }
    case let block as ScriptBlockObject: try text(plainText(block))
    case let record as ErrorRecord:
      tag(.error)
      try ErrorRecordCoding.write(record, context, &self)
    case let wrapper as WrappedValue: try extended(wrapper, level)
    default: try properties(object, level)
    }
  }

  /// A scalar with properties of its own.
  private mutating func extended(_ wrapper: WrappedValue, _ level: ValueCoding.Level) throws {
    var notes: [(String, Value)] = []
    for entry in wrapper.added?.members.entries ?? [] {
      if case .note(let note) = entry.value { notes.append((entry.name, note)) }
    }
    guard !notes.isEmpty, level.depth < RemotingLimits.depth else { return try value(wrapper.base, level) }
    tag(.extended)
    try value(wrapper.base, level.deeper)
    try named(notes, level.inObject)
  }

  private mutating func properties(_ object: ObjectReference, _ level: ValueCoding.Level) throws {
    let name = object.type.name
    guard !Self.secrets.contains(name) else { throw CodingFailure.secret(name) }
    // What scripts make of `[pscustomobject]` is data, as tables are; the properties of others lead anywhere.
    let isData = object.type.kind == .psCustomObject
    guard isData || level.objects <= RemotingLimits.objectDepth else { return try text(plainText(object)) }
    let surroundings = context
    try within(object, level) {
      $0.tag(.object)
      $0.writer.flag(isData)
      let names = Self.typeNames(object)
      $0.writer.count(names.count)
      for name in names { try $0.writer.text(name) }
      let own = $0.plainText(object)
      try $0.writer.text(own)
      var found: [(String, Value)] = []
      for name in Members.propertyNames(.object(object)) {
        // A property that cannot be read is not there for the receiver.
        guard let property = try? Members.property(.object(object), name, surroundings) else { continue }
        found.append((name, property))
      }
      try $0.named(found, isData ? level.deeper : level.inObject)
    }
  }

  private mutating func named(_ entries: [(String, Value)], _ level: ValueCoding.Level) throws {
    writer.count(entries.count)
    for (name, entry) in entries {
      try writer.text(name)
      try value(entry, level)
    }
  }

  /// A copy of a copy goes by the names that the copy has.
  private static func typeNames(_ object: ObjectReference) -> [String] {
    let added = object.added?.typeNames ?? []
    let isCopy = added.first?.hasPrefix(ValueCoding.prefix) ?? false
    return Array((isCopy ? added : Value.object(object).typeNames).prefix(RemotingLimits.typeNames))
  }

  private static let secrets: Set = ["System.Security.SecureString", "System.Management.Automation.PSCredential"]
}
