internal import PowerShell

/// A line that Select-String found.
struct MatchInfo: Sendable {
  let line: String
  /// From 1.
  let lineNumber: Int
  /// Nil: it was piped in.
  let path: String?
  /// The current directory, for the path as it is shown.
  let location: String
  let pattern: String
  /// System.Text.RegularExpressions.Match; empty with -SimpleMatch and -NotMatch.
  let matches: [Value]
  let ignoresCase: Bool
  /// Lines before and after; nil when no context was asked for.
  var context: (before: [String], after: [String])?

  static let type = TypeReference(
    "Microsoft.PowerShell.Commands.MatchInfo", base: BuiltInType.object,
    members: MemberTable(properties: [
      property("IgnoreCase") { .boolean($0.ignoresCase) }, property("LineNumber") { .count($0.lineNumber) },
      property("Line") { .string($0.line) },
      property("Filename") { .string($0.path?.split(separator: "/").last.map(String.init) ?? "InputStream") },
      property("Path") { .string($0.path ?? "InputStream") }, property("Pattern") { .string($0.pattern) },
      property("Context") { info in
        guard let context = info.context else { return .null }
        return .object(
          PropertyBag([
            "PreContext": .array(context.before.map { .string($0) }),
            "PostContext": .array(context.after.map { .string($0) }),
          ]))
      },
      property("Matches") { .array($0.matches) },
    ]))

  private static func property(_ name: String, _ get: @escaping @Sendable (MatchInfo) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: MatchInfo.self).map(get) ?? .null }
  }

  var value: Value {
    .object(HostObject(Self.type, payload: self) { ($0 as? MatchInfo)?.text })
  }

  /// `file:7:line`, or the line alone when it was piped in. With context `>` marks the line itself.
  private var text: String {
    guard let context else { return place(lineNumber) + line }
    var lines = context.before.enumerated().map { "  " + place(lineNumber - context.before.count + $0) + $1 }
    lines.append("> " + place(lineNumber) + line)
    lines += context.after.enumerated().map { "  " + place(lineNumber + 1 + $0) + $1 }
    return lines.joined(separator: NewLine.text)
  }

  private func place(_ number: Int) -> String {
    guard let path else { return "" }
    let folder = location.hasSuffix("/") ? location : location + "/"
    return "\(path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path):\(number):"
  }
}

/// Gives found lines their context: those before at once, those after when they have come.
struct MatchStream {
  let before: Int
  let after: Int
  private var past: [String] = []
  private var waiting: [MatchInfo] = []

  init(before: Int, after: Int) { (self.before, self.after) = (before, after) }

  /// Takes the next line, and the match that it is; gives the matches that are complete.
  mutating func add(_ match: MatchInfo?, _ line: String) -> [MatchInfo] {
    guard before > 0 || after > 0 else { return match.map { [$0] } ?? [] }
    for index in waiting.indices { waiting[index].context?.after.append(line) }
    if var match {
      match.context = (past, [])
      waiting.append(match)
    }
    if before > 0 {
      past.append(line)
      if past.count > before { past.removeFirst() }
    }
    let complete = waiting.prefix { ($0.context?.after.count ?? 0) >= after }
    waiting.removeFirst(complete.count)
    return Array(complete)
  }

  mutating func finish() -> [MatchInfo] {
    defer { waiting = [] }
    return waiting
  }
}
