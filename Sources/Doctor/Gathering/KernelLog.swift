internal import FoundationEssentials
internal import Glibc

/// The kernel's log, as far as a check may want it.
enum KernelLog {
  /// Records that are read, and lines that are kept: the last ones, 300 bytes of each.
  static let recordLimit = 20_000
  static let lineLimit = 200

  private static let words = [
    "kvm", "svm", "vmx", "virtualization", "clocksource", "tsc", "soft lockup", "self-detected stall", "nf_conntrack",
    "bios", "no space left", "hypervisor",
  ]

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
      for line in String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n") {
        guard let text = text(line) else { continue }
        let lower = text.lowercased()
        if words.contains(where: { lower.contains($0) }) { kept.append(text) }
      }
      if kept.count > 2 * lineLimit { kept.removeFirst(kept.count - lineLimit) }
    }
    return kept.suffix(lineLimit)
  }

  /// What follows the semicolon of `6,339,5140900,-;text`; lines that begin with a blank are a record's dictionary.
  private static func text(_ line: Substring) -> String? {
    guard !line.hasPrefix(" "), let mark = line.firstIndex(of: ";") else { return nil }
    return String(line[line.index(after: mark)...].prefix(300))
  }
}
