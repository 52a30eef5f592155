internal import Glibc
package import PowerShell

/// The other end of a remote session: what `pwsh -ServerMode` is.
///
/// The calling thread reads, a thread with a big stack runs the scripts, so that `stop` is heard while one runs.
package final class RemoteServer: Sendable {
  /// Makes the session that the scripts run in, on the thread that they run on. What it shows goes to the host given.
  package typealias MakeSession = @Sendable (any ShellHost) -> Session

  private let connection: FrameConnection
  private let mailbox = Monitor(ServerMailbox())
  private let makeSession: MakeSession

  private init(_ channel: any RemoteChannel, _ makeSession: @escaping MakeSession) {
    connection = FrameConnection(channel)
    self.makeSession = makeSession
  }

  /// Serves the process's own standard input and output, or other descriptors, until the client is gone. What the
  /// process itself writes to its standard output goes to standard error from now on, and its standard input is empty,
  /// so that no program that a script runs gets into the conversation. Errors: as of `serve(_:makeSession:)`.
  package static func serve(input: Int32 = 0, output: Int32 = 1, makeSession: @escaping MakeSession) throws {
    let (reading, writing) = (fcntl(input, F_DUPFD_CLOEXEC, 3), fcntl(output, F_DUPFD_CLOEXEC, 3))
    guard reading >= 0, writing >= 0 else {
      throw ChannelFailure("The standard input or output is not open: \(String(cString: strerror(errno))).")
    }
    if output == 1 { dup2(2, 1) }
    if input == 0 {
      let nothing = open("/dev/null", O_RDONLY)
      dup2(nothing, 0)
      if nothing > 0 { close(nothing) }
    }
    try serve(DescriptorChannel(input: reading, output: writing), makeSession: makeSession)
  }

  /// Blocks until the client is gone or says so. A script that still runs is stopped, and given up after
  /// `RemoteProtocol.stopSeconds`. Errors: ProtocolFailure and those of the channel.
  package static func serve(_ channel: any RemoteChannel, makeSession: @escaping MakeSession) throws {
    let server = RemoteServer(channel, makeSession)
    defer { channel.close() }
    try ScriptThread(name: "remote script").start { server.runScripts() }
    defer { server.end() }
    try server.read()
  }

  // MARK: Reading

  private func read() throws {
    try greet()
    while true {
      // A stop that comes before the script has begun, or that a program did not notice, is said again.
      let (isStopping, session) = mailbox.read { ($0.isRunning && $0.isStopping, $0.session) }
      if isStopping { session?.stop() }
      switch try connection.receive(milliseconds: isStopping ? 20 : 1000) {
      case .end: return
      case .idle: continue
      case .frame(let frame):
        let message = try ClientMessage(frame)
        try mailbox.change { try $0.accept(message) }
        if mailbox.read(\.isClosed) { return }
      }
    }
  }

  private func greet() throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(RemoteProtocol.helloSeconds)
    while true {
      switch try connection.receive(milliseconds: 1000) {
      case .end: throw ProtocolFailure.ended
      case .idle: guard clock.now < deadline else { throw ProtocolFailure.silent(RemoteProtocol.helloSeconds) }
      case .frame(let frame):
        guard case .hello(let lowest, let highest) = try ClientMessage(frame) else {
          throw ProtocolFailure.unexpected("something else than a hello")
        }
        let location = mailbox.wait { $0.session == nil ? nil : $0.location } ?? "/"
        // Sent in any case: the client says to its user which versions do not fit.
        let hello = ServerHello(hostName: SystemFacts.machineName(), location: location)
        try connection.send(ServerMessage.hello(hello).frame())
        guard lowest <= RemoteProtocol.version, RemoteProtocol.version <= highest else {
          throw ProtocolFailure.version(lowest: lowest, highest: highest)
        }
        return
      }
    }
  }

  private func end() {
    mailbox.change {
      $0.isClosed = true
      $0.isStopping = true
    }
    for _ in 0..<(RemoteProtocol.stopSeconds * 50) {
      mailbox.read(\.session)?.stop()
      if mailbox.wait(milliseconds: 20, { $0.isDone ? true : nil }) ?? false { return }
    }
  }

  // MARK: Running

  private func runScripts() {
    let host = ServerHost(connection, mailbox)
    let session = makeSession(host)
    host.session = session
    mailbox.change {
      $0.session = session
      $0.location = session.location
    }
    while let request = nextRequest() {
      let result = run(request, session)
      mailbox.change { $0.isRunning = false }
      // When it cannot be sent the client is gone, which the reading thread sees.
      try? connection.send(ServerMessage.finished(result).frame())
    }
    mailbox.change {
      $0.session = nil
      $0.isDone = true
    }
  }

  private func nextRequest() -> RemoteRequest? {
    let next: RemoteRequest?? = mailbox.wait { state in
      if state.isClosed { return .some(nil) }
      guard let request = state.request else { return nil }
      state.request = nil
      return request
    }
    return next ?? nil
  }

  private func run(_ request: RemoteRequest, _ session: Session) -> RemoteResult {
    var result = RemoteResult(.completed)
    do {
      let outcome = try outcome(request, session)
      switch outcome {
      case .completed: break
      case .exited(let code): (result.status, result.exitCode) = (.exited, code)
      case .stopped: result.status = .stopped
      case .failed(let record): (result.status, result.failure) = (.failed, encoded(record, session))
      }
    } catch {
      let record = CommandFailure(error, origin: nil).record
      (result.status, result.failure) = (.failed, encoded(record, session))
    }
    result.succeeded = session.lastSucceeded
    result.lastExitCode = session.variable("LASTEXITCODE", in: session.global)?.integerValue.map {
      Int32(truncatingIfNeeded: $0)
    }
    result.location = session.location
    return result
  }

  private func outcome(_ request: RemoteRequest, _ session: Session) throws -> RunOutcome {
    var arguments: [RuntimeArgument] = []
    if !request.arguments.isEmpty {
      let decoded = try ValueCoding.decode(request.arguments, types: session.types)
      arguments = (decoded.reference?.enumerated ?? []).map { .value($0) }
    }
    var using = NamedValues<Value>()
    if !request.using.isEmpty {
      let table = try ValueCoding.decode(request.using, types: session.types).reference(as: DictionaryObject.self)
      for (key, value) in table?.pairs ?? [] { using[try key.displayString()] = value }
    }
    session.usingValues = UsingValues(using)
    defer { session.usingValues = nil }
    var waiting = ServerInput(mailbox)
    let input: (() throws -> Value?)? = request.expectsInput ? { try waiting.next(for: session) } : nil
    return try session.run(request.script, arguments: arguments, input: input, showsFailure: false)
  }

  private func encoded(_ record: ErrorRecord, _ session: Session) -> [UInt8] {
    (try? ValueCoding.encode(.object(record), session.context)) ?? []
  }
}
