import Testing

/// Runs `droste powershell -NoProfile -NonInteractive` with what programs write behind it.
func powerShell(
  _ arguments: [String], home: String, input: String = "", environment: [String: String] = [:],
  isInteractive: Bool = false
) async throws -> ProgramResult {
  let first = ["powershell", "-NoProfile"] + (isInteractive ? [] : ["-NonInteractive"])
  return try await program(first + arguments, home: home, input: input, environment: environment)
}

/// Runs `droste` to its end.
func program(
  _ arguments: [String], home: String, input: String = "", environment: [String: String] = [:]
) async throws -> ProgramResult {
  let running = try RunningProgram(arguments, home: home, environment: environment)
  running.write(input)
  running.endInput()
  return await running.finish()
}

/// A folder for one test and the service that its commands start in it, which is ended afterwards.
func withHost<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  try await withHome { home in
    let result: Result<Value, any Error>
    do { result = .success(try await body(home)) } catch { result = .failure(error) }
    let stop = try await program(["host", "stop"], home: home)
    #expect(stop.exitCode == 0, "\(stop.error)")
    return try result.get()
  }
}

/// A command line, and what it prints and ends with.
struct CommandRow: Sendable, CustomTestStringConvertible {
  var arguments: [String]
  var exitCode: Int32
  /// Standard output, exactly.
  var output: String
  /// The first lines of standard error, lines that the console's width broke put together again; empty: there is nothing.
  var error: String
  /// Standard input.
  var input: String
  /// Compares all of standard error, not just how it begins.
  var isWholeError: Bool

  init(
    _ arguments: [String], _ output: String = "", error: String = "", exit exitCode: Int32 = 0, input: String = "",
    isWholeError: Bool = false
  ) {
    (self.arguments, self.exitCode, self.output, self.error) = (arguments, exitCode, output, error)
    (self.input, self.isWholeError) = (input, isWholeError)
  }

  /// `-Command TEXT`.
  init(_ command: String, _ output: String = "", error: String = "", exit exitCode: Int32 = 0, input: String = "") {
    self.init(["-Command", command], output, error: error, exit: exitCode, input: input)
  }

  var testDescription: String { arguments.joined(separator: " ") }

  func check(home: String) async throws {
    let result = try await powerShell(arguments, home: home, input: input)
    let complaint = Self.unbroken(result.error)
    #expect(result.exitCode == exitCode, "\(testDescription)\n\(result.error)")
    #expect(result.output == output, "\(testDescription)\n\(result.error)")
    if error.isEmpty || isWholeError {
      #expect(complaint == error, "\(testDescription)")
    } else {
      #expect(complaint.hasPrefix(error), "\(testDescription)\n\(result.error)")
    }
  }

  /// Error text is broken between words at 120 columns, where a blank stays at the line's end.
  static func unbroken(_ text: String) -> String {
    var lines: [Substring] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if isOpen, let last = lines.popLast() { lines.append(last + line) } else { lines.append(line) }
      isOpen = line.hasSuffix(" ") && line.contains { $0 != " " }
    }
    return lines.joined(separator: "\n")
  }
}
