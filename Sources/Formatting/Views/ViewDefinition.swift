package import PowerShell

/// How objects of a type are shown when nothing else is asked for (about_Format.ps1xml).
///
/// A view reads objects by the names of their properties, so what came back from another machine as
/// `Deserialized.TYPE` is shown as TYPE is.
package struct ViewDefinition: Sendable {
  package enum Shape: Sendable {
    case table([ViewColumn])
    case list([ViewColumn])
    /// One short text for each object, in columns across the line.
    case wide(ViewColumn)
    /// Lines as they are.
    case text(@Sendable (Value, ValueContext) throws -> [String])
  }

  /// The full names of types; an object is shown so when one of its own type names is among them.
  package let typeNames: [String]
  package let shape: Shape
  /// A property by which consecutive objects are put under one heading, with the heading's label.
  package let groupBy: ViewColumn?
  /// What `-View` calls it; nil: it cannot be asked for by name.
  package let name: String?
  /// False: it is taken only by the Format- command of its shape.
  package let isDefault: Bool
  /// The heading stands four columns in and has two empty lines below it, as directories have; else three and one.
  package let isGroupFramed: Bool
  /// A text that belongs to no run of objects, so that nothing is put around it, as errors are.
  package let isOutOfBand: Bool

  package init(
    _ typeNames: [String], _ shape: Shape, groupBy: ViewColumn? = nil, name: String? = nil, isDefault: Bool = true,
    isGroupFramed: Bool = false, isOutOfBand: Bool = false
  ) {
    self.typeNames = typeNames
    self.shape = shape
    self.groupBy = groupBy
    self.name = name
    self.isDefault = isDefault
    self.isGroupFramed = isGroupFramed
    self.isOutOfBand = isOutOfBand
  }
}

/// A column of a table or a line of a list.
package struct ViewColumn: Sendable {
  package enum Source: Sendable {
    case property(String)
    case computed(@Sendable (Value, ValueContext) throws -> Value)
  }

  package enum Alignment: Sendable { case left, center, right }

  package let label: String
  package let source: Source
  /// Columns of text; nil: as wide as what it holds.
  package let width: Int?
  /// Nil: numbers right, all else left.
  package let alignment: Alignment?
  /// A .NET format for the value.
  package let format: String?
  /// Without a width: takes what the other columns leave of the line, as the values of a hashtable do.
  package let fillsLine: Bool

  package init(
    _ label: String, _ source: Source, width: Int? = nil, alignment: Alignment? = nil, format: String? = nil,
    fillsLine: Bool = false
  ) {
    self.label = label
    self.source = source
    self.width = width
    self.alignment = alignment
    self.format = format
    self.fillsLine = fillsLine
  }

  /// A property under its own name.
  package init(
    _ property: String, width: Int? = nil, alignment: Alignment? = nil, format: String? = nil, fillsLine: Bool = false
  ) {
    self.init(
      property, .property(property), width: width, alignment: alignment, format: format, fillsLine: fillsLine)
  }
}
