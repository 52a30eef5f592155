/// A wildcard pattern (about_Wildcards): `*`, `?`, `[a-z]`, `[!x]`, and a backtick that takes away their meaning.
package struct Wildcard: Sendable {
  /// UTF-16 code units of a pattern.
  package static let lengthLimit = 32_768

  private enum Item: Sendable {
    case unit(UInt16)
    case any
    case star
    case set([ClosedRange<UInt16>], isNegated: Bool)
  }

  private let items: [Item]
  private let isCaseSensitive: Bool

  /// Whether a text has any wildcard character that is not escaped.
  package static func isPattern(_ text: String) -> Bool {
    var escaped = false
    for unit in text.utf16 {
      if escaped {
        escaped = false
      } else if unit == 0x60 {
        escaped = true
      } else if unit == 0x2A || unit == 0x3F || unit == 0x5B {
        return true
      }
    }
    return false
  }

  /// Throws WildcardPatternException for a set that is not closed.
  package init(_ pattern: String, isCaseSensitive: Bool = false) throws {
    let units = Array(pattern.utf16)
    var items: [Item] = []
    var index = 0
    func invalid() -> PowerShellError {
      PowerShellError(
        "The specified wildcard character pattern is not valid: \(pattern)", id: "RuntimeException",
        exceptionType: "System.Management.Automation.WildcardPatternException")
    }
    guard units.count <= Self.lengthLimit else { throw invalid() }
    func fold(_ unit: UInt16) -> UInt16 { isCaseSensitive ? unit : unit.lowered }
    while index < units.count {
      let unit = units[index]
      index += 1
      switch unit {
      case 0x60:
        if index < units.count {
          items.append(.unit(fold(units[index])))
          index += 1
        } else {
          items.append(.unit(unit))
        }
      case 0x2A: if case .star? = items.last {} else { items.append(.star) }
      case 0x3F: items.append(.any)
      case 0x5B:
        guard let (set, end) = Self.set(units, index, fold) else { throw invalid() }
        items.append(set)
        index = end
      default: items.append(.unit(fold(unit)))
      }
    }
    self.items = items
    self.isCaseSensitive = isCaseSensitive
  }

  private static func set(_ units: [UInt16], _ start: Int, _ fold: (UInt16) -> UInt16) -> (Item, Int)? {
    var index = start
    let isNegated = index < units.count && units[index] == 0x21
    if isNegated { index += 1 }
    var members: [UInt16] = []
    var ranges: [ClosedRange<UInt16>] = []
    while index < units.count {
      var unit = units[index]
      index += 1
      if unit == 0x5D, !members.isEmpty || !ranges.isEmpty {
        return (.set(ranges + members.map { $0...$0 }, isNegated: isNegated), index)
      }
      if unit == 0x60, index < units.count {
        unit = units[index]
        index += 1
      } else if unit == 0x2D, let low = members.last, index < units.count, units[index] != 0x5D {
        let high = fold(units[index])
        index += 1
        members.removeLast()
        guard low <= high else { return nil }
        ranges.append(low...high)
        continue
      }
      members.append(fold(unit))
    }
    return nil
  }

  /// Whether the whole text matches. Takes at most the product of both lengths in steps.
  package func matches(_ text: String) -> Bool {
    let units = isCaseSensitive ? Array(text.utf16) : text.utf16.map(\.lowered)
    var (place, item) = (0, 0)
    var retry: (item: Int, place: Int)?
    while place < units.count {
      if item < items.count, case .star = items[item] {
        retry = (item + 1, place)
        item += 1
      } else if item < items.count, matches(items[item], units[place]) {
        item += 1
        place += 1
      } else if let (after, from) = retry {
        // The last star takes one more; what earlier ones took need never change.
        retry = (after, from + 1)
        (item, place) = (after, from + 1)
      } else {
        return false
      }
    }
    return items[item...].allSatisfy { if case .star = $0 { true } else { false } }
  }

  private func matches(_ item: Item, _ unit: UInt16) -> Bool {
    switch item {
    case .unit(let expected): expected == unit
    case .any: true
    case .star: false
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(unit) } != isNegated
    }
  }
}
