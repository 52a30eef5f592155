/// `function Name {…}`, `function Name(…) {…}` and `filter Name {…}` (about_Functions).
package final class FunctionDefinition: Sendable {
  package let range: SourceRange
  /// With its scope, where one is written: `global:Name`.
  package let name: Name
  package let isFilter: Bool
  package let body: ScriptBody

  init(range: SourceRange, name: Name, isFilter: Bool, body: ScriptBody) {
    self.range = range
    self.name = name
    self.isFilter = isFilter
    self.body = body
  }
}

/// `class Name : Base, Interface {…}` (about_Classes).
package final class ClassDefinition: Sendable {
  package struct Property: Sendable {
    package let name: Name
    package let attributes: [Attribute]
    package let type: TypeName?
    package let initialValue: Expression?
    package let isStatic: Bool
    package let isHidden: Bool
    package let range: SourceRange
  }

  package struct Method: Sendable {
    /// The class's own name for a constructor.
    package let name: Name
    package let attributes: [Attribute]
    /// Nil for a constructor and for a method without a type, which gives void.
    package let returnType: TypeName?
    package let isStatic: Bool
    package let isHidden: Bool
    package let isConstructor: Bool
    /// Arguments of `: base(…)`; nil where the constructor has none.
    package let baseArguments: [Expression]?
    /// Statements and, in its parameter block, the method's parameters.
    package let body: ScriptBody
    package let range: SourceRange
  }

  package let range: SourceRange
  package let name: Name
  package let attributes: [Attribute]
  package let bases: [TypeName]
  package let properties: [Property]
  package let methods: [Method]

  init(
    range: SourceRange, name: Name, attributes: [Attribute], bases: [TypeName], properties: [Property],
    methods: [Method]
  ) {
    self.range = range
    self.name = name
    self.attributes = attributes
    self.bases = bases
    self.properties = properties
    self.methods = methods
  }
}

/// `[Flags()] enum Name : byte { A; B = 4 }` (about_Enum).
package final class EnumDefinition: Sendable {
  package struct Member: Sendable {
    package let name: Name
    package let value: Expression?
    package let range: SourceRange
  }

  package let range: SourceRange
  package let name: Name
  package let attributes: [Attribute]
  package let underlyingType: TypeName?
  package let members: [Member]

  init(
    range: SourceRange, name: Name, attributes: [Attribute], underlyingType: TypeName?, members: [Member]
  ) {
    self.range = range
    self.name = name
    self.attributes = attributes
    self.underlyingType = underlyingType
    self.members = members
  }

  /// `[Flags()]` stands before it.
  package var isFlags: Bool {
    attributes.contains { ["flags", "system.flags", "flagsattribute"].contains($0.type.name.key) }
  }
}
