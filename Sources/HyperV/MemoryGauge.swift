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
/// Both change while they are read: a report is up to two seconds old, and memory that was given or taken since is not in
/// it. So the part in use comes from one report, total less available; what the kernel keeps for itself, which no report
/// has, is measured only while the machine's memory stands still. The guest is not trusted: whatever it tells, the demand is no
/// more than what the machine has.
public struct MemoryGauge: Hashable, Sendable {
  /// The part of a demand that is gone by which it falls with each report: a program that frees and takes again within a
  /// few seconds does not move memory each time. Nine tenths of a fall are seen after five reports.
  static let release = 0.4

  private var kernelPart: UInt64?
  private var lastAssigned: UInt64?
  private var lastUpdate: Int64 = 0
  private var held: UInt64?

  public init() {}

  /// The demand by a report; nil as long as the guest has told nothing.
  ///
  /// - Parameter assigned: bytes that the machine has now.
  public mutating func demand(_ report: GuestMemoryReport, assigned: UInt64) -> UInt64? {
    guard report.update > 0, report.total > 0, report.available <= report.total, report.total <= 1 << 50 else {
      return held.map { min($0, assigned) }
    }
    if report.update != lastUpdate, lastAssigned == nil || lastAssigned == assigned {
      kernelPart = assigned > report.total ? assigned - report.total : 0
    }
    let isNew = report.update != lastUpdate
    (lastUpdate, lastAssigned) = (report.update, assigned)
    let used = min(report.total - report.available + (kernelPart ?? 0), assigned)
    guard let before = held, before > used else {
      held = used
      return used
    }
    if isNew { held = before - UInt64(Double(before - used) * Self.release) }
    return min(held ?? used, assigned)
  }
}
