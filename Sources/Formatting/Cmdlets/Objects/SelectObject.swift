internal import PowerShell

/// Select-Object. Objects pass as they come; only -Last and -SkipLast hold some back. -First and -Index end what is
/// before them in the pipeline once they have what they want.
final class SelectObject: DirectInput {
  private var projection: SelectedProperties?
  private var seen: Set<String>?
  private var last = 0
  private var skip = 0
  private var first: Int?
  private var indexes: Set<Int>?
  private var lastIndex = 0
  private var position = 0
  private var passed = 0
  /// The objects that may be among the last, as a ring.
  private var held: [Value] = []
  private var heldStart = 0
  private var holds = 0

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    projection = try SelectedProperties(invocation)
    if bound.isSet("Unique") { seen = [] }
    func number(_ name: String) -> Int? { bound.integer(name).map(Int.init(clamping:)) }
    first = number("First")
    last = number("Last") ?? 0
    skip = number("Skip") ?? 0
    indexes = bound.integers("Index").map { Set($0.map(Int.init(clamping:))) }
    lastIndex = indexes?.max() ?? 0
    // With -Last, -Skip counts from the end.
    holds =
      bound.contains("Last") && first == nil ? last + skip : bound.contains("Last") ? last : number("SkipLast") ?? 0
  }

  func process(_ invocation: Invocation) throws {
    for value in invocation.subjects { try take(value, invocation) }
  }

  private func take(_ value: Value, _ invocation: Invocation) throws {
    let place = position
    position += 1
    if let indexes {
      if indexes.contains(place) { try pass(value, invocation) }
      if place >= lastIndex, !invocation.bound.isSet("Wait") { throw StopUpstream() }
      return
    }
    if invocation.bound.contains("SkipLast") {
      if let out = hold(value) { try pass(out, invocation) }
      return
    }
    if first == nil, invocation.bound.contains("Last") {
      _ = hold(value)
      return
    }
    if place < skip { return }
    guard let first else { return try pass(value, invocation) }
    if passed < first {
      passed += 1
      try pass(value, invocation)
    } else {
      _ = hold(value)
    }
    if passed >= first, last == 0, !invocation.bound.isSet("Wait") { throw StopUpstream() }
  }

  /// Puts an object into the ring; gives the one that falls out.
  private func hold(_ value: Value) -> Value? {
    if holds == 0 { return value }
    if held.count < holds {
      held.append(value)
      return nil
    }
    let out = held[heldStart]
    held[heldStart] = value
    heldStart = (heldStart + 1) % holds
    return out
  }

  func end(_ invocation: Invocation) throws {
    guard invocation.bound.contains("Last") else { return }
    let inOrder = Array(held[heldStart...] + held[..<heldStart])
    let rest = first == nil ? inOrder.dropLast(min(skip, inOrder.count)) : inOrder[...]
    for value in rest.suffix(last) { try pass(value, invocation) }
  }

  private func pass(_ value: Value, _ invocation: Invocation) throws {
    for result in try projection?.apply(to: value, invocation) ?? [value] {
      if seen != nil {
        let key = try Self.uniqueKey(result, invocation.host.values)
        guard seen?.insert(key).inserted ?? true else { continue }
      }
      try invocation.writeOutput(result)
    }
  }

  /// Case counts.
  private static func uniqueKey(_ value: Value, _ context: ValueContext) throws -> String {
    switch value.unwrapped {
    case .object(let object) where !Members.propertyNames(value).isEmpty && !(object is ListObject):
      let parts = try Members.propertyNames(value).map { name in
        "\(name.caseFolded)=\(try Members.property(value, name, context)?.displayString(context) ?? "")"
      }
      return parts.joined(separator: "\u{0}")
    case .string(let text): return "s" + text
    default: return "v" + (try value.displayString(context))
    }
  }
}
