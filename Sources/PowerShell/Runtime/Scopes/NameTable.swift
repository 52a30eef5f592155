/// The number of a name within one session. Names are looked up by number at run time, so that no text is hashed.
package typealias NameNumber = Int32

/// Gives every name of a session a number; names that differ only in case share one.
final class NameTable {
  private var numbers: [String: NameNumber] = [:]
  private var texts: [String] = []

  init() {
    for name in WellKnownName.allCases { _ = number(ofKey: name.key) }
  }

  func number(of name: Name) -> NameNumber { number(ofKey: name.key) }

  func number(of text: String) -> NameNumber { number(ofKey: text.caseFolded) }

  /// The number a name has already; a look-up by a computed name must not make the table grow.
  func existingNumber(of text: String) -> NameNumber? { numbers[text.caseFolded] }

  func text(of number: NameNumber) -> String { texts[Int(number)] }

  private func number(ofKey key: String) -> NameNumber {
    if let number = numbers[key] { return number }
    let number = NameNumber(texts.count)
    numbers[key] = number
    texts.append(key)
    return number
  }
}

/// Names that the evaluator itself looks up; their raw values are their numbers in every session.
enum WellKnownName: NameNumber, CaseIterable {
  case underscore, arguments, input, myInvocation, boundParameters, cmdlet, scriptRoot, commandPath, this, matches
  case separator, error, errorAction, warning, verbose, debug, information, progress, confirm, whatIf
  case lastExitCode, defaultValues, stackTrace, forEachEnumerator, switchEnumerator, workingDirectory, nativeErrorAction

  var key: String {
    switch self {
    case .underscore: "_"
    case .arguments: "args"
    case .input: "input"
    case .myInvocation: "myinvocation"
    case .boundParameters: "psboundparameters"
    case .cmdlet: "pscmdlet"
    case .scriptRoot: "psscriptroot"
    case .commandPath: "pscommandpath"
    case .this: "this"
    case .matches: "matches"
    case .separator: "ofs"
    case .error: "error"
    case .errorAction: "erroractionpreference"
    case .warning: "warningpreference"
    case .verbose: "verbosepreference"
    case .debug: "debugpreference"
    case .information: "informationpreference"
    case .progress: "progresspreference"
    case .confirm: "confirmpreference"
    case .whatIf: "whatifpreference"
    case .lastExitCode: "lastexitcode"
    case .defaultValues: "psdefaultparametervalues"
    case .stackTrace: "stacktrace"
    case .forEachEnumerator: "foreach"
    case .switchEnumerator: "switch"
    case .workingDirectory: "pwd"
    case .nativeErrorAction: "psnativecommanduseerroractionpreference"
    }
  }

  var number: NameNumber { rawValue }
}
