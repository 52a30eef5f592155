/// System.Environment. The system looks like Windows, as scripts expect it to.
enum EnvironmentMembers {
  private static let systemType = TypeReference("System.OperatingSystem")

  static let table = MemberTable(
    staticProperties: [
      Property("MachineName") { _, context in .string(context.machineName()) },
      Property("UserName") { _, context in .string(context.userName()) },
      Property("UserDomainName") { _, context in .string(context.machineName()) },
      Property("NewLine") { _, _ in "\r\n" },
      Property("CurrentDirectory") { _, context in .string(context.currentDirectory()) },
      Property("Is64BitOperatingSystem") { _, _ in true }, Property("Is64BitProcess") { _, _ in true },
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
      Method("SetEnvironmentVariable", 2...3) { _, arguments, context in
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
    ])
}
