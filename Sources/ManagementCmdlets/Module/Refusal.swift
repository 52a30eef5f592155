internal import PowerShell

/// Refusing what is not supported, by name, before anything is done.
extension Invocation {
  /// Throws ParameterNotSupported for the first of these parameters that was given.
  func refuse(_ names: [String], because reason: String) throws {
    for name in names where bound.contains(name) {
      throw PowerShellError(
        "The parameter '\(name)' of \(metadata.name) is not supported: \(reason)", id: "ParameterNotSupported",
        category: .notImplemented, exceptionType: "System.NotSupportedException", target: .string(name))
    }
  }

  /// -ComputerName of commands that look at this computer only; "." and "localhost" and its own name are this one.
  func requireThisComputer(_ parameter: String = "ComputerName") throws {
    for name in bound.strings(parameter) ?? [] {
      let own = SystemFacts.machineName()
      if [".", "localhost", "127.0.0.1", own].contains(where: { $0.isSameName(as: name) }) { continue }
      throw PowerShellError(
        "The parameter '\(parameter)' of \(metadata.name) is not supported for another computer ('\(name)'). Run it "
          + "there: Invoke-Command -VMName \(name) { \(metadata.name) }", id: "ParameterNotSupported",
        category: .notImplemented, exceptionType: "System.NotSupportedException", target: .string(name))
    }
  }
}
