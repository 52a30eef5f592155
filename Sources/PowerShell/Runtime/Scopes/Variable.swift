/// A variable of a scope: its value and what assignments to it must keep to (about_Variables).
package final class Variable {
  /// What Set-Variable's `-Option` can ask for.
  package struct Options: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readOnly = Options(rawValue: 1)
    package static let constant = Options(rawValue: 2)
    /// Not seen by the scopes below.
    package static let isPrivate = Options(rawValue: 4)
    /// The same variable in every scope.
    package static let allScopes = Options(rawValue: 8)
  }

  /// The name as it was first written.
  package let name: String
  // SAFETY: variables are used on one thread, and no change of the value looks at the value meanwhile: what an
  // assignment keeps is worked out before.
  @exclusivity(unchecked) package var value: Value
  package private(set) var options: Options = []
  package var description = ""
  /// Turns what is assigned into what is kept, or throws: type constraints and validation attributes.
  private(set) var constraint: ((Value) throws -> Value)?
  /// The number of the scope it lives in; 0 once it was removed, so that nobody keeps using it.
  // SAFETY: as the value; a plain number.
  @exclusivity(unchecked) var scopeNumber: Int
  /// Nothing but the value changes in an assignment.
  // SAFETY: as the value; a plain flag.
  @exclusivity(unchecked) private(set) var isPlain = true

  init(_ name: String, _ value: Value, scopeNumber: Int, options: Options = []) {
    (self.name, self.value, self.scopeNumber, self.options) = (name, value, scopeNumber, options)
    updatePlain()
  }

  /// Errors: VariableNotWritable, and those of the constraint.
  package func assign(_ newValue: Value) throws {
    if isPlain {
      value = newValue
      return
    }
    if !options.isDisjoint(with: [.readOnly, .constant]) { throw Self.notWritable(name) }
    value = try constraint.map { try $0(newValue) } ?? newValue
  }

  /// Makes it a fresh variable of a scope.
  func reuse(_ value: Value, scopeNumber: Int) {
    self.value = value
    self.scopeNumber = scopeNumber
    guard !isPlain || !options.isEmpty else { return }
    (options, constraint) = ([], nil)
    updatePlain()
  }

  package func set(options: Options) {
    self.options = options
    updatePlain()
  }

  func set(constraint: ((Value) throws -> Value)?) {
    self.constraint = constraint
    updatePlain()
  }

  private func updatePlain() {
    isPlain = constraint == nil && options.isDisjoint(with: [.readOnly, .constant])
  }

  static func notWritable(_ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot overwrite variable \(name) because it is read-only or constant.", id: "VariableNotWritable",
      exceptionType: "System.Management.Automation.SessionStateUnauthorizedAccessException", target: .string(name))
  }
}
