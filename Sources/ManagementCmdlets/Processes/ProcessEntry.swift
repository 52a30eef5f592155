internal import Glibc
internal import PowerShell

/// A process as System.Diagnostics.Process shows it, from /proc (proc(5)). Its facts are those of the moment it was
/// made, until `Refresh()`.
// SAFETY: used by the thread of its session, as any object of an evaluator.
final class ProcessEntry: @unchecked Sendable {
  /// What /proc/ID/stat and its neighbours tell.
  struct Facts {
    let name: String
    let state: Character
    let session: Int64
    /// Clock ticks of user and system time.
    let ticks: UInt64
    let threads: Int64
    /// Clock ticks after the system's start.
    let start: UInt64
    /// Bytes.
    let virtual: UInt64
    let resident: UInt64
    let priority: Int64
  }

  static let ticksPerSecond = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
  private static let pageSize = UInt64(max(1, sysconf(Int32(_SC_PAGESIZE))))

  let id: Int32
  /// It was started by this process, so that its exit code can be learnt.
  let child: ChildProcess?
  private(set) var facts: Facts?

  init(_ id: Int32, child: ChildProcess? = nil) {
    self.id = id
    self.child = child ?? ChildTable.child(id)
    facts = Self.facts(id)
  }

  func refresh() { facts = Self.facts(id) ?? facts }

  static func facts(_ id: Int32) -> Facts? {
    guard let bytes = try? FileBytes.read("/proc/\(id)/stat", limit: 64 << 10) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    // The name is in parentheses and may have blanks and parentheses itself.
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
    let fields = text[text.index(after: close)...].split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard fields.count > 21 else { return nil }
    func number(_ index: Int) -> UInt64 { UInt64(fields[index]) ?? 0 }
    return Facts(
      name: String(text[text.index(after: open)..<close]), state: fields[0].first ?? "?",
      session: Int64(fields[3]) ?? 0, ticks: number(11) + number(12), threads: Int64(fields[17]) ?? 0,
      start: number(19), virtual: number(20), resident: number(21) * pageSize, priority: Int64(fields[16]) ?? 0)
  }

  /// Ids of all processes, rising.
  static var ids: [Int32] { ((try? FileListing.names("/proc")) ?? []).compactMap { Int32($0) }.sorted() }

  /// The program's file; nil where it cannot be read.
  var path: String? { FileListing.linkTarget("/proc/\(id)/exe") }

  var commandLine: String? {
    guard let bytes = try? FileBytes.read("/proc/\(id)/cmdline", limit: 1 << 20), !bytes.isEmpty else { return nil }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  /// The program's name. The system keeps 15 bytes of it; the file's own name is whole.
  var name: String {
    guard let facts else { return child.map { PathText.name($0.path) } ?? "" }
    if facts.name.utf8.count == 15, let whole = path.map(PathText.name), whole.hasPrefix(facts.name) { return whole }
    return facts.name
  }

  var hasExited: Bool {
    if let child { return child.exitCode != nil }
    guard let now = Self.facts(id), now.start == facts?.start else { return true }
    return now.state == "Z" || now.state == "X"
  }

  var startTime: DateTime? {
    guard let facts, let boot = SystemClock.bootTime else { return nil }
    let ticks = Int64(facts.start) * TimeSpan.ticksPerSecond / Int64(Self.ticksPerSecond)
    return boot.adding(TimeSpan(ticks: ticks))
  }

  var processorTime: TimeSpan {
    TimeSpan(ticks: Int64(facts?.ticks ?? 0) * TimeSpan.ticksPerSecond / Int64(Self.ticksPerSecond))
  }

  var handles: Int { ((try? FileListing.names("/proc/\(id)/fd")) ?? []).count }

  /// Waits for its end; false when `milliseconds` are over or the session is to stop.
  func wait(milliseconds: Int64?, isStopping: () -> Bool) -> Bool {
    if let child { return child.wait(milliseconds: milliseconds, isStopping: isStopping) != nil }
    var nap: UInt32 = 1000
    var waited: Int64 = 0
    while !hasExited {
      if isStopping() { return false }
      if let milliseconds, waited >= milliseconds * 1000 { return false }
      usleep(nap)
      waited += Int64(nap)
      nap = min(nap * 2, 50_000)
    }
    return true
  }

  /// Ends it at once. False: the system refused it; `errno` says why.
  func kill() -> Bool {
    if let child {
      child.signal(SIGKILL)
      return true
    }
    return Glibc.kill(id, SIGKILL) == 0
  }

  var value: Value {
    .object(
      HostObject(ProcessTypes.process, payload: self) {
        ($0 as? ProcessEntry).map { "System.Diagnostics.Process (\($0.name))" }
      })
  }
}
