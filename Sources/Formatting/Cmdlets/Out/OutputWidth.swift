internal import PowerShell

/// The columns of the console that a command's text is for.
enum OutputWidth {
  /// Of a console of 120 columns, as a host without one has.
  static let standard = 119

  /// `-Width`, else one less than `$Host.UI.RawUI.BufferSize.Width` says.
  static func of(_ invocation: Invocation) -> Int {
    if let width = invocation.bound.integer("Width") { return Int(clamping: width) }
    var value = invocation.host.variable("Host")
    for name in ["UI", "RawUI", "BufferSize", "Width"] {
      guard !value.isNull, let next = try? Members.property(value, name, invocation.host.values) else {
        return standard
      }
      value = next
    }
    return value.integerValue.map { max(20, Int(clamping: $0) - 1) } ?? standard
  }
}

extension OutputFormatter {
  /// One whose lines are for a string or a file.
  convenience init(
    _ invocation: Invocation, _ views: ViewTable, _ write: @escaping (String) throws -> Void
  ) {
    let width = OutputWidth.of(invocation)
    self.init(
      views: views, columns: { width }, enumerationLimit: EnumerationLimit.of(invocation), write)
  }
}
