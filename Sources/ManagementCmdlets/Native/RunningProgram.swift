internal import Glibc
internal import PowerShell

/// A native program of a pipeline, from its start to its end: fed, read line by line, ended.
// SAFETY: used on the session's thread only.
final class RunningProgram: NativeProgram, @unchecked Sendable {
  /// Milliseconds between two looks whether the session is to stop.
  private static let patience: Int32 = 50
  /// Bytes of input that wait for the program before the pipeline waits, too.
  private static let backlog = 256 << 10

  private let child: ChildProcess
  private let state: ManagementState
  private let feed: InputFeed?
  private let outputs: [LineSplitter]
  private let write: [(String) throws -> Void]
  private let clock = ContinuousClock()
  private var lastTurn: ContinuousClock.Instant
  private var lines = 0
  private var holdsSignals = false

  /// `feedsInput`: `write` gives it lines. Errors: ApplicationFailedException.
  init(
    _ path: String, _ arguments: [String], _ state: ManagementState, feedsInput: Bool,
    output: @escaping (String) throws -> Void, error: @escaping (String) throws -> Void
  ) throws {
    self.state = state
    write = [output, error]
    lastTurn = clock.now
    let inherits = !feedsInput && state.options.inheritsInput
    do {
      let (out, err) = (try Pipe(), try Pipe())
      let input = feedsInput ? try Pipe() : nil
      child = try ChildProcess(
        ChildProcess.Request(
          path: path, arguments: arguments, environment: state.environment, folder: state.folder,
          input: try input?.reader ?? (inherits ? nil : FileDescriptor("/dev/null", O_RDONLY)), output: out.writer,
          error: err.writer, hasOwnGroup: !inherits))
      input?.reader.close()
      out.writer.close()
      err.writer.close()
      outputs = [LineSplitter(out.reader), LineSplitter(err.reader)]
      feed = input.map { InputFeed($0.writer) }
      if feedsInput {
        state.signals.hold()
        holdsSignals = true
      }
    } catch let error as SystemError {
      throw Self.notStarted(path, error.number)
    }
  }

  func write(_ line: String) throws -> Bool {
    guard let feed else { return false }
    feed.add(line)
    feed.send()
    lines += 1
    // What the program answers is looked at as often as it costs little: each line of a slow pipeline, not each of a
    // fast one.
    guard feed.count > Self.backlog || lines % 64 == 0 || clock.now - lastTurn > .milliseconds(1) else {
      return feed.isOpen
    }
    try ending {
      while feed.isOpen, feed.count > Self.backlog, !state.isStopping { try turn(Self.patience) }
      try turn(0)
    }
    return feed.isOpen && !state.isStopping
  }

  func finish() throws -> Int32 {
    feed?.finish()
    try ending {
      while !state.isStopping, outputs.contains(where: { !$0.isAtEnd }) || feed?.isOpen ?? false {
        // A program that has ended may have left its outputs to others, whose end is not waited for.
        guard try !turn(Self.patience), child.exitCode != nil else { continue }
        for (index, source) in outputs.enumerated() { try source.finish(write[index]) }
        feed?.close()
      }
    }
    if let code = child.wait(isStopping: { state.isStopping }) { return code }
    stop()
    return 128 + SIGTERM
  }

  func stop() {
    feed?.close()
    for output in outputs { output.close() }
    if child.exitCode == nil { child.end() }
    if holdsSignals { state.signals.release() }
    holdsSignals = false
  }

  /// The program ends when what it writes is not taken.
  private func ending(_ body: () throws -> Void) throws {
    do { try body() } catch {
      stop()
      throw error
    }
  }

  /// Moves what can be moved; false when nothing could within `milliseconds`.
  @discardableResult
  private func turn(_ milliseconds: Int32) throws -> Bool {
    defer { lastTurn = clock.now }
    var entries = outputs.map { pollfd(fd: $0.isAtEnd ? -1 : $0.number, events: Int16(POLLIN), revents: 0) }
    if let feed, feed.isOpen, feed.count > 0 || feed.isFinished {
      entries.append(pollfd(fd: feed.number, events: Int16(POLLOUT), revents: 0))
    }
    guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return false }
    if entries.count > outputs.count, entries[outputs.count].revents != 0 { feed?.send() }
    for (index, source) in outputs.enumerated() where entries[index].revents != 0 { try source.read(write[index]) }
    return true
  }

  private static func notStarted(_ path: String, _ number: Int32) -> PowerShellError {
    let reason =
      number == ENOEXEC
      ? "The specified executable is not a valid application for this OS platform." : SystemError.text(number)
    return PowerShellError(
      "Program '\(PathText.name(path))' failed to run: \(reason)", id: "NativeCommandFailed",
      category: .resourceUnavailable, exceptionType: "System.Management.Automation.ApplicationFailedException",
      target: .string(path))
  }
}
