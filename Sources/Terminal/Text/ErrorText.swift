public import HyperV

extension DrosteError {
  /// The error as a command prints it on stderr:
  ///
  ///     droste: error: There is no machine "L2".
  ///       cause: ...
  ///       mend it: droste list
  ///
  /// Texts of several lines are indented under the first.
  public func report(style: OutputStyle) -> String {
    let margin = "  "
    func block(_ label: String, _ text: String, indent: String) -> String {
      text.printableLines.enumerated().map { $0 == 0 ? label + $1 : indent + $1 }.joined(separator: "\n")
    }
    var parts = [block(style.paint("droste: error: ", .bad), message, indent: margin)]
    if let cause, !cause.isEmpty { parts.append(block(margin + "cause: ", cause, indent: margin + margin)) }
    if let hint, !hint.isEmpty {
      parts.append(block(margin + style.paint("mend it: ", .good), hint, indent: margin + margin))
    }
    return parts.joined(separator: "\n")
  }
}
