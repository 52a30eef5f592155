/// System.Security.Principal, as far as scripts use it: to find out who runs them, and whether with administrator rights.
enum PrincipalTypes {
  /// A user or group: what WindowsIdentity.User, SecurityIdentifier and NTAccount hold.
  struct Account: Sendable {
    let name: String
    let identifier: String
    let isAdministrator: Bool
  }

  private static let nameSpace = "System.Security.Principal."
  private static let administrators = "S-1-5-32-544"

  static let builtInRole = EnumType(
    nameSpace + "WindowsBuiltInRole",
    [
      ("Administrator", 544), ("User", 545), ("Guest", 546), ("PowerUser", 547), ("AccountOperator", 548),
      ("SystemOperator", 549), ("PrintOperator", 550), ("BackupOperator", 551), ("Replicator", 552),
    ])

  static let all: [TypeReference] = [identity, principal, builtInRole, identifier, account]

  private static func current(_ context: ValueContext) -> Account {
    let isAdministrator = context.isAdministrator()
    // The identifiers of the local system's administrator and of its first user.
    return Account(
      name: "\(context.machineName().uppercased())\\\(context.userName())",
      identifier: "S-1-5-21-0-0-0-\(isAdministrator ? 500 : 1000)", isAdministrator: isAdministrator)
  }

  /// Identifiers show themselves, all else shows its name.
  private static func make(_ type: TypeReference, _ account: Account) -> Value {
    let isIdentifier = type.name.hasSuffix("SecurityIdentifier")
    return .object(
      HostObject(type, payload: account) { payload in
        (payload as? Account).map { isIdentifier ? $0.identifier : $0.name }
      })
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (Account) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: Account.self).map(get) ?? .null }
  }

  static let identifier: TypeReference = TypeReference(
    nameSpace + "SecurityIdentifier", base: BuiltInType.object,
    members: MemberTable(
      properties: [property("Value") { .string($0.identifier) }],
      methods: [
        Method("Translate", 1) { value, _, _ in
          value.payload(as: Account.self).map { make(account, $0) } ?? .null
        }
      ],
      constructor: Method("SecurityIdentifier", 1...2) { value, arguments, _ in
        guard case .type(let type) = value else { return .null }
        return try parsed(arguments.text(0), type)
      },
      convert: { value, context in try parsed(value.displayString(context), identifier) }))

  private static func parsed(_ text: String, _ type: TypeReference) throws -> Value {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, String(parts[0]).isSameName(as: "S"), parts.dropFirst().allSatisfy({ UInt64($0) != nil })
    else {
      throw PowerShellError.argument("Value was invalid.\nParameter name: sddlForm")
    }
    let isAdministrators = text.isSameName(as: administrators)
    let name = isAdministrators ? "BUILTIN\\Administrators" : text.uppercased()
    return make(type, Account(name: name, identifier: text.uppercased(), isAdministrator: isAdministrators))
  }

  static let account: TypeReference = TypeReference(
    nameSpace + "NTAccount", base: BuiltInType.object,
    members: MemberTable(
      properties: [property("Value") { .string($0.name) }],
      constructor: Method("NTAccount", 1...2) { value, arguments, _ in
        guard case .type(let type) = value else { return .null }
        let name = try arguments.indices.map { try arguments.text($0) }.joined(separator: "\\")
        return make(type, Account(name: name, identifier: "", isAdministrator: false))
      }))

  static let identity: TypeReference = TypeReference(
    nameSpace + "WindowsIdentity", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("AuthenticationType") { _ in "Kerberos" },
        property("IsAuthenticated") { _ in true },
        property("IsGuest") { _ in false }, property("IsSystem") { _ in false },
        property("IsAnonymous") { _ in false },
        property("Name") { .string($0.name) },
        property("User") { make(identifier, $0) },
        property("Owner") { make(identifier, $0) },
        property("Groups") { owner in
          guard owner.isAdministrator else { return .array([]) }
          let group = Account(name: "BUILTIN\\Administrators", identifier: administrators, isAdministrator: true)
          return .array([make(identifier, group)])
        },
      ],
      methods: [Method("Dispose", 0) { _, _, _ in .nothing }],
      staticMethods: [
        Method("GetCurrent", 0...1) { value, _, context in
          guard case .type(let type) = value else { return .null }
          return make(type, current(context))
        }
      ]))

  static let principal: TypeReference = TypeReference(
    nameSpace + "WindowsPrincipal", base: BuiltInType.object,
    members: MemberTable(
      properties: [property("Identity") { make(identity, $0) }],
      methods: [
        Method("IsInRole", 1) { value, arguments, context in
          guard let owner = value.payload(as: Account.self) else { return false }
          return .boolean(try holds(arguments[0], owner, context))
        }
      ],
      constructor: Method("WindowsPrincipal", 1) { value, arguments, _ in
        guard case .type(let type) = value else { return .null }
        guard let owner = arguments[0].payload(as: Account.self) else {
          throw PowerShellError.nullArgument("ntIdentity")
        }
        return make(type, owner)
      },
      convert: { value, _ in
        guard value.type.isSame(as: identity), let owner = value.payload(as: Account.self) else { return nil }
        return make(principal, owner)
      }))

  /// Everyone is a user; who has administrator rights is an administrator, too.
  private static func holds(_ role: Value, _ owner: Account, _ context: ValueContext) throws -> Bool {
    if let account = role.payload(as: Account.self) {
      return account.identifier == owner.identifier || account.isAdministrator && owner.isAdministrator
    }
    if let number = role.integerValue { return number == 545 || number == 544 && owner.isAdministrator }
    let name = try role.displayString(context)
    if let known = builtInRole.value(named: name) { return try holds(.enumeration(known), owner, context) }
    let short = name.split(separator: "\\").last.map(String.init) ?? name
    if short.isSameName(as: "Administrators") { return owner.isAdministrator }
    return short.isSameName(as: "Users")
  }
}
