internal import CDroste

/// The driver's side of a split ring (VIRTIO 1.2, section 2.7).
final class SplitDriverRing: DriverRing {
  private let areas: RingAreas
  /// Last in, first out, so that heads come in no order; with IN_ORDER descriptors are taken in the table's order.
  private var free: [UInt16]
  private var nextDescriptor = 0
  /// By head: the descriptors of a chain that the device has.
  private var chains: [[UInt16]]
  private var order = NumberQueue()
  private var available: UInt16 = 0
  private var exposed: UInt16 = 0
  private var lastUsed: UInt16 = 0
  /// The entry that stands for the batch which is being taken.
  private var batch: (id: UInt16, length: UInt32)?
  private(set) var freeCount: Int
  private(set) var outstanding = 0

  init(_ areas: RingAreas) {
    self.areas = areas
    free = (0..<areas.size).map { UInt16($0) }
    chains = Array(repeating: [], count: areas.size)
    freeCount = areas.size
  }

  private func takeDescriptors(_ count: Int) -> [UInt16] {
    defer { freeCount -= count }
    guard areas.isInOrder else { return (0..<count).map { _ in free.removeLast() } }
    defer { nextDescriptor = (nextDescriptor + count) % areas.size }
    return (0..<count).map { UInt16((nextDescriptor + $0) % areas.size) }
  }

  func add(_ elements: [BufferElement], table: GuestBuffer?) -> UInt16? {
    let count = table == nil ? elements.count : 1
    guard freeCount >= count else { return nil }
    let indices = takeDescriptors(count)
    if let table {
      for (index, element) in elements.enumerated() {
        let isLast = index == elements.count - 1
        RingAreas.writeSplit(
          table.pointer + index * 16, element.address, element.length,
          (isLast ? 0 : 1) | (element.deviceWrites ? 2 : 0), isLast ? 0 : UInt16(index + 1))
      }
      areas.writeSplit(Int(indices[0]), table.guest, UInt32(elements.count * 16), flags: 4)
    } else {
      for (index, element) in elements.enumerated() {
        let isLast = index == elements.count - 1
        areas.writeSplit(
          Int(indices[index]), element.address, element.length,
          flags: (isLast ? 0 : 1) | (element.deviceWrites ? 2 : 0), next: isLast ? 0 : indices[index + 1])
      }
    }
    let head = indices[0]
    chains[Int(head)] = indices
    order.append(head)
    areas.writeAvailable(Int(available) % areas.size, head)
    available &+= 1
    outstanding += 1
    return head
  }

  func expose() -> Bool {
    let old = exposed
    guard old != available else { return false }
    areas.writeAvailableIndex(available)
    exposed = available
    droste_full_fence()
    if areas.hasEventIndex {
      let event = droste_load_16(areas.device.pointer + 4 + areas.size * 8)
      return available &- event &- 1 < available &- old
    }
    return droste_load_16(areas.device.pointer) & 1 == 0
  }

  var hasUsed: Bool { batch != nil || areas.usedIndex != lastUsed }

  func takeUsed() throws -> UsedChain? {
    let ready = areas.usedIndex &- lastUsed
    if ready == 0 { return nil }
    guard Int(ready) <= outstanding else {
      throw FrontendError("the device gave \(ready) chains back and has \(outstanding)")
    }
    let entry = areas.device.pointer + 4 + Int(lastUsed) % areas.size * 8
    var id = droste_load_32(entry)
    var length: UInt32? = droste_load_32(entry + 4)
    if areas.isInOrder, let first = order.first {
      let last = batch ?? (UInt16(truncatingIfNeeded: id), length!)
      guard batch != nil || id < areas.size && order.contains(last.id) else {
        throw FrontendError("the device gave chain \(id) back, which it does not have")
      }
      batch = first == last.id ? nil : last
      length = first == last.id ? last.length : nil
      id = UInt32(first)
    }
    guard id < areas.size, !chains[Int(id)].isEmpty else {
      throw FrontendError("the device gave chain \(id) back, which it does not have")
    }
    free += chains[Int(id)]
    freeCount += chains[Int(id)].count
    chains[Int(id)] = []
    if areas.isInOrder { order.removeFirst() }
    lastUsed &+= 1
    outstanding -= 1
    return UsedChain(id: UInt16(id), length: length)
  }

  func setInterrupts(_ wanted: Bool) {
    if areas.hasEventIndex {
      droste_store_16(areas.driver.pointer + 4 + areas.size * 2, wanted ? lastUsed : lastUsed &- 1)
    } else {
      droste_store_16(areas.driver.pointer, wanted ? 0 : 1)
    }
    droste_full_fence()
  }

  func setInterrupt(after count: Int) {
    precondition(areas.hasEventIndex && count >= 1)
    droste_store_16(areas.driver.pointer + 4 + areas.size * 2, lastUsed &+ UInt16(count - 1))
    droste_full_fence()
  }
}
