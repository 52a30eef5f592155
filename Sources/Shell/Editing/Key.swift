/// What was pressed.
package enum Key: Hashable, Sendable {
  case character(Character)
  /// Text that was pasted: taken as it is, line ends included.
  case paste(String)
  case enter, newLine, tab, backTab, backspace, delete, escape
  case left, right, up, down, home, end, wordLeft, wordRight, pageUp, pageDown
  /// A letter with Ctrl, in lower case.
  case control(Character)
  /// A character with Alt.
  case alt(Character)
  /// Something that means nothing here.
  case unknown
}
