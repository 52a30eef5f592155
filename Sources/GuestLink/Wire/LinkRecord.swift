// # Guest link: theory of operation
//
// ## The channel
//
// Between a host and the agent in a machine lies one byte channel: on the host a unix socket that QEMU listens on
// (`-chardev socket,server=on,wait=off`), in the guest a character device (`virtserialport`, name `droste.link`). Over
// it runs one HTTP/2 connection at a time, the *session*: the host is the client, the agent the server, each request a
// stream with flow control of its own.
//
// The channel itself is reliable and ordered as long as both ends stay. What it lacks is a common idea of "connected":
//
//  1. The host's end may go (kill -9) and another come. QEMU tells the guest "port closed" and "port open", but an agent
//     that gets no processor time in between sees only the second state: a missed flap. Half a frame of the old session
//     may be in its hands then.
//  2. The guest's end may go (reset) and another come. The host sees nothing at all: QEMU keeps the socket. What the host
//     sent meanwhile stays in QEMU and the socket's buffer (about 200 KiB) and reaches the next agent.
//  3. Bytes of an old session may be on their way in both directions in either case.
//
// ## Records
//
// Therefore a session is preceded by records of 68 bytes, found by hunting for their magic and proved by a CRC-32C:
//
//      offset  size  field
//           0    12  magic: FE, then "DROSTE-LINK"
//          12     1  kind: 1 ask (host), 2 answer (agent), 3 hello (agent)
//          13     1  version of this protocol: 1
//          14     2  zero
//          16    16  nonce: random in an ask, the same in its answer, zero in a hello
//          32    16  boot id of the guest's kernel; zero in an ask
//          48    16  instance: random, new with each start of the agent; zero in an ask
//          64     4  CRC-32C of bytes 0 to 63, big-endian
//
// An ask, its answer, and then HTTP/2 from its connection preface on. An agent that hunts drops everything but an ask; a
// host that has asked drops everything but the answer to its *latest* ask. Whoever has asked sends nothing more before
// the answer, so an ask that is followed by bytes is stale: the agent goes on hunting.
//
// ## Padding: how a party that is in a session is made to hunt
//
// In a session the bytes are HTTP/2's alone: nobody looks for records in them, so any file (a dump of this very link,
// too) can be carried. A party that wants the other to give up an old session sends `padding` first: 32 KiB of FF. At
// most 16,384 bytes of them complete a frame that was cut short (both sides keep HTTP/2's smallest frame limit); the
// rest reads as a frame of 16,777,215 bytes, which every HTTP/2 parser refuses. The session ends, hunting begins.
// No false alarm is possible, because a sound session has no such frame.
//
//  - The host pads: before its first ask, where this service had a session over this socket before; after 1 s without
//    an answer (the missed flap after a restart of the service); after 4 s and 15 s once more; and whenever a hello says
//    so. Not more: what nobody reads fills the socket.
//  - The agent pads: before each hello.
//
// ## Hello
//
// An agent says hello (padding, then the record) when it finds the host's end open and gets no ask within 100 ms, and
// when a session ends while the host's end stays open. A host in a session with an earlier incarnation meets the padding, knows at once that
// the session is lost, fails every stream with `unavailable` and connects anew. A host that waits for an answer asks
// again 250 ms after a hello (twice that for each time that it did so already, so that two slow parties cannot talk past
// each other for ever).
//
// The ask that ends a missed flap's session is not lost in it: the agent watches for asks in a session too, and honours
// the last one if the session then dies of a protocol error and nothing followed the ask. That saves a round trip and
// cannot end a sound session.
//
// A device's bytes come by another queue than the news that the host's end is open, and often before it. So an agent
// keeps an ask that came while the end seemed closed (without that, a reconnection takes 350 ms instead of 10).
//
// ## Silence
//
// The host sends an HTTP/2 PING every 5 s and gives a session up after 30 s without a byte from the guest. The agent
// gives it up after 90 s without a byte from the host. Generous, because a guest emulated within an emulated guest may
// get no processor time for many seconds.

/// One record that precedes a session: see the theory of operation in this file.
package struct LinkRecord: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case ask = 1
    case answer = 2
    case hello = 3
  }

  /// Bytes of a record.
  package static let size = 68
  /// The version that this side speaks.
  package static let version: UInt8 = 1
  static let magic: [UInt8] = [0xFE] + Array("DROSTE-LINK".utf8)

  /// What makes an HTTP/2 parser give up, in whatever state it is: 32 KiB of FF.
  package static let padding = [UInt8](repeating: 0xFF, count: 32 * 1024)

  package var kind: Kind
  package var version: UInt8
  package var nonce: LinkID
  package var bootID: LinkID
  package var instance: LinkID

  package init(
    _ kind: Kind, version: UInt8 = LinkRecord.version, nonce: LinkID = .zero, bootID: LinkID = .zero,
    instance: LinkID = .zero
  ) {
    self.kind = kind
    self.version = version
    self.nonce = nonce
    self.bootID = bootID
    self.instance = instance
  }

  /// The record's 68 bytes.
  package var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.reserveCapacity(Self.size)
    bytes += [kind.rawValue, version, 0, 0]
    bytes += nonce.bytes
    bytes += bootID.bytes
    bytes += instance.bytes
    var check = CRC32C()
    check.update(bytes)
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: check.value >> (24 - 8 * $0)) }
    return bytes
  }

  /// The record in exactly 68 bytes, or nil when they are none: wrong magic, kind or checksum. Any version is taken.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.size, bytes.starts(with: Self.magic) else { return nil }
    let bytes = Array(bytes)
    var check = CRC32C()
    check.update(bytes[..<64])
    let carried = bytes[64...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard carried == check.value, let kind = Kind(rawValue: bytes[12]) else { return nil }
    self.init(
      kind, version: bytes[13], nonce: LinkID(bytes[16..<32]), bootID: LinkID(bytes[32..<48]),
      instance: LinkID(bytes[48..<64]))
  }
}
