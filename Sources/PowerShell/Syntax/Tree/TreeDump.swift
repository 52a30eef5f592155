/// Writes a tree in one line of nested parentheses, always in the same form, for tests and for people.
struct TreeDump {
  private(set) var text = ""

  /// Writes `(head item item …)`.
  mutating func node(_ head: String, _ content: (inout TreeDump) -> Void = { _ in }) {
    separate()
    text += "(" + head
    content(&self)
    text += ")"
  }

  mutating func atom(_ atom: String) {
    separate()
    text += atom
  }

  /// A string in quotes, with everything that would be hard to see written as an escape.
  mutating func quoted(_ string: String) { atom(Self.quote(string)) }

  static func quote(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..."\u{1F}": result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func separate() {
    if let last = text.last, last != "(" { text += " " }
  }
}

extension ScriptBody {
  /// The canonical text of the tree.
  package var dump: String {
    var dump = TreeDump()
    dump.body(self)
    return dump.text
  }
}

extension Expression {
  /// The canonical text of the tree.
  package var dump: String {
    var dump = TreeDump()
    dump.expression(self)
    return dump.text
  }
}
