internal import PowerShell

/// Get-ChildItem. Of a folder its folders come first and then its files, each in the order of their names; with -Recurse
/// what lies in the folders follows.
final class GetChildItem: Cmdlet {
  /// Folders within one another.
  private static let depthLimit = 4096

  static let command = CommandInfo(
    cmdlet: "Get-ChildItem", module: ModuleName.management, aliases: ["gci", "ls", "dir"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Get-ChildItem", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.GetChildItemCommand",
        [
          "Path@0<value<property String[] in Items", "!LiteralPath<property String[] = PSPath in LiteralItems",
          "Filter@1", "Include String[]", "Exclude String[]", "Recurse SwitchParameter = s", "Depth UInt32",
          "Force SwitchParameter", "Name SwitchParameter", "File SwitchParameter = af",
          "Directory SwitchParameter = ad, d", "Hidden SwitchParameter = ah, h", "ReadOnly SwitchParameter = ar",
        ], defaultSetName: "Items",
        synopsis: "Lists what lies in a folder, a registry key or a drive.")
    }, { GetChildItem() })

  private struct Wish {
    let selection: ItemSelection
    let recurses: Bool
    let depth: Int
    let force: Bool
    let namesOnly: Bool
    let files: Bool
    let folders: Bool
    let hidden: Bool
    let readOnly: Bool

    init(_ invocation: Invocation) throws {
      let bound = invocation.bound
      selection = try ItemSelection(invocation)
      recurses = bound.isSet("Recurse") || bound.contains("Depth")
      depth = bound.integer("Depth").map { Int(clamping: $0) } ?? depthLimit
      (force, namesOnly) = (bound.isSet("Force"), bound.isSet("Name"))
      (files, folders) = (bound.isSet("File"), bound.isSet("Directory"))
      (hidden, readOnly) = (bound.isSet("Hidden"), bound.isSet("ReadOnly"))
    }

    func fits(_ name: String, isFolder: Bool) -> Bool {
      if files, !folders, isFolder { return false }
      if folders, !files, !isFolder { return false }
      let isHidden = name.hasPrefix(".")
      if hidden ? !isHidden : isHidden && !force { return false }
      return selection.fits(name)
    }
  }

  func process(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let wish = try Wish(invocation)
    for given in ItemSelection.given(invocation, default: ".") {
      do {
        let places = given.isPattern ? try state.matches(given.text) : [try state.place(given.text)]
        for place in places {
          guard given.isPattern || state.isThere(place) else { throw ItemError.notFound(place.text) }
          try list(place, given, wish, invocation, state)
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private func list(
    _ place: ItemPath, _ given: ItemSelection.Given, _ wish: Wish, _ invocation: Invocation, _ state: ManagementState
  ) throws {
    let isFolder = state.isContainer(place)
    // With -Include a pattern means the items that it finds; without, what lies in the folders among them.
    if !isFolder || given.isPattern && wish.selection.hasIncludes && !wish.recurses {
      if wish.fits(place.name, isFolder: isFolder) { try write(place, place.name, wish, invocation, state) }
      return
    }
    if wish.selection.hasIncludes, !wish.recurses { return }
    try listFolder(place, prefix: "", depth: 0, wish, invocation, state)
  }

  private func listFolder(
    _ folder: ItemPath, prefix: String, depth: Int, _ wish: Wish, _ invocation: Invocation, _ state: ManagementState
  ) throws {
    if invocation.isStopping { return }
    var folders: [(name: String, isLink: Bool)] = []
    var others: [String] = []
    if folder.provider == .fileSystem {
      let names: [String]
      do { names = try FileListing.names(folder.path) } catch let error as SystemError {
        throw ItemError.system(error.number, folder.path, "Dir")
      }
      for name in names {
        let path = PathText.join(folder.path, name)
        guard let own = FileStatus(path, followsLinks: false) else { continue }
        if own.isFolder || own.kind == .link && FileStatus(path)?.isFolder ?? false {
          folders.append((name, own.kind == .link))
        } else {
          others.append(name)
        }
      }
    } else if folder.provider == .registry {
      folders = state.childNames(folder).map { ($0, false) }
    } else {
      others = state.childNames(folder)
    }
    for name in folders.map(\.name) where wish.fits(name, isFolder: true) {
      try write(folder.child(name), prefix + name, wish, invocation, state)
    }
    for name in others where wish.fits(name, isFolder: false) {
      try write(folder.child(name), prefix + name, wish, invocation, state)
    }
    guard wish.recurses, depth < wish.depth else { return }
    for (name, isLink) in folders where !isLink && (wish.force || wish.hidden || !name.hasPrefix(".")) {
      do {
        try listFolder(folder.child(name), prefix: "\(prefix)\(name)/", depth: depth + 1, wish, invocation, state)
      } catch let error as PowerShellError where depth < Self.depthLimit {
        try invocation.writeError(error)
      }
    }
  }

  private func write(
    _ place: ItemPath, _ name: String, _ wish: Wish, _ invocation: Invocation, _ state: ManagementState
  ) throws {
    if wish.readOnly, place.provider != .fileSystem || !(FileStatus(place.path)?.isReadOnly ?? false) { return }
    if wish.namesOnly { return try invocation.writeOutput(.string(name)) }
    if let item = state.item(place) { try invocation.writeOutput(item) }
  }
}
