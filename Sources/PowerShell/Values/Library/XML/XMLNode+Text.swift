extension XMLNode {
  /// The node as text. The depth of recursion is the document's, which the reader limits.
  package var outerText: String {
    switch kind {
    case .document: return innerMarkup
    case .element:
      let head = name + attributes.map { " \($0.outerText)" }.joined()
      return children.isEmpty ? "<\(head) />" : "<\(head)>\(innerMarkup)</\(name)>"
    case .attribute: return "\(name)=\"\(Self.escaped(value, isAttribute: true))\""
    case .text: return Self.escaped(value, isAttribute: false)
    case .cdata: return "<![CDATA[\(value)]]>"
    case .comment: return "<!--\(value)-->"
    case .declaration, .instruction: return "<?\(name)\(value.isEmpty ? "" : " \(value)")?>"
    }
  }

  package var innerMarkup: String {
    kind == .element || kind == .document ? children.map(\.outerText).joined() : value
  }

  /// With every element on a line of its own, two blanks deeper than the one around it: what `Save` writes.
  package func indented(_ depth: Int = 0) -> String {
    let margin = String(repeating: "  ", count: depth)
    switch kind {
    case .document: return children.map { $0.indented() }.joined(separator: "\n")
    case .element where !children.isEmpty && children.allSatisfy({ $0.kind != .text && $0.kind != .cdata }):
      let head = name + attributes.map { " \($0.outerText)" }.joined()
      let inner = children.map { $0.indented(depth + 1) }.joined(separator: "\n")
      return "\(margin)<\(head)>\n\(inner)\n\(margin)</\(name)>"
    default: return margin + outerText
    }
  }

  private static func escaped(_ text: String, isAttribute: Bool) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where isAttribute: result += "&quot;"
      case "\n" where isAttribute: result += "&#xA;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
