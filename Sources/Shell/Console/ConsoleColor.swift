internal import PowerShell

/// The console's sixteen colours as a terminal's sequences.
enum ConsoleColor {
  private static let codes: [String: Int] = [
    "black": 30, "darkred": 31, "darkgreen": 32, "darkyellow": 33, "darkblue": 34, "darkmagenta": 35, "darkcyan": 36,
    "gray": 37, "darkgray": 90, "red": 91, "green": 92, "yellow": 93, "blue": 94, "magenta": 95, "cyan": 96,
    "white": 97,
  ]

  /// What makes a terminal go on in these colours.
  static func start(foreground: String, background: String) -> String {
    let codes = [codes[foreground.lowercased()], codes[background.lowercased()].map { $0 + 10 }].compactMap { $0 }
    return "\u{1B}[\(codes.map(String.init).joined(separator: ";"))m"
  }

  /// `text` in colours that are named as `[ConsoleColor]` names them; unknown names change nothing.
  static func paint(_ text: String, foreground: String?, background: String? = nil) -> String {
    var marks: [String] = []
    if let code = foreground.flatMap({ codes[$0.lowercased()] }) { marks.append(String(code)) }
    if let code = background.flatMap({ codes[$0.lowercased()] }) { marks.append(String(code + 10)) }
    guard !marks.isEmpty else { return text }
    // A background that runs on over the end of a line would fill the rest of the next one.
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "\u{1B}[\(marks.joined(separator: ";"))m\($0)\u{1B}[0m" }.joined(separator: "\n")
  }
}
