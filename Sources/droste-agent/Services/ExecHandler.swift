internal import FoundationEssentials
internal import Glibc
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHPACK
internal import NIOPosix

/// `POST /v1/exec`: runs a command whose input, output and error output are frames on the stream. Each of the three
/// goes at its reader's pace. Where the stream is given up, the command's process group is killed.
final class ExecHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private enum Phase {
    /// The request's frame is not whole yet.
    case waiting
    /// The process runs; its pipes are being taken over.
    case starting
    case running
    case over
  }

  /// After the command's end, how long its outputs are looked at for more, when something holds them open (a process
  /// that the command left behind). They are over when the last look finds them empty.
  private static let linger = TimeAmount.milliseconds(200)

  private let services: Services
  private var phase = Phase.waiting
  private var decoder = ExecFrameDecoder()
  private var requestEnded = false
  private var stream: ChannelHandlerContext?

  private var processID: pid_t = 0
  private var hasEnded = false
  private var input: (any Channel)?
  private var outputs: [ExecFrame.Kind: any Channel] = [:]
  /// The descriptors of `outputs`, valid as long as those are open.
  private var descriptors: [ExecFrame.Kind: Int32] = [:]
  /// Output of a command that was over before its pipes were set up.
  private var early: [ExecFrame] = []
  private var outputIsPaused = false
  private var isSilent = false

  init(_ services: Services) { self.services = services }

  func handlerAdded(context: ChannelHandlerContext) { stream = context }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(_, let end): requestEnded = end
    case .data(let bytes, let end):
      decoder.append(bytes)
      requestEnded = requestEnded || end
    case .trailers: requestEnded = true
    }
    takeFrames()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    input?.flush()
    switch phase {
    case .waiting: context.read()
    case .running where input?.isWritable ?? true: context.read()
    case .starting, .running, .over: break
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { readOutputs() }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) {
    stream = nil
    abandon()
    context.fireChannelInactive()
  }

  // MARK: The request

  private func takeFrames() {
    do {
      while phase == .waiting || phase == .running, let frame = try decoder.next() {
        switch (phase, frame.kind) {
        case (.waiting, .request): try start(frame.payload)
        case (.running, .input): input?.write(frame.payload, promise: nil)
        default:
          throw DrosteError(.invalidParameter, "A frame of kind \(frame.kind) has no place there.")
        }
      }
      guard requestEnded else { return }
      if phase == .waiting || (phase == .running && decoder.isAmidFrame) {
        throw DrosteError(.invalidParameter, "The request ends amid a frame.")
      }
      if phase == .running { endInput() }
    } catch let error as ExecFrameDecoder.Malformed {
      fail(DrosteError(.invalidParameter, "The request's frames make no sense.", cause: "\(error)"))
    } catch {
      fail(error)
    }
  }

  private func start(_ json: ByteBuffer) throws {
    guard let stream else { return }
    let request: ExecRequest
    do {
      request = try JSONDecoder().decode(ExecRequest.self, from: Data(json.readableBytesView))
    } catch {
      throw DrosteError(.invalidParameter, "The command's JSON cannot be understood.", cause: "\(error)")
    }
    let child = try ChildProcess.spawn(request, piped: true)
    processID = child.processID
    phase = .starting
    let near = NIOLoopBound(self, eventLoop: stream.eventLoop)
    let watched = services.reaper.watch(child.processID, on: stream.eventLoop) { near.value.commandEnded() }
    if !watched {
      // Without a watcher nobody would reap it; it is reaped here, after SIGKILL without delay.
      kill(-processID, SIGKILL)
      var status: Int32 = 0
      waitpid(processID, &status, 0)
      processID = 0
      for descriptor in [child.input, child.output, child.error] { close(descriptor) }
      throw DrosteError(.outOfMemory, "The guest has no descriptor left to watch the command with.")
    }
    take(child, on: stream.eventLoop)
  }

  private func take(_ child: ChildProcess, on loop: any EventLoop) {
    let near = NIOLoopBound(self, eventLoop: loop)
    let channels = [
      pipe(child.input, .input, loop) { InputPipeHandler(near.value) },
      pipe(child.output, .output, loop) { OutputPipeHandler(near.value, .output) },
      pipe(child.error, .error, loop) { OutputPipeHandler(near.value, .error) },
    ]
    EventLoopFuture.whenAllComplete(channels, on: loop).assumeIsolated().whenComplete { [self] result in
      let channels = (try? result.get())?.map { try? $0.get() } ?? []
      guard phase == .starting, channels.count == 3, let input = channels[0], let output = channels[1],
        let error = channels[2]
      else {
        for channel in channels { channel?.close(promise: nil) }
        if phase == .starting { fail(DrosteError(.outOfMemory, "The guest cannot take the command's pipes.")) }
        return
      }
      self.input = input.isActive ? input : nil
      outputs = [.output: output, .error: error].filter { $0.value.isActive }
      descriptors = [.output: child.output, .error: child.error]
      phase = .running
      let head: HPACKHeaders = [":status": "200"]
      stream?.writeAndFlush(wrapOutboundOut(.head(head, end: false)), promise: nil)
      for frame in early { took(frame.payload, frame.kind) }
      early = []
      stream?.flush()
      takeFrames()
      self.input?.flush()
      readOutputs()
      if !requestEnded { stream?.read() }
      if hasEnded { commandEnded() }
    }
  }

  private func pipe(
    _ descriptor: Int32, _ kind: ExecFrame.Kind, _ loop: any EventLoop,
    _ handler: @escaping @Sendable () -> any ChannelHandler
  ) -> EventLoopFuture<any Channel> {
    let bootstrap = NIOPipeBootstrap(group: loop)
      .channelOption(.autoRead, value: false)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 32 * 1024))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler()) }
      }
    let channel =
      kind == .input
      ? bootstrap.takingOwnershipOfDescriptor(output: descriptor)
      : bootstrap.takingOwnershipOfDescriptor(input: descriptor)
    channel.whenFailure { _ in close(descriptor) }
    return channel
  }

  /// The pipe closes when all before it is written.
  private func endInput() {
    guard let input else { return }
    input.writeAndFlush(ByteBuffer()).whenComplete { _ in input.close(promise: nil) }
  }

  // MARK: What the pipes tell

  fileprivate func inputIsWritable() { if phase == .running { stream?.read() } }

  /// The command has closed its input, or is over: the rest of the input is dropped as it comes.
  fileprivate func inputClosed() {
    input = nil
    if phase == .running { stream?.read() }
  }

  fileprivate func took(_ bytes: ByteBuffer, _ kind: ExecFrame.Kind) {
    isSilent = false
    if phase == .starting { early.append(ExecFrame(kind, bytes)) }
    guard phase == .running else { return }
    stream?.write(wrapOutboundOut(.data(ExecFrame(kind, bytes).bytes, end: false)), promise: nil)
  }

  fileprivate func readComplete(_ kind: ExecFrame.Kind) {
    guard let stream, phase == .running else { return }
    stream.flush()
    if stream.channel.isWritable { outputs[kind]?.read() } else { outputIsPaused = true }
  }

  fileprivate func outputClosed(_ kind: ExecFrame.Kind) {
    outputs[kind] = nil
    if hasEnded && outputs.isEmpty { finish() }
  }

  private func readOutputs() {
    guard phase == .running else { return }
    outputIsPaused = false
    for output in outputs.values { output.read() }
  }

  // MARK: The end

  private func commandEnded() {
    hasEnded = true
    switch phase {
    case .waiting, .starting: break
    case .running: outputs.isEmpty ? finish() : lingerOn()
    case .over: reap()
    }
  }

  private func lingerOn() {
    guard let stream, phase == .running else { return }
    isSilent = true
    stream.eventLoop.assumeIsolated().scheduleTask(in: Self.linger) { [self] in
      guard phase == .running else { return }
      if isSilent && !outputIsPaused && outputsAreEmpty { finish() } else { lingerOn() }
    }
  }

  /// Whether the pipes that are still open have nothing for us at this moment, not even their end.
  private var outputsAreEmpty: Bool {
    var items = outputs.keys.map { pollfd(fd: descriptors[$0] ?? -1, events: Int16(POLLIN), revents: 0) }
    return poll(&items, nfds_t(items.count), 0) == 0
  }

  private func finish() {
    guard phase == .running, let stream else { return }
    let status = reap()
    closePipes()
    phase = .over
    let signal = status & 0x7F
    let end =
      signal == 0
      ? ExecEnd(signalled: false, code: UInt32(status >> 8 & 0xFF)) : ExecEnd(signalled: true, code: UInt32(signal))
    finish(ExecFrame(.end, end.bytes), stream)
  }

  private func finish(_ frame: ExecFrame, _ stream: ChannelHandlerContext) {
    let sent = stream.eventLoop.makePromise(of: Void.self)
    stream.writeAndFlush(wrapOutboundOut(.data(frame.bytes, end: true)), promise: sent)
    // Ends the request, too, where the host is still sending input.
    sent.futureResult.assumeIsolated().whenComplete { _ in stream.close(promise: nil) }
  }

  private func fail(_ error: any Error) {
    let answered = phase == .running
    abandon()
    guard let stream else { return }
    guard answered, let error = error as? DrosteError, let json = try? JSONEncoder().encode(error) else {
      return Answer.failure(error, to: stream)
    }
    finish(ExecFrame(.failure, ByteBuffer(bytes: json)), stream)
  }

  /// Kills what runs, at once and whole. The reaper tells later that it has ended.
  private func abandon() {
    if phase == .over { return }
    phase = .over
    if processID != 0 { kill(-processID, SIGKILL) }
    closePipes()
    if hasEnded { reap() }
  }

  private func closePipes() {
    let channels = Array(outputs.values) + [input].compactMap { $0 }
    outputs = [:]
    input = nil
    for channel in channels { channel.close(promise: nil) }
  }

  /// Frees the process's id; not before nobody signals it any more.
  @discardableResult private func reap() -> Int32 {
    guard processID != 0 else { return 0 }
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0 && errno == EINTR {}
    processID = 0
    return status
  }
}

/// The command's standard input, as written to.
private final class InputPipeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let exec: ExecHandler

  init(_ exec: ExecHandler) { self.exec = exec }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { exec.inputIsWritable() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) { exec.inputClosed() }
}

/// The command's standard output or error, as read from.
private final class OutputPipeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let exec: ExecHandler
  private let kind: ExecFrame.Kind

  init(_ exec: ExecHandler, _ kind: ExecFrame.Kind) {
    self.exec = exec
    self.kind = kind
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { exec.took(unwrapInboundIn(data), kind) }

  func channelReadComplete(context: ChannelHandlerContext) { exec.readComplete(kind) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) { exec.outputClosed(kind) }
}
