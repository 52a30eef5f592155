internal import FoundationEssentials
internal import Glibc

/// The memory of the computer that the service runs on, as far as machines are given of it.
package struct HostMemory: Sendable {
  /// All of it, in bytes.
  package var total: UInt64
  /// What programs could still get without swapping.
  package var available: UInt64

  package init(total: UInt64, available: UInt64) {
    self.total = total
    self.available = available
  }

  /// What is there now; nil where the kernel does not tell.
  package static func now() -> HostMemory? {
    guard let total = HostFacts.totalMemory(), let available = HostFacts.availableMemory() else { return nil }
    return HostMemory(total: total, available: available)
  }

  /// What machines are not given: 384 MiB and 30 MiB for each GiB on a computer of some size, no more than a sixteenth
  /// and those on one that is a machine itself.
  package var reserve: UInt64 { min(384 << 20, total / 16) + (total >> 30) * (30 << 20) }

  /// What can be given, below 0 where too much was.
  ///
  /// - Parameter promised: what machines have and did not touch yet: the kernel still counts it as available.
  package func spare(promised: UInt64) -> Int64 {
    let given = promised.addingReportingOverflow(reserve)
    return Int64(clamping: available).subtractingClamped(given.overflow ? .max : given.partialValue)
  }

  /// What a machine that starts with `bytes` can be given beyond, in pieces of 128 MiB: 16 times as much in all, but no
  /// more than the host has, nor than 512 GiB. Its kernel takes a sixty-fourth for tables of what it is given, and these must
  /// have room in what it was started with.
  package func headroom(startup bytes: UInt64) -> UInt64 {
    let (most, overflows) = bytes.multipliedReportingOverflow(by: 16)
    let limit = min(overflows ? .max : most, total, 512 << 30)
    return limit > bytes ? ((limit - bytes) >> 27) << 27 : 0
  }

  /// What a process has of the memory that it shares, or of its own where it shares none; 0 when it has ended.
  package static func resident(_ pid: Int32) -> UInt64 {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return 0 }
    func bytes(_ key: String, _ line: Substring) -> UInt64? {
      guard line.hasPrefix(key) else { return nil }
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { UInt64($0) }.map {
        $0 << 10
      }
    }
    var (own, shared) = (UInt64(0), UInt64(0))
    for line in String(decoding: data.prefix(1 << 16), as: UTF8.self).split(separator: "\n") {
      if let value = bytes("RssAnon:", line) { own = value }
      if let value = bytes("RssShmem:", line) { shared = value }
    }
    return shared > 0 ? shared : own
  }
}

extension Int64 {
  /// The lowest number there is where the difference would be below it.
  fileprivate func subtractingClamped(_ other: UInt64) -> Int64 {
    let (difference, overflows) = subtractingReportingOverflow(Int64(clamping: other))
    return overflows ? .min : difference
  }
}
