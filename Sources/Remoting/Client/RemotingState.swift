internal import PowerShell
internal import Synchronization

/// What one local session knows of others: its connector, open sessions, jobs, and where the user's lines go.
// SAFETY: used on the thread of the session's evaluator only.
package final class RemotingState: @unchecked Sendable {
  /// Sessions that are open at a time.
  package static let sessionLimit = 256
  /// Jobs that are kept at a time.
  package static let jobLimit = 1024

  let connector: any RemoteConnector
  /// There is a user in front of it who can enter other sessions. Set by an interactive embedder.
  package var isInteractive: Bool
  private(set) var sessions: [RemoteSession] = []
  private(set) var jobs: [JobObject] = []
  private var lastSession = 0
  private var lastJob = 0
  /// The session that Enter-PSSession entered; the embedder sends lines there with `run(line:)`.
  package private(set) var current: RemoteSession?
  /// The entered session was opened by Enter-PSSession itself and ends with it.
  private var ownsCurrent = false

  package init(connector: any RemoteConnector, isInteractive: Bool = false) {
    (self.connector, self.isInteractive) = (connector, isInteractive)
  }

  deinit { close() }

  /// Ends all sessions and jobs: when the local session ends.
  package func close() {
    leave()
    for session in sessions { session.close() }
    for job in jobs { job.stop() }
    (sessions, jobs) = ([], [])
  }

  // MARK: Sessions

  /// Opens a session that stays. Errors: those of `RemoteErrors`; too many sessions.
  func open(_ target: RemoteTarget, name: String, isStopping: () -> Bool) throws -> RemoteSession {
    guard sessions.count < Self.sessionLimit else {
      throw PowerShellError(
        "\(Self.sessionLimit) sessions are open; no more can be. Close some with Remove-PSSession.",
        id: "SessionLimit", category: .limitsExceeded)
    }
    let session = try RemoteSession.open(
      target, id: lastSession + 1, name: name, through: connector, isStopping: isStopping)
    lastSession += 1
    sessions.append(session)
    return session
  }

  func remove(_ session: RemoteSession) {
    session.close()
    sessions.removeAll { $0 === session }
    if current === session { leave() }
  }

  /// Makes it the session that the user's lines go to.
  func enter(_ session: RemoteSession, isOwned: Bool) {
    leave()
    (current, ownsCurrent) = (session, isOwned)
  }

  /// Goes back to the local session.
  package func leave() {
    if ownsCurrent { current?.close() }
    (current, ownsCurrent) = (nil, false)
  }

  /// `[L1]: PS /root> `; nil where no session is entered.
  package var prompt: String? { current.map { "[\($0.computerName)]: PS \($0.location)> " } }

  // MARK: Jobs

  /// The numbers of a job and of its children, which follow on it.
  func takeJobNumber(children: Int) -> Int {
    defer { lastJob += 1 + children }
    return lastJob + 1
  }

  /// Errors: too many jobs.
  func add(_ job: JobObject) throws {
    guard jobs.count < Self.jobLimit else {
      throw PowerShellError(
        "\(Self.jobLimit) jobs are kept; no more can be. Remove some with Remove-Job.", id: "JobLimit",
        category: .limitsExceeded)
    }
    jobs.append(job)
  }

  func remove(_ job: JobObject) { jobs.removeAll { $0 === job } }
}
