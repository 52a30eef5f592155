internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import Synchronization
internal import Terminal

/// Where a capture goes: lines on a terminal, or pcapng into a file or pipe. Whole blocks only: a file that is cut short by
/// Ctrl-C is a valid one.
final class CaptureOutput: Sendable {
  /// Whoever read the capture has left; no failure.
  struct NobodyReads: Error {}

  private struct State {
    var reader = CaptureReader()
    var frames = 0
    var lost: UInt64 = 0
  }

  /// Nil: pcapng.
  private let text: CaptureText?
  private let stream: OutputStream
  private let file: String?
  private let state = Mutex(State())

  init(text: Bool, file: String?, naming: Bool) throws {
    self.file = file == "-" ? nil : file
    if let path = self.file {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw DrosteError(
          .accessDenied, "The file \(path) cannot be written.", cause: String(cString: strerror(errno)))
      }
      stream = OutputStream(descriptor: descriptor)
    } else {
      stream = Output.standard
    }
    let isText = text || (file == nil && isatty(STDOUT_FILENO) == 1)
    self.text = isText ? CaptureText(style: Output.style, secondsFromUTC: Self.secondsFromUTC, naming: naming) : nil
    if !isText, self.file == nil, isatty(STDOUT_FILENO) == 1 {
      throw DrosteError(
        .invalidParameter, "pcapng is not for a terminal.",
        hint: "leave out --write - for lines, or pipe it: droste capture … | tcpdump -n -r -")
    }
  }

  deinit { if file != nil { close(stream.descriptor) } }

  /// Tells a person what is captured.
  func begin(_ what: String) {
    if isatty(STDERR_FILENO) == 1 { Output.error.writeLine("capturing \(what.printable); Ctrl-C ends it") }
  }

  func take(_ piece: [UInt8]) throws {
    try state.withLock { state in
      state.reader.append(piece)
      var output: [UInt8] = []
      while let block = try state.reader.next() {
        if let frame = block.frame {
          state.frames += 1
          state.lost += frame.lost
        }
        if let text {
          if let frame = block.frame { output += Array((text.line(frame) + "\n").utf8) }
        } else {
          output += block.bytes
        }
      }
      guard output.isEmpty || stream.write(output) else {
        guard let file else { throw NobodyReads() }
        throw DrosteError(
          .unspecified, "The file \(file) cannot be written any more.", cause: String(cString: strerror(errno)))
      }
    }
  }

  /// Tells a person how much it was.
  func end() {
    let (frames, lost) = state.withLock { ($0.frames, $0.lost) }
    guard isatty(STDERR_FILENO) == 1 || lost > 0 else { return }
    let missing = lost > 0 ? "; \(Quantity.counted(lost, "more")) went by too fast and were lost" : ""
    Output.error.writeLine("\(Quantity.counted(frames, "frame")) captured\(missing)")
  }

  private static var secondsFromUTC: Int {
    var now = time(nil)
    var parts = tm()
    // SAFETY: both point to variables of ours that outlive the call.
    localtime_r(&now, &parts)
    return parts.tm_gmtoff
  }
}
