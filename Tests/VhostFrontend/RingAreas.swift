internal import CDroste
package import Virtio

/// The three areas of one ring in a FrontendMemory, its features, and its eventfds.
package struct RingAreas {
  package let size: Int
  package let features: VirtioFeatures
  package let descriptors: GuestBuffer
  /// Split: the available ring. Packed: the driver's event suppression.
  package let driver: GuestBuffer
  /// Split: the used ring. Packed: the device's event suppression.
  package let device: GuestBuffer
  package let kick: EventDescriptor
  package let call: EventDescriptor

  package init(
    size: Int, features: VirtioFeatures, in memory: FrontendMemory, region: Int = 0
  ) throws {
    self.size = size
    self.features = features
    descriptors = memory.allocate(VirtqueueLayout.descriptorsLength(size), alignment: 4096, region: region)
    driver = memory.allocate(VirtqueueLayout.driverLength(size, features), alignment: 64, region: region)
    device = memory.allocate(VirtqueueLayout.deviceLength(size, features), alignment: 4096, region: region)
    kick = try EventDescriptor()
    call = try EventDescriptor()
  }

  /// Areas that end where their regions do, as far as alignment allows: what goes beyond one touches a forbidden page.
  package init(
    size: Int, features: VirtioFeatures, in memory: FrontendMemory, atEndsOf regions: (Int, Int, Int)
  ) throws {
    self.size = size
    self.features = features
    func last(_ count: Int, _ alignment: Int, _ region: Int) -> GuestBuffer {
      let start = (memory.regions[region].size - count) / alignment * alignment
      return GuestBuffer(
        guest: memory.regions[region].guest + UInt64(start), pointer: memory.regions[region].host + start, count: count)
    }
    descriptors = last(VirtqueueLayout.descriptorsLength(size), 16, regions.0)
    driver = last(VirtqueueLayout.driverLength(size, features), features.contains(.packedRing) ? 4 : 2, regions.1)
    device = last(VirtqueueLayout.deviceLength(size, features), 4, regions.2)
    kick = try EventDescriptor()
    call = try EventDescriptor()
  }

  package var isPacked: Bool { features.contains(.packedRing) }
  package var hasEventIndex: Bool { features.contains(.eventIndex) }
  package var isInOrder: Bool { features.contains(.inOrder) }

  /// For tests that make a device's ring without a socket.
  package var layout: VirtqueueLayout {
    VirtqueueLayout(
      size: size, descriptors: descriptors.pointer, driver: driver.pointer, device: device.pointer, features: features)
  }

  /// Where a device starts in a fresh ring.
  package var start: VirtqueuePosition { VirtqueuePosition(rawValue: isPacked ? 0x8000_8000 : 0) }

  /// Split: the index that the device has given back up to, as it stands in memory.
  package var usedIndex: UInt16 { droste_load_acquire_16(device.pointer + 2) }

  /// Writes descriptor `index` of a split ring's table.
  package func writeSplit(_ index: Int, _ address: UInt64, _ length: UInt32, flags: UInt16, next: UInt16 = 0) {
    RingAreas.writeSplit(descriptors.pointer + index * 16, address, length, flags, next)
  }

  /// Writes entry `index` of a packed ring, its flags last.
  package func writePacked(_ index: Int, _ address: UInt64, _ length: UInt32, id: UInt16, flags: UInt16) {
    let entry = descriptors.pointer + index * 16
    droste_store_64(entry, address)
    droste_store_32(entry + 8, length)
    droste_store_16(entry + 12, id)
    droste_store_release_16(entry + 14, flags)
  }

  /// Split: writes a head into the available ring.
  package func writeAvailable(_ slot: Int, _ head: UInt16) { droste_store_16(driver.pointer + 4 + slot * 2, head) }

  /// Split: writes the available index.
  package func writeAvailableIndex(_ index: UInt16) { droste_store_release_16(driver.pointer + 2, index) }

  static func writeSplit(
    _ entry: UnsafeMutableRawPointer, _ address: UInt64, _ length: UInt32, _ flags: UInt16, _ next: UInt16
  ) {
    droste_store_64(entry, address)
    droste_store_32(entry + 8, length)
    droste_store_16(entry + 12, flags)
    droste_store_16(entry + 14, next)
  }
}
