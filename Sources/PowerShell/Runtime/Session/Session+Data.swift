extension Session {
  /// The value of a data file (.psd1): literals, arrays, hashtables and operators, evaluated without running anything
  /// (about_Data_Files).
  ///
  /// - Parameters:
  ///   - path: the file, for messages and `$PSScriptRoot`; nil for text that is in none.
  ///   - commands: names of commands that the text may call.
  /// - Throws: ParseException with every objection.
  package func evaluateData(_ text: String, path: String? = nil, commands: [String] = []) throws -> Value {
    try checkStackForParsing()
    let source = SourceText(text, name: path)
    do {
      let body = try source.parsed()
      var language = RestrictedLanguage(
        variables: RestrictedLanguage.variables.union(["psscriptroot", "psedition", "enabledexperimentalfeatures"]),
        commands: Set(commands.map(\.caseFolded)))
      language.check(body)
      guard language.errors.isEmpty else { throw ParseFailure(source: source, errors: language.errors) }
      let block = ScriptBlockObject(try compile(body), session: self, module: nil)
      return .collected(try invoke(block, underscore: nil, arguments: []))
    } catch let failure as ParseFailure {
      throw failure.asError
    }
  }
}
