/// Where the streams 2 to 6 go at the moment; nil is the host.
struct StreamRedirections {
  var error: Sink?
  var warning: Sink?
  var verbose: Sink?
  var debug: Sink?
  var information: Sink?

  subscript(stream: Redirection.Stream) -> Sink? {
    get {
      switch stream {
      case .error: error
      case .warning: warning
      case .verbose: verbose
      case .debug: debug
      case .information: information
      case .all, .output: nil
      }
    }
    set {
      switch stream {
      case .error: error = newValue
      case .warning: warning = newValue
      case .verbose: verbose = newValue
      case .debug: debug = newValue
      case .information: information = newValue
      case .all, .output: break
      }
    }
  }
}

/// `2> file`, `3>&1`, `*> $null` as written.
struct RedirectionNode {
  enum Target {
    case file(Node, append: Bool)
    case stream(Redirection.Stream)
  }

  let from: Redirection.Stream
  let target: Target

  init(_ from: Redirection.Stream, _ target: Target) { (self.from, self.target) = (from, target) }

  var streams: [Redirection.Stream] {
    from == .all ? [.output, .error, .warning, .verbose, .debug, .information] : [from]
  }
}

/// The redirections of one command while it runs: its code runs with them, what it passes on runs without them.
final class RedirectedOutput {
  private let session: Session
  private var inner: StreamRedirections
  private var outer = StreamRedirections()
  private var closers: [() throws -> Void] = []
  /// Where the command writes its output.
  private(set) var output: Sink

  init(_ nodes: [RedirectionNode], _ output: Sink, _ frame: Frame) throws {
    session = frame.session
    inner = session.redirections
    self.output = output
    let passing = PassingSink(output)
    self.output = passing
    for node in nodes {
      let target: Sink
      switch node.target {
      case .stream(.output): target = passing
      case .stream(let stream):
        throw PowerShellError(
          "The stream \(stream.rawValue) cannot be redirected to: only to the output stream can others be merged.",
          id: "RedirectionNotSupported", category: .notImplemented)
      case .file(let path, let append): target = try file(path.evaluate(frame), append, frame)
      }
      for stream in node.streams {
        if stream == .output { self.output = target } else { inner[stream] = target }
      }
    }
    passing.owner = self
  }

  private func file(_ path: Value, _ append: Bool, _ frame: Frame) throws -> Sink {
    if path.isNull { return session.nowhere }
    let write = try session.options.openFile(path.displayString(frame.context), append)
    closers.append { try write(nil) }
    return ClosureSink { try write($0) }
  }

  func inside<Result>(_ body: () throws -> Result) rethrows -> Result {
    outer = session.redirections
    session.redirections = inner
    defer { session.redirections = outer }
    return try body()
  }

  func outside<Result>(_ body: () throws -> Result) rethrows -> Result {
    let current = session.redirections
    session.redirections = outer
    defer { session.redirections = current }
    return try body()
  }

  func close() throws {
    for close in closers { try close() }
    closers = []
  }

  private final class PassingSink: Sink {
    weak var owner: RedirectedOutput?
    private let output: Sink

    init(_ output: Sink) { self.output = output }

    override func write(_ value: Value) throws {
      guard let owner else { return try output.write(value) }
      try owner.outside { try output.write(value) }
    }
  }
}

extension Session {
  /// Puts a record into its stream: where it is redirected to, or the host.
  package func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record):
      if let sink = redirections.error { return try sink.write(.object(record)) }
    case .warning:
      if let sink = redirections.warning { return try sink.write(.object(StreamRecordObject(record))) }
    case .verbose:
      if let sink = redirections.verbose { return try sink.write(.object(StreamRecordObject(record))) }
    case .debug:
      if let sink = redirections.debug { return try sink.write(.object(StreamRecordObject(record))) }
    case .information:
      if let sink = redirections.information { return try sink.write(.object(StreamRecordObject(record))) }
    case .progress, .host: break
    }
    try host.write(record)
  }
}
