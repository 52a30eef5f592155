internal import PowerShell

/// The files and drives of a session as the language itself uses them: script files, redirections, `$drive:name`.
enum SessionPaths {
  static func lines(_ path: String, _ state: ManagementState) throws -> [String] {
    let place = try state.place(path)
    guard place.provider == .fileSystem else { throw ItemError.notFound(place.text) }
    do { return try FileBytes.lines(place.path) } catch let error as SystemError {
      throw error.number == 2
        ? ItemError.notFound(place.path) : ItemError.system(error.number, place.path, "GetContentReader")
    }
  }

  /// The values are formatted together when the last one is there, unless they are strings, which are lines.
  static func open(_ path: String, append: Bool, _ state: ManagementState) throws -> ((Value?) throws -> Void) {
    let place = try state.place(path)
    guard place.provider == .fileSystem else { throw ItemError.notSupported("redirection", place) }
    let file = place.path
    func guarded<Result>(_ body: () throws -> Result) throws -> Result {
      do { return try body() } catch let error as SystemError {
        throw ItemError.system(error.number == 21 ? 13 : error.number, file, "FileOpen")
      }
    }
    let writer = try guarded { try FileWriter(file, append: append) }
    var held: [Value] = []
    let limit = state.session?.options.outputLimit ?? 1_000_000
    func flush() throws {
      guard !held.isEmpty, let session = state.session else { return }
      let lines = try state.options.lines(held, session)
      held = []
      for line in lines { try guarded { try writer.write(Array((line + "\n").utf8)) } }
    }
    return { value in
      guard let value else {
        try flush()
        return try guarded { try writer.finish() }
      }
      if case .string(let line) = value.unwrapped {
        try flush()
        return try guarded { try writer.write(Array((line + "\n").utf8)) }
      }
      guard held.count < limit else {
        throw PowerShellError(
          "A redirection holds at most \(limit) values until it is written.", id: "RedirectionLimit",
          category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
      }
      held.append(value)
    }
  }

  /// `${/etc/hosts}` and `${name:path}` of drives that scripts made.
  static func read(_ drive: String, _ name: String, _ state: ManagementState) throws -> Value? {
    guard let found = state.drives[drive] else { return nil }
    let place = try state.place("\(found.name):\(name)")
    guard place.provider == .fileSystem else { return FlatItems(state, place.provider).content(place.path) }
    guard FileStatus(place.path)?.isFile ?? false else { return nil }
    do { return .collected(try FileBytes.lines(place.path).map { .string($0) }) } catch let error as SystemError {
      throw ItemError.system(error.number, place.path, "GetContentReader")
    }
  }

  static func write(_ drive: String, _ name: String, _ value: Value, _ state: ManagementState) throws -> Bool {
    guard let found = state.drives[drive] else { return false }
    let place = try state.place("\(found.name):\(name)")
    switch place.provider {
    case .registry: throw ItemError.registryDenied(place)
    case .fileSystem:
      let lines = try (value.reference?.enumerated ?? [value]).map { try $0.displayString() + "\n" }
      do { try FileBytes.write(place.path, Array(lines.joined().utf8)) } catch let error as SystemError {
        throw ItemError.system(error.number, place.path, "GetContentWriter")
      }
    default: try FlatItems(state, place.provider).set(place.path, value)
    }
    return true
  }
}
