internal import FoundationEssentials
internal import PowerShell

/// Makes values of bytes that came from outside.
struct ValueDecoder {
  var reader: ByteReader
  private let types: TypeRegistry
  private var count = 0
  private var unknownTypes: [String: EnumType] = [:]

  init(_ bytes: ArraySlice<UInt8>, _ types: TypeRegistry) { (reader, self.types) = (ByteReader(bytes), types) }

  mutating func value(depth: Int) throws -> Value {
    count += 1
    guard count <= RemotingLimits.valueCount else { throw CodingFailure.limit("values", RemotingLimits.valueCount) }
    // The writer's levels, and one for what it writes at the deepest.
    guard depth <= RemotingLimits.depth + 1 else { throw CodingFailure.limit("levels", RemotingLimits.depth) }
    let raw = try reader.byte()
    guard let tag = ValueCoding.Tag(rawValue: raw) else { throw CodingFailure.unknown("tag", UInt64(raw)) }
    switch tag {
    case .null: return .null
    case .nothing: return .nothing
    case .no: return .boolean(false)
    case .yes: return .boolean(true)
    case .int32: return .int32(try number())
    case .int64: return .int64(try reader.signed())
    case .integer: return .integer(try integer())
    case .double: return .double(Double(bitPattern: try reader.fixed(UInt64.self)))
    case .single: return .single(Float(bitPattern: try reader.fixed(UInt32.self)))
    case .decimal: return try decimal()
    case .character: return .character(try reader.fixed(UInt16.self))
    case .string: return .string(try reader.text())
    case .dateTime: return try dateTime()
    case .timeSpan: return .timeSpan(TimeSpan(ticks: try reader.signed()))
    case .guid: return .guid(Guid(high: try reader.fixed(UInt64.self), low: try reader.fixed(UInt64.self)))
    case .version: return .version(Version(try number(), try number(), try number(), try number()))
    case .enumeration: return try enumeration()
    case .type: return try type()
    case .array:
      let name = try reader.name()
      return .array(ArrayObject(try elements(depth), of: types.find(name) ?? BuiltInType.object))
    case .list: return try list(depth)
    case .table: return try table(depth)
    case .object: return try object(depth)
    case .error: return .object(try ErrorRecordCoding.read(&self, depth))
    case .extended: return try extended(depth)
    }
  }

  private mutating func number() throws -> Int32 {
    let number = try reader.signed()
    guard let small = Int32(exactly: number) else { throw CodingFailure.limit("bits in a number", 32) }
    return small
  }

  private mutating func integer() throws -> SizedInteger {
    let kind = try reader.byte()
    let bits = try reader.unsigned()
    let signed = Int64(bitPattern: bits)
    let made: SizedInteger? =
      switch SizedInteger.Kind(rawValue: kind) {
      case .int8: Int8(exactly: signed).map { SizedInteger($0) }
      case .uint8: UInt8(exactly: bits).map { SizedInteger($0) }
      case .int16: Int16(exactly: signed).map { SizedInteger($0) }
      case .uint16: UInt16(exactly: bits).map { SizedInteger($0) }
      case .uint32: UInt32(exactly: bits).map { SizedInteger($0) }
      case .uint64: SizedInteger(bits)
      case nil: nil
      }
    guard let made else { throw CodingFailure.unknown("integer of kind", UInt64(kind)) }
    return made
  }

  private mutating func decimal() throws -> Value {
    // 29 digits, sign, point.
    let text = try reader.text(limit: 64)
    guard let number = Decimal(string: text) else {
      throw CodingFailure.unknown("decimal with length", UInt64(text.count))
    }
    return .decimal(number)
  }

  private mutating func dateTime() throws -> Value {
    let raw = try reader.byte()
    guard let kind = DateTime.Kind(rawValue: raw) else { throw CodingFailure.unknown("kind of date", UInt64(raw)) }
    guard let date = DateTime(ticks: try reader.signed(), kind: kind == .local ? .utc : kind) else {
      throw CodingFailure.limit("years", 9999)
    }
    return .dateTime(kind == .local ? date.localized : date)
  }

  /// A value of the receiver's own type of that name; else of one with nothing but this value.
  private mutating func enumeration() throws -> Value {
    let (name, text) = (try reader.name(), try reader.name())
    let raw = try reader.signed()
    if let known = types.find(name) as? EnumType { return .enumeration(EnumValue(known, raw)) }
    let key = "\(name)\u{0}\(text)\u{0}\(raw)"
    let made = unknownTypes[key] ?? EnumType(name, [(text, raw)])
    unknownTypes[key] = made
    return .enumeration(EnumValue(made, raw))
  }

  private mutating func type() throws -> Value {
    let name = try reader.name()
    if let known = types.find(name) { return .type(known) }
    let bag = PropertyBag(type: BuiltInType.psObject)
    bag["FullName"] = .string(name)
    bag["Name"] = .string(name.split(separator: ".").last.map(String.init) ?? name)
    bag.addedMembers().typeNames = ["Deserialized.System.RuntimeType", "Deserialized.System.Object"]
    bag.savedText = name
    return .object(bag)
  }

  private mutating func elements(_ depth: Int) throws -> [Value] {
    let count = try reader.count("elements", limit: RemotingLimits.valueCount)
    var elements: [Value] = []
    for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
    return elements
  }

  private mutating func list(_ depth: Int) throws -> Value {
    let name = try reader.name()
    let list = ListObject(try elements(depth))
    if !name.isSameName(as: BuiltInType.arrayList.name) {
      list.addedMembers().typeNames = [ValueCoding.deserialized(name)]
    }
    return .object(list)
  }

  private mutating func table(_ depth: Int) throws -> Value {
    let isOrdered = try reader.flag()
    let table = DictionaryObject(type: isOrdered ? BuiltInType.orderedDictionary : BuiltInType.hashtable)
    for _ in 0..<(try reader.count("entries", limit: RemotingLimits.valueCount)) {
      let key = try value(depth: depth + 1)
      table[key] = try value(depth: depth + 1)
    }
    return .object(table)
  }

  private mutating func object(_ depth: Int) throws -> Value {
    let isData = try reader.flag()
    let bag = PropertyBag(type: isData ? BuiltInType.psCustomObject : BuiltInType.psObject)
    var names: [String] = []
    for _ in 0..<(try reader.count("type names", limit: RemotingLimits.typeNames)) {
      names.append(ValueCoding.deserialized(try reader.name()))
    }
    bag.addedMembers().typeNames = names
    bag.savedText = try reader.text()
    try named(depth) { bag[$0] = $1 }
    return .object(bag)
  }

  private mutating func extended(_ depth: Int) throws -> Value {
    let base = try value(depth: depth + 1)
    guard base.reference == nil, !base.isNull else { throw CodingFailure.unknown("scalar with properties", 0) }
    let wrapper = WrappedValue(base)
    try named(depth) { wrapper.addedMembers()[$0] = .note($1) }
    return .wrapped(wrapper)
  }

  private mutating func named(_ depth: Int, _ store: (String, Value) -> Void) throws {
    for _ in 0..<(try reader.count("properties", limit: RemotingLimits.valueCount)) {
      let name = try reader.name()
      store(name, try value(depth: depth + 1))
    }
  }
}
