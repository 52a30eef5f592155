internal import PowerShell

/// The views of a session by type name. Later ones win over earlier ones of the same shape.
package struct ViewTable: Sendable {
  private var views: [String: [ViewDefinition]] = [:]

  package init(_ definitions: [ViewDefinition] = []) { add(definitions) }

  package mutating func add(_ definitions: [ViewDefinition]) {
    for definition in definitions {
      for name in definition.typeNames { views[name.caseFolded, default: []].append(definition) }
    }
  }

  /// The view for an object's type names, the most particular first; `Deserialized.` before a name does not matter.
  package func view(for typeNames: [String]) -> ViewDefinition? { first(typeNames) { $0.isDefault } }

  /// The view of a kind for an object's type names; `name` is what `-View` asks for.
  package func view(for typeNames: [String], kind: ViewKind, named name: String? = nil) -> ViewDefinition? {
    first(typeNames) { view in
      view.shape.kind == kind && (name.map { view.name?.isSameName(as: $0) ?? false } ?? true)
    }
  }

  private func first(_ typeNames: [String], where fits: (ViewDefinition) -> Bool) -> ViewDefinition? {
    for name in typeNames {
      if let view = views[Self.bare(name).caseFolded]?.last(where: fits) { return view }
    }
    return nil
  }

  static func bare(_ name: String) -> String {
    name.hasPrefix("Deserialized.") ? String(name.dropFirst(13)) : name
  }
}

/// The four forms of output.
package enum ViewKind: String, Sendable {
  case table = "Table"
  case list = "List"
  case wide = "Wide"
  case custom = "Custom"
}

extension ViewDefinition.Shape {
  package var kind: ViewKind {
    switch self {
    case .table: .table
    case .list: .list
    case .wide: .wide
    case .text: .custom
    }
  }
}

extension ViewDefinition {
  /// Whether an object is one of those that it is for.
  func isApplicable(to names: [String]) -> Bool {
    names.contains { name in typeNames.contains { $0.isSameName(as: ViewTable.bare(name)) } }
  }
}
