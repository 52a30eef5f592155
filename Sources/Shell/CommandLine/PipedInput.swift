internal import PowerShell

/// Standard input as `$input` of what the command line names: `Get-Content list | powershell -Command '$input | …'`.
enum PipedInput {
  /// The lines, one at a time; nil where standard input is left alone.
  ///
  /// It is read to its end before the script begins, which another program that keeps it open never reaches: only text
  /// that names `$input` gets it, and none that asks questions, whose answers it is.
  static func lines(for text: String, _ host: ConsoleHost) -> (() throws -> Value?)? {
    guard !host.input.isTerminal, names(text) else { return nil }
    return { try host.typedLine().map { .string($0) } }
  }

  private static func names(_ text: String) -> Bool {
    let text = text.lowercased()
    return text.contains("$input") && !text.contains("read-host")
  }
}
