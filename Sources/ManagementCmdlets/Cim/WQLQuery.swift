package import PowerShell

/// The part of WQL that scripts use: `SELECT a, b FROM Class WHERE a = 'x' AND NOT (b > 3 OR c LIKE '%d%')`.
package struct WQLQuery {
  /// Characters of a query, and parentheses within one another.
  package static let lengthLimit = 16_384
  private static let depthLimit = 64

  package indirect enum Condition {
    case all
    case compare(String, Comparison, Value)
    case like(String, Wildcard)
    case isNull(String)
    case not(Condition)
    case and(Condition, Condition)
    case or(Condition, Condition)
  }

  package enum Comparison: String {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessEqual = "<="
    case greater = ">"
    case greaterEqual = ">="
  }

  private enum Token: Equatable {
    case word(String)
    case text(String)
    case mark(String)
  }

  package private(set) var className = ""
  /// Empty: all.
  private(set) var properties: [String] = []
  private(set) var condition = Condition.all
  private var tokens: [Token] = []
  private var place = 0

  /// A whole query. Error: InvalidQuery.
  package init(query: String) throws {
    tokens = try Self.tokens(query)
    guard takes("select") else { throw Self.invalid }
    repeat {
      if takeMark("*") { continue }
      properties.append(try word())
    } while takeMark(",")
    guard takes("from") else { throw Self.invalid }
    className = try word()
    if takes("where") { condition = try alternatives(0) }
    guard place == tokens.count else { throw Self.invalid }
  }

  /// A -Filter: what stands after WHERE. Error: InvalidQuery.
  package init(filter: String) throws {
    tokens = try Self.tokens(filter)
    condition = try alternatives(0)
    guard place == tokens.count else { throw Self.invalid }
  }

  package static let invalid = PowerShellError(
    "Invalid query ", id: "HRESULT 0x80041017", category: .invalidArgument,
    exceptionType: "Microsoft.Management.Infrastructure.CimException")

  package func fits(_ instance: [(name: String, value: Value)]) throws -> Bool { try Self.fits(condition, instance) }

  private static func fits(_ condition: Condition, _ instance: CimClasses.Instance) throws -> Bool {
    switch condition {
    case .all: return true
    case .not(let inner): return try !fits(inner, instance)
    case .and(let left, let right): return try fits(left, instance) && fits(right, instance)
    case .or(let left, let right): return try fits(left, instance) || fits(right, instance)
    case .isNull(let name): return try value(name, instance).isNull
    case .like(let name, let wildcard):
      let value = try value(name, instance)
      return try !value.isNull && wildcard.matches(value.displayString())
    case .compare(let name, let comparison, let wanted):
      let value = try value(name, instance)
      if value.isNull { return false }
      guard let order = order(value, wanted) else { return comparison == .notEqual }
      switch comparison {
      case .equal: return order == 0
      case .notEqual: return order != 0
      case .less: return order < 0
      case .lessEqual: return order <= 0
      case .greater: return order > 0
      case .greaterEqual: return order >= 0
      }
    }
  }

  private static func value(_ name: String, _ instance: CimClasses.Instance) throws -> Value {
    guard let found = instance.first(where: { $0.name.isSameName(as: name) }) else { throw invalid }
    return found.value
  }

  /// Numbers by their size, all else as text without regard to case; nil when the two cannot be compared.
  private static func order(_ value: Value, _ wanted: Value) -> Int? {
    if case .boolean(let flag) = value.unwrapped {
      guard let text = try? wanted.displayString().caseFolded else { return nil }
      return ["true", "1"].contains(text) == flag ? 0 : 1
    }
    guard let text = try? wanted.displayString(), let own = try? value.displayString() else { return nil }
    if let left = Double(own), let right = Double(text) { return left < right ? -1 : left > right ? 1 : 0 }
    let (left, right) = (own.caseFolded, text.caseFolded)
    return left < right ? -1 : left > right ? 1 : 0
  }

  // MARK: Reading

  private mutating func alternatives(_ depth: Int) throws -> Condition {
    guard depth < Self.depthLimit else { throw Self.invalid }
    var left = try conjunction(depth)
    while takes("or") { left = .or(left, try conjunction(depth)) }
    return left
  }

  private mutating func conjunction(_ depth: Int) throws -> Condition {
    var left = try term(depth)
    while takes("and") { left = .and(left, try term(depth)) }
    return left
  }

  private mutating func term(_ depth: Int) throws -> Condition {
    guard depth < Self.depthLimit else { throw Self.invalid }
    if takes("not") { return .not(try term(depth + 1)) }
    if takeMark("(") {
      let inner = try alternatives(depth + 1)
      guard takeMark(")") else { throw Self.invalid }
      return inner
    }
    let name = try word()
    if takes("is") {
      let isNegated = takes("not")
      guard takes("null") else { throw Self.invalid }
      return isNegated ? .not(.isNull(name)) : .isNull(name)
    }
    let isNegated = takes("not")
    if takes("like") {
      guard case .text(let pattern)? = next() else { throw Self.invalid }
      let wildcard = try Wildcard(
        pattern.map { $0 == "%" ? "*" : $0 == "_" ? "?" : $0 == "*" || $0 == "?" ? "`\($0)" : String($0) }.joined())
      return isNegated ? .not(.like(name, wildcard)) : .like(name, wildcard)
    }
    guard !isNegated, case .mark(let mark)? = next(), let comparison = Comparison(rawValue: mark == "!=" ? "<>" : mark)
    else {
      throw Self.invalid
    }
    switch next() {
    case .text(let text)?: return .compare(name, comparison, .string(text))
    case .word(let text)? where text.isSameName(as: "null"):
      return comparison == .equal ? .isNull(name) : .not(.isNull(name))
    case .word(let text)?: return .compare(name, comparison, .string(text))
    default: throw Self.invalid
    }
  }

  private mutating func next() -> Token? {
    guard place < tokens.count else { return nil }
    place += 1
    return tokens[place - 1]
  }

  private mutating func word() throws -> String {
    guard case .word(let text)? = next() else { throw Self.invalid }
    return text
  }

  private mutating func takes(_ keyword: String) -> Bool {
    guard place < tokens.count, case .word(let text) = tokens[place], text.isSameName(as: keyword) else { return false }
    place += 1
    return true
  }

  private mutating func takeMark(_ mark: String) -> Bool {
    guard place < tokens.count, tokens[place] == .mark(mark) else { return false }
    place += 1
    return true
  }

  private static func tokens(_ text: String) throws -> [Token] {
    guard text.utf8.count <= lengthLimit else { throw invalid }
    var tokens: [Token] = []
    var rest = text[...]
    while let first = rest.first {
      switch first {
      case " ", "\t", "\n", "\r", "\r\n": rest.removeFirst()
      case "'", "\"":
        rest.removeFirst()
        var content = ""
        while let character = rest.first, character != first {
          rest.removeFirst()
          // A backslash takes away the meaning of what follows.
          content.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
        }
        guard rest.popFirst() != nil else { throw invalid }
        tokens.append(.text(content))
      case "(", ")", ",", "*", "=":
        rest.removeFirst()
        tokens.append(.mark(String(first)))
      case "<", ">", "!":
        rest.removeFirst()
        var mark = String(first)
        if let second = rest.first, second == "=" || first == "<" && second == ">" {
          mark.append(second)
          rest.removeFirst()
        }
        guard mark != "!" else { throw invalid }
        tokens.append(.mark(mark))
      default:
        let word = rest.prefix { $0.isLetter || $0.isNumber || "_-.:+".contains($0) }
        guard !word.isEmpty else { throw invalid }
        tokens.append(.word(String(word)))
        rest = rest[word.endIndex...]
      }
    }
    return tokens
  }
}
