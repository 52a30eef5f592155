import FoundationEssentials
import Glibc
import Processes
import Synchronization

/// A program that runs beside the benchmark, its output in a file, its input in our hands.
///
/// It is ended with the object, or by a signal to the benchmark, and killed by the kernel when the benchmark is.
final class Child: Sendable {
  let name: String
  /// Of the program itself: what stands before it (setpriv, taskset, nsenter) becomes it.
  let processID: Int32
  private let process: DetachedProcess
  private let log: String
  /// Is there for as long as the program runs.
  private let folder: Folder
  private let input: Int32
  /// Nobody may wait for its end longer than this.
  private static let grace = 2.0

  private static let all = Mutex<[Int32: DetachedProcess]>([:])

  /// Starts a program.
  /// - Parameters:
  ///   - words: the program, looked up in PATH and the folders of administrators' programs, and its arguments.
  ///   - processor: the one that all its threads run on; nil: any.
  ///   - environment: added to ours.
  ///   - folder: gets the log.
  ///   - namespace: the network that it sees; nil: ours.
  init(
    _ words: [String], on processor: Int? = nil, environment: [String: String] = [:], folder: Folder,
    in namespace: NetworkNamespace? = nil
  ) throws {
    name = words[0].split(separator: "/").last.map(String.init) ?? words[0]
    self.folder = folder
    log = "\(folder.path)/\(name).\(Self.nextNumber()).log"
    var pipe: [Int32] = [-1, -1]
    guard Glibc.pipe(&pipe) == 0 else { throw BenchError("no pipe: \(String(cString: strerror(errno)))") }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipe[0]) }
    input = pipe[1]
    // The kernel's order to die with us is forgotten when a program changes its user: it is given last.
    var whole = ["setpriv", "--pdeathsig", "KILL", "--"]
    if let processor { whole += ["taskset", "-c", "\(processor)"] }
    whole = (namespace?.entering ?? []) + whole + words
    do {
      process = try DetachedProcess.spawn(
        SpawnRequest(
          executable: try Program.path(whole[0]), arguments: Array(whole.dropFirst()),
          environment: Program.environment.merging(environment) { $1 }, descriptors: [.init(pipe[0], as: 0)],
          logPath: log))
    } catch {
      close(pipe[1])
      throw error
    }
    processID = process.identity.pid
    let (id, started) = (processID, process)
    Self.all.withLock { $0[id] = started }
  }

  deinit {
    end()
    close(input)
  }

  private static let numbers = Atomic<Int>(0)
  private static func nextNumber() -> Int { numbers.add(1, ordering: .relaxed).newValue }

  var isAlive: Bool { process.isAlive }

  /// All that it wrote.
  var output: String { FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? "" }

  /// Writes a line to its input.
  func enter(_ line: String) throws {
    let bytes = Array((line + "\n").utf8)
    guard write(input, bytes, bytes.count) == bytes.count else {
      throw BenchError("\(name) takes no input:\n\(output)")
    }
  }

  /// Waits until its output holds what is asked for.
  @discardableResult
  func wait<Value>(for what: String, seconds: Double, _ find: (String) -> Value?) throws -> Value {
    let end = monotonicSeconds() + seconds
    while true {
      let ended = !isAlive
      if let value = find(output) { return value }
      guard !ended else { throw BenchError("\(name) ended before \(what):\n\(output)") }
      guard monotonicSeconds() < end else {
        throw BenchError("\(name): no \(what) within \(fixed(seconds, 0)) s:\n\(output)")
      }
      sleep(seconds: 0.02)
    }
  }

  /// Waits until it has ended by itself.
  func waitForEnd(seconds: Double) -> Bool {
    let end = monotonicSeconds() + seconds
    while isAlive {
      guard monotonicSeconds() < end else { return false }
      sleep(seconds: 0.01)
    }
    return true
  }

  /// Stops it where it is, and lets it go on.
  func pause() { process.signal(SIGSTOP) }
  func resume() { process.signal(SIGCONT) }

  /// Ends it, by force if it must be.
  func end() {
    resume()
    process.signal(SIGTERM)
    if !waitForEnd(seconds: Self.grace) {
      process.kill()
      _ = waitForEnd(seconds: 5)
    }
    let id = processID
    Self.all.withLock { _ = $0.removeValue(forKey: id) }
  }

  /// Kills all that run, at once.
  static func killAll() {
    for process in all.withLock({ Array($0.values) }) { process.kill() }
  }

  /// Runs a program to its end; its output. An error when it fails.
  @discardableResult
  static func run(
    _ words: [String], environment: [String: String] = [:], folder: Folder, in namespace: NetworkNamespace? = nil,
    seconds: Double = 60
  ) async throws -> String {
    let child = try Child(words, environment: environment, folder: folder, in: namespace)
    guard await child.process.waitForExit(seconds: seconds) else {
      throw BenchError("\(words.joined(separator: " ")) took more than \(fixed(seconds, 0)) s:\n\(child.output)")
    }
    guard await child.process.waitForExit() == .exited(0) else {
      throw BenchError("\(words.joined(separator: " ")) failed:\n\(child.output)")
    }
    return child.output
  }
}
