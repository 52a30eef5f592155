public import FoundationEssentials

/// A machine among which a host's memory is divided. All amounts in bytes.
public struct MemoryShare: Hashable, Sendable {
  public var id: UUID
  /// What it has.
  public var assigned: UInt64
  /// What its guest needs.
  public var demand: UInt64
  public var minimum: UInt64
  /// The lower of its maximum and of what it was started with room for.
  public var maximum: UInt64
  /// Percent of the demand.
  public var buffer: Int
  public var priority: Int

  public init(
    id: UUID, assigned: UInt64, demand: UInt64, minimum: UInt64, maximum: UInt64, buffer: Int, priority: Int
  ) {
    self.id = id
    self.assigned = assigned
    self.demand = demand
    self.minimum = minimum
    self.maximum = maximum
    self.buffer = buffer
    self.priority = priority
  }

  /// What it would have were there enough for all: the demand and its buffer, within its bounds. Twice the buffer where
  /// less than a quarter of it is left: the demand may be what it is only because there is no more to be had.
  var wanted: UInt64 {
    let extra = demand.percent(buffer)
    let left = assigned > demand ? assigned - demand : 0
    return bounded(demand.adding(left < extra / 4 ? extra.adding(extra) : extra))
  }
  /// What is left to it where memory is short: the demand and an eighth of its buffer.
  var floor: UInt64 { bounded(demand.adding(demand.percent(buffer) / 8)) }

  private func bounded(_ bytes: UInt64) -> UInt64 {
    let highest = max(minimum, maximum)
    return min(max(bytes.roundedUp(to: MemoryBalance.step), minimum), highest)
  }

  /// The amount to go for, without regard to others. Nearer than this to what it has, nothing is moved: an amount that
  /// wavers would keep guest and host busy.
  var aim: UInt64 {
    // Outside its bounds nothing is near enough.
    guard assigned >= minimum, assigned <= max(minimum, maximum) else { return wanted }
    let slack = max(assigned / 32, 16 << 20)
    // Of its buffer a quarter may be missing, not more.
    let growth = min(slack, demand.percent(buffer) / 4)
    return wanted > assigned.adding(growth) || wanted.adding(slack) < assigned ? wanted : assigned
  }
}

/// Divides a host's memory among its dynamic machines. Pure: the same machines have the same answer.
public enum MemoryBalance {
  /// Amounts are multiples of this: what a guest can take or give in one piece.
  public static let step: UInt64 = 2 << 20

  /// What each machine shall have from now on.
  ///
  /// Whoever has more than it needs gives it back. What others need comes from what the host can spare; where that is too
  /// little, the highest priority is served first, equal ones in proportion to what they lack, and machines of lower
  /// priority give the buffers they have. A host that has given more than it can spare (`spare` below 0) takes back the same way,
  /// from the lowest priority first.
  ///
  /// - Parameter spare: bytes that the host can give and keep its reserve. Memory that is being given back is in it only once
  ///   it has been.
  public static func targets(_ machines: [MemoryShare], spare: Int64) -> [UUID: UInt64] {
    var targets = Dictionary(
      machines.map { ($0.id, min($0.aim, $0.assigned)) }, uniquingKeysWith: { first, _ in first })
    var left = spare
    for priority in Set(machines.map(\.priority)).sorted(by: >) {
      let needy = machines.filter { $0.priority == priority && $0.aim > $0.assigned }
      let lack = needy.reduce(UInt64(0)) { $0.adding($1.aim - $1.assigned) }
      guard lack > 0 else { continue }
      let missing = Int64(clamping: lack) - max(0, left)
      if missing > 0 { reclaim(UInt64(missing), from: machines.filter { $0.priority < priority }, &targets) }
      let given = min(lack, UInt64(max(0, left)))
      for machine in needy {
        let part = Double(machine.aim - machine.assigned) / Double(lack) * Double(given)
        targets[machine.id] = machine.assigned + UInt64(part) / step * step
      }
      left -= Int64(clamping: given)
    }
    if left < 0 { reclaim(left.magnitude, from: machines, &targets) }
    return targets
  }

  /// What the machines have beyond their needs, and would give where memory is short.
  public static func reclaimable(_ machines: [MemoryShare]) -> UInt64 {
    machines.reduce(0) { $0.adding($1.assigned > $1.floor ? $1.assigned - $1.floor : 0) }
  }

  /// Takes buffers until `bytes` are got, from the lowest priority first and, among equal ones, from the largest.
  private static func reclaim(_ bytes: UInt64, from machines: [MemoryShare], _ targets: inout [UUID: UInt64]) {
    // What is on its way back counts.
    var missing = bytes
    let order = machines.sorted {
      ($0.priority, $1.assigned, $1.id.uuidString) < ($1.priority, $0.assigned, $0.id.uuidString)
    }
    for machine in order {
      let target = targets[machine.id] ?? machine.assigned
      if machine.assigned > target { missing -= min(missing, machine.assigned - target) }
    }
    for machine in order where missing > 0 {
      let target = targets[machine.id] ?? machine.assigned
      guard target <= machine.assigned, target > machine.floor else { continue }
      let taken = min(target - machine.floor, missing.roundedUp(to: step))
      targets[machine.id] = target - taken
      missing -= min(missing, taken)
    }
  }
}

extension UInt64 {
  /// The greatest number there is where the sum would be beyond it.
  package func adding(_ other: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }

  /// The next multiple of a power of two.
  func roundedUp(to step: UInt64) -> UInt64 {
    self > .max - step ? self / step * step : (self + step - 1) / step * step
  }
}
