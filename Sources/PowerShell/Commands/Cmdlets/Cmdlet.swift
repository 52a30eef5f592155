/// A command written in Swift. One instance serves one place in one pipeline: `begin` once, `process` once per input
/// object (once in all when nothing is piped in), `end` once, `clean` once whatever happened.
///
/// All of it runs on the thread of the evaluator and may block it.
package protocol Cmdlet: AnyObject {
  func begin(_ invocation: Invocation) throws
  func process(_ invocation: Invocation) throws
  func end(_ invocation: Invocation) throws
  /// Releases what the instance holds; output is no longer possible.
  func clean()
}

extension Cmdlet {
  package func begin(_ invocation: Invocation) throws {}
  package func process(_ invocation: Invocation) throws {}
  package func end(_ invocation: Invocation) throws {}
  package func clean() {}
}

/// A cmdlet that takes the pipeline's objects from `Invocation.input` alone, whatever they are: no parameter is bound to
/// them, which is most of what an object costs on its way. Its parameters for input have no sets and no validations.
package protocol DirectInput: Cmdlet {}

/// A cmdlet that is nothing but its `process`.
package final class ClosureCmdlet: Cmdlet {
  private let body: @Sendable (Invocation) throws -> Void

  package init(_ body: @escaping @Sendable (Invocation) throws -> Void) { self.body = body }

  package func process(_ invocation: Invocation) throws { try body(invocation) }
}
