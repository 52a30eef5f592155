package import PowerShell

/// The lines of a user who has entered another session (Enter-PSSession).
extension RemotingState {
  /// Runs a line in the entered session; what it gives goes to the local session's host, formatted there. `exit` and
  /// Exit-PSSession go back. Nothing happens where no session is entered. Errors are shown, not thrown, except those of
  /// the host itself.
  package func run(line: String, in local: Session) throws {
    guard let remote = current else { return }
    guard !Self.isExit(line) else { return leave() }
    let marks = RemoteMarks(
      computerName: remote.computerName, runspaceID: remote.instanceID, showsComputerName: false)
    do {
      let result = try remote.run(
        RemoteRequest(script: line), types: local.types, isStopping: { local.isStopping },
        deliver: { try show($0, marks, local) })
      if result.status == .exited { leave() }
    } catch let error as PowerShellError {
      try local.write(.error(ErrorRecord(error, origin: nil)))
    } catch let failure as CommandFailure {
      try local.write(.error(failure.record))
    }
    if remote.state != .opened { leave() }
  }

  private func show(_ event: RemoteEvent, _ marks: RemoteMarks, _ local: Session) throws {
    switch event {
    case .output(let value): try local.host.write(marks.mark(value))
    case .error(let record), .failed(let record): try local.host.write(.error(record))
    case .record(let record): try local.host.write(record)
    case .prompt(let prompt, let session):
      session.answer(try PromptAnswer(to: prompt, by: local.host, local.types))
    }
  }

  private static func isExit(_ line: String) -> Bool {
    var words = line.split { $0.isWhitespace || $0 == ";" }
    if words.first?.isEmpty ?? false { words.removeFirst() }
    guard words.count == 1, let word = words.first.map(String.init) else { return false }
    return ["exit", "Exit-PSSession", "exsn"].contains { $0.isSameName(as: word) }
  }
}
