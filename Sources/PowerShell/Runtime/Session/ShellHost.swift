/// Where a session's streams go and who answers its questions. Everything is called on the session's thread.
package protocol ShellHost: AnyObject {
  /// An object that nothing took: to be formatted and shown.
  func write(_ value: Value) throws
  /// A record of another stream, after preferences were applied.
  func write(_ record: StreamRecord) throws
  /// A line of input; nil at its end. Throws where nobody can be asked.
  func readLine(prompt: String) throws -> String?
  /// As `readLine`, for what must not be seen while it is typed.
  func readSecret(prompt: String) throws -> String?
  /// The index of the choice. Throws where nobody can be asked.
  func choose(_ prompt: ChoicePrompt) throws -> Int
  /// One value for each field. Throws where nobody can be asked.
  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value]
  /// Holds the command until the user comes back (the choice Suspend).
  func suspend() throws
  /// Text for the console itself, past all streams: `[Console]::Write`, `[Console]::Error.WriteLine`.
  func writeConsole(_ text: String, toError: Bool) throws
  /// The title of the window.
  func setTitle(_ title: String) throws
  /// Columns of the console.
  var consoleWidth: Int { get }
}

extension ShellHost {
  package func readLine(prompt: String) throws -> String? { throw NotInteractive.error }
  package func readSecret(prompt: String) throws -> String? { try readLine(prompt: prompt) }
  package func choose(_ prompt: ChoicePrompt) throws -> Int { throw NotInteractive.error }
  package func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    throw NotInteractive.error
  }
  package func suspend() throws { throw NotInteractive.error }

  package func writeConsole(_ text: String, toError: Bool) throws {
    let hasNewLine = text.hasSuffix("\n")
    let line = hasNewLine ? String(text.dropLast()) : text
    try write(.information(InformationRecord(.string(line), isHostOutput: true, hasNewLine: hasNewLine)))
  }

  package func setTitle(_ title: String) throws {}
  package var consoleWidth: Int { 120 }
}

/// What a host throws when it has nobody to ask.
package enum NotInteractive {
  package static let error = PowerShellError(
    "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
    id: "InvalidOperation", exceptionType: "System.Management.Automation.PSInvalidOperationException")
}

/// Runs programs that are not PowerShell's.
package protocol NativeCommandRunner: AnyObject {
  /// The path of a program of that name; nil when there is none.
  func find(_ name: String) -> String?

  /// Runs a program to its end and gives its exit code. `input` is nil when nothing is piped in. `output` and `error`
  /// get lines without their ends; what they throw ends the program.
  func run(
    _ path: String, _ arguments: [String], input: [String]?, output: (String) throws -> Void,
    error: (String) throws -> Void
  ) throws -> Int32

  /// Starts a program that gets its input line by line while it runs. Nil: this runner wants all of it first, as `run`
  /// takes it. `output` and `error` are called from within the program's own methods, and what they throw passes through.
  func start(
    _ path: String, _ arguments: [String], output: @escaping (String) throws -> Void,
    error: @escaping (String) throws -> Void
  ) throws -> (any NativeProgram)?
}

extension NativeCommandRunner {
  package func start(
    _ path: String, _ arguments: [String], output: @escaping (String) throws -> Void,
    error: @escaping (String) throws -> Void
  ) throws -> (any NativeProgram)? { nil }
}

/// A program that runs and is fed.
package protocol NativeProgram: AnyObject {
  /// Gives it a line. False: it takes no more.
  func write(_ line: String) throws -> Bool
  /// Ends its input, waits for its end and gives its exit code.
  func finish() throws -> Int32
  /// Ends it, if it still runs.
  func stop()
}

/// What a session is given. Limits are numbers of things, each an error when it is passed.
package struct SessionOptions {
  /// Functions and script blocks within one another. One call needs at most about 16 KiB of stack in a release build;
  /// the thread's own stack is watched as well (CallDepthOverflow).
  package var callDepthLimit = 1000
  /// Bytes of stack that the thread which calls `run` still has; nil: all that a `ScriptThread` has, 6 MiB elsewhere.
  package var stackSize: Int?
  /// Values that an assignment or `( )` holds at a time.
  package var outputLimit = 10_000_000
  /// Records that `$Error` keeps ($MaximumErrorCount).
  package var errorLimit = 256
  package var native: (any NativeCommandRunner)?
  /// Lines of a file, for `switch -File` and script files.
  package var readLines: (_ path: String) throws -> [String] = { try SessionFiles.lines($0) }
  /// Opens a file for a redirection; the closure gets the values, nil at the end.
  package var openFile: (_ path: String, _ append: Bool) throws -> ((Value?) throws -> Void) = {
    try SessionFiles.open($0, append: $1)
  }
  /// The absolute path of a file system item out of a path as scripts write it; nil: relative ones start at `$PWD`.
  package var resolvePath: ((_ path: String) throws -> String)?
  /// `$drive:name` of drives beyond env, variable, function and alias; nil: no such thing.
  package var readDrive: (_ drive: String, _ name: String) throws -> Value? = { _, _ in nil }
  /// False: there is no such drive.
  package var writeDrive: (_ drive: String, _ name: String, _ value: Value) throws -> Bool = { _, _, _ in false }
  /// Variables that exist from the start, such as `$PSVersionTable` and `$Host`, constant for scripts.
  package var constants: [(name: String, value: Value)] = []
  /// The scripts run with administrator rights: `#requires -RunAsAdministrator`, WindowsPrincipal.
  package var isAdministrator = SystemFacts.isAdministrator()
  /// The version that scripts see.
  package var version = Version(5, 1, 20348, 1)
  package var edition = "Desktop"

  package init() {}
}
