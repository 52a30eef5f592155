internal import Glibc

/// Raw mode: every key goes to the program as bytes, Ctrl-C too.
public enum RawTerminal {
  /// Runs `body` with the terminal in raw mode, and brings back what was on every way out. Just runs `body` where
  /// the descriptor is no terminal.
  public static func use<Result>(
    descriptor: Int32, _ body: () async throws -> Result
  ) async rethrows -> Result {
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else { return try await body() }
    var settings = before
    cfmakeraw(&settings)
    _ = tcsetattr(descriptor, TCSANOW, &settings)
    // TCSAFLUSH drops keys typed ahead: those were for the machine, not for the shell that reads next.
    defer { _ = tcsetattr(descriptor, TCSAFLUSH, &before) }
    return try await body()
  }
}
