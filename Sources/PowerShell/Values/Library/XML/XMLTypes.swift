import FoundationEssentials

/// System.Xml: `[xml]` and the nodes of a document.
enum XMLTypes {
  static let node = TypeReference("System.Xml.XmlNode", base: BuiltInType.object, members: nodeTable)
  static let document: TypeReference = TypeReference("System.Xml.XmlDocument", base: node, members: documentTable)
  static let element = TypeReference("System.Xml.XmlElement", base: node, members: elementTable)
  private static let others: [XMLNode.Kind: TypeReference] = Dictionary(
    uniqueKeysWithValues: [
      (XMLNode.Kind.attribute, "XmlAttribute"), (.text, "XmlText"), (.cdata, "XmlCDataSection"),
      (.comment, "XmlComment"), (.declaration, "XmlDeclaration"), (.instruction, "XmlProcessingInstruction"),
    ].map { ($0.0, TypeReference("System.Xml.\($0.1)", base: node)) })

  static func type(of kind: XMLNode.Kind) -> TypeReference {
    switch kind {
    case .document: document
    case .element: element
    default: others[kind] ?? node
    }
  }

  private static func at(_ value: Value) throws -> XMLNode {
    guard let node = value.reference(as: XMLNode.self) else { throw PowerShellError.nullArgument("node") }
    return node
  }

  private static func property(
    _ name: String, set: Property.Setter? = nil, _ get: @escaping @Sendable (XMLNode) -> Value
  ) -> Property {
    Property(name, set: set) { value, _ in value.reference(as: XMLNode.self).map(get) ?? .null }
  }

  private static func objects(_ nodes: [XMLNode]) -> Value { .array(nodes.map { .object($0) }) }

  private static let nodeTable = MemberTable(
    properties: [
      property("Name") { .string($0.name) },
      property("LocalName") { .string($0.name.split(separator: ":").last.map(String.init) ?? "") },
      property("NodeType") { .string($0.kind.rawValue) },
      property("Value", set: { target, new, _ in try at(target).value = new.displayString() }) {
        $0.kind == .element || $0.kind == .document ? .null : .string($0.value)
      },
      property("InnerText", set: { target, new, _ in try at(target).setText(new.displayString()) }) {
        .string($0.innerText)
      },
      property(
        "InnerXml",
        set: { target, new, _ in
          let holder = try XMLReader.document("<x>\(new.displayString())</x>")
          let node = try at(target)
          node.removeChildren()
          for child in holder.elements.first?.children ?? [] { node.append(child) }
        }
      ) { .string($0.innerMarkup) },
      property("OuterXml") { .string($0.outerText) },
      property("ChildNodes") { objects($0.children) },
      property("HasChildNodes") { .boolean(!$0.children.isEmpty) },
      property("FirstChild") { $0.children.first.map { .object($0) } ?? .null },
      property("LastChild") { $0.children.last.map { .object($0) } ?? .null },
      property("ParentNode") { $0.parent.map { .object($0) } ?? .null },
      property("NextSibling") { sibling($0, 1) }, property("PreviousSibling") { sibling($0, -1) },
      property("Attributes") { objects($0.attributes) },
      property("OwnerDocument") { node in
        var root = node
        while let parent = root.parent { root = parent }
        return root.kind == .document ? .object(root) : .null
      },
    ],
    methods: [
      Method("SelectNodes", 1...2) { value, arguments, _ in
        objects(try XPath(arguments.text(0)).select(at(value)))
      },
      Method("SelectSingleNode", 1...2) { value, arguments, _ in
        try XPath(arguments.text(0)).select(at(value)).first.map { .object($0) } ?? .null
      },
      Method("AppendChild", 1) { value, arguments, _ in try insert(arguments[0], into: value, at: .max) },
      Method("PrependChild", 1) { value, arguments, _ in try insert(arguments[0], into: value, at: 0) },
      Method("InsertAfter", 2) { value, arguments, _ in
        let place = try arguments[1].isNull ? -1 : index(of: arguments[1], in: value)
        return try insert(arguments[0], into: value, at: place + 1)
      },
      Method("InsertBefore", 2) { value, arguments, _ in
        let place = try arguments[1].isNull ? Int.max : index(of: arguments[1], in: value)
        return try insert(arguments[0], into: value, at: place)
      },
      Method("RemoveChild", 1) { value, arguments, _ in
        _ = try index(of: arguments[0], in: value)
        try at(value).remove(at(arguments[0]))
        return arguments[0]
      },
      Method("RemoveAll", 0) { value, _, _ in
        let node = try at(value)
        node.removeChildren()
        for attribute in node.attributes { node.removeAttribute(attribute.name) }
        return .nothing
      },
      Method("CloneNode", 1) { value, arguments, _ in .object(copy(try at(value), isDeep: arguments.bool(0))) },
      Method("GetElementsByTagName", 1) { value, arguments, _ in
        let name = try arguments.text(0)
        return objects(try XPath(name == "*" ? ".//*" : ".//\(name)").select(at(value)))
      },
    ])

  private static func sibling(_ node: XMLNode, _ step: Int) -> Value {
    guard let siblings = node.parent?.children, let index = siblings.firstIndex(where: { $0 === node }),
      siblings.indices.contains(index + step)
    else { return .null }
    return .object(siblings[index + step])
  }

  private static func index(of child: Value, in value: Value) throws -> Int {
    let (node, child) = (try at(value), try at(child))
    guard let index = node.children.firstIndex(where: { $0 === child }) else {
      throw PowerShellError.argument("The reference node is not a child of this node.")
    }
    return index
  }

  private static func insert(_ child: Value, into value: Value, at index: Int) throws -> Value {
    let (node, new) = (try at(value), try at(child))
    guard node.kind == .element || node.kind == .document, !node.isWithin(new), new.kind != .document,
      new.kind != .attribute
    else {
      throw PowerShellError.exception(
        "System.InvalidOperationException",
        "The specified node cannot be inserted as the valid child of this node, "
          + "because the specified node is the wrong type.")
    }
    guard depth(node) + height(new, 0) <= XMLReader.depthLimit else {
      throw PowerShellError.exception("System.InvalidOperationException", "The elements are nested too deeply.")
    }
    node.insert(new, at: index)
    return child
  }

  private static func depth(_ node: XMLNode) -> Int {
    var (count, current) = (1, node.parent)
    while let next = current { (count, current) = (count + 1, next.parent) }
    return count
  }

  /// Recursion ends with the limit that all trees are held to.
  private static func height(_ node: XMLNode, _ level: Int) -> Int {
    guard level <= XMLReader.depthLimit else { return level }
    return node.children.map { height($0, level + 1) }.max() ?? level
  }

  private static func copy(_ node: XMLNode, isDeep: Bool) -> XMLNode {
    let copy = XMLNode(node.kind, node.name, node.value)
    for attribute in node.attributes { copy.setAttribute(attribute.name, attribute.value) }
    if isDeep { for child in node.children { copy.append(Self.copy(child, isDeep: true)) } }
    return copy
  }

  private static let elementTable = MemberTable(
    properties: [
      property("IsEmpty") { .boolean($0.children.isEmpty) },
      property("HasAttributes") { .boolean(!$0.attributes.isEmpty) },
    ],
    methods: [
      Method("GetAttribute", 1...2) { value, arguments, _ in
        .string(try at(value).attribute(arguments.text(0))?.value ?? "")
      },
      Method("SetAttribute", 2...3) { value, arguments, _ in
        try at(value).setAttribute(checkedName(arguments.text(0)), arguments.text(arguments.count - 1))
        return .nothing
      },
      Method("HasAttribute", 1...2) { value, arguments, _ in
        .boolean(try at(value).attribute(arguments.text(0)) != nil)
      },
      Method("RemoveAttribute", 1...2) { value, arguments, _ in
        try at(value).removeAttribute(arguments.text(0))
        return .nothing
      },
    ])

  private static func checkedName(_ name: String) throws -> String {
    let isName = name.first.map { $0.isLetter || $0 == "_" } ?? false
    guard isName, name.allSatisfy({ $0.isLetter || $0.isNumber || "_-.:".contains($0) }) else {
      throw PowerShellError.exception(
        "System.Xml.XmlException", "The name '\(name)' is not a valid name of an element or attribute.")
    }
    return name
  }

  private static func fill(_ document: XMLNode, _ text: String) throws {
    let read = try XMLReader.document(text)
    document.removeChildren()
    for child in read.children { document.append(child) }
  }

  private static let documentTable = MemberTable(
    properties: [
      property("DocumentElement") { $0.elements.first.map { .object($0) } ?? .null },
      property(
        "PreserveWhitespace",
        set: { _, new, _ in
          guard !new.isTrue else {
            throw PowerShellError.exception(
              "System.NotSupportedException", "White space between elements cannot be preserved.")
          }
        }
      ) { _ in false },
    ],
    methods: [
      Method("LoadXml", 1) { value, arguments, _ in
        try fill(at(value), arguments.text(0))
        return .nothing
      },
      Method("Load", 1) { value, arguments, context in
        let path = try path(arguments, context)
        guard let data = FileManager.default.contents(atPath: path) else {
          throw PowerShellError.exception("System.IO.FileNotFoundException", "Could not find file '\(path)'.")
        }
        try fill(at(value), String(decoding: data, as: UTF8.self))
        return .nothing
      },
      Method("Save", 1) { value, arguments, context in
        let path = try path(arguments, context)
        let text = try at(value).indented() + "\n"
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
          throw PowerShellError.exception(
            "System.IO.DirectoryNotFoundException", "Could not find a part of the path '\(path)'.")
        }
        return .nothing
      },
      Method("CreateElement", 1...3) { _, arguments, _ in
        .object(XMLNode(.element, try checkedName(arguments.text(0))))
      },
      Method("CreateTextNode", 1) { _, arguments, _ in .object(XMLNode(.text, "#text", try arguments.text(0))) },
      Method("CreateComment", 1) { _, arguments, _ in .object(XMLNode(.comment, "#comment", try arguments.text(0))) },
      Method("CreateCDataSection", 1) { _, arguments, _ in
        .object(XMLNode(.cdata, "#cdata-section", try arguments.text(0)))
      },
      Method("CreateXmlDeclaration", 3) { _, arguments, _ in
        var text = "version=\"\(try arguments.text(0))\""
        if !arguments[1].isNull { text += " encoding=\"\(try arguments.text(1))\"" }
        if !arguments[2].isNull, try !arguments.text(2).isEmpty { text += " standalone=\"\(try arguments.text(2))\"" }
        return .object(XMLNode(.declaration, "xml", text))
      },
      Method("ImportNode", 2) { _, arguments, _ in .object(copy(try at(arguments[0]), isDeep: arguments.bool(1))) },
    ],
    constructor: Method("XmlDocument", 0) { _, _, _ in .object(XMLNode(.document, "#document")) },
    convert: { value, context in
      let text = try (value.reference?.enumerated ?? [value]).map { try $0.displayString(context) }
      do { return .object(try XMLReader.document(text.joined(separator: "\n"))) } catch let error as PowerShellError {
        throw ConversionError.refused(
          .string(text.joined(separator: " ")), to: document, id: "InvalidCastToXmlDocument", error.message,
          inner: "System.Xml.XmlException")
      }
    })

  private static func path(_ arguments: [Value], _ context: ValueContext) throws -> String {
    let path = try arguments.text(0)
    return path.hasPrefix("/") ? path : "\(context.currentDirectory())/\(path)"
  }
}
