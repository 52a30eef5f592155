internal import Glibc
internal import PowerShell

/// Runs a session's native programs: found on the session's PATH, started in its location with its environment, read
/// line by line while they run, and ended when the pipeline wants no more.
// SAFETY: used on the session's thread only.
final class NativePrograms: NativeCommandRunner, @unchecked Sendable {
  /// Bytes of a line; longer ones are cut into several.
  static let lineLimit = 16 << 20

  private weak var state: ManagementState?

  init(_ state: ManagementState) { self.state = state }

  func find(_ name: String) -> String? {
    guard let state else { return nil }
    let slashed = name.replacingBackslashes
    if slashed.contains("/") || slashed.hasPrefix("~") {
      guard let place = try? state.place(name), place.provider == .fileSystem else { return nil }
      return Self.isProgram(place.path) ? place.path : nil
    }
    for folder in (state.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":") {
      let path = PathText.join(PathText.absolute(String(folder), in: state.folder), name)
      if Self.isProgram(path) { return path }
    }
    return name.caseFolded.hasSuffix(".exe") ? find(String(name.dropLast(4))) : nil
  }

  static func isProgram(_ path: String) -> Bool {
    (FileStatus(path)?.isFile ?? false) && access(path, X_OK) == 0
  }

  func run(
    _ path: String, _ arguments: [String], input: [String]?, output: (String) throws -> Void,
    error: (String) throws -> Void
  ) throws -> Int32 {
    guard let state else { return -1 }
    return try withoutActuallyEscaping(output) { output in
      try withoutActuallyEscaping(error) { error in
        let program = try RunningProgram(
          path, arguments, state, feedsInput: input != nil, output: output, error: error)
        defer { program.stop() }
        for line in input ?? [] where try !program.write(line) { break }
        return try program.finish()
      }
    }
  }

  func start(
    _ path: String, _ arguments: [String], output: @escaping (String) throws -> Void,
    error: @escaping (String) throws -> Void
  ) throws -> (any NativeProgram)? {
    try state.map { try RunningProgram(path, arguments, $0, feedsInput: true, output: output, error: error) }
  }
}
