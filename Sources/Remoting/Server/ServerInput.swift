internal import PowerShell

/// The objects for a script's `$input`, as they come.
struct ServerInput {
  private let mailbox: Monitor<ServerMailbox>
  /// Taken out of the mailbox all at once, the last first.
  private var taken: [[UInt8]] = []

  init(_ mailbox: Monitor<ServerMailbox>) { self.mailbox = mailbox }

  /// Waits for the next one; nil after the last. Errors: the stop of the script, CodingFailure, too much at once.
  mutating func next(for session: Session) throws -> Value? {
    while true {
      try session.checkpoint()
      if let bytes = taken.popLast() { return try ValueCoding.decode(bytes, types: session.types) }
      let isOver: Bool? = try mailbox.wait(milliseconds: 100) { state in
        guard state.input.isEmpty else {
          taken = state.input.reversed()
          (state.input, state.inputSize) = ([], 0)
          return false
        }
        if state.inputOverflows {
          throw PowerShellError(
            "More than \(RemotingLimits.inputBacklog) bytes of input wait for the remote script. Send less at a time.",
            id: "RemoteInputLimit", category: .limitsExceeded)
        }
        return state.inputEnds ? true : nil
      }
      if isOver ?? false { return nil }
    }
  }
}
