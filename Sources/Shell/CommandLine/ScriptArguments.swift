internal import PowerShell

/// The words behind a script's name on the command line, as PowerShell hands them over: literal text, of which what
/// looks like `-Name` or `-Name:value` is a parameter (about_PowerShell.exe, -File).
enum ScriptArguments {
  static func parse(_ words: [String]) -> [RuntimeArgument] {
    words.map { word in
      guard word.first == "-", let second = word.dropFirst().first, second.isLetter || second == "_" else {
        return .value(.string(word), text: word)
      }
      let body = word.dropFirst()
      guard let colon = body.firstIndex(of: ":") else { return .parameter(String(body)) }
      let value = String(body[body.index(after: colon)...])
      // The one expression that is understood here, because a switch cannot be turned off in another way.
      let given: Value =
        switch value.lowercased() {
        case "$true": .boolean(true)
        case "$false": .boolean(false)
        default: .string(value)
        }
      return .parameter(String(body[..<colon]), given)
    }
  }
}
