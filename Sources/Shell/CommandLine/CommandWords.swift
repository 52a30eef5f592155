/// A command that was typed into another shell, `droste Get-VM -Name 'my machine'`, as PowerShell text.
///
/// The other shell has taken quotes away already, so each word is a value of its own: it is quoted again unless it is a
/// parameter, a number, or one of `$true`, `$false` and `$null`. A comma makes an array, as it does in PowerShell. The words `|` and `;` stand for
/// themselves.
package enum CommandWords {
  package static func text(_ words: [String]) -> String { words.map(text(of:)).joined(separator: " ") }

  /// Whether a word is the name of a cmdlet: `Verb-Noun`, letters and digits alone.
  package static func isCmdletName(_ word: String) -> Bool {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let verb = parts.first?.first, verb.isUppercase || parts[1].first?.isUppercase == true
    else {
      return false
    }
    return parts.allSatisfy { part in
      part.first?.isLetter == true && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }

  private static func text(of word: String) -> String {
    if ["|", ";"].contains(word) { return word }
    if isParameter(word) { return word }
    let parts = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { return value(word) }
    return parts.map(value).joined(separator: ",")
  }

  private static func isParameter(_ word: String) -> Bool {
    guard word.first == "-", word.dropFirst().first?.isLetter == true else { return false }
    let body = word.dropFirst()
    let name = body.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let rest = body[name.endIndex...]
    return rest.isEmpty || ["", "$true", "$false"].contains(rest.dropFirst().lowercased()) && rest.first == ":"
  }

  private static func value(_ word: String) -> String {
    if ["$true", "$false", "$null"].contains(word.lowercased()) || isNumber(word) || isCmdletName(word) { return word }
    return "'" + word.map { $0 == "'" || ("\u{2018}"..."\u{201B}").contains($0) ? "\($0)\($0)" : String($0) }.joined()
      + "'"
  }

  /// A number of PowerShell's, with a size suffix perhaps: `4GB`, `0x10`, `-1.5`.
  private static func isNumber(_ word: String) -> Bool {
    var digits = word[...]
    if digits.first == "-" { digits = digits.dropFirst() }
    let lower = digits.lowercased()
    if lower.hasPrefix("0x") { return lower.count > 2 && lower.dropFirst(2).allSatisfy(\.isHexDigit) }
    var body = lower[...]
    for suffix in ["kb", "mb", "gb", "tb", "pb"] where body.hasSuffix(suffix) {
      body = body.dropLast(2)
      break
    }
    let parts = body.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }
}
