/// A machine's memory, as asked for (Hyper-V's `Set-VMMemory`).
///
/// A static machine has `startupBytes`, which can be changed while it runs. A dynamic one starts with them and is then
/// given between `minimumBytes` and `maximumBytes`, by what its guest needs.
public struct MemoryConfiguration: Codable, Hashable, Sendable {
  /// Bytes; 32 MiB to 12 TiB, a multiple of 1 MiB.
  public var startupBytes: UInt64
  /// Hyper-V's `DynamicMemoryEnabled`.
  public var dynamicMemoryEnabled: Bool
  /// Bytes that a dynamic machine keeps. In the range of `startupBytes`, and no more than these.
  public var minimumBytes: UInt64
  /// Bytes that a dynamic machine may get. In the range of `startupBytes`, and no less than these.
  public var maximumBytes: UInt64
  /// What a dynamic machine is given beyond what it needs, in percent of that: 5 to 2000.
  public var buffer: Int
  /// Who is served first where memory is short: 0 to 100, the highest first.
  public var priority: Int

  /// Hyper-V's defaults (hyperv/semantics.md section 4).
  public init(
    startupBytes: UInt64 = 512 << 20, dynamicMemoryEnabled: Bool = false, minimumBytes: UInt64 = 512 << 20,
    maximumBytes: UInt64 = 1 << 40, buffer: Int = 20, priority: Int = 50
  ) {
    self.startupBytes = startupBytes
    self.dynamicMemoryEnabled = dynamicMemoryEnabled
    self.minimumBytes = minimumBytes
    self.maximumBytes = maximumBytes
    self.buffer = buffer
    self.priority = priority
  }

  /// What earlier versions did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let standard = Self()
    self.init(
      startupBytes: try container.decode(UInt64.self, forKey: .startupBytes),
      dynamicMemoryEnabled: try container.decodeIfPresent(Bool.self, forKey: .dynamicMemoryEnabled) ?? false,
      minimumBytes: try container.decodeIfPresent(UInt64.self, forKey: .minimumBytes) ?? standard.minimumBytes,
      maximumBytes: try container.decodeIfPresent(UInt64.self, forKey: .maximumBytes) ?? standard.maximumBytes,
      buffer: try container.decodeIfPresent(Int.self, forKey: .buffer) ?? standard.buffer,
      priority: try container.decodeIfPresent(Int.self, forKey: .priority) ?? standard.priority)
  }
}

/// Hyper-V's word for how a dynamic machine is off with its memory.
public enum MemoryStatus: String, Codable, Sendable, CaseIterable {
  /// It has what it needs, and most of its buffer.
  case ok = "OK"
  /// It has less than half of its buffer.
  case low = "Low"
  /// It has less than an eighth of its buffer.
  case warning = "Warning"

  /// What is left of the buffer decides: documentation names the three words and no numbers.
  ///
  /// - Parameters:
  ///   - demand: bytes that the guest needs.
  ///   - buffer: percent of them.
  public init(assigned: UInt64, demand: UInt64, buffer: Int) {
    let wanted = demand.percent(buffer)
    let left = assigned > demand ? assigned - demand : 0
    self = left >= wanted / 2 ? .ok : left >= wanted / 8 ? .low : .warning
  }
}

extension UInt64 {
  /// So many percent of it, the greatest number where that is more than there are.
  func percent(_ share: Int) -> UInt64 {
    let (whole, overflows) = multipliedReportingOverflow(by: UInt64(Swift.max(0, share)))
    return overflows ? .max : whole / 100
  }
}
