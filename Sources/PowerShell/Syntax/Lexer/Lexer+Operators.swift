/// Operators as expressions have them. Nothing is taken by a `peek…` function.
extension Lexer {
  struct BinaryToken {
    let operation: BinaryOperator
    let isCaseSensitive: Bool
    /// Units that the operator takes.
    let length: Int
  }

  struct UnaryToken {
    let operation: UnaryOperator
    let length: Int
  }

  /// The binary operator at the position.
  func peekBinaryOperator() -> BinaryToken? {
    func simple(_ operation: BinaryOperator, _ length: Int) -> BinaryToken? {
      // `+=` and its like are assignments.
      if length == 1, peek(1) == "=" { return nil }
      return BinaryToken(operation: operation, isCaseSensitive: false, length: length)
    }
    switch peek() {
    case "+": return peek(1) == "+" ? nil : simple(.add, 1)
    case "*": return simple(.multiply, 1)
    case "/": return simple(.divide, 1)
    case "%": return simple(.remainder, 1)
    case "." where peek(1) == ".": return simple(.range, 2)
    case "?" where peek(1) == "?" && peek(2) != "=": return simple(.coalesce, 2)
    case "-":
      guard let word = dashWord() else { return peek(1) == "-" ? nil : simple(.subtract, 1) }
      guard let entry = Self.named[word] else { return nil }
      return BinaryToken(
        operation: entry.operation, isCaseSensitive: entry.isCaseSensitive, length: word.utf16.count + 1)
    default: return nil
    }
  }

  /// The unary operator at the position, increments excepted.
  func peekUnaryOperator() -> UnaryToken? {
    switch peek() {
    case "!": return UnaryToken(operation: .not, length: 1)
    case "+" where peek(1) != "+": return UnaryToken(operation: .plus, length: 1)
    case "-":
      guard let word = dashWord() else {
        return peek(1) == "-" ? nil : UnaryToken(operation: .minus, length: 1)
      }
      switch word {
      case "not": return UnaryToken(operation: .not, length: 4)
      case "bnot": return UnaryToken(operation: .bitwiseNot, length: 5)
      case "split": return UnaryToken(operation: .split, length: 6)
      case "isplit": return UnaryToken(operation: .split, length: 7)
      case "csplit": return UnaryToken(operation: .caseSensitiveSplit, length: 7)
      case "join": return UnaryToken(operation: .join, length: 5)
      default: return nil
      }
    default: return nil
    }
  }

  /// The assignment operator at the position and its length.
  func peekAssignment() -> (operation: AssignmentStatement.Operation, length: Int)? {
    switch (peek(), peek(1)) {
    case ("=", _): (.assign, 1)
    case ("+", "="): (.add, 2)
    case ("-", "="): (.subtract, 2)
    case ("*", "="): (.multiply, 2)
    case ("/", "="): (.divide, 2)
    case ("%", "="): (.remainder, 2)
    case ("?", "?") where peek(2) == "=": (.coalesce, 3)
    default: nil
    }
  }

  /// The letters after a dash, in lower case; nil where there are none.
  private func dashWord() -> String? {
    var length = 0
    while length < 16, Unit.isLetter(peek(length + 1)) { length += 1 }
    guard length > 0, !Unit.isIdentifierPart(peek(length + 1)) else { return nil }
    return source.text(from: position + 1, to: position + 1 + length).lowercased()
  }

  /// Every operator that is written as a dash and letters, with its variants.
  private static let named: [String: (operation: BinaryOperator, isCaseSensitive: Bool)] = {
    var table: [String: (operation: BinaryOperator, isCaseSensitive: Bool)] = [:]
    for operation in BinaryOperator.allCases where operation.rawValue.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) {
      table[operation.rawValue] = (operation, false)
      if operation.hasCaseVariants {
        table["i" + operation.rawValue] = (operation, false)
        table["c" + operation.rawValue] = (operation, true)
      }
    }
    return table
  }()
}
