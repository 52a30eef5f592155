/// What a Format- command was asked for.
package struct ShapeOptions: Sendable {
  /// Which elements of a collection within the pipeline are shown.
  package enum Expansion: String, Sendable {
    case coreOnly = "coreonly"
    case enumOnly = "enumonly"
    case both
  }

  /// Nil: by the object's type and number of properties.
  package var kind: ViewKind?
  /// Empty: those of the view, or all.
  package var properties: [PropertyParameter] = []
  package var groupBy: PropertyParameter?
  package var viewName: String?
  package var isAutoSized = false
  package var wraps = false
  package var hidesHeader = false
  /// Of wide output.
  package var columns: Int?
  package var showsErrors = false
  /// Errors are shown by their properties.
  package var isForced = false
  package var expansion = Expansion.enumOnly
  /// Levels of objects within objects (Format-Custom).
  package var depth = 5
  /// $FormatEnumerationLimit.
  package var enumerationLimit = 4

  package init() {}
}
