internal import Glibc
internal import Virtio

extension Frontend {
  /// Agrees on features, in the order of QEMU's messages.
  package func negotiate(by deadline: Deadline = Deadline()) throws {
    let isFirst = queues.isEmpty
    protocolFeatures = []
    offered = VirtioFeatures(rawValue: try number(.getFeatures, by: deadline))
    if offered.contains(.protocolFeatures) {
      offeredProtocol = .init(rawValue: try number(.getProtocolFeatures, by: deadline))
      protocolFeatures = offeredProtocol.intersection(configuration.protocolFeatures)
      try send(.setProtocolFeatures, FrontendMessage.payload(protocolFeatures.rawValue), by: deadline)
    }
    guard offered.isSuperset(of: configuration.required) else {
      throw FrontendError("the back end lacks features \(configuration.required.subtracting(offered).rawValue)")
    }
    if protocolFeatures.contains(.multiqueue) {
      let count = try number(.getQueueCount, by: deadline)
      // Open vSwitch counts pairs, and so does QEMU.
      guard count >= configuration.queuePairs else { throw FrontendError("the back end has only \(count) queue pairs") }
    } else if configuration.queuePairs > 1 {
      throw FrontendError("the back end has no multiqueue")
    }
    try tell(.setOwner, [], by: deadline)
    if isFirst {
      features = offered.intersection(configuration.features.union(.protocolFeatures))
      try makeQueues()
    } else if !offered.isSuperset(of: features) {
      throw FrontendError("the back end no longer offers features \(features.subtracting(offered).rawValue)")
    }
    if let mtu = configuration.mtu, protocolFeatures.contains(.mtu) {
      try tell(.setMTU, FrontendMessage.payload(UInt64(mtu)), by: deadline)
    }
  }

  private func makeQueues() throws {
    for index in 0..<configuration.queuePairs * 2 {
      let areas = try RingAreas(size: configuration.ringSize, features: features, in: memory)
      queues.append(DriverQueue(areas, in: memory, isReceiving: index % 2 == 0))
      bases.append(areas.start.rawValue)
    }
  }

  /// Sets features, memory and rings, and enables all pairs.
  package func startRings(by deadline: Deadline = Deadline()) throws {
    try tell(.setFeatures, FrontendMessage.payload(features.rawValue), by: deadline)
    if protocolFeatures.contains(.status) { try addStatus(8, by: deadline) }
    try shareInflight(by: deadline)
    try shareMemory(by: deadline)
    for index in queues.indices { try startRing(index, by: deadline) }
    if features.contains(.protocolFeatures) {
      for index in queues.indices { try enable(queue: index, true, by: deadline) }
    }
    if protocolFeatures.contains(.status) { try addStatus(1 | 2 | 4, by: deadline) }
    if configuration.kicksAtStart { for queue in queues { queue.kick() } }
  }

  /// Sets one ring's size, base, addresses and eventfds.
  package func startRing(_ index: Int, by deadline: Deadline = Deadline()) throws {
    let areas = queues[index].areas
    let number = UInt32(index)
    try tell(.setRingSize, FrontendMessage.payload(number, UInt32(areas.size)), by: deadline)
    try tell(.setRingBase, FrontendMessage.payload(number, bases[index]), by: deadline)
    try tell(
      .setRingAddress,
      FrontendMessage.payload(
        number, UInt32(0), user(areas.descriptors), user(areas.device), user(areas.driver), UInt64(0)), by: deadline)
    try tell(
      .setRingKick, FrontendMessage.payload(UInt64(index)), descriptors: [areas.kick.descriptor], by: deadline)
    try tell(
      .setRingCall, FrontendMessage.payload(UInt64(index)), descriptors: [areas.call.descriptor], by: deadline)
  }

  /// What a ring address is to the back end: ours, as QEMU's is QEMU's.
  private func user(_ buffer: GuestBuffer) -> UInt64 { UInt64(UInt(bitPattern: buffer.pointer)) }

  /// Enables or disables both rings of a pair.
  package func enable(pair: Int, _ isEnabled: Bool, by deadline: Deadline = Deadline()) throws {
    try enable(queue: pair * 2, isEnabled, by: deadline)
    try enable(queue: pair * 2 + 1, isEnabled, by: deadline)
  }

  /// Enables or disables one ring.
  package func enable(queue: Int, _ isEnabled: Bool, by deadline: Deadline = Deadline()) throws {
    try tell(.setRingEnable, FrontendMessage.payload(UInt32(queue), UInt32(isEnabled ? 1 : 0)), by: deadline)
  }

  /// Shares the memory: the table at once, or region by region where slots were negotiated.
  package func shareMemory(by deadline: Deadline = Deadline()) throws {
    if protocolFeatures.contains(.memorySlots) {
      for region in memory.regions {
        try tell(
          .addMemoryRegion, [UInt8](repeating: 0, count: 8) + describe(region), descriptors: [region.descriptor],
          by: deadline)
      }
      return
    }
    var payload = FrontendMessage.payload(UInt32(memory.regions.count), UInt32(0))
    for region in memory.regions { payload += describe(region) }
    try tell(.setMemoryTable, payload, descriptors: memory.regions.map(\.descriptor), by: deadline)
  }

  private func describe(_ region: FrontendMemory.Region) -> [UInt8] {
    FrontendMessage.payload(region.guest, UInt64(region.size), region.user, region.offset)
  }

  /// Asks for the in-flight region the first time, and hands it to each back end.
  private func shareInflight(by deadline: Deadline) throws {
    guard protocolFeatures.contains(.inflight) else { return }
    let counts = FrontendMessage.payload(UInt16(queues.count), UInt16(configuration.ringSize))
    if inflight == nil {
      let reply = try ask(.getInflight, FrontendMessage.payload(UInt64(0), UInt64(0)) + counts, by: deadline)
      guard let size = reply.number(UInt64.self, at: 0), let offset = reply.number(UInt64.self, at: 8),
        let descriptor = reply.descriptors.first
      else { throw FrontendError("GET_INFLIGHT_FD brought no region") }
      inflight = InflightMemory(descriptor: descriptor, size: size, offset: offset)
    }
    guard let inflight else { return }
    try tell(
      .setInflight, FrontendMessage.payload(inflight.size, inflight.offset) + counts,
      descriptors: [inflight.descriptor], by: deadline)
  }

  /// Sets bits of the device status: 1 acknowledge, 2 driver, 4 driver ok, 8 features ok.
  package func addStatus(_ bits: UInt64, by deadline: Deadline = Deadline()) throws {
    let old = try number(.getStatus, by: deadline)
    try tell(.setStatus, FrontendMessage.payload(old | bits), by: deadline)
  }

  private func send(_ request: FrontendRequest, _ payload: [UInt8], by deadline: Deadline) throws {
    try connection?.send(FrontendMessage(request, payload: payload), by: deadline)
  }

  /// A request that is answered by a number.
  package func number(_ request: FrontendRequest, by deadline: Deadline = Deadline()) throws -> UInt64 {
    guard let number = try ask(request, by: deadline).number(UInt64.self, at: 0) else {
      throw FrontendError("the answer to \(request) is no number")
    }
    return number
  }
}

/// The in-flight region of a back end, which the front end keeps while back ends come and go.
package final class InflightMemory: Sendable {
  package let descriptor: Int32
  package let size: UInt64
  package let offset: UInt64

  init(descriptor: Int32, size: UInt64, offset: UInt64) {
    (self.descriptor, self.size, self.offset) = (descriptor, size, offset)
  }

  deinit { close(descriptor) }
}
