internal import FoundationEssentials
internal import PowerShell

/// Values of a parameter that only the host knows, such as the names of machines; nil where it knows none. Called on the
/// session's thread while the user waits: it answers within a moment or not at all.
package typealias ValueCompleter = @Sendable (_ command: String, _ parameter: String) -> [String]?

/// Completes commands, parameters, values, variables and paths.
struct Completer {
  let session: Session
  let values: ValueCompleter?

  /// Candidates that are offered for one word.
  private static let limit = 2000

  func complete(_ text: String, at cursor: Int) -> Completion {
    let context = CompletionContext(text.prefix(cursor))
    let range = context.start..<cursor
    let candidates = candidates(context)
    return Completion(range: range, candidates: Array(candidates.prefix(Self.limit)))
  }

  private func candidates(_ context: CompletionContext) -> [Completion.Candidate] {
    let word = context.word
    if context.quote != "'", word.hasPrefix("$") { return variables(word) }
    guard let command = context.command else {
      let commands = word.contains("/") ? [] : commands(word)
      return commands.isEmpty ? paths(context) : commands
    }
    guard let metadata = metadata(command) else { return paths(context) }
    if word.hasPrefix("-"), context.quote == nil { return parameters(word, metadata) }
    let parameter = context.parameter.flatMap { find($0, metadata) }
    if let parameter, !parameter.isSwitch {
      return values(of: parameter, metadata, context) ?? paths(context)
    }
    if let positional = positional(metadata, context), let found = values(of: positional, metadata, context) {
      return found
    }
    return paths(context)
  }

  private func metadata(_ name: String) -> CommandMetadata? {
    (try? session.commands.resolve(name))?.metadata
  }

  private func commands(_ word: String) -> [Completion.Candidate] {
    let functions = session.functions(in: session.global).map(\.name)
    return matches(session.commands.all.map(\.name) + functions, word).map { Completion.Candidate($0) }
  }

  private func parameters(_ word: String, _ metadata: CommandMetadata) -> [Completion.Candidate] {
    let names = metadata.parameters.filter { !$0.isHidden && !$0.isCommon }.map(\.name)
    let common = metadata.parameters.filter { !$0.isHidden && $0.isCommon }.map(\.name)
    let wanted = String(word.dropFirst())
    return (matches(names, wanted) + matches(common, wanted)).map { Completion.Candidate("-\($0)") }
  }

  private func find(_ name: String, _ metadata: CommandMetadata) -> ParameterMetadata? {
    let key = name.caseFolded
    if let exact = metadata.parameters.first(where: { $0.key == key || $0.aliases.contains { $0.isSameName(as: name) } }
    ) {
      return exact
    }
    let near = metadata.parameters.filter { $0.key.hasPrefix(key) }
    return near.count == 1 ? near[0] : nil
  }

  /// The parameter that a word without a name goes to: by counting those before it that had none.
  private func positional(_ metadata: CommandMetadata, _ context: CompletionContext) -> ParameterMetadata? {
    var place = 0
    var isValue = false
    for word in context.words.dropFirst() {
      if word.hasPrefix("-") {
        isValue = !(find(String(word.dropFirst()), metadata)?.isSwitch ?? true)
      } else if isValue {
        isValue = false
      } else {
        place += 1
      }
    }
    return metadata.parameters.first { $0.entries.contains { $0.position == place } }
  }

  /// Nil where nothing is known of the parameter's values.
  private func values(
    of parameter: ParameterMetadata, _ metadata: CommandMetadata, _ context: CompletionContext
  ) -> [Completion.Candidate]? {
    let type = parameter.type.kind == .array ? parameter.type.arguments.first ?? parameter.type : parameter.type
    var known: [String]?
    if let values = type as? EnumType { known = values.cases.map(\.name) }
    if type.kind == .boolean { known = ["$true", "$false"] }
    for case .set(let values, _, _) in parameter.validations { known = values }
    if let given = values?(metadata.name, parameter.name) { known = given }
    guard let known else { return nil }
    return matches(known, context.word).map { Completion.Candidate(quoted($0, context.quote)) }
  }

  private func variables(_ word: String) -> [Completion.Candidate] {
    let names = session.variables(of: session.global).map(\.name)
    return matches(names, String(word.dropFirst())).map { Completion.Candidate("$\($0)", isFinal: false) }
  }

  private func paths(_ context: CompletionContext) -> [Completion.Candidate] {
    let slash = context.word.lastIndex(of: "/")
    let folder = slash.map { String(context.word[...$0]) } ?? ""
    let name = slash.map { String(context.word[context.word.index(after: $0)...]) } ?? context.word
    let home = session.environment("HOME") ?? "/"
    let place =
      folder.hasPrefix("~/")
      ? home + folder.dropFirst()
      : folder.hasPrefix("/") ? folder : session.location + "/" + folder
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    let visible = entries.filter { name.hasPrefix(".") || !$0.hasPrefix(".") }
    return matches(visible, name).map { entry in
      var isFolder = false
      _ = FileManager.default.fileExists(atPath: "\(place)/\(entry)", isDirectory: &isFolder)
      let text = folder + entry + (isFolder ? "/" : "")
      return Completion.Candidate(quoted(text, context.quote), label: entry + (isFolder ? "/" : ""), isFinal: !isFolder)
    }
  }

  private func matches(_ names: [String], _ word: String) -> [String] {
    let key = word.caseFolded
    var seen: Set<String> = []
    return names.filter { $0.caseFolded.hasPrefix(key) && seen.insert($0.caseFolded).inserted }
      .sorted { $0.caseFolded < $1.caseFolded }
  }

  /// With quotes where the text would be more than one word, or where they were begun.
  private func quoted(_ text: String, _ quote: Character?) -> String {
    let isPlain = text.allSatisfy { !$0.isWhitespace && !"'\"`(){};|&,@#".contains($0) }
    guard quote != nil || !isPlain, !text.hasPrefix("$") else { return text }
    return "'" + text.replacing("'", with: "''") + "'"
  }
}
