internal import CoreCmdlets
internal import Glibc
internal import PowerShell

/// The process's own terminal, as `$Host.UI.RawUI` and `[Console]` show it.
final class TerminalConsole: ConsoleDevice {
  private let output: ConsoleOutput
  private let errors: ConsoleOutput
  private let exitRequest: (Int32) -> Void
  private var decoder = KeyDecoder()
  private var shownTitle = "PowerShell"
  private var colors = (foreground: "Gray", background: "Black")

  init(output: ConsoleOutput, errors: ConsoleOutput, exitRequest: @escaping (Int32) -> Void) {
    (self.output, self.errors, self.exitRequest) = (output, errors, exitRequest)
  }

  var windowSize: (columns: Int, rows: Int) {
    get { Self.size ?? (120, 30) }
    // A terminal's size is its user's; a script that sets it finds what there is.
    set {}
  }

  var bufferSize: (columns: Int, rows: Int) {
    get { windowSize }
    set {}
  }

  private static var size: (columns: Int, rows: Int)? {
    var size = winsize()
    // SAFETY: the request fills in a winsize, and gets one.
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  var title: String {
    get { shownTitle }
    set {
      shownTitle = newValue
      let plain = newValue.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(256)
      show("\u{1B}]0;\(String(String.UnicodeScalarView(plain)))\u{7}")
    }
  }

  var foreground: String {
    get { colors.foreground }
    set {
      colors.foreground = newValue
      showColors()
    }
  }

  var background: String {
    get { colors.background }
    set {
      colors.background = newValue
      showColors()
    }
  }

  private func showColors() { show(ConsoleColor.start(foreground: colors.foreground, background: colors.background)) }

  func resetColors() {
    colors = ("Gray", "Black")
    show("\u{1B}[0m")
  }

  func clear() { show("\u{1B}[H\u{1B}[2J\u{1B}[3J") }

  /// What cannot be written to a terminal that is gone is seen by whoever writes next.
  private func show(_ text: String) { if output.isTerminal { try? output.write(text) } }

  var isRedirected: (input: Bool, output: Bool, error: Bool) {
    (isatty(STDIN_FILENO) == 0, !output.isTerminal, !errors.isTerminal)
  }

  var isKeyAvailable: Bool {
    var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return isatty(STDIN_FILENO) == 1 && poll(&wait, 1, 0) > 0
  }

  func flushInput() { tcflush(STDIN_FILENO, TCIFLUSH) }

  func readKey(echoes: Bool) throws -> KeyPress {
    var old = termios()
    guard tcgetattr(STDIN_FILENO, &old) == 0 else { throw NotInteractive.error }
    var raw = old
    cfmakeraw(&raw)
    // Ctrl-C still interrupts.
    raw.c_lflag |= tcflag_t(ISIG)
    raw.c_oflag = old.c_oflag
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    defer { tcsetattr(STDIN_FILENO, TCSADRAIN, &old) }
    while true {
      if let key = decoder.next(isFinal: !isKeyAvailable) {
        let press = key.press
        if echoes { show(press.character) }
        return press
      }
      var bytes = [UInt8](repeating: 0, count: 64)
      // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
      let count = bytes.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { throw NotInteractive.error }
      decoder.append(bytes.prefix(count))
    }
  }

  func writeError(_ text: String) { try? errors.write(text) }
  func requestExit(_ code: Int32) { exitRequest(code) }
}

extension Key {
  /// The key with Windows' virtual key code, where it has one.
  fileprivate var press: KeyPress {
    switch self {
    case .character(let character):
      let code = character.uppercased().utf16.first.map(Int.init) ?? 0
      return KeyPress(
        character: String(character), virtualKeyCode: code, controlKeyState: character.isUppercase ? 16 : 0)
    case .enter, .newLine: return KeyPress(character: "\r", virtualKeyCode: 13)
    case .tab: return KeyPress(character: "\t", virtualKeyCode: 9)
    case .backTab: return KeyPress(character: "\t", virtualKeyCode: 9, controlKeyState: 16)
    case .backspace: return KeyPress(character: "\u{8}", virtualKeyCode: 8)
    case .escape: return KeyPress(character: "\u{1B}", virtualKeyCode: 27)
    case .control(let letter):
      let code = letter.uppercased().utf16.first.map(Int.init) ?? 0
      let character = Unicode.Scalar(UInt8(truncatingIfNeeded: code & 0x1F))
      return KeyPress(character: String(Character(character)), virtualKeyCode: code, controlKeyState: 8)
    case .alt(let letter):
      let code = letter.uppercased().utf16.first.map(Int.init) ?? 0
      return KeyPress(character: String(letter), virtualKeyCode: code, controlKeyState: 2)
    default: return KeyPress(character: "", virtualKeyCode: Self.codes[self] ?? 0)
    }
  }

  private static let codes: [Key: Int] = [
    .left: 37, .up: 38, .right: 39, .down: 40, .home: 36, .end: 35, .pageUp: 33, .pageDown: 34, .delete: 46,
  ]
}
