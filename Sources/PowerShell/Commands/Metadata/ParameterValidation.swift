/// A rule that an argument must keep (about_Functions_Advanced_Parameters, validation attributes).
package enum ParameterValidation: Sendable {
  /// `[ValidateSet('a', 'b')]`. `message` replaces the error's text: `{0}` is the argument, `{1}` the set.
  case set([String], ignoresCase: Bool = true, message: String? = nil)
  /// A set that is worked out anew each time: an IValidateSetValuesGenerator.
  case generatedSet(@Sendable () throws -> [String])
  /// `[ValidateRange(1, 5)]`, both ends included.
  case range(Value, Value)
  /// `[ValidateRange('Positive')]`.
  case rangeKind(RangeKind)
  /// `[ValidatePattern('…')]`. `message`: `{0}` is the argument, `{1}` the pattern.
  case pattern(String, ignoresCase: Bool = true, message: String? = nil)
  /// `[ValidateLength(1, 5)]`: UTF-16 units of a string.
  case length(Int, Int)
  /// `[ValidateCount(1, 5)]`: elements of an argument.
  case count(Int, Int)
  /// `[ValidateScript({ … })]`: `text` is the block's own text. `message`: `{0}` is the argument, `{1}` the text.
  case script(text: String, message: String? = nil, @Sendable (Value) throws -> Bool)
  case notNull
  case notNullOrEmpty
  case notNullOrWhiteSpace

  package enum RangeKind: String, Sendable, CaseIterable {
    case positive = "Positive"
    case nonNegative = "NonNegative"
    case negative = "Negative"
    case nonPositive = "NonPositive"
  }
}
