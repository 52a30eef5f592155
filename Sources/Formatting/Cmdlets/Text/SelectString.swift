internal import PowerShell

/// Select-String.
final class SelectString: Cmdlet {
  private enum Finder {
    case regex(RegexObject, String)
    /// As it stands, in lower case unless case counts.
    case text([UInt16], String)
  }

  private var finders: [Finder] = []
  private var isCaseSensitive = false
  private var before = 0
  private var after = 0
  private var include: [Wildcard] = []
  private var exclude: [Wildcard] = []
  private var encoding = TextEncoding.utf8
  private var stream = MatchStream(before: 0, after: 0)
  private var lineNumber = 0
  private var found = false
  private var isDone = false

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    isCaseSensitive = bound.isSet("CaseSensitive")
    finders = try (bound.strings("Pattern") ?? []).map { pattern in
      if bound.isSet("SimpleMatch") { return .text(fold(pattern), pattern) }
      do {
        return .regex(try RegexObject(pattern: pattern, options: isCaseSensitive ? [] : [.ignoreCase]), pattern)
      } catch let error as PowerShellError {
        throw PowerShellError(
          "The string \(pattern) is not a valid regular expression: \(error.message)", id: "InvalidRegex",
          category: .invalidArgument, exceptionType: "System.ArgumentException", target: .string(pattern))
      }
    }
    let context = (bound.integers("Context") ?? []).map(Int.init(clamping:))
    before = context.first ?? 0
    after = context.last ?? 0
    include = try (bound.strings("Include") ?? []).map { try Wildcard($0) }
    exclude = try (bound.strings("Exclude") ?? []).map { try Wildcard($0) }
    encoding = try TextEncoding(named: bound.string("Encoding"))
    stream = MatchStream(before: before, after: after)
  }

  func process(_ invocation: Invocation) throws {
    let bound = invocation.bound
    if isDone { return }
    if let paths = bound.strings("Path") {
      for path in try paths.flatMap({ try FilePaths.expand($0, invocation) }) { try search(path, invocation) }
    } else if let paths = bound.strings("LiteralPath"), !bound.contains("InputObject") {
      for path in paths { try search(FilePaths.absolute(path, invocation), invocation) }
    } else {
      for value in invocation.subjects where !value.isNull { try search(value, invocation) }
    }
  }

  func end(_ invocation: Invocation) throws {
    for match in stream.finish() { try write(match, invocation) }
    if invocation.bound.isSet("Quiet"), !found { try invocation.writeOutput(false) }
  }

  private func search(_ value: Value, _ invocation: Invocation) throws {
    let isFile = value.typeNames.contains { ViewTable.bare($0) == "System.IO.FileInfo" }
    if isFile, let path = try Members.property(value, "FullName", invocation.host.values) {
      return try search(path.displayString(), invocation)
    }
    lineNumber += 1
    let line = try value.displayString(invocation.host.values)
    for match in stream.add(try match(line, lineNumber, path: nil, invocation), line) { try write(match, invocation) }
    if isDone, invocation.expectsInput { throw StopUpstream() }
  }

  private func search(_ path: String, _ invocation: Invocation) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if !include.isEmpty, !include.contains(where: { $0.matches(name) }) { return }
    if exclude.contains(where: { $0.matches(name) }) || FilePaths.isFolder(path) { return }
    let lines: [String]
    do { lines = try InputFile.lines(path, encoding: encoding) } catch let error as PowerShellError {
      return try invocation.writeError(error)
    }
    var stream = MatchStream(before: before, after: after)
    for (index, line) in lines.enumerated() {
      if invocation.isStopping { return }
      let match = try match(line, index + 1, path: path, invocation)
      for match in stream.add(match, line) { try write(match, invocation) }
      if isDone { return }
      if match != nil, invocation.bound.isSet("List") { break }
    }
    for match in stream.finish() { try write(match, invocation) }
  }

  private func write(_ match: MatchInfo, _ invocation: Invocation) throws {
    guard invocation.bound.isSet("Quiet") else { return try invocation.writeOutput(match.value) }
    if !found { try invocation.writeOutput(true) }
    (found, isDone) = (true, true)
  }

  private func match(_ line: String, _ number: Int, path: String?, _ invocation: Invocation) throws -> MatchInfo? {
    var matches: [Value] = []
    var pattern: String?
    for finder in finders {
      switch finder {
      case .regex(let regex, let text):
        let found = try Members.invoke(.object(regex), "Matches", [.string(line)], invocation.host.values)
        let all = found.reference?.enumerated ?? []
        if all.isEmpty { continue }
        (pattern, matches) = (text, invocation.bound.isSet("AllMatches") ? all : Array(all.prefix(1)))
      case .text(let wanted, let text): if Self.contains(fold(line), wanted) { pattern = text }
      }
      if pattern != nil { break }
    }
    let isNegated = invocation.bound.isSet("NotMatch")
    guard (pattern != nil) != isNegated else { return nil }
    return MatchInfo(
      line: line, lineNumber: number, path: path, location: invocation.location,
      pattern: pattern ?? finders.first.map(Self.pattern) ?? "",
      matches: isNegated ? [] : matches, ignoresCase: !isCaseSensitive)
  }

  private static func pattern(_ finder: Finder) -> String {
    switch finder {
    case .regex(_, let text), .text(_, let text): text
    }
  }

  private func fold(_ text: String) -> [UInt16] { isCaseSensitive ? Array(text.utf16) : text.utf16.map(\.lowered) }

  private static func contains(_ text: [UInt16], _ part: [UInt16]) -> Bool {
    guard let first = part.first else { return true }
    guard text.count >= part.count else { return false }
    for start in 0...(text.count - part.count) where text[start] == first {
      if text[start..<start + part.count].elementsEqual(part) { return true }
    }
    return false
  }
}
