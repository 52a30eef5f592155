internal import PowerShell

extension CommandMetadata {
  /// The types of this module's objects by the names that parameter lines use, and the built-in ones.
  static func managementType(_ name: String) throws -> TypeReference {
    switch name {
    case "Process[]": .array(of: ProcessTypes.process)
    case "ServiceController": ServiceEntry.type
    case "ServiceController[]": .array(of: ServiceEntry.type)
    default: try builtInType(name)
    }
  }
}
