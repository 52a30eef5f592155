internal import CDroste

/// The kernel's log, as far as a check may want it.
///
/// It is taken in one piece by syslog(2). The same from /dev/kmsg is a system call for each record, and was most of what
/// the doctor cost an emulated guest.
package enum KernelLog {
  /// Lines that are kept: the last ones, 300 bytes of each.
  static let lineLimit = 200
  static let lengthLimit = 300
  /// Bytes that are read: the last ones.
  static let byteLimit = 1 << 20

  /// In lower case.
  private static let words: [[UInt8]] = [
    "kvm", "svm", "vmx", "virtualization", "clocksource", "tsc", "soft lockup", "self-detected stall", "nf_conntrack",
    "by bios", "in bios", "no space left", "hypervisor",
  ].map { Array($0.utf8) }

  /// All of it, as `<6>[    0.000000] Linux version…`; empty where it may not be read (kernel.dmesg_restrict).
  @Sendable package static func present() -> [UInt8] {
    let size = droste_kernel_log_size()
    guard size > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: min(Int(size), byteLimit)) { buffer, count in
      // SAFETY: the kernel writes at most as many bytes as the buffer has, and tells how many.
      count = max(0, Int(droste_kernel_log(buffer.baseAddress, Int32(buffer.count))))
    }
  }

  /// What a check may want of `log`, without priorities and times.
  static func lines(of log: [UInt8]) -> [String] {
    let log = log.suffix(byteLimit)
    let lower = log.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var starts: Set<Int> = []
    for word in words { collectLines(with: word, in: lower, &starts) }
    return starts.sorted().suffix(lineLimit).map { start in
      let line = log.dropFirst(start).prefix { $0 != UInt8(ascii: "\n") }
      return String(decoding: text(line).prefix(lengthLimit), as: UTF8.self)
    }
  }

  /// Whether a check may want the line.
  static func isWanted(_ line: ArraySlice<UInt8>) -> Bool {
    let lower = line.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return words.contains { find($0, in: lower, from: 0) != nil }
  }

  /// Where each line that has the word begins.
  private static func collectLines(with word: [UInt8], in log: [UInt8], _ starts: inout Set<Int>) {
    var index = 0
    while let found = find(word, in: log, from: index) {
      starts.insert((log[..<found].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
      guard let end = log[found...].firstIndex(of: UInt8(ascii: "\n")) else { return }
      index = end + 1
    }
  }

  private static func find(_ word: [UInt8], in log: [UInt8], from index: Int) -> Int? {
    // SAFETY: both arrays' storage stays where it is for the call, which looks at no more than their counts.
    let found = droste_find(log, log.count, index, word, word.count)
    return found < 0 ? nil : found
  }

  /// What follows the bracket of `<6>[    5.140900] text`.
  private static func text(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard line.first == UInt8(ascii: "<"), let bracket = line.prefix(64).firstIndex(of: UInt8(ascii: "]")) else {
      return line
    }
    return line[(bracket + 1)...].drop { $0 == UInt8(ascii: " ") }
  }
}
