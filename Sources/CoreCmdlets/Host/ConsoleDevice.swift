internal import Glibc
internal import PowerShell

/// A key that was pressed.
package struct KeyPress: Sendable {
  /// The character; "" for a key that makes none.
  package let character: String
  /// Windows' virtual key code.
  package let virtualKeyCode: Int
  /// Modifier keys, by Windows' bits: 1 right Alt, 2 left Alt, 4 right Ctrl, 8 left Ctrl, 16 Shift.
  package let controlKeyState: Int64

  package init(character: String, virtualKeyCode: Int, controlKeyState: Int64 = 0) {
    (self.character, self.virtualKeyCode, self.controlKeyState) = (character, virtualKeyCode, controlKeyState)
  }
}

/// The terminal behind `$Host.UI.RawUI` and `[Console]`. The shell gives its own; `PlainConsole` is for where there is
/// none. Everything is called on the session's thread.
package protocol ConsoleDevice: AnyObject {
  /// Columns and rows that are seen.
  var windowSize: (columns: Int, rows: Int) { get set }
  /// Columns that output may have, and the rows that are kept.
  var bufferSize: (columns: Int, rows: Int) { get set }
  var title: String { get set }
  /// Names of System.ConsoleColor.
  var foreground: String { get set }
  var background: String { get set }
  /// Standard input, output, error are files or pipes.
  var isRedirected: (input: Bool, output: Bool, error: Bool) { get }
  var isKeyAvailable: Bool { get }
  /// Waits for a key. Throws where there is no terminal.
  func readKey(echoes: Bool) throws -> KeyPress
  /// Forgets keys that were pressed and not read.
  func flushInput()
  func clear()
  func resetColors()
  /// Text for standard error, as it is.
  func writeError(_ text: String)
  /// The shell is to end with this code when the running command is done.
  func requestExit(_ code: Int32)
}

/// A console without a terminal: it keeps what it is told, and has no keys.
// SAFETY: used on the session's thread.
package final class PlainConsole: ConsoleDevice, @unchecked Sendable {
  package var windowSize = (columns: 120, rows: 30)
  package var bufferSize = (columns: 120, rows: 3000)
  package var title = "Windows PowerShell"
  package var foreground = "Gray"
  package var background = "Black"
  /// What `requestExit` was given last.
  package private(set) var exitCode: Int32?

  package init() {}

  package var isRedirected: (input: Bool, output: Bool, error: Bool) { (true, true, true) }
  package var isKeyAvailable: Bool { false }
  package func readKey(echoes: Bool) throws -> KeyPress { throw NotInteractive.error }
  package func flushInput() {}
  package func clear() {}
  package func resetColors() { (foreground, background) = ("Gray", "Black") }
  package func requestExit(_ code: Int32) { exitCode = code }

  package func writeError(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // What standard error does not take is lost, as nobody is there to be told.
      _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
