/// What comments say to the language: `#requires` and comment-based help.
extension Parser {
  /// The parameters of all `#requires` lines so far.
  func requirements() -> [Requirement] {
    var requirements: [Requirement] = []
    for comment in lexer.comments where !comment.isBlock {
      let text = source.text(of: comment.range)
      guard text.count > 9, text.prefix(9).lowercased() == "#requires", text.dropFirst(9).first?.isWhitespace == true
      else { continue }
      var name: Name?
      var values: [String] = []
      for word in text.dropFirst(9).split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
        if word.first == "-", word.dropFirst().first?.isLetter == true {
          if let name { requirements.append(Requirement(name: name, values: values, range: comment.range)) }
          name = Name(String(word.dropFirst()))
          values = []
        } else {
          values.append(word.filter { $0 != "'" && $0 != "\"" })
        }
      }
      if let name { requirements.append(Requirement(name: name, values: values, range: comment.range)) }
    }
    return requirements
  }

  /// The help of a body: at its start, at its end, or in the comments right before a function.
  func commentHelp(in range: SourceRange, before keyword: Int?) -> CommentHelp? {
    let inner = comments(from: Int(range.start), to: Int(range.end))
    if let first = inner.first, isBlank(from: Int(range.start), to: Int(first.range.start)),
      let help = help(in: block(of: inner, startingAt: 0))
    {
      return help
    }
    if let last = inner.indices.last, isBlank(from: Int(inner[last].range.end), to: Int(range.end)),
      let help = help(in: block(of: inner, endingAt: last))
    {
      return help
    }
    guard let keyword else { return nil }
    let before = comments(from: 0, to: keyword)
    guard let last = before.indices.last, isBlank(from: Int(before[last].range.end), to: keyword) else { return nil }
    return help(in: block(of: before, endingAt: last))
  }

  private func comments(from start: Int, to end: Int) -> ArraySlice<Lexer.Comment> {
    let all = lexer.comments
    return all[firstComment(at: start)..<max(firstComment(at: start), firstComment(at: end))]
  }

  /// Index of the first comment at or behind an offset.
  private func firstComment(at offset: Int) -> Int {
    var low = 0
    var high = lexer.comments.count
    while low < high {
      let middle = (low + high) / 2
      if Int(lexer.comments[middle].range.start) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isBlank(from start: Int, to end: Int) -> Bool {
    guard start <= end, end <= source.length else { return false }
    return source.units[start..<end].allSatisfy { Unit.isSpace($0) || Unit.isNewline($0) }
  }

  /// One block comment, or line comments on lines that follow each other.
  private func block(
    of comments: ArraySlice<Lexer.Comment>, startingAt offset: Int
  ) -> ArraySlice<Lexer.Comment> {
    let first = comments.startIndex + offset
    var end = first + 1
    while !comments[first].isBlock, end < comments.endIndex, areJoined(comments[end - 1], comments[end]) { end += 1 }
    return comments[first..<end]
  }

  private func block(of comments: ArraySlice<Lexer.Comment>, endingAt last: Int) -> ArraySlice<Lexer.Comment> {
    var start = last
    while !comments[last].isBlock, start > comments.startIndex, areJoined(comments[start - 1], comments[start]) {
      start -= 1
    }
    return comments[start...last]
  }

  private func areJoined(_ one: Lexer.Comment, _ next: Lexer.Comment) -> Bool {
    !one.isBlock && !next.isBlock && isBlank(from: Int(one.range.end), to: Int(next.range.start))
      && source.position(at: next.range.start).line == source.position(at: one.range.end).line + 1
  }

  private func help(in comments: ArraySlice<Lexer.Comment>) -> CommentHelp? {
    guard let first = comments.first, let last = comments.last else { return nil }
    let text = comments.map { comment in
      let whole = source.text(of: comment.range)
      return String(comment.isBlock ? whole.dropFirst(2).dropLast(2) : whole.dropFirst())
    }.joined(separator: "\n")
    let isHelp = text.split(whereSeparator: \.isNewline).contains { line in
      let word = line.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
      return Self.helpKeywords.contains(word.lowercased())
    }
    return isHelp ? CommentHelp(text: text, range: SourceRange(first.range, last.range)) : nil
  }

  private static let helpKeywords: Set<String> = [
    ".synopsis", ".description", ".parameter", ".example", ".inputs", ".outputs", ".notes", ".link", ".component",
    ".role", ".functionality", ".forwardhelptargetname", ".forwardhelpcategory", ".remotehelprunspace",
    ".externalhelp",
  ]
}
