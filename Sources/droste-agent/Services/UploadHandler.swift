internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHPACK
internal import NIOPosix

/// `PUT /v1/files?path=&mode=`: a file that appears whole, when its length and checksum have been found right, or not at
/// all.
final class UploadHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  /// How much came, and its checksum.
  private struct Count: Sendable {
    var length: UInt64 = 0
    var check = CRC32C()
  }

  private enum Phase {
    case opening
    case writing(TemporaryFile)
    case over
  }

  private let services: Services
  private let path: String
  private let mode: UInt32
  private var phase = Phase.opening
  private var isBusy = false
  private var waiting: [ByteBuffer] = []
  private var count = Count()
  private var proof: HPACKHeaders?
  private var isGone = false

  init(_ services: Services, path: String, mode: UInt32) {
    self.services = services
    self.path = path
    self.mode = mode
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(_, let end):
      if end { proof = [:] }
      open(context)
    case .data(let bytes, let end):
      if bytes.readableBytes > 0 { waiting.append(bytes) }
      if end { proof = [:] }
      goOn(context)
    case .trailers(let headers):
      proof = headers
      goOn(context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) {
    isGone = true
    if !isBusy { discard() }
    context.fireChannelInactive()
  }

  private func open(_ context: ChannelHandlerContext) {
    perform(context) { [path] in
      try TemporaryFile(for: path)
    } then: { [self] in
      phase = .writing($0)
    }
  }

  /// The next step: write what waits, read more, or finish.
  private func goOn(_ context: ChannelHandlerContext) {
    guard !isBusy, case .writing(let file) = phase else { return }
    if isGone { return discard() }
    if !waiting.isEmpty {
      let pieces = waiting
      waiting = []
      perform(context) { [count] in
        try Self.write(pieces, to: file, count)
      } then: { [self] in
        count = $0
      }
    } else if let proof {
      finish(file, proof, context)
    } else {
      context.read()
    }
  }

  private static func write(_ pieces: [ByteBuffer], to file: TemporaryFile, _ before: Count) throws -> Count {
    var count = before
    for piece in pieces {
      try piece.withUnsafeReadableBytes {
        count.check.update($0)
        try file.write($0)
      }
      count.length += UInt64(piece.readableBytes)
    }
    return count
  }

  private func finish(_ file: TemporaryFile, _ proof: HPACKHeaders, _ context: ChannelHandlerContext) {
    let length = proof.first(name: LinkHTTP.lengthTrailer)
    let check = proof.first(name: LinkHTTP.checksumTrailer)
    guard length == String(count.length), check == LinkHTTP.text(of: count.check.value) else {
      return fail(
        DrosteError(
          .invalidParameter,
          "\(path) did not arrive as it was sent: \(count.length) bytes came, with the checksum "
            + "\(LinkHTTP.text(of: count.check.value)), \(length ?? "no length") and \(check ?? "no checksum") were told."
        ),
        context)
    }
    perform(context) { [mode] in
      try file.commit(mode: mode)
    } then: { [self] in
      phase = .over
      Answer.json(["path": path], status: 201, to: context)
    } otherwise: { [self] in
      // The file is closed and gone already.
      phase = .over
    }
  }

  /// Runs what blocks elsewhere, and goes on after it.
  private func perform<Value: Sendable>(
    _ context: ChannelHandlerContext, _ work: @escaping @Sendable () throws -> Value,
    then: @escaping (Value) -> Void, otherwise: @escaping () -> Void = {}
  ) {
    isBusy = true
    services.files.runIfActive(eventLoop: context.eventLoop, work).assumeIsolated().whenComplete { [self] result in
      isBusy = false
      switch result {
      case .success(let value):
        then(value)
        goOn(context)
      case .failure(let error):
        otherwise()
        fail(error, context)
      }
    }
  }

  private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
    discard()
    if !isGone { Answer.failure(error, to: context) }
  }

  private func discard() {
    if case .writing(let file) = phase {
      // Closing a large file without a name frees its blocks, which takes a while.
      services.files.submit { _ in file.discard() }
    }
    phase = .over
    waiting = []
  }
}
