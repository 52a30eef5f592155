internal import PowerShell

/// What netsh was given, as its own syntax reads it: words that may be abbreviated, then values with or without a tag.
struct NetshSyntax {
  /// A command of a context: its parameters in order, those that must be given first.
  struct Command: Sendable {
    let verb: String
    let object: String
    let parameters: [String]
    let required: Int
    /// Other words for a parameter: `name` for `interface`.
    var otherNames: [String: String] = [:]
  }

  /// What goes wrong, as netsh says it.
  struct Failure: Error {
    let text: String
  }

  let command: Command
  private let values: [String: String]

  subscript(parameter: String) -> String? { values[parameter] }

  /// Finds the command and takes its values apart. Throws Failure.
  init(_ words: [String], _ known: [Command], all: [String]) throws {
    let whole = all.joined(separator: " ")
    guard let first = words.first, let verb = Self.match(first, Set(known.map(\.verb))) else {
      throw Self.notFound(whole)
    }
    let objects = known.filter { $0.verb == verb }
    guard words.count > 1, let object = Self.match(words[1], Set(objects.map(\.object))),
      let command = objects.first(where: { $0.object == object })
    else { throw Self.notFound(whole) }
    self.command = command
    values = try Self.values(Array(words.dropFirst(2)), command)
  }

  static func notFound(_ words: String) -> Failure {
    Failure(text: "The following command was not found: \(words).")
  }

  /// The only one of the names that begins with the word, or the one that is it.
  static func match(_ word: String, _ names: Set<String>) -> String? {
    let word = word.caseFolded
    if names.contains(word) { return word }
    let matches = names.filter { !word.isEmpty && $0.hasPrefix(word) }
    return matches.count == 1 ? matches.first : nil
  }

  private static func values(_ words: [String], _ command: Command) throws -> [String: String] {
    var values: [String: String] = [:]
    var open = command.parameters[...]
    for word in joined(words) {
      if let sign = word.firstIndex(of: "=") {
        let tag = String(word[..<sign]).caseFolded
        let name = command.otherNames[tag] ?? match(tag, Set(command.parameters))
        guard let name, values[name] == nil else {
          throw Failure(
            text:
              "\(word[..<sign]) is not a valid argument for this command.\nThe syntax supplied for this command is not "
              + "valid. Check help for the correct syntax.")
        }
        values[name] = String(word[word.index(after: sign)...])
      } else {
        while let next = open.first, values[next] != nil { open.removeFirst() }
        guard let name = open.popFirst() else {
          throw Failure(
            text: "The syntax supplied for this command is not valid. Check help for the correct syntax.")
        }
        values[name] = word
      }
    }
    guard command.parameters.prefix(command.required).allSatisfy({ values[$0]?.isEmpty == false }) else {
      throw Failure(
        text: "One or more essential parameters were not entered.\nVerify the required parameters, and reenter them.")
    }
    return values
  }

  /// `address= 10.0.0.1` and `address = 10.0.0.1` are one value, too.
  private static func joined(_ words: [String]) -> [String] {
    var result: [String] = []
    for word in words {
      if let last = result.last, last.hasSuffix("=") || word.hasPrefix("=") && !last.contains("=") {
        result[result.count - 1] = last + word
      } else {
        result.append(word)
      }
    }
    return result
  }
}
