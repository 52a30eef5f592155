package import FoundationEssentials

/// A value as .NET's `Equals` and `GetHashCode` see it: numbers of different types are different keys.
package enum DictionaryKey: Hashable, Sendable {
  case null
  case text(String)
  case boolean(Bool)
  case int32(Int32)
  case int64(Int64)
  case integer(SizedInteger)
  case double(Double)
  case single(Float)
  case decimal(Decimal)
  case character(UInt16)
  case dateTime(Int64)
  case timeSpan(TimeSpan)
  case guid(Guid)
  case version(Version)
  case enumeration(ObjectIdentifier, Int64)
  case identity(ObjectIdentifier)

  package init(_ value: Value, _ isCaseSensitive: Bool) {
    switch value {
    case .null, .nothing: self = .null
    case .boolean(let flag): self = .boolean(flag)
    case .int32(let number): self = .int32(number)
    case .int64(let number): self = .int64(number)
    case .integer(let number): self = .integer(number)
    case .double(let number): self = .double(number)
    case .single(let number): self = .single(number)
    case .decimal(let number): self = .decimal(number)
    case .character(let unit): self = .character(unit)
    case .string(let text): self = .text(isCaseSensitive ? text : text.caseFolded)
    case .dateTime(let date): self = .dateTime(date.ticks)
    case .timeSpan(let span): self = .timeSpan(span)
    case .guid(let guid): self = .guid(guid)
    case .version(let version): self = .version(version)
    case .enumeration(let value): self = .enumeration(ObjectIdentifier(value.type), value.rawValue)
    case .type(let type): self = .text("[\(type.name)]")
    case .array(let array): self = .identity(ObjectIdentifier(array))
    case .object(let object): self = .identity(ObjectIdentifier(object))
    case .wrapped(let wrapper): self = DictionaryKey(wrapper.base, isCaseSensitive)
    }
  }
}
