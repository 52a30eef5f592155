package import NIOCore
package import NIOHPACK
package import NIOHTTP2

/// A request or an answer on one stream, in order: a head, data, perhaps trailers. `end` closes that direction.
package enum StreamPart: Sendable {
  case head(HPACKHeaders, end: Bool)
  case data(ByteBuffer, end: Bool)
  /// Always ends its direction.
  case trailers(HPACKHeaders)
}

/// Turns a stream's HTTP/2 frames into parts and back.
package final class StreamCodec: ChannelDuplexHandler {
  package typealias InboundIn = HTTP2Frame.FramePayload
  package typealias InboundOut = StreamPart
  package typealias OutboundIn = StreamPart
  package typealias OutboundOut = HTTP2Frame.FramePayload

  private var sawHead = false

  package init() {}

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let headers) where sawHead:
      context.fireChannelRead(wrapInboundOut(.trailers(headers.headers)))
    case .headers(let headers):
      sawHead = true
      context.fireChannelRead(wrapInboundOut(.head(headers.headers, end: headers.endStream)))
    case .data(let body):
      guard case .byteBuffer(let bytes) = body.data else { return }
      context.fireChannelRead(wrapInboundOut(.data(bytes, end: body.endStream)))
    default:
      // Resets arrive as errors; window updates and priorities concern HTTP/2 only.
      return
    }
  }

  package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let payload: HTTP2Frame.FramePayload =
      switch unwrapOutboundIn(data) {
      case .head(let headers, let end): .headers(.init(headers: headers, endStream: end))
      case .data(let bytes, let end): .data(.init(data: .byteBuffer(bytes), endStream: end))
      case .trailers(let headers): .headers(.init(headers: headers, endStream: true))
      }
    context.write(wrapOutboundOut(payload), promise: promise)
  }
}
