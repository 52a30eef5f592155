internal import NIOCore
package import NIOHTTP2

/// What both ends of a session agree on.
package enum LinkHTTP {
  /// Streams that the host may have open at once.
  package static let maximumStreams = 128
  /// Bytes of all headers of a request or an answer, uncompressed.
  package static let maximumHeaderBytes = 16 * 1024
  /// Bytes of a JSON text: the head of a request, an error, information.
  package static let maximumJSONBytes = 64 * 1024

  /// Trailers that prove a file: its bytes in decimal digits, and its CRC-32C in eight hexadecimal ones.
  package static let lengthTrailer = "droste-length"
  package static let checksumTrailer = "droste-crc32c"

  /// A checksum as its trailer has it.
  package static func text(of checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  package static var connection: NIOHTTP2Handler.ConnectionConfiguration {
    var configuration = NIOHTTP2Handler.ConnectionConfiguration()
    configuration.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: maximumStreams),
      HTTP2Setting(parameter: .maxHeaderListSize, value: maximumHeaderBytes),
    ]
    // HTTP/2's monitor counts requests that were refused or given up over the connection's whole life, and ends it after
    // 200. A session lasts as long as its machine.
    configuration.maximumConnectionGlitches = .max
    // What was on its way to a stream that was reset meanwhile is overlooked for this many streams, an error after.
    configuration.maximumRecentlyResetStreams = 1024
    configuration.controlFrameRateLimit.maximumCount = 20_000
    return configuration
  }

  package static var stream: NIOHTTP2Handler.StreamConfiguration {
    var configuration = NIOHTTP2Handler.StreamConfiguration()
    // A refused request resets its stream, and a cancelled command too: a thousand in a few seconds are honest use.
    configuration.streamResetFrameRateLimit.maximumCount = 20_000
    configuration.streamErrorRateLimit.maximumCount = 20_000
    configuration.outboundBufferSizeHighWatermark = 64 * 1024
    configuration.outboundBufferSizeLowWatermark = 32 * 1024
    return configuration
  }

  /// Whether an error that the HTTP/2 handler reports concerns one stream's headers only, and the session goes on.
  package static func concernsOneStream(_ error: any Error) -> Bool {
    switch error {
    case is NIOHTTP2Errors.MissingPseudoHeader, is NIOHTTP2Errors.DuplicatePseudoHeader,
      is NIOHTTP2Errors.PseudoHeaderAfterRegularHeader, is NIOHTTP2Errors.UnknownPseudoHeader,
      is NIOHTTP2Errors.UnsupportedPseudoHeader, is NIOHTTP2Errors.EmptyPathHeader,
      is NIOHTTP2Errors.InvalidHTTP2HeaderFieldName, is NIOHTTP2Errors.ForbiddenHeaderField,
      is NIOHTTP2Errors.InvalidStatusValue, is NIOHTTP2Errors.ContentLengthViolated:
      true
    default:
      false
    }
  }
}
