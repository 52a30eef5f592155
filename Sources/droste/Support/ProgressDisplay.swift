internal import Glibc
internal import Synchronization
internal import Terminal

/// Shows what a long operation does: a live tree on a terminal, a line for each change elsewhere.
final class ProgressDisplay: Sendable {
  private struct State {
    var board = ProgressBoard()
    var area = LiveArea()
    var ended = false
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let style: OutputStyle
  private let output: OutputStream
  private let ticker: Mutex<Task<Void, Never>?> = Mutex(nil)

  init(output: OutputStream = Output.standard, style: OutputStyle = Output.style) {
    self.output = output
    self.style = style
    guard style.drawing else { return }
    output.write(LiveArea.hideCursor)
    ticker.withLock {
      $0 = Task { [weak self] in
        // Ten pictures a second: the spinner turns and the seconds run.
        while !Task.isCancelled {
          self?.draw()
          try? await Task.sleep(for: .milliseconds(100))
        }
      }
    }
  }

  /// Whether it is redrawn in place.
  var isLive: Bool { style.drawing }

  /// Seconds since the operation began.
  var elapsed: Double {
    let passed = start.duration(to: .now).components
    return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
  }

  func update(_ path: String, title: String? = nil, state: ProgressBoard.State, note: String) {
    let time = elapsed
    self.state.withLock { held in
      guard !held.ended else { return }
      let changed = held.board.update(path, title: title, state: state, note: note, at: time)
      if changed, !style.drawing, !note.isEmpty {
        output.writeLine(ProgressBoard.line(path: path, note: note, at: time))
      }
    }
  }

  /// A line above what is live.
  func say(_ text: String) {
    let size = TerminalSize(descriptor: output.descriptor)
    state.withLock { held in
      if style.drawing, !held.ended {
        output.write(held.area.replace(with: [], columns: size.columns))
        output.writeLine(text)
      } else {
        output.writeLine(style.drawing ? text : ProgressBoard.line(path: "droste", note: text, at: elapsed))
      }
    }
  }

  /// Draws the last picture and gives the terminal back. Must be called on every way out; more than once is fine.
  func end() {
    ticker.withLock { task in
      task?.cancel()
      task = nil
    }
    let ended = state.withLock { held in
      defer { held.ended = true }
      return held.ended
    }
    guard style.drawing, !ended else { return }
    draw(last: true)
    output.write(LiveArea.showCursor)
  }

  private func draw(last: Bool = false) {
    let size = TerminalSize(descriptor: output.descriptor)
    var fitting = style
    // One column less than there are: a full line would wrap on some terminals.
    fitting.width = size.columns - 1
    let time = elapsed
    state.withLock { held in
      guard last || !held.ended else { return }
      let rows = last ? Int.max : size.rows - 1
      output.write(
        held.area.replace(with: held.board.frame(style: fitting, at: time, rows: rows), columns: size.columns))
    }
  }
}
