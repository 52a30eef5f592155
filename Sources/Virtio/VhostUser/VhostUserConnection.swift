internal import CDroste
internal import Glibc

// Theory of operation
//
// Messages of one connected unix socket. The socket is a stream: a message may come in pieces, and descriptors come beside
// the piece that has a message's first byte. So the header is read alone, then exactly its payload, and whatever
// descriptors came with these pieces are the message's. Not more than the rest of the message is ever asked for.
//
// Limits: 4096 bytes of payload, 8 descriptors a message. Answers are at most a few hundred bytes; a front end that lets
// its socket's buffer (some 200 KiB) fill with answers that it does not read is given up.
final class VhostUserConnection {
  let socket: OwnedDescriptor
  private var bytes: [UInt8] = []
  private var descriptors: [OwnedDescriptor] = []
  private var header: (number: UInt32, needsReply: Bool, size: Int)?

  init(_ socket: OwnedDescriptor) {
    self.socket = socket
    socket.setNonBlocking()
  }

  /// The next message, or nil when it is not all there yet.
  func receive() throws(VhostUserError) -> VhostUserMessage? {
    while true {
      let wanted = (header?.size ?? VhostUserMessage.headerLength) - bytes.count
      if wanted > 0 {
        guard try read(wanted) else { return nil }
        continue
      }
      guard let known = header else {
        header = try VhostUserMessage.header(bytes)
        bytes = []
        continue
      }
      let message = VhostUserMessage(
        known.number, needsReply: known.needsReply, payload: bytes, descriptors: descriptors)
      header = nil
      bytes = []
      descriptors = []
      return message
    }
  }

  /// Lets go what came of a message that is not whole.
  func drop() {
    descriptors = []
    bytes = []
    header = nil
  }

  /// Reads up to `count` bytes more; false when there are none now.
  private func read(_ count: Int) throws(VhostUserError) -> Bool {
    let socket = socket.rawValue
    var received: [Int32] = []
    var result = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      received = unsafe [Int32](unsafeUninitializedCapacity: Int(DROSTE_MESSAGE_DESCRIPTORS)) { numbers, given in
        var number: Int32 = 0
        // SAFETY: both buffers have the room that the function is told of.
        result = unsafe droste_message_receive(socket, buffer.baseAddress, count, numbers.baseAddress, &number)
        given = Int(number)
      }
      length = max(0, result)
    }
    descriptors += received.map { OwnedDescriptor($0) }
    guard descriptors.count <= Int(DROSTE_MESSAGE_DESCRIPTORS) else {
      throw .malformed("more than \(DROSTE_MESSAGE_DESCRIPTORS) descriptors beside one message")
    }
    switch result {
    case -Int(EAGAIN): return false
    case -Int(EMSGSIZE): throw .malformed("more than \(DROSTE_MESSAGE_DESCRIPTORS) descriptors beside one message")
    case 0, -Int(ECONNRESET): throw .disconnected
    case ..<0: throw .system("recvmsg", errno: Int32(-result))
    default:
      bytes += piece
      return true
    }
  }

  /// Answers a request, with at most one descriptor.
  func reply(_ number: UInt32, _ payload: [UInt8], descriptor: OwnedDescriptor? = nil) throws(VhostUserError) {
    let bytes = VhostUserMessage.reply(number, payload)
    var fds: [Int32] = []
    if let descriptor { fds.append(descriptor.rawValue) }
    // SAFETY: both pointers are to arrays with the counts given, for the call.
    let sent = unsafe droste_message_send(socket.rawValue, bytes, bytes.count, fds, Int32(fds.count))
    // The descriptor is used until here.
    withExtendedLifetime(descriptor) {}
    if sent == bytes.count { return }
    if sent == -Int(EPIPE) || sent == -Int(ECONNRESET) { throw .disconnected }
    if sent < 0, sent != -Int(EAGAIN) { throw .system("sendmsg", errno: Int32(-sent)) }
    throw .malformed("the front end does not read its answers")
  }
}
