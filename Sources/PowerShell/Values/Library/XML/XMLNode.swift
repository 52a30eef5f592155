/// A node of a document of XML. Its attributes and child elements are properties, as PowerShell shows them: an element
/// that has nothing but text is that text, several of one name are an array.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class XMLNode: ObjectReference, @unchecked Sendable {
  package enum Kind: String, Sendable {
    case document = "Document"
    case element = "Element"
    case attribute = "Attribute"
    case text = "Text"
    case cdata = "CDATA"
    case comment = "Comment"
    case declaration = "XmlDeclaration"
    case instruction = "ProcessingInstruction"
  }

  package let kind: Kind
  package let name: String
  /// The text of all but elements and documents.
  package var value: String
  package private(set) var attributes: [XMLNode] = []
  package private(set) var children: [XMLNode] = []
  package private(set) weak var parent: XMLNode?

  package init(_ kind: Kind, _ name: String, _ value: String = "") {
    (self.kind, self.name, self.value) = (kind, name, value)
  }

  override func takeContents() -> [Value] {
    let contents = children.map { Value.object($0) }
    children = []
    return contents
  }

  deinit {
    var contents = takeContents()
    Dismantling.free(&contents)
  }

  package override var type: TypeReference { XMLTypes.type(of: kind) }
  package override func text(_ context: ValueContext) throws -> String {
    kind == .element || kind == .document ? name : kind == .attribute ? name : value
  }

  // MARK: Tree

  package func attribute(_ name: String) -> XMLNode? { attributes.first { $0.name == name } }

  package func setAttribute(_ name: String, _ value: String) {
    if let known = attribute(name) {
      known.value = value
    } else {
      let node = XMLNode(.attribute, name, value)
      node.parent = self
      attributes.append(node)
    }
  }

  package func removeAttribute(_ name: String) { attributes.removeAll { $0.name == name } }

  package func append(_ node: XMLNode) { insert(node, at: children.count) }

  /// Puts a node at a place, and takes it away from where it was.
  package func insert(_ node: XMLNode, at index: Int) {
    node.parent?.remove(node)
    node.parent = self
    children.insert(node, at: min(index, children.count))
  }

  package func remove(_ node: XMLNode) {
    children.removeAll { $0 === node }
    node.parent = nil
  }

  func removeChildren() {
    for child in children { child.parent = nil }
    children = []
  }

  /// Whether a node is this one or above it.
  func isWithin(_ node: XMLNode) -> Bool {
    var current: XMLNode? = self
    while let next = current {
      if next === node { return true }
      current = next.parent
    }
    return false
  }

  package var elements: [XMLNode] { children.filter { $0.kind == .element } }

  package var innerText: String {
    switch kind {
    case .document, .element: children.map { $0.kind == .comment ? "" : $0.innerText }.joined()
    default: value
    }
  }

  // MARK: Properties

  private var isPlainText: Bool {
    kind == .element && attributes.isEmpty && children.allSatisfy { $0.kind == .text || $0.kind == .cdata }
  }

  /// As a property's value.
  private var shown: Value { isPlainText ? .string(innerText) : .object(self) }

  package override var dynamicPropertyNames: [String] {
    var names = attributes.map(\.name)
    for child in children where !names.contains(child.name) { names.append(child.name) }
    return names
  }

  package override func dynamicProperty(_ name: String) -> Value? {
    var found: [Value] = attributes.filter { $0.name.isSameName(as: name) }.map { .string($0.value) }
    for child in children where child.name.isSameName(as: name) {
      switch child.kind {
      case .element: found.append(child.shown)
      case .text, .cdata, .comment, .declaration, .instruction: found.append(.string(child.value))
      case .attribute, .document: break
      }
    }
    return found.isEmpty ? nil : .collected(found)
  }

  package override func setDynamicProperty(_ name: String, _ new: Value) throws -> Bool {
    let text = try new.displayString()
    if let attribute = attributes.first(where: { $0.name.isSameName(as: name) }) {
      attribute.value = text
      return true
    }
    let named = children.filter { $0.name.isSameName(as: name) }
    guard let first = named.first else { return false }
    guard named.count == 1 else {
      throw PowerShellError(
        "Cannot set \"\(name)\" because only strings can be used as values to set XmlNode properties.",
        id: "XmlNodeSetShouldBeAString", exceptionType: "System.Management.Automation.SetValueException")
    }
    first.setText(text)
    return true
  }

  func setText(_ text: String) {
    guard kind == .element else {
      value = text
      return
    }
    removeChildren()
    if !text.isEmpty { append(XMLNode(.text, "#text", text)) }
  }
}
