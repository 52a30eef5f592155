import Glibc
import NIOCore
import NIOPosix

/// A server on a real socket that plays a monitor: it greets, and answers each line with what `reply` gives.
final class StubMonitor: Sendable {
  static let greeting =
    #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "#
    + #""capabilities": ["oob"]}}"#

  let path: String
  private let folder: String
  private let channel: any Channel

  /// `reply` gets a line from the client and returns what to send, and whether to close then.
  init(
    greeting: String = StubMonitor.greeting + "\r\n",
    reply: @escaping @Sendable (String) -> (String, close: Bool)
  ) async throws {
    var template = Array("/tmp/dr.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Refused() }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = folder + "/qmp.sock"
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(greeting: greeting, reply: reply))
        }
      }
      .bind(unixDomainSocketPath: path).get()
  }

  func stop() async {
    try? await channel.close().get()
    unlink(path)
    rmdir(folder)
  }

  struct Refused: Error {}

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    let greeting: String
    let reply: @Sendable (String) -> (String, close: Bool)
    var line: [UInt8] = []

    init(greeting: String, reply: @escaping @Sendable (String) -> (String, close: Bool)) {
      self.greeting = greeting
      self.reply = reply
    }

    func channelActive(context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      for byte in unwrapInboundIn(data).readableBytesView {
        guard byte == 10 else {
          line.append(byte)
          continue
        }
        let (text, close) = reply(String(decoding: line, as: UTF8.self))
        line = []
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        if close { context.close(promise: nil) }
      }
    }
  }
}

/// The id in a command line, as it was written.
func commandID(_ line: String) -> Substring {
  guard let start = line.range(of: "\"id\":") else { return "0" }
  return line[start.upperBound...].prefix { $0.isNumber }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
