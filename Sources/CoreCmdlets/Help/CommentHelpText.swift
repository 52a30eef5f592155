internal import PowerShell

/// The parts of comment-based help (about_Comment_Based_Help).
struct CommentHelpText {
  private(set) var synopsis = ""
  private(set) var description = ""
  private(set) var parameters: [String: String] = [:]
  private(set) var examples: [String] = []
  private(set) var inputs = ""
  private(set) var outputs = ""
  private(set) var notes = ""
  private(set) var links: [String] = []

  init(_ text: String) {
    var keyword = ""
    var argument = ""
    var lines: [String] = []
    func flush() { add(keyword, argument, Self.trimmed(lines)) }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map({ String($0).trimmedEnd() }) {
      let bare = line.trimmed()
      let words = bare.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
      if bare.hasPrefix("."), let first = words.first, Self.keywords.contains(first.caseFolded) {
        flush()
        (keyword, argument, lines) = (first.caseFolded, words.count > 1 ? words[1] : "", [])
      } else {
        lines.append(line)
      }
    }
    flush()
  }

  private static let keywords: Set<String> = [
    ".synopsis", ".description", ".parameter", ".example", ".inputs", ".outputs", ".notes", ".link", ".component",
    ".role", ".functionality", ".forwardhelptargetname", ".forwardhelpcategory", ".remotehelprunspace",
    ".externalhelp",
  ]

  private mutating func add(_ keyword: String, _ argument: String, _ text: String) {
    switch keyword {
    case ".synopsis": synopsis = text
    case ".description": description = text
    case ".parameter": parameters[argument.trimmed().caseFolded] = text
    case ".example": examples.append(text)
    case ".inputs": inputs = text
    case ".outputs": outputs = text
    case ".notes": notes = text
    case ".link": links += text.split(separator: "\n").map { $0.trimmed() }
    default: break
    }
  }

  /// Without blank lines at both ends and without what all lines are indented by.
  private static func trimmed(_ lines: [String]) -> String {
    var lines = lines[...]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(indent)) }.joined(separator: "\n")
  }
}

extension String {
  fileprivate func trimmedEnd() -> String {
    var text = Substring(self)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
