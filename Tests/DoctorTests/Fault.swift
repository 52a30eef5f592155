import Doctor
import HyperV
import Testing

/// A way to spoil a healthy nest, and what a check must say then.
struct Fault: CustomTestStringConvertible, Sendable {
  let check: String
  let severity: Severity
  let object: String
  /// A word of the verdict, the measurement or what mends it.
  let text: String
  let spoil: @Sendable (inout Nest) -> Void

  init(
    _ check: String, _ severity: Severity, _ object: String, _ text: String,
    _ spoil: @escaping @Sendable (inout Nest) -> Void
  ) {
    (self.check, self.severity, self.object, self.text, self.spoil) = (check, severity, object, text, spoil)
  }

  var testDescription: String { "\(check): \(text)" }
}
