/// The values of `$using:` variables of a script that came from another session (about_Scopes, about_Remote_Variables).
package final class UsingValues {
  package var values: NamedValues<Value>

  package init(_ values: NamedValues<Value>) { self.values = values }
}

extension Session {
  /// Nil where no script from another session runs: `$using:` is an error then.
  package var usingValues: UsingValues? {
    get { attachments[ObjectIdentifier(UsingValues.self)] as? UsingValues }
    set { attachments[ObjectIdentifier(UsingValues.self)] = newValue }
  }

  func usingValue(_ name: String) throws -> Value {
    guard let usingValues else {
      throw PowerShellError(
        "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or "
          + "InlineScript in the script workflow. When it is used with Invoke-Command, the Using variable is valid only "
          + "if the script block is invoked on a remote computer.", id: "UsingWithoutInvokeCommand")
    }
    if let value = usingValues.values[name] { return value }
    throw PowerShellError(
      "The value of the using variable '$using:\(name)' cannot be retrieved because it has not been set in the local "
        + "session.", id: "UsingVariableIsUndefined")
  }
}
