package import PowerShell

/// `System.Security.SecureString`: a text that no output shows. In memory it is as readable as any other text.
// SAFETY: used on the evaluator's thread, as any object of a session.
package final class SecureString: @unchecked Sendable {
  /// Characters of a text (.NET's own limit).
  package static let lengthLimit = 65_536

  private var characters: [UInt16]
  private var isReadOnly: Bool

  package init(_ text: String, isReadOnly: Bool = true) {
    (characters, self.isReadOnly) = (Array(text.utf16), isReadOnly)
  }

  /// The text itself, for those that must have it.
  package var plainText: String { String(codeUnits: characters) }

  /// It as an object of the language.
  package var value: Value { .object(HostObject(Self.typeReference, payload: self)) }

  package static let typeReference = TypeReference(
    "System.Security.SecureString", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [property("Length") { .count($0.characters.count) }],
      methods: [
        Method("AppendChar", 1) { value, arguments, context in
          guard let text = value.payload(as: SecureString.self) else { return .nothing }
          try text.change()
          guard text.characters.count < lengthLimit else {
            throw MethodError.make(
              "System.ArgumentOutOfRangeException", "Length cannot be greater than \(lengthLimit).")
          }
          text.characters += Array(try arguments[0].displayString(context).utf16.prefix(1))
          return .nothing
        },
        Method("Clear", 0) { value, _, _ in
          guard let text = value.payload(as: SecureString.self) else { return .nothing }
          try text.change()
          text.characters = []
          return .nothing
        },
        Method("Copy", 0) { value, _, _ in
          value.payload(as: SecureString.self).map { SecureString($0.plainText, isReadOnly: false).value } ?? .null
        },
        Method("MakeReadOnly", 0) { value, _, _ in
          value.payload(as: SecureString.self)?.isReadOnly = true
          return .nothing
        },
        Method("IsReadOnly", 0) { value, _, _ in
          .boolean(value.payload(as: SecureString.self)?.isReadOnly ?? true)
        },
        Method("Dispose", 0) { value, _, _ in
          value.payload(as: SecureString.self)?.characters = []
          return .nothing
        },
      ],
      constructor: Method("SecureString", 0) { _, _, _ in SecureString("", isReadOnly: false).value }))

  private func change() throws {
    if isReadOnly {
      throw MethodError.make("System.InvalidOperationException", "Instance is read-only.")
    }
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (SecureString) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: SecureString.self).map(get) ?? .null }
  }
}

/// `[System.Runtime.InteropServices.Marshal]` as far as scripts use it to read a SecureString: a "pointer" is the
/// secure string itself, so that nothing can be read but what was put in.
package enum MarshalType {
  package static let typeReference = TypeReference(
    "System.Runtime.InteropServices.Marshal", .custom, base: BuiltInType.object,
    members: MemberTable(
      staticMethods: [
        pointer("SecureStringToBSTR"), pointer("SecureStringToGlobalAllocUnicode"),
        pointer("SecureStringToCoTaskMemUnicode"),
        text("PtrToStringAuto"), text("PtrToStringBSTR"), text("PtrToStringUni"),
        release("ZeroFreeBSTR"), release("ZeroFreeGlobalAllocUnicode"), release("ZeroFreeCoTaskMemUnicode"),
      ]))

  private static func pointer(_ name: String) -> Method {
    Method(name, 1) { _, arguments, _ in
      guard let text = arguments[0].payload(as: SecureString.self) else {
        throw MethodError.make("System.ArgumentNullException", "Value cannot be null.\nParameter name: s")
      }
      return text.value
    }
  }

  private static func text(_ name: String) -> Method {
    Method(name, 1...2) { _, arguments, _ in
      arguments[0].payload(as: SecureString.self).map { .string($0.plainText) } ?? .null
    }
  }

  private static func release(_ name: String) -> Method { Method(name, 1) { _, _, _ in .nothing } }
}
