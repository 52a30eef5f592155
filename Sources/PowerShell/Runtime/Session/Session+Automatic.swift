/// The variables that exist from the start (about_Automatic_Variables, about_Preference_Variables).
extension Session {
  func defineVariables() {
    let constants: [(String, Value)] = [
      ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null),
      ("PSVersionTable", .object(versionTable)), ("PSEdition", .string(options.edition)),
      ("ShellId", .string("Microsoft.PowerShell")), ("PID", .int32(SystemFacts.processID())),
      ("PSCulture", "en-US"), ("PSUICulture", "en-US"),
      ("ExecutionContext", .object(EngineObject(self, EngineObject.execution))),
      ("HOME", .string(SystemFacts.homeDirectory())),
    ]
    for (name, value) in constants + options.constants {
      global.create(names.number(of: name), name, value, options: [.constant, .allScopes])
    }
    let error = WellKnownName.error.number
    global.create(error, "Error", .object(errors), options: [.constant, .allScopes])
    let preferences: [(WellKnownName, String, Value)] = [
      (.errorAction, "ErrorActionPreference", ActionPreference.continue.value),
      (.warning, "WarningPreference", ActionPreference.continue.value),
      (.verbose, "VerbosePreference", ActionPreference.silentlyContinue.value),
      (.debug, "DebugPreference", ActionPreference.silentlyContinue.value),
      (.information, "InformationPreference", ActionPreference.silentlyContinue.value),
      (.progress, "ProgressPreference", ActionPreference.continue.value),
      (.confirm, "ConfirmPreference", .string(ConfirmImpact.high.name)),
      (.whatIf, "WhatIfPreference", .boolean(false)),
      (.defaultValues, "PSDefaultParameterValues", .object(DictionaryObject())),
      (.lastExitCode, "LASTEXITCODE", .null),
      (.workingDirectory, "PWD", .object(StartLocation(SystemFacts.currentDirectory()))),
      (.stackTrace, "StackTrace", ""),
    ]
    for (known, name, value) in preferences { global.create(known.number, name, value) }
    let others: [(String, Value)] = [
      ("NestedPromptLevel", 0), ("MaximumHistoryCount", 4096), ("MaximumErrorCount", .count(options.errorLimit)),
      ("MaximumAliasCount", 4096), ("MaximumDriveCount", 4096), ("MaximumFunctionCount", 4096),
      ("MaximumVariableCount", 4096), ("FormatEnumerationLimit", 4), ("ErrorView", "NormalView"),
      ("OutputEncoding", (try? Members.staticProperty(BuiltInType.encoding, "ASCII")) ?? .null),
      ("PSEmailServer", ""), ("ConsoleFileName", ""), ("PROFILE", profile),
    ]
    for (name, value) in others { global.create(names.number(of: name), name, value) }
  }

  private var versionTable: DictionaryObject {
    let table = DictionaryObject()
    table["PSVersion"] = .version(options.version)
    table["PSEdition"] = .string(options.edition)
    let compatible = [Version(1, 0), Version(2, 0), Version(3, 0), Version(4, 0), Version(5, 0)] + [options.version]
    table["PSCompatibleVersions"] = .array(ArrayObject(compatible.map { .version($0) }, of: BuiltInType.version))
    table["BuildVersion"] = .version(Version(10, 0, options.version.build, options.version.revision))
    table["CLRVersion"] = .version(Version(4, 0, 30319, 42000))
    table["WSManStackVersion"] = .version(Version(3, 0))
    table["PSRemotingProtocolVersion"] = .version(Version(2, 3))
    table["SerializationVersion"] = .version(Version(1, 1, 0, 1))
    return table
  }

  /// The path of the profile script, with the others as properties (about_Profiles).
  private var profile: Value {
    let own = SystemFacts.homeDirectory() + "/.config/powershell/"
    let all = "/etc/powershell/"
    let host = "Microsoft.PowerShell_profile.ps1"
    let path = WrappedValue(.string(own + host))
    for (name, place) in [
      ("AllUsersAllHosts", all + "profile.ps1"), ("AllUsersCurrentHost", all + host),
      ("CurrentUserAllHosts", own + "profile.ps1"), ("CurrentUserCurrentHost", own + host),
    ] {
      path.addedMembers()[name] = .note(.string(place))
    }
    return .wrapped(path)
  }
}

/// `$PWD` before anything has set it.
// SAFETY: all that is its own is constant.
package final class StartLocation: ObjectReference, @unchecked Sendable {
  private let path: String

  init(_ path: String) {
    self.path = path
    super.init()
  }

  package override var type: TypeReference { Self.locationType }
  package override func text(_ context: ValueContext) throws -> String { path }

  private static func property(_ name: String) -> Property {
    Property(name) { value, _ in .string(value.reference(as: StartLocation.self)?.path ?? "") }
  }

  private static let locationType = TypeReference(
    "System.Management.Automation.PathInfo", base: BuiltInType.object,
    members: MemberTable(properties: [property("Path"), property("ProviderPath")]))
}
