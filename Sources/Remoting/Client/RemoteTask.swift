internal import PowerShell

/// One script on one computer: what Invoke-Command and the jobs are made of. Opens a session where it is given none.
struct RemoteTask: Sendable {
  enum Place: Sendable {
    case session(RemoteSession)
    case target(RemoteTarget, any RemoteConnector)
  }

  let place: Place
  let request: RemoteRequest
  let input: [[UInt8]]
  let types: TypeRegistry
  /// What else is run before, in the same session (-InitializationScript).
  var preparation: RemoteRequest?

  var computerName: String {
    switch place {
    case .session(let session): session.computerName
    case .target(let target, _): target.text
    }
  }

  /// Runs it on the calling thread. `deliver` gets the events with the id of the session that they are from. Errors:
  /// those of opening and of the link; what `deliver` throws.
  func run(isStopping: () -> Bool, deliver: (RemoteEvent, Guid) throws -> Void) throws {
    switch place {
    case .session(let session): try run(session, isStopping, deliver)
    case .target(let target, let connector):
      let session = try RemoteSession.open(target, through: connector, isStopping: isStopping)
      defer { session.close() }
      try run(session, isStopping, deliver)
    }
  }

  private func run(
    _ session: RemoteSession, _ isStopping: () -> Bool, _ deliver: (RemoteEvent, Guid) throws -> Void
  ) throws {
    if let preparation {
      let result = try session.run(preparation, types: types, isStopping: isStopping) {
        try deliver($0, session.instanceID)
      }
      guard result.status == .completed else { return }
    }
    _ = try session.run(request, input: input, types: types, isStopping: isStopping) {
      try deliver($0, session.instanceID)
    }
  }
}
