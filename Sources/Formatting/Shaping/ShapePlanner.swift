internal import PowerShell

/// Decides how objects like a first one are shown.
struct ShapePlanner {
  /// Properties up to which an object without a view is a row of a table.
  private static let tableProperties = 4
  /// Columns of a table that nobody chose.
  private static let columnLimit = 10

  let options: ShapeOptions
  let views: ViewTable
  let context: ValueContext

  func plan(for value: Value) throws -> ShapePlan {
    if !options.properties.isEmpty { return try plan(options.kind ?? .table, value, view: nil) }
    let names = value.typeNames
    let view = options.kind.map { views.view(for: names, kind: $0, named: options.viewName) } ?? views.view(for: names)
    if options.viewName != nil, view == nil { throw unknownView(value) }
    let kind = options.kind ?? view?.shape.kind ?? Self.kind(of: value)
    return try plan(kind, value, view: view)
  }

  private static func kind(of value: Value) -> ViewKind {
    ShownProperties.all(value).count <= tableProperties ? .table : .list
  }

  private func plan(_ kind: ViewKind, _ value: Value, view: ViewDefinition?) throws -> ShapePlan {
    switch kind {
    case .table: table(value, view)
    case .list: list(value, view)
    case .wide: try wide(value, view)
    case .custom: custom(value, view)
    }
  }

  private func make(
    _ layout: FormatLayout, _ columns: [ShapePlan.Column], _ value: Value, _ view: ViewDefinition?,
    _ entry: @escaping (Value, ValueContext) throws -> FormatEntry
  ) -> ShapePlan {
    let asked = options.groupBy?.resolve(value, keepsMissing: true).first.map(ShapePlan.Column.init)
    return ShapePlan(
      layout: layout, columns: columns, view: view, groupBy: asked ?? view?.groupBy.map(ShapePlan.Column.init),
      entry: entry)
  }

  // MARK: Tables

  private func table(_ value: Value, _ view: ViewDefinition?) -> ShapePlan {
    var layout = TableLayout(columns: [], hidesHeader: options.hidesHeader)
    if options.isAutoSized { layout.sizing = .allRows }
    var columns: [ShapePlan.Column] = []
    var shown: [ViewColumn] = []
    if case .table(let ofView)? = view?.shape {
      shown = ofView
      if RemoteNote.isShown(value) { shown.append(ViewColumn(RemoteNote.computerName)) }
      columns = shown.map(ShapePlan.Column.init)
    } else {
      let properties = tableProperties(value)
      columns = properties.map(ShapePlan.Column.init)
      shown = properties.map {
        ViewColumn(
          $0.label, .property($0.name), width: $0.parameter?.width, alignment: $0.parameter?.alignment)
      }
    }
    layout.columns = zip(shown, columns).map { column, plan in
      TableColumn(
        label: column.label, width: column.width,
        alignment: column.alignment ?? alignment(plan, value, numbersOnly: view != nil), fillsLine: column.fillsLine)
    }
    let (options, wraps) = (options, options.wraps)
    return make(.table(layout), columns, value, view) { value, context in
      .row(try columns.map { try $0.text(value, options, context) }, wraps: wraps)
    }
  }

  private func tableProperties(_ value: Value) -> [ResolvedProperty] {
    guard options.properties.isEmpty else {
      return options.properties.flatMap { $0.resolve(value, keepsMissing: true) }
    }
    return ShownProperties.all(value).prefix(Self.columnLimit).map { ResolvedProperty($0) }
  }

  private func alignment(_ column: ShapePlan.Column, _ value: Value, numbersOnly: Bool) -> ViewColumn.Alignment {
    guard let first = try? column.read(value, context) else { return .left }
    return (numbersOnly ? first.isNumber : first.standsRight) ? .right : .left
  }

  // MARK: Lists

  private func list(_ value: Value, _ view: ViewDefinition?) -> ShapePlan {
    let options = options
    if case .list(let ofView)? = view?.shape {
      var columns = ofView.map(ShapePlan.Column.init)
      if RemoteNote.isShown(value) { columns.append(ShapePlan.Column(ViewColumn(RemoteNote.computerName))) }
      return make(.list, columns, value, view) { value, context in
        .list(try columns.map { ListField(label: $0.label, value: try $0.text(value, options, context)) })
      }
    }
    return make(.list, [], value, view) { value, context in
      // Each object shows the properties that it has.
      let properties =
        options.properties.isEmpty
        ? ShownProperties.all(value).map { ResolvedProperty($0) }
        : options.properties.flatMap { $0.resolve(value, keepsMissing: false) }
      return .list(
        try properties.map(ShapePlan.Column.init).map {
          ListField(label: $0.label, value: try $0.text(value, options, context))
        })
    }
  }

  // MARK: Wide and custom output

  private func wide(_ value: Value, _ view: ViewDefinition?) throws -> ShapePlan {
    let column: ShapePlan.Column
    if let property = options.properties.first?.resolve(value, keepsMissing: true).first {
      column = ShapePlan.Column(property)
    } else if case .wide(let ofView)? = view?.shape {
      column = ShapePlan.Column(ofView)
    } else if let name = try DisplayProperty.find(value) {
      column = ShapePlan.Column(ResolvedProperty(name))
    } else {
      column = ShapePlan.Column(label: "", format: nil) { value, _ in value }
    }
    let options = options
    let layout = FormatLayout.wide(columns: options.columns, isAutoSized: options.isAutoSized)
    return make(layout, [column], value, view) { value, context in .wide(try column.text(value, options, context)) }
  }

  private func custom(_ value: Value, _ view: ViewDefinition?) -> ShapePlan {
    if case .text(let lines)? = view?.shape {
      return make(.custom, [], value, view) { value, context in .lines(try lines(value, context)) }
    }
    let options = options
    return make(.custom, [], value, view) { value, context in
      .lines(try ObjectTree(options, context).lines(value))
    }
  }

  private func unknownView(_ value: Value) -> PowerShellError {
    PowerShellError(
      "The view name \(options.viewName ?? "") cannot be found for objects of the type \(value.type.name).",
      id: "UnknownViewName", category: .invalidArgument, exceptionType: "System.InvalidOperationException")
  }
}

/// The properties that are shown of an object that has no view.
enum ShownProperties {
  /// Without the notes that only say how it came here.
  static func all(_ value: Value) -> [String] {
    let names = Members.propertyNames(value)
    guard let mark = names.first(where: { $0.isSameName(as: RemoteNote.showsComputerName) }) else { return names }
    let isShown = RemoteNote.isShown(value)
    return names.filter { $0 != mark && (isShown || !$0.isSameName(as: RemoteNote.computerName)) }
  }
}
