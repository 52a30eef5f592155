package import PowerShell
internal import Synchronization

/// A session elsewhere that this one runs scripts in (PSSession).
package final class RemoteSession: Sendable {
  /// System.Management.Automation.Runspaces.RunspaceState, as far as sessions here have it.
  package enum State: String, Sendable {
    case opened = "Opened"
    case broken = "Broken"
    case closed = "Closed"
  }

  package let id: Int
  package let name: String
  package let target: RemoteTarget
  package let instanceID = Guid.random()
  /// The computer's own name.
  package let hostName: String
  private let connection: FrameConnection
  private let status: Mutex<Status>

  private struct Status {
    var state = State.opened
    var isBusy = false
    var location: String
  }

  private init(_ id: Int, _ name: String, _ target: RemoteTarget, _ connection: FrameConnection, _ hello: ServerHello) {
    (self.id, self.name, self.target, self.connection) = (id, name, target, connection)
    hostName = hello.hostName
    status = Mutex(Status(location: hello.location))
  }

  deinit { close() }

  /// What the user calls the other computer.
  package var computerName: String { target.text }
  package var state: State { status.withLock { $0.state } }
  package var isBusy: Bool { status.withLock { $0.isBusy } }
  /// The current location there, as of the last script's end.
  package var location: String { status.withLock { $0.location } }

  /// Opens a session. Errors: those of `RemoteErrors`.
  package static func open(
    _ target: RemoteTarget, id: Int = 0, name: String = "", through connector: any RemoteConnector,
    isStopping: () -> Bool = { false }
  ) throws -> RemoteSession {
    let connection: FrameConnection
    do {
      connection = FrameConnection(try connector.connect(target, isStopping: isStopping))
    } catch {
      throw RemoteErrors.notOpened(target, error)
    }
    do {
      let hello = try greet(connection, isStopping)
      return RemoteSession(id, name.isEmpty ? "Session\(id)" : name, target, connection, hello)
    } catch {
      connection.close()
      throw RemoteErrors.notOpened(target, error)
    }
  }

  private static func greet(_ connection: FrameConnection, _ isStopping: () -> Bool) throws -> ServerHello {
    try connection.send(
      ClientMessage.hello(lowest: RemoteProtocol.version, highest: RemoteProtocol.version).frame())
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(RemoteProtocol.helloSeconds)
    while clock.now < deadline {
      guard !isStopping() else { throw ConnectFailure.stopped }
      switch try connection.receive(milliseconds: 50) {
      case .idle: continue
      case .end: throw ProtocolFailure.ended
      case .frame(let frame):
        guard case .hello(let hello) = try ServerMessage(frame) else {
          throw ProtocolFailure.unexpected("something else than a hello")
        }
        guard hello.lowest <= RemoteProtocol.version, RemoteProtocol.version <= hello.highest else {
          throw ProtocolFailure.version(lowest: hello.lowest, highest: hello.highest)
        }
        return hello
      }
    }
    throw ProtocolFailure.silent(RemoteProtocol.helloSeconds)
  }

  /// Ends the session; a script that runs in it is stopped.
  package func close() {
    let wasOpen = status.withLock { status in
      defer { if status.state == .opened { status.state = .closed } }
      return status.state == .opened
    }
    if wasOpen, let frame = try? ClientMessage.close.frame() { try? connection.send(frame) }
    connection.close()
  }

  package func answer(_ answer: PromptAnswer) {
    // When it cannot be sent the session is broken, which the run that waits sees.
    if let frame = try? ClientMessage.answer(answer).frame() { try? connection.send(frame) }
  }

  /// Runs a script and gives what comes of it, on the calling thread, which waits.
  ///
  /// - Parameters:
  ///   - input: encoded objects for `$input`.
  ///   - types: those of the session that the objects are for.
  ///   - deliver: what it throws stops the script, and is thrown when that has ended.
  /// - Returns: how the script ended; the error that ended it was delivered as `failed`.
  package func run(
    _ request: RemoteRequest, input: [[UInt8]] = [], types: TypeRegistry, isStopping: () -> Bool = { false },
    deliver: (RemoteEvent) throws -> Void
  ) throws -> RemoteResult {
    try begin()
    defer { status.withLock { $0.isBusy = false } }
    let frames: [Frame]
    do throws(CodingFailure) {
      var made = [try ClientMessage.run(request).frame()]
      for bytes in input { made.append(try ClientMessage.input(bytes).frame()) }
      if request.expectsInput { made.append(try ClientMessage.endInput.frame()) }
      frames = made
    } catch {
      throw CommandFailure(RemoteErrors.notSent(error, .null))
    }
    do {
      for frame in frames { try connection.send(frame) }
    } catch {
      throw fail(error)
    }
    var run = Run(session: self, types: types)
    return try run.finish(isStopping, deliver)
  }

  private func begin() throws {
    enum Obstacle { case none, closed, busy }
    let obstacle: Obstacle = status.withLock { status in
      guard status.state == .opened else { return .closed }
      guard !status.isBusy else { return .busy }
      status.isBusy = true
      return .none
    }
    switch obstacle {
    case .none: break
    case .closed: throw RemoteErrors.notOpen(self)
    case .busy: throw RemoteErrors.busy(self)
    }
  }

  /// The session is of no more use.
  private func fail(_ error: any Error) -> PowerShellError {
    status.withLock { if $0.state == .opened { $0.state = .broken } }
    connection.close()
    return RemoteErrors.broken(computerName, error)
  }

  /// The wait for a script's end.
  private struct Run {
    let session: RemoteSession
    let types: TypeRegistry
    private let clock = ContinuousClock()
    private var deadline: ContinuousClock.Instant?
    private var failure: (any Error)?

    init(session: RemoteSession, types: TypeRegistry) { (self.session, self.types) = (session, types) }

    mutating func finish(_ isStopping: () -> Bool, _ deliver: (RemoteEvent) throws -> Void) throws -> RemoteResult {
      while true {
        if deadline == nil, isStopping() { try stop() }
        if let deadline, clock.now >= deadline {
          throw session.fail(ProtocolFailure.silent(RemoteProtocol.stopSeconds))
        }
        let message: ServerMessage
        do {
          switch try session.connection.receive(milliseconds: 50) {
          case .idle: continue
          case .end: throw ProtocolFailure.ended
          case .frame(let frame): message = try ServerMessage(frame)
          }
        } catch {
          throw session.fail(error)
        }
        if let result = try take(message, deliver) { return result }
      }
    }

    private mutating func stop() throws {
      deadline = clock.now + .seconds(RemoteProtocol.stopSeconds)
      do { try session.connection.send(ClientMessage.stop.frame()) } catch { throw session.fail(error) }
    }

    private mutating func take(
      _ message: ServerMessage, _ deliver: (RemoteEvent) throws -> Void
    ) throws -> RemoteResult? {
      let event: RemoteEvent
      var result: RemoteResult?
      do {
        switch message {
        case .hello: throw ProtocolFailure.unexpected("a second hello")
        case .output(let bytes): event = .output(try ValueCoding.decode(bytes, types: types))
        case .error(let bytes): event = .error(try record(bytes))
        case .record(let record): event = .record(try streamRecord(record))
        case .prompt(let prompt): event = .prompt(prompt, session)
        case .finished(let finished):
          session.status.withLock { $0.location = finished.location }
          result = finished
          if let failure { throw Delivered(error: failure) }
          guard finished.status == .failed else { return finished }
          event = .failed(try record(finished.failure))
        }
      } catch let delivered as Delivered {
        throw delivered.error
      } catch let failure as CodingFailure {
        throw session.fail(ProtocolFailure.malformed(failure.message))
      } catch {
        throw session.fail(error)
      }
      if deadline == nil {
        do { try deliver(event) } catch {
          guard result == nil else { throw error }
          failure = error
          try stop()
        }
      } else if case .prompt = event {
        session.answer(.failed(message: "The script is being stopped.", id: "PipelineStopped"))
      }
      return result
    }

    /// An error of the receiver that is thrown now that the script has ended.
    private struct Delivered: Error {
      let error: any Error
    }

    private func record(_ bytes: [UInt8]) throws -> ErrorRecord {
      guard let record = try ValueCoding.decode(bytes, types: types).reference(as: ErrorRecord.self) else {
        throw ProtocolFailure.malformed("It should hold an error record.")
      }
      return record
    }

    private func streamRecord(_ record: RemoteRecord) throws -> StreamRecord {
      switch record {
      case .warning(let text): return .warning(text)
      case .verbose(let text): return .verbose(text)
      case .debug(let text): return .debug(text)
      case .host(let text): return .host(text)
      case .progress(let record): return .progress(record)
      case .information(var record, let message):
        record.message = try ValueCoding.decode(message, types: types)
        return .information(record)
      }
    }
  }
}
