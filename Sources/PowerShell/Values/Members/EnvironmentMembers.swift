/// System.Environment. The system looks like Windows, as scripts expect it to; its folders are this system's.
enum EnvironmentMembers {
  private static let systemType = TypeReference("System.OperatingSystem")

  /// System.Environment.SpecialFolder, as far as this system has such places.
  static let specialFolder = EnumType(
    "System.Environment+SpecialFolder",
    [
      ("Desktop", 0), ("Personal", 5), ("MyDocuments", 5), ("ApplicationData", 26), ("LocalApplicationData", 28),
      ("CommonApplicationData", 35), ("Windows", 36), ("System", 37), ("ProgramFiles", 38), ("UserProfile", 40),
    ])

  /// The places that the freedesktop base directories name, and `/usr`'s for what belongs to the system.
  private static func folder(_ number: Int64, _ context: ValueContext) -> String {
    let home = SystemFacts.homeDirectory()
    switch number {
    case 0: return home + "/Desktop"
    case 26: return context.environment("XDG_CONFIG_HOME") ?? home + "/.config"
    case 28: return context.environment("XDG_DATA_HOME") ?? home + "/.local/share"
    case 35: return "/usr/share"
    case 36, 37: return "/usr"
    case 38: return "/opt"
    default: return home
    }
  }

  private static func variables(_ context: ValueContext) -> Value {
    let table = DictionaryObject()
    for (name, value) in context.environmentVariables().sorted(by: { $0.key < $1.key }) { table[name] = .string(value) }
    return .object(table)
  }

  static let table = MemberTable(
    staticProperties: [
      Property("MachineName") { _, context in .string(context.machineName()) },
      Property("UserName") { _, context in .string(context.userName()) },
      Property("UserDomainName") { _, context in .string(context.machineName()) },
      Property("UserInteractive") { _, _ in true }, Property("NewLine") { _, _ in "\r\n" },
      Property("CurrentDirectory") { _, context in .string(context.currentDirectory()) },
      Property("SystemDirectory") { _, context in .string(folder(37, context)) },
      Property("Is64BitOperatingSystem") { _, _ in true }, Property("Is64BitProcess") { _, _ in true },
      Property("ProcessorCount") { _, _ in .count(SystemFacts.processorCount()) },
      Property("TickCount") { _, _ in .int32(Int32(truncatingIfNeeded: SystemFacts.upTime())) },
      Property("HasShutdownStarted") { _, _ in false }, Property("ExitCode") { _, _ in 0 },
      // The common language runtime that Windows PowerShell 5.1 runs on.
      Property("Version") { _, _ in .version(Version(4, 0, 30319, 42000)) },
      Property("CommandLine") { _, _ in .string(CommandLine.arguments.joined(separator: " ")) },
      Property("OSVersion") { _, context in
        let bag = PropertyBag(type: systemType)
        bag["Platform"] = BuiltInType.platform.value(named: "Win32NT").map { .enumeration($0) }
        bag["ServicePack"] = ""
        bag["Version"] = .version(context.systemVersion)
        bag["VersionString"] = .string("Microsoft Windows NT \(context.systemVersion.text)")
        return .object(bag)
      },
    ],
    staticMethods: [
      Method("GetEnvironmentVariable", 1...2) { _, arguments, context in
        context.environment(try arguments.text(0)).map { .string($0) } ?? .null
      },
      Method("GetEnvironmentVariables", 0...1) { _, _, context in variables(context) },
      Method("SetEnvironmentVariable", 2...3) { _, arguments, context in
        let target = try arguments.count > 2 ? arguments.text(2) : "Process"
        guard target.isSameName(as: "Process") || target == "0" else {
          throw PowerShellError.exception(
            "System.NotSupportedException",
            "Environment variables are set for the process alone; the target '\(target)' is not available.")
        }
        let value = try arguments.text(1)
        context.setEnvironment(try arguments.text(0), value.isEmpty ? nil : value)
        return .nothing
      },
      Method("ExpandEnvironmentVariables", 1) { _, arguments, context in
        let regex = try RegularExpression.cached("%([^%]+)%", [])
        return .string(
          try regex.replacing(arguments.text(0)) { match, result in
            result += (match.text(of: 1).flatMap { context.environment($0) } ?? match.value).utf16
          })
      },
      Method("GetFolderPath", 1...2) { _, arguments, context in
        .string(folder(try arguments.enumeration(0, "folder", specialFolder), context))
      },
      Method("GetCommandLineArgs", 0) { _, _, _ in
        .array(ArrayObject(CommandLine.arguments.map { .string($0) }, of: BuiltInType.string))
      },
      Method("Exit", 1) { _, arguments, context in
        try context.exit(Int32(try arguments.int(0, "exitCode")))
        return .nothing
      },
    ])
}
