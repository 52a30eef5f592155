internal import FoundationEssentials
internal import Glibc

/// What the kernel tells of the computer the service runs on.
enum HostFacts {
  /// Bytes that programs could still get without swapping (/proc/meminfo, MemAvailable); nil where it is not told.
  static func availableMemory() -> UInt64? { memory("MemAvailable:") }
  /// Bytes of memory in all.
  static func totalMemory() -> UInt64? { memory("MemTotal:") }

  private static func memory(_ key: String) -> UInt64? {
    let descriptor = open("/proc/meminfo", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
      // SAFETY: the kernel writes at most buffer.count bytes into the buffer, and tells how many.
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      let line = buffer[..<max(0, count)].split(separator: UInt8(ascii: "\n")).first { $0.starts(with: key.utf8) }
      let number = line?.split(separator: UInt8(ascii: " ")).dropFirst().first
      return number.flatMap { UInt64(String(decoding: $0, as: UTF8.self)) }.map { $0 << 10 }
    }
  }

  static func kernelRelease() -> String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// What the host around this one leaves of the levels that may nest: `droste.nesting=N` on the kernel's command line; nil:
  /// no limit.
  static let inheritedNestingDepth: Int? = {
    guard let data = FileManager.default.contents(atPath: "/proc/cmdline") else { return nil }
    return nestingDepth(String(decoding: data, as: UTF8.self))
  }()

  /// Of a kernel's command line. What is there and no number leaves nothing.
  static func nestingDepth(_ commandLine: String) -> Int? {
    let key = nestingDepthKey + "="
    let words = commandLine.split(whereSeparator: \.isWhitespace)
    return words.last { $0.hasPrefix(key) }.map { Int($0.dropFirst(key.count)) ?? 0 }
  }

  static let nestingDepthKey = "droste.nesting"

  static func hostName() -> String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// A machine's name as a host name (RFC 1123): letters, digits and hyphens, at most 63, `machine` when none is left.
  static func hostName(from name: String) -> String {
    let allowed = name.unicodeScalars.map { scalar -> Character in
      scalar.isASCII && (Character(scalar).isLetter || Character(scalar).isNumber) ? Character(scalar) : "-"
    }
    let trimmed = String(allowed.prefix(63)).drop { $0 == "-" }
    let text = String(trimmed.reversed().drop { $0 == "-" }.reversed())
    return text.isEmpty ? "machine" : text
  }
}
