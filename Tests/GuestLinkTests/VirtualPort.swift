import Foundation
import Synchronization
import Testing

/// Stands for QEMU's virtio-serial port: a socket for the host, a connection to the agent, bytes in between.
///
/// As in QEMU, the host's connection stays when the guest goes, what the host sends without a guest waits, and what the
/// guest sends without a host is lost.
final class VirtualPort: Sendable {
  let hostPath: String
  private let listener: Int32
  private let wakeUp: Int32
  private let woken: Int32

  private struct Orders {
    var agentPath: String?
    var attaches = false
    var detaches = false
    var dropsHost = false
    var stops = false
    /// Bytes passed on to the guest, and to the host, so far.
    var toGuest = 0
    var toHost = 0
  }

  private let orders = Mutex(Orders())
  /// The guest does not learn that the host's end was closed and opened again: both happen before it runs.
  private let hidesHostChanges: Bool

  init(_ folder: TemporaryFolder, hidesHostChanges: Bool = false) {
    hostPath = folder("link.sock")
    self.hidesHostChanges = hidesHostChanges
    listener = listenUnix(hostPath)
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    woken = ends[0]
    wakeUp = ends[1]
    Thread.detachNewThread { [self] in run() }
  }

  /// The guest has started, with an agent that listens at `path` (or will within 10 s).
  func attach(_ path: String) {
    order {
      $0.agentPath = path
      $0.attaches = true
    }
  }

  /// The guest is gone; the host does not notice.
  func detach() { order { $0.detaches = true } }

  /// The host's process was killed: its end closes with bytes in it.
  func dropHost() { order { $0.dropsHost = true } }

  func stop() { order { $0.stops = true } }

  var bytesToGuest: Int { orders.withLock { $0.toGuest } }
  var bytesToHost: Int { orders.withLock { $0.toHost } }

  private func order(_ change: (inout Orders) -> Void) {
    orders.withLock { change(&$0) }
    _ = write(wakeUp, "x", 1)
  }

  private func run() {
    var host: Int32 = -1
    var guest: Int32 = -1
    var toGuest: [UInt8] = []
    var toHost: [UInt8] = []
    func hangUp(_ descriptor: inout Int32) {
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
    while true {
      let now = orders.withLock { orders in
        defer {
          orders.attaches = false
          orders.detaches = false
          orders.dropsHost = false
        }
        return orders
      }
      if now.stops { break }
      if now.detaches {
        hangUp(&guest)
        toGuest = []
      }
      if now.dropsHost { hangUp(&host) }
      if now.attaches || (host >= 0 && guest < 0 && !now.detaches && now.agentPath != nil && !now.detaches) {
        if guest < 0, let path = now.agentPath { guest = connectUnix(path) }
      }
      if now.detaches { orders.withLock { $0.agentPath = nil } }

      var items = [pollfd(fd: woken, events: Int16(POLLIN), revents: 0)]
      items.append(pollfd(fd: host < 0 ? listener : -1, events: Int16(POLLIN), revents: 0))
      let hostEvents = (guest >= 0 && toGuest.isEmpty ? POLLIN : 0) | (toHost.isEmpty ? 0 : POLLOUT)
      let guestEvents = (toHost.isEmpty ? POLLIN : 0) | (toGuest.isEmpty ? 0 : POLLOUT)
      items.append(pollfd(fd: host, events: Int16(hostEvents), revents: 0))
      items.append(pollfd(fd: guest, events: Int16(guestEvents), revents: 0))
      poll(&items, nfds_t(items.count), -1)

      var scratch = [UInt8](repeating: 0, count: 4096)
      if items[0].revents != 0 { _ = read(woken, &scratch, scratch.count) }
      if items[1].revents != 0 { host = accept(listener, nil, nil) }
      if host >= 0, items[2].fd == host, items[2].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
        let got = hostEvents & POLLIN != 0 || items[2].revents & Int16(POLLHUP) != 0 ? read(host, &scratch, 4096) : -1
        if got > 0, guest >= 0 {
          toGuest += scratch[..<got]
        } else if got <= 0 {
          hangUp(&host)
          toHost = []
          if !hidesHostChanges {
            hangUp(&guest)
            toGuest = []
          }
        }
      }
      if guest >= 0, items[3].fd == guest, items[3].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
        let got = read(guest, &scratch, 4096)
        if got > 0 { if host >= 0 { toHost += scratch[..<got] } } else { hangUp(&guest) }
      }
      if guest >= 0 {
        let put = pass(&toGuest, guest)
        orders.withLock { $0.toGuest += put }
      }
      if host >= 0 {
        let put = pass(&toHost, host)
        orders.withLock { $0.toHost += put }
      }
    }
    hangUp(&host)
    hangUp(&guest)
    close(listener)
    close(woken)
  }

  private func pass(_ bytes: inout [UInt8], _ descriptor: Int32) -> Int {
    guard !bytes.isEmpty else { return 0 }
    let put = send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    if put > 0 { bytes.removeFirst(put) }
    return max(put, 0)
  }
}

private func unixAddress(_ path: String) -> sockaddr_un {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  return address
}

func listenUnix(_ path: String) -> Int32 {
  let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  let bound = withUnsafePointer(to: unixAddress(path)) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  precondition(bound == 0 && listen(listener, 1) == 0)
  return listener
}

/// Waits up to 10 s for somebody to listen.
func connectUnix(_ path: String) -> Int32 {
  let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  for _ in 0..<1000 {
    let connected = withUnsafePointer(to: unixAddress(path)) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if connected == 0 { return connection }
    usleep(10_000)
  }
  close(connection)
  return -1
}
