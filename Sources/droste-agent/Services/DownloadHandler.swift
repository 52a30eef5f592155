internal import Glibc
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHPACK
internal import NIOPosix

/// `GET /v1/files?path=`: a regular file's bytes, at the reader's pace, with their length and checksum behind them.
final class DownloadHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let services: Services
  private let path: String
  private var file: OpenFile?
  private var isBusy = false
  private var isGone = false
  private var length: UInt64 = 0
  private var check = CRC32C()

  init(_ services: Services, path: String) {
    self.services = services
    self.path = path
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head = unwrapInboundIn(data) else { return }
    perform(context) { [path] in
      try OpenFile(path)
    } then: { [self] file in
      self.file = file
      let head: HPACKHeaders = [":status": "200", "droste-mode": String(file.mode, radix: 8)]
      context.writeAndFlush(wrapOutboundOut(.head(head, end: false)), promise: nil)
      sendNext(context, file)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) {
    isGone = true
    closeFile()
    context.fireChannelInactive()
  }

  private func sendNext(_ context: ChannelHandlerContext, _ file: OpenFile) {
    perform(context) { [check] in
      let bytes = try file.readNext()
      var check = check
      bytes.withUnsafeReadableBytes { check.update($0) }
      return (bytes, check)
    } then: { [self] bytes, check in
      self.check = check
      length += UInt64(bytes.readableBytes)
      if bytes.readableBytes == 0 { return finish(context) }
      let sent = context.eventLoop.makePromise(of: Void.self)
      context.writeAndFlush(wrapOutboundOut(.data(bytes, end: false)), promise: sent)
      sent.futureResult.assumeIsolated().whenSuccess { [self] in
        if !isGone { sendNext(context, file) }
      }
    }
  }

  private func finish(_ context: ChannelHandlerContext) {
    closeFile()
    let proof: HPACKHeaders = [
      LinkHTTP.lengthTrailer: String(length), LinkHTTP.checksumTrailer: LinkHTTP.text(of: check.value),
    ]
    context.writeAndFlush(wrapOutboundOut(.trailers(proof)), promise: nil)
  }

  private func perform<Value: Sendable>(
    _ context: ChannelHandlerContext, _ work: @escaping @Sendable () throws -> Value,
    then: @escaping (Value) -> Void
  ) {
    isBusy = true
    services.files.runIfActive(eventLoop: context.eventLoop, work).assumeIsolated().whenComplete { [self] result in
      isBusy = false
      switch result {
      case .success(let value) where isGone:
        (value as? OpenFile)?.close()
        closeFile()
      case .success(let value): then(value)
      case .failure(let error) where file == nil:
        if !isGone { Answer.failure(error, to: context) }
      case .failure(let error):
        log("Reading \(path) failed: \(error)")
        closeFile()
        if !isGone {
          // Trailers without a length: the host knows that it does not have all.
          context.writeAndFlush(wrapOutboundOut(.trailers([:])), promise: nil)
        }
      }
    }
  }

  /// Not while a read is under way.
  private func closeFile() {
    guard !isBusy else { return }
    file?.close()
    file = nil
  }
}

/// A regular file, open for reading. Its operations block.
private struct OpenFile: Sendable {
  let mode: UInt32
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    self.path = path
    // Without O_NONBLOCK a pipe nobody writes to would hold the thread for ever.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError("The guest cannot open \(path)", errno) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      let isFolder = facts.st_mode & S_IFMT == S_IFDIR
      Glibc.close(descriptor)
      throw DrosteError(
        .invalidOperation, "\(path) in the guest is \(isFolder ? "a folder" : "no regular file").",
        hint: isFolder ? "Pack it there, and copy the archive: tar -cf /tmp/folder.tar \(path)" : nil)
    }
    mode = facts.st_mode & 0o7777
  }

  /// At most 64 KiB; empty at the file's end.
  func readNext() throws -> ByteBuffer {
    var bytes = ByteBuffer()
    while true {
      var failure: Int32 = 0
      let got = bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: 64 * 1024) { room in
        let got = Glibc.read(descriptor, room.baseAddress, 64 * 1024)
        failure = got < 0 ? errno : 0
        return max(0, got)
      }
      if failure == EINTR { continue }
      guard got > 0 || failure == 0 else { throw systemError("The guest cannot read \(path)", failure) }
      return bytes
    }
  }

  func close() { Glibc.close(descriptor) }
}
