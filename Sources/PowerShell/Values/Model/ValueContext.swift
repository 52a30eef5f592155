/// What values need of their surroundings: the evaluator's script blocks and variables, the clock, the environment.
package struct ValueContext: Sendable {
  /// Calls a script block with `$_` (nil: none) and arguments, and gives its output.
  package var invoke: @Sendable (_ block: Value, _ underscore: Value?, _ arguments: [Value]) throws -> [Value]
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
