internal import PowerShell

/// -Path, -LiteralPath, -Filter, -Include and -Exclude of one call.
struct ItemSelection {
  static let parameters = [
    "!Path@0<value<property String[] in Path", "!LiteralPath<property String[] = PSPath in LiteralPath",
  ]
  static let filters = ["Filter", "Include String[]", "Exclude String[]"]

  private let includes: [Wildcard]
  private let excludes: [Wildcard]
  private let filter: Wildcard?

  /// Errors: WildcardPatternException.
  init(_ invocation: Invocation) throws {
    includes = try invocation.bound.strings("Include")?.map { try Wildcard($0) } ?? []
    excludes = try invocation.bound.strings("Exclude")?.map { try Wildcard($0) } ?? []
    filter = try invocation.bound.string("Filter").flatMap { $0 == "*.*" ? nil : try Wildcard($0) }
  }

  var isEmpty: Bool { includes.isEmpty && excludes.isEmpty && filter == nil }
  var hasIncludes: Bool { !includes.isEmpty }

  /// Whether an item of that name is wanted.
  func fits(_ name: String) -> Bool { (filter?.matches(name) ?? true) && fitsLists(name) }

  private func fitsLists(_ name: String) -> Bool {
    (includes.isEmpty || includes.contains { $0.matches(name) })
      && !excludes.contains { $0.matches(name) }
  }

  /// A path as given, and whether its wildcards count.
  struct Given {
    let text: String
    let isPattern: Bool
  }

  static func given(_ invocation: Invocation, default standard: String? = nil) -> [Given] {
    if let literal = invocation.bound.strings("LiteralPath") {
      return literal.map { Given(text: $0, isPattern: false) }
    }
    let paths = invocation.bound.strings("Path") ?? standard.map { [$0] } ?? []
    return paths.map { path in
      let isPattern = Wildcard.isPattern(path)
      return Given(text: isPattern ? path : path.unescaped, isPattern: isPattern)
    }
  }

  /// The places that are there. What is missing is written as an error; a pattern that nothing fits gives nothing.
  /// `keepsFolders`: -Filter is for what lies in the folders, not for themselves.
  func places(
    _ invocation: Invocation, default standard: String? = nil, keepsFolders: Bool = false
  ) throws -> [ItemPath] {
    let state = try invocation.management()
    var found: [ItemPath] = []
    for given in Self.given(invocation, default: standard) {
      do {
        let places =
          given.isPattern
          ? try state.matches(given.text, findsHidden: invocation.bound.isSet("Force"))
          : [try state.place(given.text)]
        for place in places {
          guard given.isPattern || state.isThere(place) else { throw ItemError.notFound(place.text) }
          let isWanted =
            keepsFolders && state.isContainer(place) ? fitsLists(place.name) : fits(place.name)
          if isWanted { found.append(place) }
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
    return found
  }

}

extension ManagementState {
  /// The object that Get-Item gives; nil when nothing is there.
  func item(_ path: ItemPath) -> Value? {
    switch path.provider {
    case .fileSystem: FileStatus(path.path, followsLinks: false) == nil ? nil : FileEntry(path.path).value
    case .registry: RegistryView.key(path) == nil ? nil : RegistryView.value(path)
    default:
      path.path.isEmpty
        ? .object(PropertyBag(["Name": .string(path.drive.name), "PSPath": .string(path.qualified)]))
        : FlatItems(self, path.provider).item(path.path)
    }
  }
}
