/// What went wrong in a front end of a test.
package struct FrontendError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// A system call that failed, with its error number.
  package init(system call: String, _ number: Int32) { description = "\(call) failed with error \(number)" }
}
