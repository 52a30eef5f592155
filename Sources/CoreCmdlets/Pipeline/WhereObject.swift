internal import PowerShell

/// Where-Object in the forms that the evaluator does not run itself: `where Name -eq x` (the simplified syntax), and a
/// block with `-InputObject` or common parameters.
final class WhereObject: Cmdlet {
  /// The operators' switches, and whether they need a value.
  private static let operators = [
    "EQ", "CEQ", "NE", "CNE", "GT", "CGT", "LT", "CLT", "GE", "CGE", "LE", "CLE", "Like", "CLike", "NotLike",
    "CNotLike",
    "Match", "CMatch", "NotMatch", "CNotMatch", "Contains", "CContains", "NotContains", "CNotContains", "In", "CIn",
    "NotIn", "CNotIn", "Is", "IsNot",
  ]
  /// Windows' other names for the case-insensitive ones.
  private static let aliases = [
    "EQ": "IEQ", "NE": "INE", "GT": "IGT", "LT": "ILT", "GE": "IGE", "LE": "ILE", "Like": "ILike",
    "NotLike": "INotLike", "Match": "IMatch", "NotMatch": "INotMatch", "Contains": "IContains",
    "NotContains": "INotContains", "In": "IIn", "NotIn": "INotIn",
  ]

  static var command: CommandInfo {
    .core(
      "Where-Object", in: ModuleName.core, "WhereObjectCommand", aliases: ["?", "where"], parameters,
      defaultSet: "EqualSet", synopsis: "Passes on the objects for which a condition holds."
    ) { WhereObject() }
  }

  private static var parameters: [String] {
    // Windows' 32 sets, which are as many as a command may have: -EQ is in the default one.
    let valued = operators.map(setName).joined(separator: ", ")
    let sets = "\(valued), NotSet"
    return [
      "InputObject<value Object", "!FilterScript@0 ScriptBlock in ScriptBlockSet", "!Property@0 in \(sets)",
      "Value@1 Object in \(valued)", "!Not SwitchParameter in NotSet",
    ]
      + operators.map { name in
        let alias = aliases[name].map { " = \($0)" } ?? ""
        return "\(name == "EQ" ? "" : "!")\(name) SwitchParameter\(alias) in \(setName(name))"
      }
  }

  private static func setName(_ name: String) -> String { name == "EQ" ? "EqualSet" : "\(name)Set" }

  private var test: ((Value) throws -> Bool)?

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    if let block = invocation.block("FilterScript") {
      let (session, scope) = try invocation.requireSession()
      test = { input in
        var values: [Value] = []
        try session.run(block, in: scope, underscore: input) { values.append($0) }
        return Value.collected(values).isTrue
      }
      return
    }
    let name = bound.string("Property") ?? ""
    let context = invocation.host.values
    let read: (Value) throws -> Value = { try Self.property($0, name, context) }
    let operation = Self.operators.first { bound.isSet($0) }
    guard let operation else {
      // A property alone asks whether it is true; a property and a value without an operator is an error.
      if bound.contains("Value") { throw Self.operatorMissing() }
      let isNegated = bound.isSet("Not")
      test = { try read($0).isTrue != isNegated }
      return
    }
    guard bound.contains("Value") else { throw Self.valueMissing() }
    let value = bound["Value"] ?? .null
    let compare = try Self.comparison(operation, value, invocation)
    test = { try compare(read($0)).isTrue }
  }

  func process(_ invocation: Invocation) throws {
    guard invocation.expectsInput || invocation.bound.contains("InputObject") else { return }
    let input = invocation.bound["InputObject"] ?? .null
    if try test?(input) ?? false { try invocation.writeOutput(input) }
  }

  private static func property(_ input: Value, _ name: String, _ context: ValueContext) throws -> Value {
    if let table = input.reference(as: DictionaryObject.self), let value = table[name] { return value }
    return try Members.property(input, name, context) ?? .null
  }

  private static func comparison(
    _ operation: String, _ right: Value, _ invocation: Invocation
  ) throws -> (Value) throws -> Value {
    let context = invocation.host.values
    let isSensitive = operation.hasPrefix("C") && operation != "Contains"
    let ignoresCase = !isSensitive
    let plain = isSensitive ? String(operation.dropFirst()) : operation
    func order(_ comparison: ComparisonOperator) -> (Value) throws -> Value {
      { try Comparison.apply(comparison, $0, right, ignoresCase: ignoresCase, context) }
    }
    switch plain.caseFolded {
    case "eq": return order(.equal)
    case "ne": return order(.notEqual)
    case "gt": return order(.greater)
    case "lt": return order(.less)
    case "ge": return order(.greaterOrEqual)
    case "le": return order(.lessOrEqual)
    case "like", "notlike":
      return {
        try PatternOperators.like($0, right, ignoresCase: ignoresCase, negated: plain == "NotLike", context)
      }
    case "match", "notmatch":
      return {
        let found = try PatternOperators.match(
          $0, right, ignoresCase: ignoresCase, negated: plain == "NotMatch", context)
        if let matches = found.matches { try invocation.host.setVariable("Matches", .object(matches)) }
        return found.result
      }
    case "contains": return { .boolean(try Containment.contains($0, right, ignoresCase: ignoresCase, context)) }
    case "notcontains": return { .boolean(try !Containment.contains($0, right, ignoresCase: ignoresCase, context)) }
    case "in": return { .boolean(try Containment.contains(right, $0, ignoresCase: ignoresCase, context)) }
    case "notin": return { .boolean(try !Containment.contains(right, $0, ignoresCase: ignoresCase, context)) }
    default:
      let type = try resolved(right, invocation)
      return { .boolean($0.isInstance(of: type) == (plain == "Is")) }
    }
  }

  private static func resolved(_ value: Value, _ invocation: Invocation) throws -> TypeReference {
    if case .type(let type) = value.unwrapped { return type }
    var name = try value.displayString(invocation.host.values)
    // `-Is [int]` is a bare word here.
    if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
    return try invocation.requireSession().session.findType(name)
  }

  private static func operatorMissing() -> PowerShellError {
    PowerShellError(
      "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and "
        + "then try the command again.", id: "OperatorNotSpecified", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException")
  }

  private static func valueMissing() -> PowerShellError {
    PowerShellError(
      "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and "
        + "then try the command again.", id: "ValueNotSpecifiedForWhereObject", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException")
  }
}
