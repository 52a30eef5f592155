internal import PowerShell

/// The types that the tables name.
enum CommandTypes {
  static let cimInstance = TypeReference(
    "Microsoft.Management.Infrastructure.CimInstance", base: BuiltInType.object)
  /// A computer's name is a session with it.
  private static let cimSession = TypeReference(
    "Microsoft.Management.Infrastructure.CimSession", base: BuiltInType.object,
    members: MemberTable(convert: { value, _ in
      guard case .string(let name) = value.unwrapped else { return nil }
      return .object(HostObject(CimSessionName.type, payload: name))
    }))
  private static let credential = TypeReference(
    "System.Management.Automation.PSCredential", base: BuiltInType.object)

  /// The type of a name in a table, `[]` and `Nullable[…]` included. Throws TypeNotFound.
  static func find(_ name: String) throws -> TypeReference {
    if name.hasSuffix("[]") { return .array(of: try find(String(name.dropLast(2)))) }
    switch name {
    case "CimSession": return cimSession
    case "CimInstance": return cimInstance
    case "PSCredential": return credential
    case "switch": return BuiltInType.switchParameter
    case "PSObject": return BuiltInType.object
    default:
      if let known = HyperVEnum.all[name] ?? HyperVClass.all[name] { return known }
      return try CommandMetadata.builtInType(name)
    }
  }
}

/// The type of a session that was named by its computer.
private enum CimSessionName {
  static let type = TypeReference(
    "Microsoft.Management.Infrastructure.CimSession", base: BuiltInType.object)
}
