internal import PowerShell

/// A service as System.ServiceProcess.ServiceController shows it.
package struct ServiceEntry: Sendable {
  package let name: String
  package let displayName: String
  package let state: ServiceState
  package let startType: String
  /// Droste's own: its state is the embedder's.
  let isOwn: Bool

  static let status = EnumType(
    "System.ServiceProcess.ServiceControllerStatus",
    ServiceState.allCases.enumerated().map { ($1.rawValue, Int64($0 + 1)) })
  static let startMode = EnumType(
    "System.ServiceProcess.ServiceStartMode",
    [("Boot", 0), ("System", 1), ("Automatic", 2), ("Manual", 3), ("Disabled", 4)])

  static let type = TypeReference(
    "System.ServiceProcess.ServiceController", .custom, base: BuiltInType.object,
    members: MemberTable(properties: [
      property("Name") { .string($0.name) },
      property("RequiredServices") { _ in .array([]) },
      property("CanPauseAndContinue") { _ in false },
      property("CanShutdown") { .boolean($0.state == .running) },
      property("CanStop") { .boolean($0.state == .running) },
      property("DisplayName") { .string($0.displayName) },
      property("DependentServices") { _ in .array([]) },
      property("MachineName") { _ in "." },
      property("ServiceName") { .string($0.name) },
      property("ServicesDependedOn") { _ in .array([]) },
      property("Status") { entry in
        status.value(named: entry.state.rawValue).map { .enumeration($0) } ?? .string(entry.state.rawValue)
      },
      property("StartType") { entry in
        startMode.value(named: entry.startType).map { .enumeration($0) } ?? .string(entry.startType)
      },
    ]))

  var value: Value { .object(HostObject(Self.type, payload: self) { ($0 as? ServiceEntry)?.name }) }

  private static func property(_ name: String, _ get: @escaping @Sendable (ServiceEntry) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: ServiceEntry.self).map(get) ?? .null }
  }
}

/// The services that can be named: Hyper-V's, which all are Droste's service, and those of systemd where it is.
struct ServiceTable {
  /// Names that Hyper-V's services have on Windows, with what they are called there.
  static let own: [(name: String, displayName: String)] = [
    ("vmms", "Hyper-V Virtual Machine Management"), ("vmcompute", "Hyper-V Host Compute Service"),
    ("hvhost", "HV Host Service"), ("winnat", "Windows NAT Driver"), ("hns", "Host Network Service"),
  ]

  let options: ManagementOptions

  /// Nil: no such service.
  func find(_ name: String) throws -> ServiceEntry? {
    if let known = Self.own.first(where: { $0.name.isSameName(as: name) || $0.displayName.isSameName(as: name) }) {
      return ServiceEntry(
        name: known.name, displayName: known.displayName, state: options.serviceState(), startType: "Automatic",
        isOwn: true)
    }
    return try Systemd.service(name)
  }

  /// By patterns of names or display names.
  func all() throws -> [ServiceEntry] {
    let own = try Self.own.compactMap { try find($0.name) }
    return try (own + Systemd.services()).sorted { $0.name.caseFolded < $1.name.caseFolded }
  }
}
