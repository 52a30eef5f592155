/// The memory of a machine that runs, as its devices have it. All in bytes.
public struct MachineMemory: Hashable, Sendable {
  /// What it was started with.
  public var base: UInt64
  /// What the balloon leaves of that to the guest.
  public var left: UInt64
  /// What the guest has of the headroom.
  public var added: UInt64
  /// What it was asked to have of the headroom.
  public var requested: UInt64
  public var headroom: UInt64

  public init(base: UInt64, left: UInt64, added: UInt64 = 0, requested: UInt64 = 0, headroom: UInt64 = 0) {
    self.base = base
    self.left = left
    self.added = added
    self.requested = requested
    self.headroom = headroom
  }

  /// What the machine has.
  public var assigned: UInt64 { left + added }
  /// The most that it can have.
  public var limit: UInt64 { base + headroom }

  /// The headroom's blocks (virtio-mem's `block-size`).
  public static let block: UInt64 = 2 << 20
  /// What the balloon leaves at least: below, kernels were seen to stop for good.
  public static let least: UInt64 = 32 << 20

  /// What the devices are asked for.
  public struct Request: Hashable, Sendable {
    /// Of the headroom, in blocks.
    public var added: UInt64
    /// By the balloon.
    public var left: UInt64

    public init(added: UInt64, left: UInt64) {
      self.added = added
      self.left = left
    }
  }

  /// How the machine comes to have `target` bytes, as near as it can.
  ///
  /// - Parameter isStuck: the guest does not give back what it has of the headroom, for its kernel has put there what
  ///   cannot be moved. Then the balloon takes the difference.
  public func request(_ target: UInt64, isStuck: Bool = false) -> Request {
    let beyond = target > base ? min(target - base, headroom) / Self.block * Self.block : 0
    let there = isStuck ? max(added, beyond) : beyond
    return Request(added: beyond, left: min(max(target > there ? target - there : 0, min(Self.least, base)), base))
  }
}
