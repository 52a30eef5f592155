internal import FoundationEssentials
internal import Glibc

/// Where facts are read from: the kernel's folders, or copies of them.
///
/// Every read is bounded: a file gives its first 256 KiB, a folder its first 4096 names.
package struct SystemRoots: Sendable {
  package static let fileLimit = 256 << 10
  package static let namesLimit = 4096

  package var proc = "/proc"
  package var sys = "/sys"
  package var dev = "/dev"
  package var etc = "/etc"
  package var boot = "/boot"
  /// Network interfaces, which the kernel tells by messages.
  package var interfaces: @Sendable () -> [InterfaceFacts] = { InterfaceGatherer().interfaces() }
  /// CPUID's signature of the hypervisor beneath; nil where there is none.
  package var hypervisor: @Sendable () -> String? = HypervisorSignature.present

  /// The kernel's log.
  package var log: @Sendable () -> [UInt8] = KernelLog.present

  /// Keeps files open between looks; nil for who looks once.
  var kept: KeptFiles?

  package init() {}

  /// All of them below one folder, as a test makes it.
  package init(
    folder: String, hypervisor: String? = nil, interfaces: [InterfaceFacts] = []
  ) {
    (proc, sys, dev) = ("\(folder)/proc", "\(folder)/sys", "\(folder)/dev")
    (etc, boot) = ("\(folder)/etc", "\(folder)/boot")
    self.interfaces = { interfaces }
    self.hypervisor = { hypervisor }
    log = { Self.text("\(folder)/log").map { Array($0.utf8) } ?? [] }
  }

  // MARK: Reading

  /// The text of a file that the kernel gives in one piece of at most a page, as attributes and settings are; of a longer
  /// one, its beginning. One read, where `text` needs another to see the end.
  static func attribute(_ path: String) -> String? { opened(path) { piece($0, trimmed) } }

  /// `attribute` of a file that is there as long as the kernel or its module runs.
  func lasting(_ path: String) -> String? { lasting(path, Self.trimmed) }

  /// What such a file's beginning is read as: of bytes, for characters are a millisecond a page in an emulated guest of guests.
  func lasting<Value>(_ path: String, _ read: (ArraySlice<UInt8>) -> Value?) -> Value? {
    guard let kept else { return Self.opened(path) { Self.piece($0, read) } }
    return kept.read(path) { Self.piece($0, read) }
  }

  /// All of such a file.
  func lastingBytes(_ path: String) -> [UInt8]? {
    guard let kept else { return Self.opened(path, Self.bytes) }
    return kept.read(path, Self.bytes)
  }

  /// A file's text without the white space around it; nil when it cannot be read.
  static func text(_ path: String) -> String? { opened(path, bytes).map { trimmed($0[...]) } }

  private static func opened<Value>(_ path: String, _ body: (Int32) -> Value?) -> Value? {
    // Non-blocking, for what may be a pipe or a device.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return body(descriptor)
  }

  /// From the beginning, wherever the descriptor is.
  private static func piece<Value>(_ descriptor: Int32, _ read: (ArraySlice<UInt8>) -> Value?) -> Value? {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, initialized in
      // SAFETY: the kernel writes at most buffer.count bytes into the buffer, and tells how many.
      count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
      initialized = max(0, count)
    }
    return count < 0 ? nil : read(bytes[...])
  }

  /// From the beginning, at most `fileLimit`.
  private static func bytes(_ descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    var all: [UInt8] = []
    while all.count < fileLimit {
      // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
      let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, all.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return all.isEmpty ? nil : all }
      if count == 0 { break }
      all += bytes.prefix(count)
    }
    return all
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == 0 }
    let rest = bytes.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(decoding: rest[rest.startIndex...last], as: UTF8.self)
  }

  static func lines(_ path: String) -> [Substring] { text(path).map(lines(of:)) ?? [] }

  /// By bytes, as `lasting`.
  static func lines(of text: String) -> [Substring] {
    text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { Substring($0) }
  }

  /// The words of a line, between blanks and tabs.
  static func words(_ line: Substring) -> [Substring] {
    line.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
  }

  /// The names in a folder, sorted; empty when it cannot be read.
  static func names(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < namesLimit, let entry = readdir(stream) {
      // SAFETY: the kernel ends d_name with a zero within its 256 bytes; the tuple is its storage.
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Where a symbolic link leads; of a longer name than 4096 bytes, its beginning; nil for what is none.
  static func target(_ link: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
      // SAFETY: the kernel writes at most buffer.count bytes into the buffer, and tells how many.
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(link, start, buffer.count)
      return count < 0 ? nil : String(decoding: buffer[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func status(_ path: String) -> stat? {
    var found = stat()
    return stat(path, &found) == 0 ? found : nil
  }
}
