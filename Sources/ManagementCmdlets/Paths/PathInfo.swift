internal import PowerShell

/// System.Management.Automation.PathInfo: a place as Get-Location and Resolve-Path give it.
enum PathInfo {
  static let type = TypeReference(
    "System.Management.Automation.PathInfo", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("Drive") { $0.drive.value },
        property("Provider") { $0.provider.value },
        property("ProviderPath") { .string($0.providerPath) },
        property("Path") { .string($0.text) },
      ]))

  static func value(_ path: ItemPath) -> Value {
    .object(HostObject(type, payload: path) { ($0 as? ItemPath)?.text })
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (ItemPath) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: ItemPath.self).map(get) ?? .null }
  }
}

extension Drive {
  /// PSDriveInfo.
  static let type = TypeReference(
    "System.Management.Automation.PSDriveInfo", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("Used") { .text($0.space.map { String($0.used) }).asNumber },
        property("Free") { .text($0.space.map { String($0.free) }).asNumber },
        property("CurrentLocation") { _ in "" },
        property("Name") { .string($0.name) },
        property("Provider") { $0.provider.value },
        property("Root") { .string($0.root) },
        property("Description") { .string($0.description) },
        property("MaximumSize") { _ in .null },
        property("Credential") { _ in .null },
        property("DisplayRoot") { _ in .null },
      ]))

  var value: Value { .object(HostObject(Self.type, payload: self) { ($0 as? Drive)?.name }) }

  /// Bytes used and free where its files lie; nil for other providers.
  private var space: (used: UInt64, free: UInt64)? {
    guard provider == .fileSystem, let space = FileSystemSpace(root) else { return nil }
    return (space.total - space.free, space.available)
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (Drive) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: Drive.self).map(get) ?? .null }
  }
}

extension ProviderKind {
  static let type = TypeReference(
    "System.Management.Automation.ProviderInfo", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("Name") { value, _ in .text(value.payload(as: ProviderKind.self)?.rawValue) },
        Property("Capabilities") { value, _ in .text(value.payload(as: ProviderKind.self)?.capabilities) },
        Property("PSSnapIn") { _, _ in "Microsoft.PowerShell.Core" },
        Property("ModuleName") { _, _ in "Microsoft.PowerShell.Core" },
      ]))

  /// Its text is the name that stands before `::`.
  var value: Value { .object(HostObject(Self.type, payload: self) { ($0 as? ProviderKind)?.fullName }) }
}

extension Value {
  /// A text of digits as the smallest integer that holds it.
  fileprivate var asNumber: Value {
    guard case .string(let text) = self else { return self }
    return Int(text).map { .count($0) } ?? .null
  }
}
