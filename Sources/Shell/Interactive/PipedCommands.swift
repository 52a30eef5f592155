internal import PowerShell

/// Commands that come over standard input line by line, from a program that keeps its PowerShell open. Each is given as
/// soon as it is whole: the program waits for what it prints before it writes more.
///
/// An `if` or a `try` of several lines may go on with `else`, `catch` or `finally` on a line of its own; such a one is
/// whole with the line that follows it, which may be empty, and programs that know PowerShell write that empty line.
final class PipedCommands {
  private let readLine: () throws -> String?
  /// A line that was read to see whether the command before it goes on.
  private var pending: String?

  /// Bytes of one command.
  static let lengthLimit = 16 << 20

  init(readLine: @escaping () throws -> String?) { self.readLine = readLine }

  /// Nil at the end of input. What is open there is given as it is. Throws what `readLine` does, and for a command that
  /// is too long.
  func next() throws -> String? {
    guard var text = try line() else { return nil }
    while true {
      guard text.utf8.count <= Self.lengthLimit else {
        throw PowerShellError(
          "A command on standard input is longer than \(Self.lengthLimit) bytes.", id: "InputCommandTooLong",
          category: .limitsExceeded)
      }
      switch Self.end(of: text) {
      case .whole: return text
      case .open:
        guard let more = try line() else { return text }
        text += "\n" + more
      case .mayGoOn:
        guard let more = try line() else { return text }
        guard Self.goesOn(with: more) else {
          pending = more
          return text
        }
        text += "\n" + more
      }
    }
  }

  private func line() throws -> String? {
    defer { pending = nil }
    return try pending ?? readLine()
  }

  private enum End {
    case whole
    case open
    case mayGoOn
  }

  private static func end(of text: String) -> End {
    if endsWithContinuation(text) { return .open }
    let result = SourceText(text).parse()
    if result.isIncomplete { return .open }
    guard result.errors.isEmpty else {
      return result.errors.allSatisfy { $0.identifier == "MissingCatchOrFinally" } ? .mayGoOn : .whole
    }
    guard text.utf8.contains(0x0A), let last = result.body.end?.statements.last else { return .whole }
    return mayGoOn(last) ? .mayGoOn : .whole
  }

  /// Whether a line's end is escaped: an odd number of backticks stands before it.
  static func endsWithContinuation(_ text: String) -> Bool {
    !text.reversed().prefix { $0 == "`" }.count.isMultiple(of: 2)
  }

  private static func mayGoOn(_ statement: Statement) -> Bool {
    switch statement {
    case .if(let node): node.otherwise == nil
    case .try(let node): node.finally == nil
    case .assignment(let node): mayGoOn(node.value)
    default: false
    }
  }

  private static func goesOn(with line: String) -> Bool {
    let word = line.drop(while: \.isWhitespace).prefix(while: \.isLetter)
    return ["else", "elseif", "catch", "finally"].contains(word.lowercased())
  }
}
