package import PowerShell

/// `System.Management.Automation.PSCredential`: a user's name with a password that no output shows.
package final class CredentialObject: Sendable {
  package let userName: String
  package let password: SecureString

  package init(_ userName: String, _ password: SecureString) { (self.userName, self.password) = (userName, password) }

  /// It as an object of the language.
  package var value: Value { .object(HostObject(Self.typeReference, payload: self)) }

  package static let typeReference = TypeReference(
    "System.Management.Automation.PSCredential", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("UserName") { .string($0.userName) }, property("Password") { $0.password.value },
      ],
      methods: [
        Method("GetNetworkCredential", 0) { value, _, _ in
          guard let credential = value.payload(as: CredentialObject.self) else { return .null }
          return .object(credential.network)
        }
      ],
      staticProperties: [
        Property("Empty") { _, _ in CredentialObject("", SecureString("")).value }
      ],
      constructor: Method("PSCredential", 2) { _, arguments, context in
        let name = try arguments[0].displayString(context)
        guard !name.isEmpty else {
          throw MethodError.make(
            "System.Management.Automation.PSArgumentException",
            "Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the "
              + "\"userName\" argument and run the operation again.")
        }
        guard let password = arguments[1].payload(as: SecureString.self) else {
          throw PowerShellError(
            "Cannot convert argument \"password\", with value: \"\(try arguments[1].displayString(context))\", for "
              + "\"PSCredential\" to type \"System.Security.SecureString\": use ConvertTo-SecureString to make one.",
            id: "MethodArgumentConversionInvalidCastArgument",
            exceptionType: "System.Management.Automation.MethodException")
        }
        return CredentialObject(name, password).value
      }))

  /// System.Net.NetworkCredential: name, password in clear text, domain.
  private var network: PropertyBag {
    let parts = userName.split(separator: "\\", maxSplits: 1).map(String.init)
    return PropertyBag(
      [
        "UserName": .string(parts.count > 1 ? parts[1] : userName), "Password": .string(password.plainText),
        "SecurePassword": password.value, "Domain": .string(parts.count > 1 ? parts[0] : ""),
      ], typeName: "System.Net.NetworkCredential")
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (CredentialObject) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: CredentialObject.self).map(get) ?? .null }
  }
}
