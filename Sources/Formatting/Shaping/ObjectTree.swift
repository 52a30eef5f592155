internal import PowerShell

/// Objects within objects as text with braces: what Format-Custom shows of an object without a view of its own.
struct ObjectTree {
  /// Lines of one object.
  private static let lineLimit = 100_000

  private let options: ShapeOptions
  private let context: ValueContext

  init(_ options: ShapeOptions, _ context: ValueContext) { (self.options, self.context) = (options, context) }

  func lines(_ value: Value) throws -> [String] {
    var lines: [String] = []
    try add(value, level: 0, properties: options.properties, to: &lines)
    lines.append("")
    return lines
  }

  private func add(_ value: Value, level: Int, properties: [PropertyParameter], to lines: inout [String]) throws {
    guard lines.count < Self.lineLimit else { return }
    let margin = String(repeating: " ", count: level * 2)
    if let elements = value.formattedElements {
      lines.append(margin + "[")
      for (index, element) in elements.enumerated() {
        if options.enumerationLimit >= 0, index == options.enumerationLimit {
          lines.append(margin + "  ...")
          break
        }
        if isLeaf(element, level + 1) {
          lines.append(margin + "  " + (try CellText.text(element, limit: options.enumerationLimit, context)))
        } else {
          try add(element, level: level + 1, properties: [], to: &lines)
        }
      }
      lines.append(margin + "]")
      lines.append(margin)
      return
    }
    lines.append(margin + "class " + ViewTable.bare(value.typeNames.first ?? "Object").shortTypeName)
    lines.append(margin + "{")
    let shown =
      properties.isEmpty
      ? ShownProperties.all(value).map { ResolvedProperty($0) }
      : properties.flatMap { $0.resolve(value, keepsMissing: false) }
    for property in shown {
      let label = "\(margin)  \(property.label) = "
      let inner = (try? property.value(of: value, context)) ?? .null
      if isLeaf(inner, level + 1) {
        lines.append(label + (try CellText.text(inner, limit: options.enumerationLimit, context)))
      } else {
        lines.append(label)
        try add(inner, level: level + 2, properties: [], to: &lines)
      }
    }
    lines.append(margin + "}")
  }

  private func isLeaf(_ value: Value, _ level: Int) -> Bool {
    // Levels of objects count by two columns of margin each, a property's value by another two.
    if level / 2 >= options.depth || value.isNull { return true }
    if value.formattedElements != nil { return false }
    switch value.unwrapped {
    case .object(let object): return object.type.kind == .scriptBlock || Members.propertyNames(value).isEmpty
    default: return true
    }
  }
}

extension String {
  /// The part after the last dot.
  fileprivate var shortTypeName: String { split(separator: ".").last.map(String.init) ?? self }
}
