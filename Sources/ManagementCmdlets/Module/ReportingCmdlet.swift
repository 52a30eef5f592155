internal import PowerShell

/// A cmdlet whose own errors do not end the pipeline: they are written, so that `-ErrorAction` decides about them. Only
/// what is refused, because it is not supported, always ends the command.
final class ReportingCmdlet: Cmdlet {
  private let body: @Sendable (Invocation) throws -> Void

  init(_ body: @escaping @Sendable (Invocation) throws -> Void) { self.body = body }

  func process(_ invocation: Invocation) throws {
    do { try body(invocation) } catch let error as PowerShellError where error.id != "ParameterNotSupported" {
      try invocation.writeError(error)
    }
  }
}
