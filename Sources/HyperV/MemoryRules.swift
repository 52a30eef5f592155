public import FoundationEssentials

extension MemoryConfiguration {
  /// What is given beyond the demand, in percent (hyperv/semantics.md section 4).
  public static let bufferRange = 5...2000
  public static let priorityRange = 0...100

  /// Everything that is wrong, each as `field: text`; empty when it may be used.
  public func problems() -> [String] {
    var found: [String] = []
    var sizes = [("startupBytes", startupBytes)]
    if dynamicMemoryEnabled || minimumBytes != Self().minimumBytes { sizes.append(("minimumBytes", minimumBytes)) }
    if dynamicMemoryEnabled || maximumBytes != Self().maximumBytes { sizes.append(("maximumBytes", maximumBytes)) }
    for (name, bytes) in sizes
    where !MachineConfiguration.memoryRange.contains(bytes) || !bytes.isMultiple(of: 1 << 20) {
      found.append("\(name): \(bytes) is not a multiple of 1 MiB from 32 MiB through 12 TiB")
    }
    if dynamicMemoryEnabled, minimumBytes > startupBytes {
      found.append("minimumBytes: \(minimumBytes) is more than startupBytes, \(startupBytes)")
    }
    if dynamicMemoryEnabled, maximumBytes < startupBytes {
      found.append("maximumBytes: \(maximumBytes) is less than startupBytes, \(startupBytes)")
    }
    if !Self.bufferRange.contains(buffer) {
      found.append("buffer: \(buffer) is out of range, the range is 5 through 2000")
    }
    if !Self.priorityRange.contains(priority) {
      found.append("priority: \(priority) is out of range, the range is 0 through 100")
    }
    return found
  }

  /// The properties, by Hyper-V's names, that cannot become those of `new` while the machine is not Off.
  ///
  /// A dynamic machine's minimum may become lower and its maximum higher; what a static machine has may change, and with
  /// it what it would have as a dynamic one.
  public func changesThatNeedOff(to new: MemoryConfiguration) -> [String] {
    if dynamicMemoryEnabled != new.dynamicMemoryEnabled { return ["DynamicMemoryEnabled"] }
    guard dynamicMemoryEnabled else { return [] }
    var found: [String] = []
    if startupBytes != new.startupBytes { found.append("Startup") }
    if new.minimumBytes > minimumBytes { found.append("Minimum") }
    if new.maximumBytes < maximumBytes { found.append("Maximum") }
    return found
  }

  /// Whether what the machine has, or may have, is another amount in `new`.
  public func changesAmount(to new: MemoryConfiguration) -> Bool {
    dynamicMemoryEnabled != new.dynamicMemoryEnabled || startupBytes != new.startupBytes
      || minimumBytes != new.minimumBytes || maximumBytes != new.maximumBytes
  }
}

/// Why the memory of a machine that runs does not change. Each in the shape of Hyper-V's text for a device that cannot
/// be changed (hyperv/semantics.md section 2, hyperv/nested.md sections 2 and 5).
public enum MemoryRefusal {
  /// The sign in a processor that tells of a hypervisor inside.
  public static let heldCause =
    "A hypervisor is active inside the machine (EFER.SVME or CR4.VMXE of its processors is set). While it is, the amount "
    + "of memory stays what it is, even if dynamic memory is enabled, and cannot be changed."

  /// A hypervisor is active inside.
  public static func held(_ name: String, id: UUID) -> DrosteError {
    DrosteError(
      .invalidState, message(name, id, StateRefusal.sentence), cause: heldCause,
      hint: "turn off the machines inside it (droste list \(name)), or the machine itself: droste stop \(name)")
  }

  /// More is asked for than the machine was started with room for; `limit` nil: it has no room at all.
  public static func beyondLimit(_ name: String, id: UUID, asked: UInt64, limit: UInt64?) -> DrosteError {
    let room = limit.map { "It was started with room for \($0 >> 20) MiB" } ?? "It was started without room for more"
    return DrosteError(
      .invalidState, message(name, id, StateRefusal.sentence),
      cause: "\(room), \(asked >> 20) MiB are asked for. What it is started with next can be any amount.",
      hint: "droste stop \(name), then the same command")
  }

  /// The host has not as much left.
  public static func outOfMemory(_ name: String, id: UUID, more: UInt64, spare: UInt64) -> DrosteError {
    DrosteError(
      .outOfMemory, message(name, id, "Not enough memory resources are available to complete this operation."),
      cause: "\(more >> 20) MiB more are asked for; this host can give \(spare >> 20) MiB and keep its reserve.",
      hint: "turn another machine off, or ask for less")
  }

  /// The guest gave, or took, a part only.
  public static func incomplete(_ name: String, id: UUID, asked: UInt64, assigned: UInt64, cause: String)
    -> DrosteError
  {
    DrosteError(
      .unspecified,
      message(name, id, "The machine has \(assigned >> 20) MiB of memory now, not the \(asked >> 20) MiB asked for."),
      cause: cause, hint: "droste inspect \(name)")
  }

  private static func message(_ name: String, _ id: UUID, _ sentence: String) -> String {
    """
    Failed to modify device 'Memory'.
    \(sentence)
    '\(name)' failed to modify device 'Memory'. (Virtual machine ID \(id.uuidString))
    """
  }
}
