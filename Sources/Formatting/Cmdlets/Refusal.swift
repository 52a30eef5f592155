internal import PowerShell

extension Invocation {
  /// Throws ParameterNotSupported for the first of these parameters that was given.
  func refuse(_ names: [String], because reason: String) throws {
    for name in names where bound.contains(name) {
      throw PowerShellError(
        "The parameter '\(name)' of \(metadata.name) is not supported: \(reason)", id: "ParameterNotSupported",
        category: .notImplemented, exceptionType: "System.NotSupportedException", target: .string(name))
    }
  }

  /// The object at hand: what the pipeline brought, else the parameter.
  var subject: Value { expectsInput ? input : bound["InputObject"] ?? .nothing }

  /// What the subject consists of: elements of a collection that was given as a parameter, and of one that the pipeline
  /// brought, itself.
  var subjects: [Value] {
    if expectsInput { return [input] }
    return bound["InputObject"].map { $0.reference?.enumerated ?? [$0] } ?? []
  }
}

extension CommandInfo {
  /// A cmdlet of Microsoft.PowerShell.Utility whose class is called as in Windows PowerShell.
  static func utility(
    _ name: String, aliases: [String] = [], class: String, _ lines: [String], _ synopsis: String,
    defaultSet: String? = nil, shouldProcess: Bool = false, rules: [String: [ParameterValidation]] = [:],
    allowing: [String: Set<ParameterAllowance>] = [:], module: String = FormattingModule.utility,
    _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: module, aliases: aliases,
      metadata: {
        try CommandMetadata(
          cmdlet: name, module: module, errorSource: "Microsoft.PowerShell.Commands.\(`class`)", lines,
          defaultSetName: defaultSet, supportsShouldProcess: shouldProcess, synopsis: synopsis, validations: rules,
          allowing: allowing)
      }, make)
  }
}

/// What stands between lines of a string that a command gives: [Environment]::NewLine.
enum NewLine {
  static let text = "\r\n"
}
