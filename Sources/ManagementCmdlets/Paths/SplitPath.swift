internal import PowerShell

/// Split-Path: a part of a path, as text.
enum SplitPath {
  private static let parts = ["Parent", "Leaf", "LeafBase", "Extension", "Qualifier", "NoQualifier", "IsAbsolute"]

  static let command = CommandInfo(
    cmdlet: "Split-Path", module: ModuleName.management,
    metadata: {
      try CommandMetadata(
        cmdlet: "Split-Path", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.SplitPathCommand",
        parts.map { "!Path@0<value<property String[] in \($0)Set" } + [
          "!LiteralPath<property String[] = PSPath in LiteralPathSet", "Parent SwitchParameter in ParentSet",
          "Resolve SwitchParameter",
        ] + parts.dropFirst().map { "!\($0) SwitchParameter in \($0)Set" }, defaultSetName: "ParentSet",
        synopsis: "Gives a part of a path: the folder, the name, the drive.")
    }, { ClosureCmdlet(run) })

  private static func run(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for path in invocation.bound.strings("LiteralPath") ?? invocation.bound.strings("Path") ?? [] {
      do {
        var texts = [path]
        if invocation.bound.isSet("Resolve") {
          texts = try state.matches(path).map { place in
            guard state.isThere(place) else { throw ItemError.notFound(place.text) }
            return place.text
          }
        }
        for text in texts { try invocation.writeOutput(part(text, invocation)) }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func part(_ path: String, _ invocation: Invocation) throws -> Value {
    let bound = invocation.bound
    if bound.isSet("IsAbsolute") { return .boolean(isAbsolute(path)) }
    let (qualifier, rest) = split(path)
    if bound.isSet("Qualifier") {
      guard let qualifier else {
        throw PowerShellError(
          "Cannot parse path because path '\(path)' does not have a qualifier specified.", id: "ParsePathFormatError",
          category: .invalidArgument, exceptionType: "System.FormatException", target: .string(path))
      }
      return .string(qualifier)
    }
    if bound.isSet("NoQualifier") { return .string(rest) }
    let name = leaf(path)
    if bound.isSet("Leaf") { return .string(name) }
    if bound.isSet("LeafBase") { return .string(PathText.base(name)) }
    if bound.isSet("Extension") { return .string(PathText.extension(name)) }
    return .string(parent(path))
  }

  static func isAbsolute(_ path: String) -> Bool {
    path.first.map(PathText.isSeparator) ?? false || split(path).0 != nil
  }

  /// The drive with its colon, or the provider with its two, and what follows.
  private static func split(_ path: String) -> (String?, String) {
    if let range = path.firstRange(of: "::") {
      return (String(path[..<range.upperBound]), String(path[range.upperBound...]))
    }
    guard let colon = path.firstIndex(of: ":"), !path[..<colon].contains(where: PathText.isSeparator) else {
      return (nil, path)
    }
    return (String(path[...colon]), String(path[path.index(after: colon)...]))
  }

  static func leaf(_ path: String) -> String {
    let (qualifier, rest) = split(path)
    let name = rest.split(whereSeparator: PathText.isSeparator).last.map(String.init)
    return name ?? qualifier.map { $0 + (rest.isEmpty ? "" : "\\") } ?? (rest.isEmpty ? "" : "/")
  }

  /// "" for what has nothing above it.
  static func parent(_ path: String) -> String {
    let (qualifier, rest) = split(path)
    let separator: Character =
      qualifier != nil && !(qualifier?.hasSuffix("::") ?? false) || rest.hasPrefix("\\\\") ? "\\" : "/"
    var text = Substring(String(rest.map { PathText.isSeparator($0) ? separator : $0 }))
    while text.count > 1, text.last == separator { text.removeLast() }
    guard let last = text.lastIndex(of: separator) else {
      return text.isEmpty ? "" : qualifier ?? ""
    }
    var head = text[..<last]
    while head.count > 1, head.last == separator { head.removeLast() }
    if head.isEmpty { return text.count > 1 ? (qualifier ?? "") + String(separator) : "" }
    return (qualifier ?? "") + head
  }
}
