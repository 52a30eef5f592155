/// What values need of their surroundings: the evaluator's script blocks and variables, the clock, the environment.
package struct ValueContext: Sendable {
  /// Calls a script block with `$_` (nil: none) and arguments, and gives its output.
  package var invoke: @Sendable (_ block: Value, _ underscore: Value?, _ arguments: [Value]) throws -> [Value]
  /// Calls a script block that is a member of an object, with `$this` and arguments.
  package var invokeMember: @Sendable (_ block: Value, _ this: Value, _ arguments: [Value]) throws -> [Value]
  /// The version of the system that scripts see.
  package var systemVersion = Version(10, 0, 20348, 0)
  /// The types that names stand for.
  package var types = TypeRegistry()
  /// `$OFS`; nil is a blank.
  package var separator: String?
  /// The wall clock, in UTC.
  package var now: @Sendable () -> DateTime
  /// The environment variable of a name, exactly as spelt; nil when it is not set.
  package var environment: @Sendable (_ name: String) -> String?
  /// Sets (nil: removes) an environment variable of the evaluator.
  package var setEnvironment: @Sendable (_ name: String, _ value: String?) -> Void
  /// The computer's name.
  package var machineName: @Sendable () -> String
  /// The user's name.
  package var userName: @Sendable () -> String
  /// The current directory, absolute.
  package var currentDirectory: @Sendable () -> String
  /// Scripts run with administrator rights.
  package var isAdministrator: @Sendable () -> Bool = { SystemFacts.isAdministrator() }
  /// Waits for so many milliseconds; throws when the script is to stop.
  package var pause: @Sendable (_ milliseconds: Int64) throws -> Void = { SystemFacts.sleep($0) }
  /// Writes to the console itself, past all streams: its output or its error output.
  package var writeConsole: @Sendable (_ text: String, _ toError: Bool) throws -> Void = { _, _ in }
  /// A line of the console's input; nil at its end.
  package var readConsole: @Sendable () throws -> String? = { nil }
  /// Sets the title of the console's window.
  package var setTitle: @Sendable (String) throws -> Void = { _ in }
  /// Columns of the console.
  package var consoleWidth: @Sendable () -> Int = { 120 }
  /// Ends the session with an exit code; throws what does it.
  package var exit: @Sendable (_ code: Int32) throws -> Void = { _ in
    throw PowerShellError("There is no session to exit from.", id: "ExitWithoutSession")
  }
  /// All environment variables.
  package var environmentVariables: @Sendable () -> [String: String] = { SystemFacts.environment() }
  /// How many objects the text being made is within.
  package private(set) var depth = 0

  /// Without an evaluator: script blocks cannot be called.
  package static let standalone = ValueContext()

  package init(
    invoke: @escaping @Sendable (Value, Value?, [Value]) throws -> [Value] = { block, _, _ in
      throw PowerShellError(
        "Cannot call \(block.type.name) without an evaluator.", id: "InvokeWithoutEvaluator",
        category: .invalidOperation)
    },
    separator: String? = nil, now: @escaping @Sendable () -> DateTime = { DateTime.systemNow() },
    environment: @escaping @Sendable (String) -> String? = { SystemFacts.environment($0) },
    setEnvironment: @escaping @Sendable (String, String?) -> Void = { _, _ in },
    machineName: @escaping @Sendable () -> String = { SystemFacts.machineName() },
    userName: @escaping @Sendable () -> String = { SystemFacts.userName() },
    currentDirectory: @escaping @Sendable () -> String = { SystemFacts.currentDirectory() }
  ) {
    self.invoke = invoke
    invokeMember = { try invoke($0, $1, $2) }
    self.separator = separator
    self.now = now
    self.environment = environment
    self.setEnvironment = setEnvironment
    self.machineName = machineName
    self.userName = userName
    self.currentDirectory = currentDirectory
  }

  /// For what lies within.
  package var deeper: ValueContext {
    var context = self
    context.depth += 1
    return context
  }
}
