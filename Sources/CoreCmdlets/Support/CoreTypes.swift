internal import PowerShell

/// The types that this target adds, by the names that parameter lines use.
enum CoreTypes {
  /// Errors: TypeNotFound.
  static func find(_ name: String) throws -> TypeReference {
    switch name {
    case "SecureString": SecureString.typeReference
    case "PSCredential": CredentialObject.typeReference
    case "CommandTypes": commandTypes
    case "CommandTypes?": .nullable(commandTypes)
    case "ScopedItemOptions": scopedItemOptions
    case "SessionStateEntryVisibility": visibility
    case "PSMemberTypes": memberTypes
    case "ExecutionPolicy": ExecutionPolicies.policy
    case "ExecutionPolicyScope": ExecutionPolicies.scope
    case "NotePropertyName": AddMemberCommand.nameType
    case "PSModuleInfo[]": .array(of: ModuleInfo.type)
    case "Exception": BuiltInType.exception
    case "ErrorCategory": BuiltInType.errorCategory
    case "ErrorRecord": BuiltInType.errorRecord
    default: try CommandMetadata.builtInType(name)
    }
  }

  static let commandTypes = EnumType(
    "System.Management.Automation.CommandTypes", isFlags: true,
    [
      ("Alias", 1), ("Function", 2), ("Filter", 4), ("Cmdlet", 8), ("ExternalScript", 16), ("Application", 32),
      ("Script", 64), ("Workflow", 128), ("Configuration", 256), ("All", 511),
    ])
  static let scopedItemOptions = EnumType(
    "System.Management.Automation.ScopedItemOptions", isFlags: true,
    [("None", 0), ("ReadOnly", 1), ("Constant", 2), ("Private", 4), ("AllScope", 8), ("Unspecified", 16)])
  static let visibility = EnumType(
    "System.Management.Automation.SessionStateEntryVisibility", ["Public", "Private"])
  static let memberTypes = EnumType(
    "System.Management.Automation.PSMemberTypes", isFlags: true,
    [
      ("AliasProperty", 1), ("CodeProperty", 2), ("Property", 4), ("NoteProperty", 8), ("ScriptProperty", 16),
      ("Properties", 31), ("PropertySet", 32), ("Method", 64), ("CodeMethod", 128), ("ScriptMethod", 256),
      ("Methods", 448), ("ParameterizedProperty", 512), ("MemberSet", 1024), ("Event", 2048), ("All", 8191),
    ])
}
