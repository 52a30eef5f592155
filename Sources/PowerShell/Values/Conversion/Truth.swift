import FoundationEssentials

extension Value {
  /// What `if` makes of it: false are null, 0, "", and an array without elements or with one that is false.
  package var isTrue: Bool {
    switch self {
    case .null, .nothing: false
    case .boolean(let flag): flag
    case .int32(let number): number != 0
    case .int64(let number): number != 0
    case .integer(let number): number.bits != 0
    case .double(let number): number != 0
    case .single(let number): number != 0
    case .decimal(let number): !number.isZero
    case .character(let unit): unit != 0
    case .string(let text): !text.isEmpty
    case .enumeration(let value): value.rawValue != 0
    case .array(let array): Self.isTrue(array.elements)
    case .object(let object): (object as? ListObject).map { Self.isTrue($0.elements) } ?? true
    case .wrapped(let wrapper): wrapper.base.isTrue
    case .dateTime, .timeSpan, .guid, .version, .type: true
    }
  }

  private static func isTrue(_ elements: [Value]) -> Bool {
    guard elements.count == 1, let only = elements.first else { return !elements.isEmpty }
    // An array within is looked at no further than whether it is empty.
    if let inner = only.reference?.enumerated { return !inner.isEmpty }
    return only.isTrue
  }
}
