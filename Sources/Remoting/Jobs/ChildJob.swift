internal import PowerShell

/// One script of a job, on one computer.
final class ChildJob: Sendable {
  private struct Progress: Sendable {
    var state = JobObject.State.notStarted
    var events: [(event: RemoteEvent, session: Guid)] = []
    var isStopping = false
    var begin: DateTime?
    var end: DateTime?
  }

  let id: Int
  let task: RemoteTask
  private let progress = Monitor(Progress())

  init(id: Int, task: RemoteTask) { (self.id, self.task) = (id, task) }

  var name: String { "Job\(id)" }
  var location: String { task.computerName }
  var state: JobObject.State { progress.read(\.state) }
  var hasMoreData: Bool { progress.read { !$0.events.isEmpty || !$0.state.isFinished } }
  var beginTime: DateTime? { progress.read(\.begin) }
  var endTime: DateTime? { progress.read(\.end) }

  /// What the script ended with, for JobStateInfo.Reason.
  func run() {
    let isCancelled = progress.change { progress in
      guard progress.state == .notStarted, !progress.isStopping else { return true }
      (progress.state, progress.begin) = (.running, DateTime.systemNow().localized)
      return false
    }
    guard !isCancelled else { return }
    var state = JobObject.State.completed
    let isStopping = { [progress] in progress.read(\.isStopping) }
    do {
      try task.run(isStopping: isStopping) { event, session in
        if case .prompt(_, let session) = event { return session.answer(.refusal) }
        if case .failed = event { state = .failed }
        try progress.change { progress in
          guard progress.events.count < RemotingLimits.valueCount else {
            throw PowerShellError(
              "The job has given \(RemotingLimits.valueCount) objects that nobody received. Receive them with "
                + "Receive-Job while it runs.", id: "JobOutputLimit", category: .limitsExceeded)
          }
          progress.events.append((event, session))
        }
      }
    } catch {
      state = .failed
      let record = CommandFailure(error, origin: nil).record
      progress.change { $0.events.append((.failed(record), .empty)) }
    }
    progress.change { progress in
      progress.state = progress.isStopping ? .stopped : state
      progress.end = DateTime.systemNow().localized
    }
  }

  func stop() {
    progress.change { progress in
      progress.isStopping = true
      if progress.state == .notStarted { progress.state = .stopped }
    }
  }

  /// What has come so far; it is gone afterwards unless it is kept.
  func take(keeps: Bool) -> [(event: RemoteEvent, session: Guid)] {
    progress.change { progress in
      defer { if !keeps { progress.events = [] } }
      return progress.events
    }
  }

  /// Waits until it ends; false when the time is over first.
  func wait(milliseconds: Int) -> Bool {
    progress.wait(milliseconds: milliseconds) { $0.state.isFinished ? true : nil } ?? false
  }

  /// Waits until there is something to take or it ends.
  func waitForEvents(milliseconds: Int) {
    _ = progress.wait(milliseconds: milliseconds) { !$0.events.isEmpty || $0.state.isFinished ? true : nil }
  }
}
