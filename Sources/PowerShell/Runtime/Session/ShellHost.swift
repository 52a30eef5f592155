/// Where a session's streams go and who answers its questions. Everything is called on the session's thread.
package protocol ShellHost: AnyObject {
  /// An object that nothing took: to be formatted and shown.
  func write(_ value: Value) throws
  /// A record of another stream, after preferences were applied.
  func write(_ record: StreamRecord) throws
  /// A line of input; nil at its end. Throws where nobody can be asked.
  func readLine(prompt: String) throws -> String?
  /// The index of the choice. Throws where nobody can be asked.
  func choose(_ prompt: ChoicePrompt) throws -> Int
  /// One value for each field. Throws where nobody can be asked.
  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value]
  /// Holds the command until the user comes back (the choice Suspend).
  func suspend() throws
}

extension ShellHost {
  package func readLine(prompt: String) throws -> String? { throw NotInteractive.error }
  package func choose(_ prompt: ChoicePrompt) throws -> Int { throw NotInteractive.error }
  package func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    throw NotInteractive.error
  }
  package func suspend() throws { throw NotInteractive.error }
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
}

/// What a session is given. Limits are numbers of things, each an error when it is passed.
package struct SessionOptions {
  /// Functions and script blocks within one another. One call needs at most about 16 KiB of stack in a release build;
  /// the thread's own stack is watched as well (CallDepthOverflow).
  package var callDepthLimit = 1000
  /// Bytes of stack that the thread which calls `run` still has. Its own stack of 64 MiB is what `ScriptThread` gives;
  /// the default fits a thread of 8 MiB.
  package var stackSize = 6 << 20
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
  /// `$drive:name` of drives beyond env, variable, function and alias; nil: no such thing.
  package var readDrive: (_ drive: String, _ name: String) throws -> Value? = { _, _ in nil }
  /// False: there is no such drive.
  package var writeDrive: (_ drive: String, _ name: String, _ value: Value) throws -> Bool = { _, _, _ in false }
  /// Variables that exist from the start, such as `$PSVersionTable` and `$Host`, constant for scripts.
  package var constants: [(name: String, value: Value)] = []
  /// The scripts run with administrator rights (`#requires -RunAsAdministrator`).
  package var isAdministrator = true
  /// The version that scripts see.
  package var version = Version(5, 1, 20348, 1)
  package var edition = "Desktop"

  package init() {}
}
