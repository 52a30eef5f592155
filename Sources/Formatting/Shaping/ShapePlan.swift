internal import PowerShell

/// How the objects of one run are shown: decided by the first of them.
struct ShapePlan {
  struct Column {
    let label: String
    let format: String?
    let read: (Value, ValueContext) throws -> Value?
  }

  let layout: FormatLayout
  let columns: [Column]
  let view: ViewDefinition?
  let groupBy: Column?
  let entry: (Value, ValueContext) throws -> FormatEntry

  /// Whether an object can stand in the run: with a view only those that the view is for.
  func isApplicable(_ value: Value) -> Bool { view?.isApplicable(to: value.typeNames) ?? true }
}

extension ShapePlan.Column {
  init(_ column: ViewColumn) {
    let source = column.source
    self.init(label: column.label, format: column.format) { value, context in
      switch source {
      case .property(let name): try Members.property(value, name, context)
      case .computed(let compute): try compute(value, context)
      }
    }
  }

  init(_ property: ResolvedProperty) {
    self.init(label: property.label, format: property.parameter?.format) { try property.value(of: $0, $1) }
  }

  /// The text of a cell. An error leaves it empty, or `#ERR`.
  func text(_ value: Value, _ options: ShapeOptions, _ context: ValueContext) throws -> String {
    do {
      guard let read = try read(value, context) else { return "" }
      return try CellText.text(read, format: format, limit: options.enumerationLimit, context)
    } catch let stop as StopUpstream {
      throw stop
    } catch {
      return options.showsErrors ? "#ERR" : ""
    }
  }
}
