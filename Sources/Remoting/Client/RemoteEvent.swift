package import PowerShell

/// What a script elsewhere gives while it runs.
package enum RemoteEvent: Sendable {
  case output(Value)
  case error(ErrorRecord)
  case record(StreamRecord)
  /// A question; the answer goes to `RemoteSession.answer`.
  case prompt(RemotePrompt, RemoteSession)
  /// The error that ended the script, or kept it from beginning.
  case failed(ErrorRecord)
}
