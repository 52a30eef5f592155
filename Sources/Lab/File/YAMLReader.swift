internal import Yams

/// Why a text is no YAML that a lab file may hold.
struct YAMLFailure: Error {
  let position: LabPosition
  let text: String
}

/// Reads YAML into values with positions, within the limits of `LabLimits`.
///
/// Scalars stay text: what `on` or `4 GiB` mean is decided by whoever reads the key. Aliases are followed, and
/// each use counts with all that it stands for, so that a few lines cannot grow into millions of values.
enum YAMLReader {
  /// The document's root; nil for an empty document. `text` is within `LabLimits.fileBytes`.
  static func read(_ text: String) throws(YAMLFailure) -> YAMLValue? {
    try refuseComposedKeys(text)
    let node: Node?
    do {
      // The basic resolver matches no patterns: 1 MiB of keys is then read in a fraction of a second.
      node = try compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw failure(error)
    } catch {
      throw YAMLFailure(position: .init(line: 1, column: 1), text: "\(error)")
    }
    guard let node else { return nil }
    var budget = LabLimits.values
    return try value(node, depth: 0, budget: &budget)
  }

  private static func value(_ node: Node, depth: Int, budget: inout Int) throws(YAMLFailure) -> YAMLValue {
    let position = node.mark.map { LabPosition(line: $0.line, column: $0.column) } ?? .init(line: 1, column: 1)
    budget -= 1
    guard budget >= 0 else {
      throw YAMLFailure(
        position: position,
        text: "the file holds more than \(LabLimits.values) values, each use of an alias counted in full")
    }
    guard depth <= LabLimits.nesting else {
      throw YAMLFailure(
        position: position,
        text: "nested deeper than \(LabLimits.nesting) lists and mappings; a lab has at most "
          + "\(LabLimits.levels) levels")
    }
    switch node {
    case .scalar(let scalar):
      guard scalar.string.unicodeScalars.count <= LabLimits.characters else {
        throw YAMLFailure(position: position, text: "a value longer than \(LabLimits.characters) characters")
      }
      return YAMLValue(content: .scalar(scalar.string, plain: scalar.style == .plain), position: position)
    case .sequence(let sequence):
      var values: [YAMLValue] = []
      for item in sequence { values.append(try value(item, depth: depth + 1, budget: &budget)) }
      return YAMLValue(content: .list(values), position: position)
    case .mapping(let mapping):
      var pairs: [(key: YAMLKey, value: YAMLValue)] = []
      for (key, item) in mapping {
        let key = try value(key, depth: depth + 1, budget: &budget)
        guard case .scalar(let name, _) = key.content else {
          throw YAMLFailure(position: key.position, text: "a key must be a word, found \(key.found)")
        }
        pairs.append((.init(name: name, position: key.position), try value(item, depth: depth + 1, budget: &budget)))
      }
      return YAMLValue(content: .map(pairs), position: position)
    case .alias(let alias):
      throw YAMLFailure(position: position, text: "unknown alias \"\(alias.anchor.rawValue.shortened)\"")
    }
  }

  /// Refuses keys that are not words where the file also has aliases.
  ///
  /// The composer hashes every key of a mapping to find duplicates; hashing a key made of aliases of aliases takes
  /// time exponential in their number. What counts as alias or composed key here is somewhat more than YAML's.
  private static func refuseComposedKeys(_ text: String) throws(YAMLFailure) {
    let bytes = Array(text.utf8)
    guard bytes.indices.dropLast().contains(where: { bytes[$0] == UInt8(ascii: "*") && isWord(bytes[$0 + 1]) }) else {
      return
    }
    var line = 1
    var column = 0
    for (index, byte) in bytes.enumerated() {
      column += 1
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
      var after: Int?
      switch byte {
      case UInt8(ascii: "]"), UInt8(ascii: "}"): after = index + 1
      case UInt8(ascii: "*"):
        var end = index + 1
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        after = end > index + 1 ? end : nil
      case UInt8(ascii: "?") where index == 0 || " \t\r\n-:,[{".utf8.contains(bytes[index - 1]):
        throw YAMLFailure(position: .init(line: line, column: column), text: composedKey)
      default: break
      }
      guard var next = after else { continue }
      while next < bytes.count, bytes[next] == UInt8(ascii: " ") || bytes[next] == UInt8(ascii: "\t") { next += 1 }
      if next < bytes.count, bytes[next] == UInt8(ascii: ":") {
        throw YAMLFailure(position: .init(line: line, column: column), text: composedKey)
      }
    }
  }

  private static let composedKey = "a key must be a word, found a list, a mapping, an alias or \"?\""

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func failure(_ error: YamlError) -> YAMLFailure {
    func place(_ mark: Mark) -> LabPosition { .init(line: max(1, mark.line), column: max(1, mark.column)) }
    func text(_ context: YamlError.Context?, _ problem: String) -> String {
      guard let context else { return "not YAML: \(problem)" }
      return "not YAML: \(problem) (\(context.text.shortened) at line \(context.mark.line))"
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return YAMLFailure(position: place(mark), text: text(context, problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "\"\($0.shortened)\"" }.joined(separator: ", ")
      return YAMLFailure(position: place(context.mark), text: "written twice in one mapping: \(keys)")
    case .reader(let problem, let offset, _, let yaml):
      let before = yaml.prefix(offset ?? 0)
      let line = 1 + before.count { $0.isNewline }
      let column = 1 + before.reversed().prefix { !$0.isNewline }.count
      return YAMLFailure(position: .init(line: line, column: column), text: "not YAML: \(problem)")
    default:
      return YAMLFailure(position: .init(line: 1, column: 1), text: "not YAML")
    }
  }
}
