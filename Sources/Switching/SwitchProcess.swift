internal import CDroste
internal import Ethernet
internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import Virtio

// Theory of operation
//
// The switch process: one folder, one control thread with one epoll set, and the workers that carry frames (Worker.swift),
// which the control thread starts and keeps out of the way while it changes anything (WorkerGate.swift). The folder holds
// config.json (written by the service, read at the start), leases.json and control.sock (both ours). The process makes the folder its working directory and uses
// bare names, so that the length of the folder's path does not matter to the control socket.
//
// A turn of the loop: wait; close the gate; serve what is ready (vhost-user messages, control clients, the second's tick,
// signals) and what workers left; flush the ports that were sent to; open the gate. Captures are moved on with the gate open.
// Nothing in a turn blocks, save for writing leases.json when a machine gets a new address (one
// fsync; at most 16 per second and port).
//
// A second process for the same folder ends at once: the lock file is locked for as long as the process lives, whatever
// ends it. SIGTERM and SIGINT end it cleanly: leases saved, control.sock removed, exit code 0.
//
// Limits: 16 control clients, 30 s of patience with each, requests of 1 MiB; see ControlConnection. Captures: see
// SwitchProcess+Captures.swift.

/// Runs a switch until it is told to stop.
public final class SwitchProcess {
  private enum Source {
    case port(SwitchPort)
    case listener
    case client(ControlConnection)
    case signals
    case second
    case captures
    case workers
  }

  private static let clientLimit = 16

  private let epoll: Epoll
  let engine: SwitchEngine
  private let listener: Descriptor
  private let signals: Descriptor
  private let second: Timer
  private let gate = WorkerGate()
  /// Machines' processes must not make this thread wait, and all workers for it.
  private let breaker: WaitBreaker
  /// Counts what workers have left to this thread.
  private let workerEvent: Descriptor
  let captures: Captures
  /// Runs while there is a capture.
  let captureTimer: Timer
  private let lock: Descriptor
  private let started = monotonicMilliseconds()
  private var sources: [UInt64: Source] = [:]
  private var nextToken: UInt64 = 1
  /// By the id of the port.
  private var portTokens: [UInt64: UInt64] = [:]
  private var isStopping = false

  /// Runs the switch of a folder in the calling thread, which must be the process's first and only one. Returns when it
  /// was told to stop.
  /// - Parameter ready: called once the control socket takes requests.
  /// - Throws: `DrosteError` when the switch cannot start.
  public static func run(directory: String, ready: () -> Void = {}) throws {
    // SAFETY: the path is terminated and only read during the call.
    guard unsafe chdir(directory) == 0 else { throw systemError("Entering \(directory)") }
    _ = umask(0o077)
    _ = signal(SIGPIPE, SIG_IGN)
    raiseDescriptorLimit()
    let process = try SwitchProcess()
    defer { process.shutDown() }
    ready()
    try process.loop()
  }

  private init() throws {
    // SAFETY: the path is terminated and only read during the call.
    let number = unsafe open(SwitchFile.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    lock = try Descriptor(number, "Opening \(SwitchFile.lock)")
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      throw DrosteError(
        .invalidState, "Another switch process runs in this folder.",
        hint: "Ask it through \(SwitchFile.control), or end it first.")
    }
    let configuration = try Self.readConfiguration()
    epoll = try Epoll()
    breaker = try Self.makeBreaker()
    engine = SwitchEngine(configuration, makeEndpoint: makeEndpoint(for:), wallClock: wallClockSeconds)
    captures = engine.captures
    workerEvent = try Descriptor(eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)), "Making an event descriptor")
    unsafe engine.planes.shared.pointee.puntEvent = workerEvent.number
    for plane in engine.planes.planes {
      let processors = configuration.workerProcessors
      let index = unsafe Int(plane.own.pointee.index)
      engine.workers.append(
        try Worker(plane, gate, processor: processors.isEmpty ? nil : processors[index % processors.count]))
    }
    signals = try Self.blockSignals()
    second = try Timer()
    captureTimer = try Timer()
    listener = try UnixSocket.listen(at: SwitchFile.control)
    try watch(signals.number, .signals)
    try watch(second.descriptor, .second)
    try watch(listener.number, .listener)
    try watch(captureTimer.descriptor, .captures)
    try watch(workerEvent.number, .workers)
    second.set(milliseconds: 1000, every: 1000)
    engine.log = log
    engine.opened = { [unowned self] port in opened(port) }
    engine.closing = { [unowned self] port in closing(port) }
    engine.saveLeases = { leases in
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      try writeFile(SwitchFile.leases, encoder.encode(leases))
    }
    engine.now = UInt32(truncatingIfNeeded: started / 1000)
    engine.restore(Self.readLeases())
    try engine.apply(configuration)
    captures.changed = { [unowned self] in engine.updateCaptured() }
    updateCaptures()
    for worker in engine.workers {
      worker.others = engine.workers
      try worker.start()
    }
    log("switch \"\(configuration.name)\" runs with \(configuration.ports.count) ports")
  }

  private func loop() throws {
    while !isStopping {
      var count = try epoll.wait(milliseconds: -1)
      if count == 0 {
        // The breaker's signal: it has nothing to do while this sleeps.
        breaker.pause()
        count = try epoll.wait(milliseconds: -1)
        breaker.resume()
      }
      // Captures are moved on while workers run; for anything else they are kept out as long as it takes.
      guard (0..<count).contains(where: { !serveCapture(epoll.token($0)) }) else { continue }
      gate.close()
      engine.setClock(monotonic: monotonicNanoseconds(), wall: wallClockNanoseconds())
      for event in 0..<count { serve(epoll.token(event)) }
      engine.servePunts()
      engine.flush()
      gate.open()
    }
  }

  /// Does what is due for captures, which needs no worker out of the way; whether that is all there is to do.
  private func serveCapture(_ token: UInt64) -> Bool {
    switch sources[token] {
    case .captures: return pumpCaptures()
    case .client(let client) where client.capture != nil:
      client.service { answer($0, client) }
      return !client.isFinished
    default: return false
    }
  }

  private func serve(_ token: UInt64) {
    switch sources[token] {
    case .port(let port): port.vhost?.service()
    case .workers:
      var value: UInt64 = 0
      // SAFETY: an event counter gives 8 bytes, the size of `value`.
      _ = unsafe read(workerEvent.number, &value, 8)
      engine.serveFailures()
    case .client(let client):
      client.service { answer($0, client) }
      if client.isFinished { drop(client) }
    case .captures: dropFinishedCaptures()
    case .listener: accept()
    case .second:
      guard second.expired() else { return }
      engine.tick()
      dropSilentClients()
    case .signals:
      log("told to end by a signal")
      isStopping = true
    case nil: break
    }
  }

  private func answer(_ line: [UInt8], _ client: ControlConnection) -> ControlResponse {
    do {
      let request = try ControlRequest(line: line)
      switch request.verb {
      case .status: break
      case .apply:
        if let configuration = request.configuration { try engine.apply(configuration) }
        updateCaptures()
      case .capture: return try startCapture(request.capture ?? CaptureRequest(), client)
      case .trace: return try startTrace(request.marker ?? 0, client)
      case .stop:
        log("told to stop")
        isStopping = true
      }
      return ControlResponse(status)
    } catch let error as DrosteError {
      return ControlResponse(error)
    } catch {
      return ControlResponse(DrosteError(.unspecified, "\(error)"))
    }
  }

  private var status: SwitchStatus {
    SwitchStatus(
      running: true, processID: getpid(), uptime: Double(monotonicMilliseconds() - started) / 1000,
      ports: engine.portStatus, leases: engine.leases, reason: engine.problems)
  }

  private func accept() {
    let socket = Glibc.accept(listener.number, nil, nil)
    guard socket >= 0 else { return }
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    let token = takeToken()
    guard let client = try? ControlConnection(socket, token: token, epoll) else { return }
    sources[token] = .client(client)
    guard clients.count > Self.clientLimit else { return }
    client.refuse(
      DrosteError(
        .outOfMemory, "The switch serves \(Self.clientLimit) clients already.", hint: "Try again in a second."))
    if client.isFinished { drop(client) }
  }

  var clients: [ControlConnection] {
    sources.values.compactMap { if case .client(let client) = $0 { client } else { nil } }
  }

  func drop(_ client: ControlConnection) {
    client.close()
    sources[client.token] = nil
    endCapture(client)
  }

  private func dropSilentClients() {
    let now = monotonicMilliseconds()
    for client in clients where client.capture == nil && now - client.lastHeard > ControlConnection.patience {
      drop(client)
    }
  }

  /// Ports with rings are this thread's to talk to; the others' descriptors are their workers'.
  private func opened(_ port: SwitchPort) {
    guard let descriptor = port.controlDescriptor else { return }
    do {
      portTokens[port.id] = try watch(descriptor, .port(port))
    } catch {
      engine.fail(port, error)
    }
  }

  private func closing(_ port: SwitchPort) {
    guard let token = portTokens.removeValue(forKey: port.id) else { return }
    sources[token] = nil
    if let descriptor = port.controlDescriptor { epoll.remove(descriptor) }
  }

  @discardableResult
  private func watch(_ descriptor: Int32, _ source: Source) throws -> UInt64 {
    let token = takeToken()
    try epoll.add(descriptor, token: token)
    sources[token] = source
    return token
  }

  private func takeToken() -> UInt64 {
    defer { nextToken += 1 }
    return nextToken
  }

  private func shutDown() {
    gate.open()
    for worker in engine.workers { worker.stop() }
    engine.close()
    for client in clients {
      client.finish()
      drop(client)
    }
    // SAFETY: the path is terminated and only read during the call.
    _ = unsafe unlink(SwitchFile.control)
    log("switch ended")
  }

  private static func readConfiguration() throws -> SwitchProcessConfiguration {
    guard let data = try readFile(SwitchFile.configuration) else {
      throw DrosteError(.objectNotFound, "There is no \(SwitchFile.configuration) in the folder.")
    }
    do {
      return try JSONDecoder().decode(SwitchProcessConfiguration.self, from: data)
    } catch let error as DecodingError {
      throw DrosteError(.invalidParameter, "\(SwitchFile.configuration) was not understood: \(describe(error)).")
    }
  }

  /// A lease file that cannot be read costs no more than the leases: clients that come with their address keep it.
  private static func readLeases() -> [Lease] {
    do {
      guard let data = try readFile(SwitchFile.leases) else { return [] }
      return try JSONDecoder().decode([Lease].self, from: data)
    } catch {
      log("\(SwitchFile.leases) is put aside as \(SwitchFile.leases).bad: \(error)")
      // SAFETY: the paths are terminated and only read during the call.
      _ = unsafe rename(SwitchFile.leases, SwitchFile.leases + ".bad")
      return []
    }
  }

  private static func makeBreaker() throws -> WaitBreaker {
    do {
      return try WaitBreaker()
    } catch {
      throw DrosteError(.outOfMemory, "The switch cannot guard itself against waiting.", cause: error.text)
    }
  }

  private static func blockSignals() throws -> Descriptor {
    var set = sigset_t()
    // SAFETY: all three calls work on `set` and keep no pointer.
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGTERM)
    unsafe sigaddset(&set, SIGINT)
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    // SAFETY: the kernel reads `set` during the call only.
    return try Descriptor(
      unsafe signalfd(-1, &set, Int32(SFD_CLOEXEC | SFD_NONBLOCK)), "Making a signal descriptor")
  }
}

/// A machine's port takes a descriptor and six more for each queue pair: 50 ports with 8 pairs need 2450, more than the usual
/// soft limit of 1024.
private func raiseDescriptorLimit() {
  var limit = rlimit()
  // SAFETY: both calls read or write `limit` and keep no pointer.
  guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

private func wallClockSeconds() -> Int64 { Int64(time(nil)) }

/// One line to standard error, after the time of day in UTC. The line is one write, so lines never mix.
func log(_ text: String) {
  var now = time(nil)
  // SAFETY: tm holds a pointer to a zone name, which nobody reads.
  var parts = unsafe tm()
  // SAFETY: both point to variables of ours that outlive the call.
  _ = unsafe gmtime_r(&now, &parts)
  let date = unsafe [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday]
  let fields = unsafe date + [parts.tm_hour, parts.tm_min, parts.tm_sec]
  let digits = fields.map { ($0 < 10 ? "0" : "") + String($0) }
  let stamp = digits[0...2].joined(separator: "-") + "T" + digits[3...5].joined(separator: ":") + "Z "
  let line = Array((stamp + text.split(separator: "\n").joined(separator: " ") + "\n").utf8)
  // SAFETY: write reads `count` bytes and keeps no pointer.
  _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
