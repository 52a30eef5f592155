/// `$ExecutionContext.SessionState.Path`.
enum PathIntrinsics {
  static let type = TypeReference(
    "System.Management.Automation.PathIntrinsics", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("CurrentLocation") { value, _ in
          let session = try EngineObject.session(value)
          return session.variable("PWD", in: session.global) ?? .string(session.location)
        },
        Property("CurrentFileSystemLocation") { value, _ in
          let session = try EngineObject.session(value)
          return session.variable("PWD", in: session.global) ?? .string(session.location)
        },
      ],
      methods: [
        Method("GetUnresolvedProviderPathFromPSPath", 1...3) { value, arguments, _ in
          .string(try EngineObject.session(value).resolvedPath(arguments.text(0)))
        },
        Method("GetResolvedProviderPathFromPSPath", 1...2) { value, arguments, _ in
          .array([.string(try EngineObject.session(value).resolvedPath(arguments.text(0)))])
        },
        Method("Combine", 2) { _, arguments, _ in
          let (parent, child) = (try arguments.text(0), try arguments.text(1))
          let head = parent.hasSuffix("/") || parent.isEmpty ? parent : parent + "/"
          return .string(head + child.drop { $0 == "/" })
        },
        Method("IsValid", 1) { _, arguments, _ in .boolean(try !arguments.text(0).isEmpty) },
        Method("ParseChildName", 1) { _, arguments, _ in
          .string(try arguments.text(0).split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "")
        },
        Method("ParseParent", 1...2) { _, arguments, _ in
          let path = try arguments.text(0)
          guard let slash = path.lastIndex(where: { $0 == "/" || $0 == "\\" }) else { return "" }
          return .string(slash == path.startIndex ? "/" : String(path[..<slash]))
        },
        Method("IsPSAbsolute", 1...2) { _, arguments, _ in
          let path = try arguments.text(0)
          return .boolean(path.hasPrefix("/") || path.contains(":"))
        },
      ]))
}

extension Session {
  /// The path of a provider's item out of one as scripts write it: relative ones start at the location. `.` and `..` are
  /// worked out by the text alone.
  package func resolvedPath(_ path: String) throws -> String {
    if let resolve = options.resolvePath { return try resolve(path) }
    let home = SystemFacts.homeDirectory()
    let whole =
      if path.hasPrefix("/") { path } else if path == "~" || path.hasPrefix("~/") { home + path.dropFirst() } else {
        "\(location)/\(path)"
      }
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
