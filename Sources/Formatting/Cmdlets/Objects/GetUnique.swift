internal import PowerShell

/// Get-Unique. Case counts.
final class GetUnique: DirectInput {
  private var previous: Value?

  func process(_ invocation: Invocation) throws {
    let value = invocation.subject
    if value.isNull { return }
    defer { previous = value }
    if let previous, try isSame(previous, value, invocation) { return }
    try invocation.writeOutput(value)
  }

  private func isSame(_ one: Value, _ other: Value, _ invocation: Invocation) throws -> Bool {
    if invocation.bound.isSet("OnType") { return one.typeNames.first == other.typeNames.first }
    if invocation.bound.isSet("AsString") {
      return try one.displayString(invocation.host.values) == other.displayString(invocation.host.values)
    }
    return try Comparison.isEqual(one, other, ignoresCase: false, invocation.host.values)
  }
}
