internal import PowerShell

/// Scripts that run behind the user's back (about_Jobs).
// SAFETY: what changes is behind monitors, or used on the evaluator's thread only.
package final class JobObject: @unchecked Sendable {
  /// System.Management.Automation.JobState.
  package enum State: String, Sendable {
    case notStarted = "NotStarted"
    case running = "Running"
    case completed = "Completed"
    case failed = "Failed"
    case stopped = "Stopped"

    var isFinished: Bool { self != .notStarted && self != .running }
  }

  let id: Int
  let name: String
  let kind: Kind
  let command: String
  let instanceID = Guid.random()
  let children: [ChildJob]

  enum Kind: String, Sendable {
    case background = "BackgroundJob"
    case remote = "RemoteJob"
  }

  init(id: Int, name: String, kind: Kind, command: String, tasks: [RemoteTask]) {
    (self.id, self.kind, self.command) = (id, kind, command)
    self.name = name.isEmpty ? "Job\(id)" : name
    children = tasks.enumerated().map { ChildJob(id: id + 1 + $0, task: $1) }
  }

  /// Errors: no thread can be made.
  func start(throttle: Int) throws {
    // Few threads for many computers: each takes the next child when it is done with one.
    let next = Monitor(0)
    for _ in 0..<min(children.count, max(1, throttle)) {
      try ScriptThread(name: "job", stackSize: 1 << 20).start { [children] in
        while true {
          let index = next.change { index in
            defer { index += 1 }
            return index
          }
          guard index < children.count else { return }
          children[index].run()
        }
      }
    }
  }

  func stop() { for child in children { child.stop() } }

  /// The worst of the children's, running before all.
  var state: State {
    let states = children.map(\.state)
    // A thread takes the first child at once, so that a job is never seen before it has begun.
    if states.contains(where: { !$0.isFinished }) { return .running }
    if states.contains(.failed) { return .failed }
    return states.contains(.stopped) ? .stopped : .completed
  }

  var hasMoreData: Bool { children.contains(where: \.hasMoreData) }
  var location: String { children.map(\.location).joined(separator: ",") }
  var beginTime: DateTime? { children.compactMap(\.beginTime).min() }
  var endTime: DateTime? { state.isFinished ? children.compactMap(\.endTime).max() : nil }
  var value: Value { .object(JobTypes.object(self)) }
}
