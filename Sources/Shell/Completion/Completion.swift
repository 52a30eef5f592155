/// What could stand at a place in a command.
package struct Completion: Equatable, Sendable {
  package struct Candidate: Equatable, Sendable {
    /// What replaces the range.
    package var text: String
    /// What a list shows.
    package var label: String
    /// Nothing can follow but a blank.
    package var isFinal: Bool

    package init(_ text: String, label: String? = nil, isFinal: Bool = true) {
      (self.text, self.label, self.isFinal) = (text, label ?? text, isFinal)
    }
  }

  /// In characters of the text.
  package var range: Range<Int>
  package var candidates: [Candidate]

  package init(range: Range<Int>, candidates: [Candidate]) { (self.range, self.candidates) = (range, candidates) }
}
