internal import PowerShell

/// What the thread that reads and the thread that runs scripts tell one another.
struct ServerMailbox: Sendable {
  /// The session, once there is one, for `stop()`.
  var session: Session?
  var location = ""
  /// A script that waits to be run.
  var request: RemoteRequest?
  var isRunning = false
  var isStopping = false
  /// The client is gone.
  var isClosed = false
  /// The thread that runs scripts has ended.
  var isDone = false
  /// Encoded objects for `$input`.
  var input: [[UInt8]] = []
  var inputSize = 0
  var inputEnds = false
  var inputOverflows = false
  var awaitsAnswer = false
  var answer: PromptAnswer?

  /// Errors: a message that does not belong here.
  mutating func accept(_ message: ClientMessage) throws(ProtocolFailure) {
    switch message {
    case .hello: throw .unexpected("a second hello")
    case .run(let request):
      guard !isRunning else { throw .unexpected("a script while one runs") }
      (self.request, isRunning, isStopping) = (request, true, false)
      (input, inputSize, inputEnds, inputOverflows) = ([], 0, false, false)
    case .input(let bytes):
      // What the client still sent when the script ended is nobody's.
      guard isRunning, !inputEnds, !inputOverflows else { return }
      inputSize += bytes.count
      inputOverflows = inputSize > RemotingLimits.inputBacklog
      if !inputOverflows { input.append(bytes) }
    case .endInput: inputEnds = true
    case .stop: isStopping = isRunning
    case .answer(let answer): if awaitsAnswer { self.answer = answer }
    case .close: isClosed = true
    }
  }
}
