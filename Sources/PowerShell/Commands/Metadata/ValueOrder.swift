/// The order of two values of comparable types, for ranges.
enum ValueOrder {
  /// Negative, zero or positive; nil when they have no order between them. NaN is in no range.
  static func compare(_ left: Value, _ right: Value) -> Int? {
    switch (left.unwrapped, right.unwrapped) {
    case (.string(let one), .string(let other)): return order(one.caseFolded, other.caseFolded)
    case (.dateTime(let one), .dateTime(let other)): return order(one.ticks, other.ticks)
    case (.timeSpan(let one), .timeSpan(let other)): return order(one, other)
    case (.version(let one), .version(let other)): return order(one, other)
    case (.character(let one), .character(let other)): return order(one, other)
    case (let one, let other):
      if let one = one.integerValue, let other = other.integerValue { return order(one, other) }
      guard let one = one.doubleValue, let other = other.doubleValue, !one.isNaN, !other.isNaN else { return nil }
      return order(one, other)
    }
  }

  private static func order<Element: Comparable>(_ one: Element, _ other: Element) -> Int {
    one < other ? -1 : one == other ? 0 : 1
  }
}
