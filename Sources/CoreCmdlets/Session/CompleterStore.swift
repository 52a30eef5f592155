package import PowerShell

/// What Register-ArgumentCompleter was given. The shell asks it for values of arguments.
// SAFETY: used on the session's thread: script blocks may be called nowhere else.
package final class CompleterStore: @unchecked Sendable {
  /// Completers that are kept; more are refused.
  package static let limit = 1000

  package struct Completer {
    /// Nil: any command.
    package let command: String?
    /// Nil: a native command's whole line.
    package let parameter: String?
    package let block: ScriptBlockObject
  }

  private var completers: [Completer] = []

  package init() {}

  /// A later one for the same command and parameter replaces an earlier one. Throws when there are too many.
  package func add(_ completer: Completer) throws {
    completers.removeAll { known in
      same(known.command, completer.command) && same(known.parameter, completer.parameter)
    }
    guard completers.count < Self.limit else {
      throw PowerShellError(
        "More than \(Self.limit) argument completers were registered.", id: "TooManyCompleters",
        category: .limitsExceeded)
    }
    completers.append(completer)
  }

  /// The completer for a parameter of a command, that of the command itself before one for any; of a native command
  /// when `parameter` is nil.
  package func completer(command: String, parameter: String?) -> ScriptBlockObject? {
    let fitting = completers.filter { same($0.parameter, parameter) }
    return (fitting.first { same($0.command, command) } ?? fitting.first { $0.command == nil })?.block
  }

  private func same(_ one: String?, _ other: String?) -> Bool { one?.caseFolded == other?.caseFolded }

  var command: CommandInfo {
    .core(
      "Register-ArgumentCompleter", in: ModuleName.core, "RegisterArgumentCompleterCommand",
      [
        "CommandName String[] in PowerShellSet", "!CommandName String[] in NativeSet",
        "!ParameterName in PowerShellSet", "!ScriptBlock ScriptBlock", "Native SwitchParameter in NativeSet",
      ], defaultSet: "NativeSet", synopsis: "Sets a script block that completes an argument as it is typed."
    ) { [self] invocation in
      guard let block = invocation.block("ScriptBlock") else { return }
      let parameter = invocation.bound.string("ParameterName")
      guard let names = invocation.bound.strings("CommandName") else {
        return try add(Completer(command: nil, parameter: parameter, block: block))
      }
      for name in names { try add(Completer(command: name, parameter: parameter, block: block)) }
    }
  }
}
