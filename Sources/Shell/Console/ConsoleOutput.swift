internal import Glibc
internal import PowerShell

/// A descriptor that text is written to, at once, so that whoever reads it sees each line when it is made.
final class ConsoleOutput {
  let descriptor: Int32
  /// Whether it is a terminal: only there is anything drawn or coloured.
  let isTerminal: Bool
  /// What was written last ended its line.
  private(set) var isAtLineStart = true
  /// What kept the last text from being written (errno); 0: nothing yet. Nothing more is written after it.
  private(set) var failure: Int32 = 0
  /// Called when a text cannot be written, once; it and all that follow are dropped. Nil: each is an error
  /// (`ConsoleClosed`). A script that writes to nobody is to end, rather than to get an error for each line that it may
  /// catch and go on.
  var onFailure: (() throws -> Void)?

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// Throws when nobody reads any more and `onFailure` is nil.
  func write(_ text: String) throws {
    guard !text.isEmpty else { return }
    isAtLineStart = text.utf8.last == 0x0A
    let hasFailed = failure != 0
    if !hasFailed { failure = send(text) }
    guard failure != 0 else { return }
    guard let onFailure else { throw ConsoleClosed() }
    if !hasFailed { try onFailure() }
  }

  /// 0, or errno.
  private func send(_ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        // SAFETY: `rest` lies within the text's own storage for as long as the closure runs.
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if count < 0, errno == EAGAIN {
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&wait, 1, -1)
        } else if !(count < 0 && errno == EINTR) {
          return errno
        }
      }
      return 0
    }
  }

  func writeLine(_ text: String) throws { try write(text + "\n") }

  /// Columns of the terminal; 120 elsewhere, so that what programs read does not depend on a window.
  var width: Int { Self.width(of: descriptor) ?? 120 }

  static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    // SAFETY: the request fills in a winsize, and gets one.
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// A descriptor takes no more text: whoever read it is gone, or the file system is full.
struct ConsoleClosed: Error {}
