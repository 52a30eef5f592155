import FoundationEssentials
import Glibc
import Processes
import Synchronization

/// The built `droste` while it runs: what it wrote so far, and what it is told over standard input. It is killed when it
/// takes longer than its limit, so that a test which waits for it ends.
final class RunningProgram: Sendable {
  /// A standard output of the program.
  enum Stream: Int, Sendable { case output, error }

  private struct State {
    var written: [[UInt8]] = [[], []]
    var isOpen = [true, true]
    var waiters: [(stream: Int, text: [UInt8], resume: @Sendable (Bool) -> Void)] = []
  }

  private let process: DetachedProcess
  private let input: Mutex<Int32?>
  private let state = Mutex(State())

  /// - Parameters:
  ///   - arguments: after the program's name.
  ///   - home: the test's folder; `DROSTE_HOME` and `DROSTE_RUN` lie in it.
  ///   - executable: another program than `droste`.
  ///   - limit: seconds until it is killed.
  init(
    _ arguments: [String], home: String, environment: [String: String] = [:], executable: String? = nil,
    limit: Double = 30
  ) throws {
    let input = try PipeEnds()
    let outputs = [try PipeEnds(), try PipeEnds()]
    let standard = [
      "DROSTE_HOME": home + "/h", "DROSTE_RUN": home + "/r", "HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    ]
    process = try DetachedProcess.spawn(
      SpawnRequest(
        executable: try executable ?? CommandLineRun.program, arguments: arguments,
        environment: standard.merging(environment) { $1 },
        descriptors: [
          .init(input.reading, as: 0), .init(outputs[0].writing, as: 1), .init(outputs[1].writing, as: 2),
        ], directory: home))
    close(input.reading)
    self.input = Mutex(input.writing)
    for (index, ends) in outputs.enumerated() {
      close(ends.writing)
      BlockingThread.start(name: "output") { [self] in read(ends.reading, index) }
    }
    let process = process
    Task {
      if await !process.waitForExit(seconds: limit) { process.kill() }
    }
  }

  deinit { endInput() }

  private func read(_ descriptor: Int32, _ index: Int) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      state.withLock { $0.written[index] += buffer.prefix(count) }
      wake()
    }
    close(descriptor)
    state.withLock { $0.isOpen[index] = false }
    wake()
  }

  private func wake() {
    let ready = state.withLock { state -> [(@Sendable (Bool) -> Void, Bool)] in
      var ready: [(@Sendable (Bool) -> Void, Bool)] = []
      state.waiters.removeAll { waiter in
        let isThere = state.written[waiter.stream].contains(waiter.text)
        guard isThere || !state.isOpen[waiter.stream] else { return false }
        ready.append((waiter.resume, isThere))
        return true
      }
      return ready
    }
    for (resume, isThere) in ready { resume(isThere) }
  }

  /// Writes to standard input. False: nobody reads it any more.
  @discardableResult
  func write(_ text: String) -> Bool {
    input.withLock { descriptor in
      guard let descriptor else { return false }
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        // SAFETY: the bytes lie in the slice's own storage for as long as the closure runs.
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  func endInput() {
    input.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }

  func signal(_ number: Int32) { process.signal(number) }

  /// Returns once it has written `text`; false when it has closed its output without.
  func wait(for text: String, on stream: Stream = .output) async -> Bool {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.waiters.append((stream.rawValue, Array(text.utf8), { continuation.resume(returning: $0) }))
      }
      wake()
    }
  }

  /// What it has written so far.
  func text(_ stream: Stream) -> String {
    state.withLock { String(decoding: $0.written[stream.rawValue], as: UTF8.self) }
  }

  /// Waits for its end.
  func finish() async -> ProgramResult {
    let status = await process.waitForExit()
    // Text that no output holds is there when the output is closed.
    _ = await wait(for: "\u{0}\u{0}", on: .output)
    _ = await wait(for: "\u{0}\u{0}", on: .error)
    let code: Int32 =
      switch status {
      case .exited(let code): code
      case .signaled(let number): -number
      case nil: .min
      }
    return ProgramResult(exitCode: code, output: text(.output), error: text(.error))
  }
}

/// How a program ended, and all that it wrote.
struct ProgramResult: Hashable, Sendable {
  /// Negative: the signal that ended it.
  var exitCode: Int32
  var output: String
  var error: String
}

/// Both ends of a pipe that no other program inherits.
struct PipeEnds: Sendable {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else { throw POSIXError(.EMFILE) }
    (reading, writing) = (ends[0], ends[1])
  }
}

extension [UInt8] {
  /// Whether the bytes stand in this array in a row.
  fileprivate func contains(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first else { return true }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first), found + bytes.count <= endIndex {
      if self[found..<found + bytes.count].elementsEqual(bytes) { return true }
      start = found + 1
    }
    return false
  }
}
