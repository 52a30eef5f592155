/// `param(...)` with its attributes, or the parameters in parentheses after a function's name.
package final class ParameterBlock: Sendable {
  package let range: SourceRange
  /// Attributes before `param`, such as `[CmdletBinding()]`.
  package let attributes: [Attribute]
  package let parameters: [ParameterDeclaration]

  init(range: SourceRange, attributes: [Attribute], parameters: [ParameterDeclaration]) {
    self.range = range
    self.attributes = attributes
    self.parameters = parameters
  }
}

/// One parameter: `[Parameter(Mandatory)] [string] $Name = 'x'`.
package final class ParameterDeclaration: Sendable {
  package let range: SourceRange
  package let name: Name
  package let attributes: [Attribute]
  /// Type constraints in the order written; the last one is applied first.
  package let types: [TypeName]
  package let defaultValue: Expression?

  init(range: SourceRange, name: Name, attributes: [Attribute], types: [TypeName], defaultValue: Expression?) {
    self.range = range
    self.name = name
    self.attributes = attributes
    self.types = types
    self.defaultValue = defaultValue
  }
}

/// `[ValidateSet('a', 'b', IgnoreCase = $false)]`: an attribute with its arguments
/// (about_Functions_Advanced_Parameters).
package final class Attribute: Sendable {
  package struct Argument: Sendable {
    package let name: Name
    /// Nil for `[Parameter(Mandatory)]`, which means true.
    package let value: Expression?
    package let range: SourceRange
  }

  package let range: SourceRange
  package let type: TypeName
  package let positional: [Expression]
  package let named: [Argument]

  init(range: SourceRange, type: TypeName, positional: [Expression], named: [Argument]) {
    self.range = range
    self.type = type
    self.positional = positional
    self.named = named
  }
}

/// A type as written between brackets: `System.Collections.Generic.Dictionary[string, int[]]`.
package final class TypeName: Sendable {
  package let range: SourceRange
  /// The name without generic arguments and array signs.
  package let name: Name
  package let genericArguments: [TypeName]
  /// Ranks of the array signs, in order: `int[][,]` has 1 and 2.
  package let arrayRanks: [Int]
  /// What follows a comma in `[Name, Assembly]`.
  package let assembly: String?

  init(
    range: SourceRange, name: Name, genericArguments: [TypeName] = [], arrayRanks: [Int] = [], assembly: String? = nil
  ) {
    self.range = range
    self.name = name
    self.genericArguments = genericArguments
    self.arrayRanks = arrayRanks
    self.assembly = assembly
  }

  /// The name in full, in one spelling: no spaces, as in `List[string]` or `int[,]`.
  package var fullName: String {
    var text = name.text
    if !genericArguments.isEmpty { text += "[" + genericArguments.map(\.fullName).joined(separator: ",") + "]" }
    for rank in arrayRanks { text += "[" + String(repeating: ",", count: rank - 1) + "]" }
    return text
  }
}
