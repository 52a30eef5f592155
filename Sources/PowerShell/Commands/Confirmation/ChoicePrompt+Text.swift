extension ChoicePrompt {
  /// What was typed in answer.
  package enum Reply: Sendable, Equatable {
    case choice(Int)
    /// `?`: show `helpText` and ask again.
    case help
    /// Nothing that means anything: ask again.
    case unknown
  }

  /// Caption and message, each on lines of its own, above the choices.
  package var headText: String {
    [caption, message].filter { !$0.isEmpty }.map { "\($0)\n" }.joined()
  }

  /// `[Y] Yes  [N] No  [?] Help (default is "Y"): `, broken between choices where `width` columns are full.
  package func choicesText(width: Int) -> String {
    var parts = choices.map { "[\($0.key)] \($0.name)" }
    let suffix = defaultChoice.map { " (default is \"\(choices[$0].key)\")" } ?? ""
    parts.append("[?] Help\(suffix): ")
    var lines = [""]
    for part in parts {
      let last = lines.count - 1
      let separator = lines[last].isEmpty ? "" : "  "
      if !lines[last].isEmpty, lines[last].codeUnitCount + separator.count + part.codeUnitCount > max(1, width) {
        lines.append(part)
      } else {
        lines[last] += separator + part
      }
    }
    return lines.joined(separator: "\n")
  }

  /// One line for each key.
  package var helpText: String {
    choices.map { "\($0.key) - \($0.help.isEmpty ? $0.name : $0.help)\n" }.joined()
  }

  /// Key or whole label, in any case; nothing is the default.
  package func reply(_ typed: String) -> Reply {
    let text = typed.trimmingBlanks()
    if text.isEmpty { return defaultChoice.map { .choice($0) } ?? .unknown }
    if text == "?" { return .help }
    let index =
      choices.firstIndex { $0.key.isSameName(as: text) } ?? choices.firstIndex { $0.name.isSameName(as: text) }
    return index.map { .choice($0) } ?? .unknown
  }
}
