/// Finds what somebody probably meant.
enum Suggestion {
  /// `; did you mean "VmNAT"?`, or nothing where no candidate is close.
  static func text(for word: String, among candidates: some Sequence<String>) -> String {
    guard let best = closest(to: word, among: candidates) else { return "" }
    return "; did you mean \"\(best)\"?"
  }

  /// The candidate with the fewest edits, at most a third of the word's length and at least one; without regard
  /// to case. Words over 100 characters get none: the comparison costs the product of both lengths.
  static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars)
    guard (1...100).contains(wanted.count) else { return nil }
    let allowed = max(1, wanted.count / 3)
    var best: (candidate: String, edits: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars)
      guard abs(other.count - wanted.count) <= allowed else { continue }
      let edits = distance(wanted, other)
      if edits <= allowed, edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours, each counted as one edit.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + Array(repeating: 0, count: b.count)
      for j in 1...b.count {
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
