internal import Glibc
internal import PowerShell

/// Reads commands from a terminal with editing.
final class LineReader {
  private let descriptor: Int32
  private let output: ConsoleOutput
  private let history: CommandHistory
  private var decoder = KeyDecoder()

  /// Milliseconds after which an ESC is taken for the key: terminals send the rest of a sequence at once.
  private static let escapeDelay: Int32 = 50

  init(descriptor: Int32 = STDIN_FILENO, output: ConsoleOutput, history: CommandHistory) {
    (self.descriptor, self.output, self.history) = (descriptor, output, history)
  }

  enum Line: Equatable {
    case text(String)
    case cancelled
    /// Ctrl-D, or the terminal is gone.
    case end
  }

  func read(
    prompt: String, isComplete: @escaping (String) -> Bool, complete: @escaping (String, Int) -> Completion
  ) throws -> Line {
    var old = termios()
    guard tcgetattr(descriptor, &old) == 0 else { return .end }
    var raw = old
    cfmakeraw(&raw)
    // Output stays as it is: line feeds of what is written meanwhile still return the carriage.
    raw.c_oflag = old.c_oflag
    tcsetattr(descriptor, TCSADRAIN, &raw)
    // Bracketed paste: what is pasted comes as one piece and runs nothing.
    try output.write("\u{1B}[?2004h")
    defer {
      tcsetattr(descriptor, TCSADRAIN, &old)
      try? output.write("\u{1B}[?2004l")
    }
    var editor = LineEditor(
      history: history, isComplete: isComplete, complete: complete, width: { [output] in output.width })
    var screen = EditorScreen()
    try output.write(screen.draw(prompt: prompt, buffer: editor.buffer, width: output.width))
    while true {
      guard let key = nextKey() else {
        try output.write(screen.finish())
        return .end
      }
      var outcome = editor.press(key)
      // Keys that came together are drawn together.
      while outcome == .editing, let more = decoder.next() { outcome = editor.press(more) }
      if outcome == .clearScreen { try output.write("\u{1B}[H\u{1B}[2J") }
      try output.write(
        screen.draw(prompt: prompt, buffer: editor.buffer, below: editor.below, width: output.width))
      switch outcome {
      case .editing, .clearScreen: continue
      case .accepted(let text):
        try output.write(screen.finish())
        history.add(text)
        return .text(text)
      case .cancelled:
        try output.write("^C" + screen.finish())
        return .cancelled
      case .ended:
        try output.write(screen.finish())
        return .end
      }
    }
  }

  /// Nil at the terminal's end.
  private func nextKey() -> Key? {
    while true {
      if let key = decoder.next() { return key }
      if decoder.isWaiting, !hasInput(within: Self.escapeDelay), let key = decoder.next(isFinal: true) { return key }
      var bytes = [UInt8](repeating: 0, count: 4096)
      // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
      let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      decoder.append(bytes.prefix(count))
    }
  }

  private func hasInput(within milliseconds: Int32) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, milliseconds) > 0
  }
}
