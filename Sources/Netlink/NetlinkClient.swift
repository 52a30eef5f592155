internal import Glibc

/// A message of the kernel: its type and what follows the header.
package struct NetlinkMessage: Sendable {
  package let type: UInt16
  package let flags: UInt16
  package let sequence: UInt32
  package let payload: NetlinkBytes

  /// The messages of a datagram. Errors: malformed.
  package static func all(in datagram: [UInt8]) throws -> [NetlinkMessage] {
    let bytes = NetlinkBytes(datagram)
    var messages: [NetlinkMessage] = []
    var offset = 0
    while bytes.count - offset >= NetlinkRequest.headerLength {
      guard let length: UInt32 = bytes.number(at: offset), length >= UInt32(NetlinkRequest.headerLength),
        let type: UInt16 = bytes.number(at: offset + 4), let flags: UInt16 = bytes.number(at: offset + 6),
        let sequence: UInt32 = bytes.number(at: offset + 8),
        let payload = bytes.part(offset + 16, Int(length) - NetlinkRequest.headerLength)
      else { throw NetlinkError(.malformed("a message at byte \(offset) of \(bytes.count) is not valid")) }
      messages.append(NetlinkMessage(type: type, flags: flags, sequence: sequence, payload: payload))
      offset += (Int(length) + 3) & ~3
    }
    guard !messages.isEmpty else { throw NetlinkError(.malformed("a datagram of \(bytes.count) bytes")) }
    return messages
  }
}

/// A client of the kernel's tables: one request at a time, each with its answer awaited.
///
/// Theory of operation. A request gets the next sequence number; answers with another number are left over from a
/// request that timed out and are dropped. A change asks for an acknowledgement, which is a message of type "error"
/// with errno 0. A dump is a row of messages with the flag "multi" up to a message of type "done"; when the table
/// changed meanwhile, a message carries "interrupted", and the dump is asked for again, up to `attemptLimit` times.
package final class NetlinkClient {
  /// Bytes of one dump: about 500 000 routes.
  package static let dumpLimit = 64 << 20
  package static let attemptLimit = 8

  private let transport: any NetlinkTransport
  private var sequence: UInt32 = 0

  package init(_ transport: any NetlinkTransport) { self.transport = transport }

  /// In the network namespace of the calling thread. Errors: NetlinkError.
  package convenience init(_ family: NetlinkSocket.Family = .route) throws { self.init(try NetlinkSocket(family)) }

  /// Carries out a change and awaits its acknowledgement.
  package func change(_ request: NetlinkRequest) throws {
    _ = try named(request) {
      try exchange(request, flags: request.flags | NetlinkNumber.request | NetlinkNumber.acknowledge)
    }
  }

  /// Asks for one thing. The acknowledgement that follows the answer ends it.
  package func ask(_ request: NetlinkRequest) throws -> [NetlinkMessage] {
    try named(request) {
      try exchange(request, flags: request.flags | NetlinkNumber.request | NetlinkNumber.acknowledge)
    }
  }

  /// Reads a whole table.
  package func dump(_ request: NetlinkRequest) throws -> [NetlinkMessage] {
    try named(request) {
      for _ in 0..<Self.attemptLimit {
        let messages = try exchange(request, flags: request.flags | NetlinkNumber.request | NetlinkNumber.dump)
        if !messages.contains(where: { $0.flags & NetlinkNumber.dumpInterrupted != 0 }) {
          return messages.filter { $0.type != NetlinkNumber.done }
        }
      }
      throw NetlinkError(.interrupted(attempts: Self.attemptLimit))
    }
  }

  /// Sends, and collects what comes until the end of the answer; a dump's "done" is among it.
  private func exchange(_ request: NetlinkRequest, flags: UInt16) throws -> [NetlinkMessage] {
    sequence &+= 1
    let asked = NetlinkRequest(request, flags: flags)
    try transport.send(asked.encoded(sequence: sequence))
    var messages: [NetlinkMessage] = []
    var size = 0
    while true {
      let datagram = try transport.receive()
      size += datagram.count
      guard size <= Self.dumpLimit else { throw NetlinkError(.tooLong(limit: Self.dumpLimit)) }
      for message in try NetlinkMessage.all(in: datagram) where message.sequence == sequence {
        switch message.type {
        case NetlinkNumber.error:
          try Self.check(message)
          return messages
        case NetlinkNumber.done:
          try Self.check(message)
          return messages + [message]
        case NetlinkNumber.overrun: throw NetlinkError(.malformed("data was lost"))
        default: messages.append(message)
        }
      }
    }
  }

  /// The errno at the start of an acknowledgement or of a dump's end, with the kernel's text.
  private static func check(_ message: NetlinkMessage) throws {
    guard let code: Int32 = message.payload.number(at: 0) else {
      // An empty end of a dump is an end without an error.
      if message.type == NetlinkNumber.done { return }
      throw NetlinkError(.malformed("an acknowledgement of \(message.payload.count) bytes"))
    }
    guard code < 0 else { return }
    throw NetlinkError(.refused(errno: code == .min ? EIO : -code, detail: detail(message)))
  }

  private static func detail(_ message: NetlinkMessage) -> String? {
    guard message.flags & NetlinkNumber.hasAttributes != 0 else { return nil }
    var offset = 4
    if message.type == NetlinkNumber.error {
      // The request's header follows the errno, and its whole text unless "capped" says that it does not.
      guard let length: UInt32 = message.payload.number(at: 4) else { return nil }
      let isCapped = message.flags & NetlinkNumber.capped != 0
      offset += isCapped ? NetlinkRequest.headerLength : (Int(length) + 3) & ~3
    }
    // NLMSGERR_ATTR_MSG.
    return try? message.payload.attributes(from: offset)[1]?.text
  }

  private func named<Result>(_ request: NetlinkRequest, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch var error as NetlinkError {
      if error.what.isEmpty { error.what = request.what }
      throw error
    }
  }
}
