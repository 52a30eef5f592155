internal import Glibc

/// What a guest tells of its memory (virtio 1.2, section 5.5.6.3), in bytes.
public struct GuestMemoryReport: Hashable, Sendable {
  /// All that its kernel manages: what the machine has, without the kernel itself and its tables.
  public var total: UInt64
  /// What programs could still get without swapping.
  public var available: UInt64
  /// The second, by QEMU's clock, in which the guest told; 0: never.
  public var update: Int64

  public init(total: UInt64, available: UInt64, update: Int64) {
    self.total = total
    self.available = available
    self.update = update
  }
}

/// Finds what a guest needs from what it tells and what its machine has.
///
/// Both change while they are read, and memory that was given or taken since a report is not in it. So the part in use comes
/// from one report, total less available; what the kernel keeps for itself, which no report has, is measured only while
/// the machine's memory stands still. The guest is not trusted: whatever it tells, the demand is no more than what the
/// machine has and a second's growth.
public struct MemoryGauge: Hashable, Sendable {
  /// How far a demand that grows is seen ahead, in seconds: the time until what is given is there, twice over. Without, a
  /// guest whose programs take 65 MiB in a second was out of memory before it was given more.
  static let lead = 1.0
  /// The part of a demand that is gone by which it falls in a second: a program that frees and takes again within a few seconds
  /// does not move memory each time. Nine tenths of a fall are seen after five seconds.
  static let release = 0.4

  private var kernelPart: UInt64?
  private var lastAssigned: UInt64?
  private var lastReport: GuestMemoryReport?
  private var lastUsed: UInt64?
  private var lastTime = 0.0
  /// Bytes in a second; 0 for a demand that does not grow.
  private var growth = 0.0
  private var demand: UInt64?

  public init() {}

  /// The demand by a report; nil as long as the guest has told nothing.
  ///
  /// - Parameters:
  ///   - assigned: bytes that the machine has now.
  ///   - time: seconds of a clock that only goes forward.
  public mutating func demand(_ report: GuestMemoryReport, assigned: UInt64, time: Double) -> UInt64? {
    guard report.update > 0, report.total > 0, report.available <= report.total, report.total <= 1 << 50 else {
      return demand.map { min($0, assigned) }
    }
    if report != lastReport, lastAssigned == nil || lastAssigned == assigned {
      kernelPart = assigned > report.total ? assigned - report.total : 0
    }
    let used = min(report.total - report.available + (kernelPart ?? 0), assigned)
    let seconds = max(0, time - lastTime)
    if let lastUsed, seconds >= 0.1 {
      let now = used > lastUsed ? Double(used - lastUsed) / seconds : 0
      // One that pauses for a moment goes on the same way as a rule.
      growth = max(now, growth / 2)
    }
    let ahead = used.adding(UInt64(min(growth * Self.lead, Double(assigned))))
    if let before = demand, before > ahead {
      demand = before - UInt64(Double(before - ahead) * (1 - pow(1 - Self.release, seconds)))
    } else {
      demand = ahead
    }
    (lastReport, lastAssigned, lastUsed, lastTime) = (report, assigned, used, time)
    return demand
  }
}
