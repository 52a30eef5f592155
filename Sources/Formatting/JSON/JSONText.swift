package import PowerShell

/// Values as JSON (RFC 8259).
package enum JSONText {
  /// Throws for a text of more than 64 Mi bytes.
  package static func text(
    _ value: Value, _ style: JSONStyle = .program, _ context: ValueContext = .standalone
  ) throws -> String {
    var writer = JSONWriter(style, context)
    try writer.write(value, level: 0, column: 0)
    return writer.text
  }
}
