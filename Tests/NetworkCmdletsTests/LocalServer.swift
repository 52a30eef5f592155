import Glibc
import NetworkCmdlets
import Synchronization

/// A server on 127.0.0.1 with a port of the system's choice, on a thread of its own; gone with `stop`.
final class LocalServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let datagrams: Int32
  private let isStopped = Atomic<Bool>(false)
  private let isDone = DoneFlag()

  /// - Parameters:
  ///   - stream: what a connection's first bytes are answered with; called until it gives an answer.
  ///   - datagram: what a datagram is answered with; nil: nothing listens for datagrams.
  init(
    stream: @escaping @Sendable ([UInt8]) -> [UInt8]?, datagram: (@Sendable ([UInt8]) -> [UInt8])? = nil
  ) throws {
    (listener, port) = try Self.bound(Int32(SOCK_STREAM.rawValue), 0)
    guard listen(listener, 8) == 0 else { throw FixtureError("listen") }
    datagrams = try datagram == nil ? -1 : Self.bound(Int32(SOCK_DGRAM.rawValue), port).0
    start { [self] in
      while !isStopped.load(ordering: .relaxed) {
        var entries = [
          pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
          pollfd(fd: datagrams, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, 20) > 0 else { continue }
        if entries[0].revents != 0 { Self.serve(accept(listener, nil, nil), stream) }
        if entries[1].revents != 0, let datagram { Self.answer(datagrams, datagram) }
      }
      close(listener)
      if datagrams >= 0 { close(datagrams) }
      isDone.set()
    }
  }

  func stop() {
    isStopped.store(true, ordering: .relaxed)
    isDone.wait()
  }

  private static func bound(_ type: Int32, _ port: UInt16) throws -> (Int32, UInt16) {
    let descriptor = socket(AF_INET, type | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the structure is a sockaddr_in of its own size.
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
      }
    }
    guard status == 0 else { throw FixtureError("bind: \(String(cString: strerror(errno)))") }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func serve(_ connection: Int32, _ answer: ([UInt8]) -> [UInt8]?) {
    guard connection >= 0 else { return }
    defer { close(connection) }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while received.count < 1 << 20 {
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return }
      received += chunk[..<count]
      guard let reply = answer(received) else { continue }
      _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
      return
    }
  }

  private static func answer(_ descriptor: Int32, _ reply: ([UInt8]) -> [UInt8]) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    var sender = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // SAFETY: the storage has room for any address, and both calls get its size.
    withUnsafeMutablePointer(to: &sender) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let count = recvfrom(descriptor, &chunk, chunk.count, 0, address, &length)
        guard count > 0 else { return }
        let bytes = reply(Array(chunk[..<count]))
        if !bytes.isEmpty { sendto(descriptor, bytes, bytes.count, 0, address, length) }
      }
    }
  }
}

/// Set once, waited for by blocking.
private final class DoneFlag: Sendable {
  private let isSet = Mutex(false)

  func set() { isSet.withLock { $0 = true } }

  func wait() { while !isSet.withLock({ $0 }) { poll(nil, 0, 2) } }
}
