/// What the text before the cursor says of the word under it: which command it belongs to, and what it is.
package struct CompletionContext: Equatable {
  /// The words of the command before the present one, without quotes.
  package var words: [String] = []
  /// The present word up to the cursor, without its opening quote.
  package var word = ""
  /// Where the present word begins, its quote included; in characters.
  package var start = 0
  /// The quote that is open at the cursor.
  var quote: Character?

  var command: String? { words.first }

  /// Reads the text up to the cursor: a new command begins behind `|`, `;`, `&`, brackets, `=` and line ends.
  package init(_ text: some StringProtocol) {
    var isEscaped = false
    var hasWord = false
    func isQuote(_ character: Character) -> Bool {
      "'\"".contains(character) || ("\u{2018}"..."\u{201E}").contains(character)
    }
    func closes(_ character: Character, _ open: Character) -> Bool {
      let single: Set<Character> = ["'", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}"]
      return isQuote(character) && single.contains(character) == single.contains(open)
    }
    for (index, character) in text.enumerated() {
      if isEscaped {
        word.append(character)
        isEscaped = false
        continue
      }
      if let open = quote {
        if closes(character, open) { quote = nil } else { word.append(character) }
        continue
      }
      switch character {
      case "`":
        isEscaped = true
        if !hasWord { (start, hasWord) = (index, true) }
      case _ where isQuote(character):
        if !hasWord { (start, hasWord) = (index, true) }
        quote = character
      case " ", "\t", ",":
        if hasWord { words.append(word) }
        (word, hasWord, start) = ("", false, index + 1)
        // The next element of a list belongs to the same parameter.
        if character == ",", !words.isEmpty { words.removeLast() }
      case "|", ";", "\n", "{", "(", "&", "=", "}", ")":
        (words, word, hasWord, start) = ([], "", false, index + 1)
      default:
        if !hasWord { (start, hasWord) = (index, true) }
        word.append(character)
      }
    }
    if !hasWord { start = text.count }
  }

  /// The parameter whose value the present word is: the word before it, when that is a parameter.
  var parameter: String? {
    guard words.count > 1, let last = words.last, last.hasPrefix("-"), last.count > 1 else { return nil }
    return String(last.dropFirst())
  }
}
