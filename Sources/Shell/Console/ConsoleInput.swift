internal import Glibc
internal import PowerShell

/// Standard input, line by line. Reads no further than it must: a program that a script starts may read what follows.
final class ConsoleInput {
  /// Bytes of one line.
  static let lineLimit = 16 << 20

  let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(_ descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// A line without its end; nil at the end of input. Throws for a line that is too long.
  ///
  /// - Parameter checkpoint: called 20 times a second while there is nothing to read; what it throws ends the waiting.
  func readLine(checkpoint: (() throws -> Void)? = nil) throws -> String? {
    while true {
      if let end = buffer[start...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return text(buffer[start..<end])
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return text(buffer[start...])
      }
      if let checkpoint { try wait(checkpoint) }
      try fill()
    }
  }

  private func wait(_ checkpoint: () throws -> Void) throws {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    try checkpoint()
    while poll(&waiting, 1, 50) <= 0 { try checkpoint() }
  }

  private func fill() throws {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    guard buffer.count < Self.lineLimit else {
      throw PowerShellError(
        "A line of standard input is longer than \(Self.lineLimit) bytes.", id: "InputLineTooLong",
        category: .limitsExceeded)
    }
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    // SAFETY: the kernel writes at most piece.count bytes into the array's own storage.
    let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { return }
    if count <= 0 { isAtEnd = true } else { buffer += piece.prefix(count) }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    if bytes.last == 0x0D { bytes = bytes.dropLast() }
    // The mark that some programs put before UTF-8.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A line that is not shown while it is typed, for passwords.
  func readHiddenLine(checkpoint: (() throws -> Void)? = nil) throws -> String? {
    guard isTerminal else { return try readLine(checkpoint: checkpoint) }
    var old = termios()
    guard tcgetattr(descriptor, &old) == 0 else { return try readLine(checkpoint: checkpoint) }
    var quiet = old
    quiet.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(descriptor, TCSAFLUSH, &quiet)
    defer { tcsetattr(descriptor, TCSAFLUSH, &old) }
    return try readLine(checkpoint: checkpoint)
  }
}
