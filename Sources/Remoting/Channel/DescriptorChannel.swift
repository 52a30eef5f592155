internal import Glibc
internal import Synchronization

/// A channel over file descriptors: a socket, or the two pipes of a process.
package final class DescriptorChannel: RemoteChannel {
  /// Milliseconds that the other end may take nothing of what is written.
  private static let patience: Int32 = 60_000
  private static let chunk = 64 << 10

  private let input: Int32
  private let output: Int32
  /// A pipe whose writing end is closed to end the waits of other threads.
  private let wake: (reading: Int32, writing: Int32)
  private let state = Mutex(State())
  private let onClose: @Sendable () -> Void

  private struct State {
    /// Calls that use the descriptors now.
    var users = 0
    var isClosed = false
    var isFreed = false
  }

  /// Takes the descriptors over; they may be the same one. `onClose` runs once, when they are closed.
  package init(input: Int32, output: Int32, onClose: @escaping @Sendable () -> Void = {}) {
    (self.input, self.output, self.onClose) = (input, output, onClose)
    var ends: [Int32] = [-1, -1]
    // Without the pipe (too many files) a close is seen when the wait is over.
    _ = pipe(&ends)
    wake = (ends[0], ends[1])
    for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    for descriptor in Set([input, output]) {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit { close() }

  package func write(_ bytes: [UInt8]) throws {
    try use {
      var rest = bytes[...]
      while !rest.isEmpty {
        // SAFETY: the bytes are used within the call only.
        let count = rest.withUnsafeBytes { QuietWrite.write(output, $0) }
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          guard try wait(for: output, POLLOUT, Self.patience) else {
            throw ChannelFailure("The other end has taken no byte for \(Self.patience / 1000) seconds.")
          }
        } else if errno != EINTR {
          throw ChannelFailure("The other end is gone: \(String(cString: strerror(errno))).")
        }
      }
    }
  }

  package func read(milliseconds: Int) throws -> ChannelRead {
    do {
      return try use {
        var bytes = [UInt8](repeating: 0, count: Self.chunk)
        while true {
          // SAFETY: at most as many bytes as the buffer has are written to it.
          let count = bytes.withUnsafeMutableBytes { Glibc.read(input, $0.baseAddress, $0.count) }
          if count > 0 { return .bytes(Array(bytes.prefix(count))) }
          if count == 0 { return .end }
          switch errno {
          case EINTR: continue
          case EAGAIN: guard try wait(for: input, POLLIN, Int32(clamping: milliseconds)) else { return .idle }
          case ECONNRESET, EPIPE: return .end
          default: throw ChannelFailure("The link broke: \(String(cString: strerror(errno))).")
          }
        }
      }
    } catch is ClosedChannel {
      return .end
    }
  }

  package func close() {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard isFirst else { return }
    _ = Glibc.close(wake.writing)
    freeIfUnused()
  }

  /// The descriptors are closed when nobody uses them, so that no other file gets their numbers meanwhile.
  private func use<Result>(_ body: () throws -> Result) throws -> Result {
    let mayUse = state.withLock { state in
      if !state.isClosed { state.users += 1 }
      return !state.isClosed
    }
    guard mayUse else { throw ClosedChannel() }
    defer {
      state.withLock { $0.users -= 1 }
      freeIfUnused()
    }
    return try body()
  }

  private func freeIfUnused() {
    let isLast = state.withLock { state in
      guard state.isClosed, state.users == 0, !state.isFreed else { return false }
      state.isFreed = true
      return true
    }
    guard isLast else { return }
    for descriptor in Set([input, output, wake.reading]) { _ = Glibc.close(descriptor) }
    onClose()
  }

  /// False when the time is over.
  private func wait(for descriptor: Int32, _ event: Int32, _ milliseconds: Int32) throws -> Bool {
    var polled = [
      pollfd(fd: descriptor, events: Int16(event), revents: 0),
      pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&polled, 2, milliseconds)
    if polled[1].revents != 0 { throw ClosedChannel() }
    return count != 0
  }
}

/// What went wrong with a channel, as people read it.
package struct ChannelFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// The channel was closed at this end.
package struct ClosedChannel: Error, CustomStringConvertible {
  package init() {}

  package var description: String { "The channel was closed." }
}

/// Writing to what may be gone, without a signal: the other end of a pipe that is closed kills a process otherwise.
enum QuietWrite {
  // SAFETY: the buffer is the caller's, and nothing beyond its length is read.
  /// As write(2).
  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    let sent = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    guard sent < 0, errno == ENOTSOCK else { return sent }
    var signals = sigset_t()
    var before = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    let written = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    let failure = errno
    if written < 0, failure == EPIPE {
      var none = timespec()
      _ = sigtimedwait(&signals, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    errno = failure
    return written
  }
}
