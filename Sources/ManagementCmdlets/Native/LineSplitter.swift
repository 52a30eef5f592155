internal import Glibc
internal import PowerShell

/// Cuts what a program writes into lines.
final class LineSplitter {
  private let file: FileDescriptor
  private var pending: [UInt8] = []
  private(set) var isAtEnd = false

  init(_ file: FileDescriptor) {
    self.file = file
    file.makeNonblocking()
  }

  var number: Int32 { file.number }

  /// Passes on the lines of what is there now; at the end also one that has no end.
  func read(_ write: (String) throws -> Void) throws {
    guard !isAtEnd, let piece = try file.read(upTo: 64 << 10) else { return }
    if piece.isEmpty {
      isAtEnd = true
      if !pending.isEmpty { try write(take(pending.count, skip: 0)) }
      return
    }
    let searched = pending.count
    pending += piece
    var start = 0
    var from = searched
    while let end = pending[from...].firstIndex(of: 10) {
      try write(text(pending[start..<end]))
      start = end + 1
      from = start
    }
    pending.removeFirst(start)
    while pending.count > NativePrograms.lineLimit { try write(take(NativePrograms.lineLimit, skip: 0)) }
  }

  func close() {
    isAtEnd = true
    file.close()
  }

  /// Takes what is there and no more.
  func finish(_ write: (String) throws -> Void) throws {
    while !isAtEnd, let piece = try file.read(upTo: 64 << 10) {
      if piece.isEmpty { break }
      pending += piece
    }
    isAtEnd = true
    for line in TextEncoding.lines(String(decoding: pending, as: UTF8.self)) { try write(line) }
    pending = []
  }

  private func take(_ count: Int, skip: Int) -> String {
    let line = text(pending.prefix(count))
    pending.removeFirst(count + skip)
    return line
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.last == 13 ? bytes.dropLast() : bytes, as: UTF8.self)
  }
}

/// Feeds lines to a program as it takes them.
final class InputFeed {
  private let file: FileDescriptor
  private var pending: [UInt8] = []
  private var sent = 0
  /// No more lines come.
  private(set) var isFinished = false
  private(set) var isOpen = true

  init(_ file: FileDescriptor) {
    self.file = file
    file.makeNonblocking()
  }

  var number: Int32 { file.number }

  /// Bytes that wait.
  var count: Int { pending.count - sent }

  func add(_ line: String) {
    guard isOpen else { return }
    pending += line.utf8
    pending.append(10)
  }

  /// Sends what can be sent now.
  func send() {
    guard isOpen else { return }
    do {
      while sent < pending.count, let count = try file.writeSome(pending[sent...]) { sent += count }
    } catch {
      // The program takes no more.
      return close()
    }
    if sent == pending.count || sent > 64 << 10 {
      pending.removeFirst(sent)
      sent = 0
    }
    if pending.isEmpty, isFinished { close() }
  }

  func finish() {
    isFinished = true
    if pending.isEmpty { close() }
  }

  func close() {
    isOpen = false
    file.close()
  }
}
