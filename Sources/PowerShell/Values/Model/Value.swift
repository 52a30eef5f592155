package import FoundationEssentials

/// A value of the language. Scalars are inline, so that arithmetic allocates nothing; everything with identity is a
/// reference. 24 bytes.
package enum Value: Sendable {
  case null
  /// What a pipeline without output gives (AutomationNull): null that no pipeline passes on.
  case nothing
  case boolean(Bool)
  case int32(Int32)
  case int64(Int64)
  /// The integers that are rarer in scripts.
  case integer(SizedInteger)
  case double(Double)
  case single(Float)
  case decimal(Decimal)
  /// A UTF-16 code unit.
  case character(UInt16)
  case string(String)
  case dateTime(DateTime)
  case timeSpan(TimeSpan)
  case guid(Guid)
  case version(Version)
  case enumeration(EnumValue)
  /// A type as an object: `[string]`.
  case type(TypeReference)
  case array(ArrayObject)
  case object(ObjectReference)
  /// A scalar that carries members of its own.
  case wrapped(WrappedValue)
}

extension Value {
  /// The scalar inside, for a scalar that carries members of its own.
  package var unwrapped: Value {
    if case .wrapped(let wrapper) = self { return wrapper.base }
    return self
  }

  /// Whether it equals `$null`.
  package var isNull: Bool {
    switch self {
    case .null, .nothing: true
    default: false
    }
  }

  /// The reference, if it is one; nil for scalars.
  package var reference: ObjectReference? {
    switch self {
    case .array(let array): array
    case .object(let object): object
    case .wrapped(let wrapper): wrapper
    default: nil
    }
  }

  /// The reference as a subclass, or nil.
  package func reference<Object: ObjectReference>(as kind: Object.Type) -> Object? { reference as? Object }

  /// An array of objects.
  package static func array(_ elements: [Value]) -> Value { .array(ArrayObject(elements)) }

  /// What a pipeline's output is when it is taken as one value: nothing, the one, or an array of all.
  package static func collected(_ values: [Value]) -> Value {
    switch values.count {
    case 0: .nothing
    case 1: values[0]
    default: .array(ArrayObject(values))
    }
  }

  /// An integer as the smallest of int and long that holds it.
  package static func count(_ number: Int) -> Value {
    Int32(exactly: number).map { .int32($0) } ?? .int64(Int64(number))
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int32) { self = .int32(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral elements: Value...) { self = .array(ArrayObject(elements)) }
  package init(nilLiteral: ()) { self = .null }
}
