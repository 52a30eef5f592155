/// The part of XPath that scripts use: steps by name, `*`, `.`, `..`, `@name`, `text()` and `//`, with predicates that
/// count (`[2]`, `[last()]`) or compare (`[@id='x']`, `[name='x']`, `[name]`); prefixes are part of names.
struct XPath {
  enum Test {
    case place(Int)
    case last
    case exists(XPath)
    case equals(XPath, String, isNot: Bool)
    case textEquals(String, isNot: Bool)
    case contains(XPath, String)
  }

  enum Axis {
    case child, descendant, attribute, this, parent, text
  }

  struct Step {
    var axis: Axis
    /// Nil is any.
    var name: String?
    var tests: [Test] = []
  }

  /// Bytes of an expression.
  private static let lengthLimit = 4096
  /// Predicates within one another.
  private static let depthLimit = 8
  private var steps: [Step] = []
  private var isAbsolute = false

  /// Errors: XPathException for what is not supported, by name.
  init(_ text: String) throws {
    guard text.utf8.count <= Self.lengthLimit else { throw Self.refused(text) }
    try self.init(text.trimmingBlanks()[...], depth: 0)
  }

  private static func refused(_ text: some StringProtocol) -> PowerShellError {
    .exception("System.Xml.XPath.XPathException", "'\(text.prefix(200))' has an invalid token.")
  }

  private init(_ text: Substring, depth: Int) throws {
    guard depth < Self.depthLimit, !text.isEmpty else { throw Self.refused(text) }
    var rest = text
    var isDeep = false
    if rest.hasPrefix("//") {
      (isAbsolute, isDeep) = (true, true)
      rest = rest.dropFirst(2)
    } else if rest.hasPrefix("/") {
      isAbsolute = true
      rest = rest.dropFirst()
    }
    while !rest.isEmpty {
      var step = try Self.step(&rest, isDeep)
      while rest.first == "[" { step.tests.append(try Self.test(&rest, depth)) }
      steps.append(step)
      guard !rest.isEmpty else { return }
      guard rest.first == "/" else { throw Self.refused(text) }
      isDeep = rest.hasPrefix("//")
      rest = rest.dropFirst(isDeep ? 2 : 1)
      if rest.isEmpty { throw Self.refused(text) }
    }
  }

  private static func step(_ rest: inout Substring, _ isDeep: Bool) throws -> Step {
    let end = rest.firstIndex { $0 == "/" || $0 == "[" } ?? rest.endIndex
    let word = rest[..<end]
    let whole = rest
    rest = rest[end...]
    let axis: Axis = isDeep ? .descendant : .child
    switch word {
    case ".": return Step(axis: .this)
    case "..": return Step(axis: .parent)
    case "*", "node()": return Step(axis: axis)
    case "@*": return Step(axis: .attribute)
    case "text()": return Step(axis: .text)
    default:
      let isAttribute = word.hasPrefix("@")
      let name = isAttribute ? word.dropFirst() : word
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "_-.:".contains($0) }), !name.contains("::")
      else { throw refused(whole) }
      return Step(axis: isAttribute ? .attribute : axis, name: String(name))
    }
  }

  private static func test(_ rest: inout Substring, _ depth: Int) throws -> Test {
    let whole = rest
    var level = 0
    var quote: Character?
    var end = rest.startIndex
    scan: while end < rest.endIndex {
      let character = rest[end]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "[" {
        level += 1
      } else if character == "]" {
        level -= 1
        if level == 0 { break scan }
      }
      end = rest.index(after: end)
    }
    guard end < rest.endIndex else { throw refused(whole) }
    let inner = String(rest[rest.index(after: rest.startIndex)..<end]).trimmingBlanks()
    rest = rest[rest.index(after: end)...]
    if let place = Int(inner) { return .place(place) }
    if inner == "last()" { return .last }
    if inner.hasPrefix("contains("), inner.hasSuffix(")"), let comma = inner.firstIndex(of: ",") {
      let start = inner.index(inner.startIndex, offsetBy: 9)
      let path = String(inner[start..<comma]).trimmingBlanks()
      let literal = try literal(String(inner[inner.index(after: comma)...].dropLast()).trimmingBlanks())
      return .contains(try XPath(path[...], depth: depth + 1), literal)
    }
    guard let sign = inner.firstIndex(of: "=") else { return .exists(try XPath(inner[...], depth: depth + 1)) }
    let isNot = sign > inner.startIndex && inner[inner.index(before: sign)] == "!"
    let left = String(inner[..<(isNot ? inner.index(before: sign) : sign)]).trimmingBlanks()
    let right = try literal(String(inner[inner.index(after: sign)...]).trimmingBlanks())
    if left == "text()" || left == "." { return .textEquals(right, isNot: isNot) }
    return .equals(try XPath(left[...], depth: depth + 1), right, isNot: isNot)
  }

  private static func literal(_ text: String) throws -> String {
    if Int(text) != nil { return text }
    guard text.count >= 2, let quote = text.first, quote == "'" || quote == "\"", text.last == quote else {
      throw refused(text)
    }
    return String(text.dropFirst().dropLast())
  }

  // MARK: Selection

  /// The nodes in the order of the document.
  func select(_ start: XMLNode) -> [XMLNode] {
    var nodes = [start]
    if isAbsolute {
      var root = start
      while let parent = root.parent { root = parent }
      nodes = [root]
    }
    for step in steps {
      var next: [XMLNode] = []
      var seen: Set<ObjectIdentifier> = []
      for node in nodes {
        for found in Self.apply(step, node) where seen.insert(ObjectIdentifier(found)).inserted { next.append(found) }
      }
      nodes = next
    }
    return nodes
  }

  private static func apply(_ step: Step, _ node: XMLNode) -> [XMLNode] {
    switch step.axis {
    case .this: return [node]
    case .parent: return node.parent.map { [$0] } ?? []
    case .attribute: return node.attributes.filter { step.name == nil || $0.name == step.name }
    case .text: return node.children.filter { $0.kind == .text || $0.kind == .cdata }
    case .child: return filter(named(node.elements, step), step.tests)
    case .descendant:
      // Places count among the children of each parent.
      var found = filter(named(node.elements, step), step.tests)
      for child in node.elements { found += apply(step, child) }
      return found
    }
  }

  private static func named(_ nodes: [XMLNode], _ step: Step) -> [XMLNode] {
    guard let name = step.name else { return nodes }
    return nodes.filter { $0.name == name }
  }

  private static func filter(_ nodes: [XMLNode], _ tests: [Test]) -> [XMLNode] {
    tests.reduce(nodes) { nodes, test in
      switch test {
      case .place(let place): nodes.indices.contains(place - 1) ? [nodes[place - 1]] : []
      case .last: nodes.last.map { [$0] } ?? []
      case .exists(let path): nodes.filter { !path.select($0).isEmpty }
      case .equals(let path, let text, let isNot):
        nodes.filter { node in path.select(node).contains { ($0.innerText == text) != isNot } }
      case .textEquals(let text, let isNot): nodes.filter { ($0.innerText == text) != isNot }
      case .contains(let path, let text):
        nodes.filter { node in path.select(node).contains { $0.innerText.holds(text) } }
      }
    }
  }
}

extension String {
  /// Whether a part occurs in it.
  fileprivate func holds(_ part: String) -> Bool {
    let (whole, wanted) = (Array(utf8), Array(part.utf8))
    guard whole.count >= wanted.count else { return false }
    return (0...(whole.count - wanted.count)).contains { whole[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}
