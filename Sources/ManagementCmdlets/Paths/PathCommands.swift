internal import PowerShell

/// Test-Path, Resolve-Path, Convert-Path and Join-Path.
enum PathCommands {
  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Test-Path", module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: "Test-Path", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.TestPathCommand",
          ItemSelection.parameters + ItemSelection.filters + [
            "PathType = Type", "IsValid SwitchParameter", "OlderThan DateTime", "NewerThan DateTime",
          ], defaultSetName: "Path", synopsis: "Tells whether something is at a path.",
          validations: ["PathType": [.set(["Any", "Container", "Leaf"])]],
          allowing: ["Path": [.emptyString, .emptyCollection, .null], "LiteralPath": [.emptyString, .null]])
      }, { ClosureCmdlet(test) }),
    CommandInfo(
      cmdlet: "Resolve-Path", module: ModuleName.management, aliases: ["rvpa"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Resolve-Path", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.ResolvePathCommand",
          ItemSelection.parameters + ["Relative SwitchParameter"], defaultSetName: "Path",
          synopsis: "Gives the full paths of what a path with wildcards fits.")
      }, { ClosureCmdlet(resolve) }),
    CommandInfo(
      cmdlet: "Convert-Path", module: ModuleName.management, aliases: ["cvpa"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Convert-Path", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.ConvertPathCommand", ItemSelection.parameters,
          defaultSetName: "Path", synopsis: "Gives a path as the provider itself writes it.")
      }, { ClosureCmdlet(convert) }),
    CommandInfo(
      cmdlet: "Join-Path", module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: "Join-Path", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.JoinPathCommand",
          [
            "!Path@0<value<property String[] = PSPath", "!ChildPath@1<property",
            "AdditionalChildPath@2<property<remaining String[]", "Resolve SwitchParameter",
          ], synopsis: "Puts a folder and what lies in it together to one path.",
          allowing: ["Path": [.emptyString], "ChildPath": [.emptyString, .null]])
      }, { ClosureCmdlet(join) }),
  ]

  private static func test(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let selection = try ItemSelection(invocation)
    let given = ItemSelection.given(invocation)
    for path in given {
      if path.text.isEmpty {
        try invocation.writeError(
          PowerShellError(
            "Cannot bind argument to parameter 'Path' because it is an empty string.",
            id: "ParameterArgumentValidationErrorEmptyStringNotAllowed", category: .invalidData,
            exceptionType: "System.Management.Automation.ParameterBindingValidationException"))
        continue
      }
      if invocation.bound.isSet("IsValid") {
        let isValid = path.text.utf8.count <= PathText.lengthLimit && !path.text.utf8.contains(0)
        try invocation.writeOutput(.boolean(isValid && (try? state.place(path.text)) != nil))
        continue
      }
      let places = (try? path.isPattern ? state.matches(path.text) : [state.place(path.text)]) ?? []
      let isThere = places.contains { place in
        guard state.isThere(place), selection.fits(place.name), isInTime(place, invocation) else { return false }
        switch invocation.bound.string("PathType")?.caseFolded {
        case "container"?: return state.isContainer(place)
        case "leaf"?: return !state.isContainer(place)
        default: return true
        }
      }
      try invocation.writeOutput(.boolean(isThere))
    }
    if given.isEmpty { try invocation.writeOutput(false) }
  }

  private static func isInTime(_ place: ItemPath, _ invocation: Invocation) -> Bool {
    guard case .dateTime(let modified)? = FileStatus(place.path).map({ Value.dateTime($0.modified) }) else {
      return !invocation.bound.contains("NewerThan") && !invocation.bound.contains("OlderThan")
    }
    if case .dateTime(let date)? = invocation.bound["NewerThan"]?.unwrapped, modified <= date.universal { return false }
    if case .dateTime(let date)? = invocation.bound["OlderThan"]?.unwrapped, modified >= date.universal { return false }
    return true
  }

  private static func resolve(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for place in try ItemSelection(invocation).places(invocation) {
      guard invocation.bound.isSet("Relative"), place.provider == .fileSystem else {
        try invocation.writeOutput(PathInfo.value(place))
        continue
      }
      try invocation.writeOutput(.string(relative(place.path, to: state.folder)))
    }
  }

  private static func relative(_ path: String, to folder: String) -> String {
    let (parts, base) = (path.split(separator: "/"), folder.split(separator: "/"))
    let common = zip(parts, base).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: base.count - common)
    let rest = up + parts[common...]
    let text = rest.joined(separator: "/")
    return up.isEmpty ? text.isEmpty ? "." : "./\(text)" : text
  }

  private static func convert(_ invocation: Invocation) throws {
    for place in try ItemSelection(invocation).places(invocation) {
      try invocation.writeOutput(.string(place.providerPath))
    }
  }

  private static func join(_ invocation: Invocation) throws {
    let children =
      [invocation.bound.string("ChildPath") ?? ""] + (invocation.bound.strings("AdditionalChildPath") ?? [])
    let state = try invocation.management()
    for path in invocation.bound.strings("Path") ?? [] {
      let joined = children.reduce(path) { PathText.joined($0, $1) }
      guard invocation.bound.isSet("Resolve") else {
        try invocation.writeOutput(.string(joined))
        continue
      }
      do {
        for place in try state.matches(joined) {
          guard state.isThere(place) else { throw ItemError.notFound(place.text) }
          try invocation.writeOutput(.string(place.text))
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }
}
