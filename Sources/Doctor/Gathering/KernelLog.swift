internal import FoundationEssentials
internal import Glibc

/// The kernel's log, as far as a check may want it.
enum KernelLog {
  /// Records that are read, and lines that are kept: the last ones, 300 bytes of each.
  static let recordLimit = 20_000
  static let lineLimit = 200

  /// In lower case. Bytes, because all of a log is searched: texts take ten times as long, which shows in emulated guests.
  private static let words: [[UInt8]] = [
    "kvm", "svm", "vmx", "virtualization", "clocksource", "tsc", "soft lockup", "self-detected stall", "nf_conntrack",
    "bios", "no space left", "hypervisor",
  ].map { Array($0.utf8) }

  /// Empty where the log may not be read.
  static func lines(_ roots: SystemRoots) -> [String] {
    let descriptor = open("\(roots.dev)/kmsg", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var kept: [String] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    for _ in 0..<recordLimit {
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      // EPIPE: records were overwritten while we read; the next read goes on with the oldest there is.
      if count < 0, errno == EINTR || errno == EPIPE { continue }
      guard count > 0 else { break }
      for line in buffer.prefix(count).split(separator: UInt8(ascii: "\n")) {
        if let text = text(line), isWanted(text) { kept.append(String(decoding: text, as: UTF8.self)) }
      }
      if kept.count > 2 * lineLimit { kept.removeFirst(kept.count - lineLimit) }
    }
    return kept.suffix(lineLimit)
  }

  /// What follows the semicolon of `6,339,5140900,-;text`; lines that begin with a blank are a record's dictionary.
  private static func text(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard line.first != UInt8(ascii: " "), let mark = line.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    return line[(mark + 1)...].prefix(300)
  }

  private static func isWanted(_ text: ArraySlice<UInt8>) -> Bool {
    let lower = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return words.contains { word in
      guard lower.count >= word.count else { return false }
      return (0...(lower.count - word.count)).contains { start in
        lower[start] == word[0] && lower[start..<(start + word.count)].elementsEqual(word)
      }
    }
  }
}
