/// A question with keys to press, as PowerShell's console asks it (Host.UI.PromptForChoice).
package struct ChoicePrompt: Sendable {
  package struct Choice: Sendable {
    /// With `&` before the key: `Yes to &All`.
    package let label: String
    package let help: String

    package init(_ label: String, help: String = "") { (self.label, self.help) = (label, help) }

    /// The label without `&`.
    package var name: String { label.split(separator: "&", maxSplits: 1, omittingEmptySubsequences: false).joined() }

    /// What to press, in upper case; the whole label when no key is marked.
    package var key: String {
      guard let mark = label.firstIndex(of: "&") else { return name }
      let rest = label[label.index(after: mark)...]
      return rest.first.map { String($0).uppercased() } ?? name
    }
  }

  package let caption: String
  package let message: String
  package let choices: [Choice]
  /// An index, or nil for none.
  package let defaultChoice: Int?

  package init(caption: String, message: String, choices: [Choice], defaultChoice: Int? = 0) {
    self.caption = caption
    self.message = message
    self.choices = choices
    self.defaultChoice = defaultChoice.flatMap { choices.indices.contains($0) ? $0 : nil }
  }
}
