// Theory of operation
//
// The life of a ring. `start` is tried whenever something it needs has come: it makes the queue when all is there, and
// leaves the ring stopped when something is missing. `stop` keeps the position. `rebuild` changes something under rings
// that run: all are stopped, and started again after the change.

extension VhostUserBackend {
  func setSize(_ ring: Int, _ size: UInt32) throws(Refusal) {
    guard size >= 1, size <= UInt32(Virtqueue.sizeLimit) else {
      throw Refusal("a ring of \(size) entries; 1 to \(Virtqueue.sizeLimit) go")
    }
    guard states[ring].size != Int(size) else { return }
    stop(ring)
    states[ring].size = Int(size)
    start(ring)
    delegate?.ringsChanged()
  }

  func setBase(_ ring: Int, _ base: UInt32) throws(Refusal) {
    // SAFETY: `ring` was checked.
    guard unsafe rings[ring].queue == nil else { throw Refusal("ring \(ring) runs") }
    states[ring].position = VirtqueuePosition(rawValue: base)
  }

  /// Stops a ring and answers where it stands. The front end sets everything again before it goes on.
  func getBase(_ ring: Int) throws(Refusal) -> [UInt8] {
    stop(ring)
    dropKick(ring)
    states[ring].isWanted = false
    // The front end knows from here: what it says next counts, be it the same or a driver that began anew.
    inflight?.clear(ring)
    delegate?.ringsChanged()
    var answer: [UInt8] = []
    answer.append(word32: UInt32(ring))
    answer.append(word32: states[ring].position.rawValue)
    return answer
  }

  func setAddress(_ ring: Int, _ payload: [UInt8]) throws(Refusal) {
    // Bit 0 asks to log writes, which was not offered.
    guard payload.word32(at: 4) == 0 else { throw Refusal("flags \(payload.word32(at: 4))") }
    stop(ring)
    states[ring].addresses = (payload.word64(at: 8), payload.word64(at: 16), payload.word64(at: 24))
    start(ring)
    delegate?.ringsChanged()
  }

  func setEnabled(_ ring: Int, _ value: UInt32) throws(Refusal) {
    guard value <= 1 else { throw Refusal("enable \(value)") }
    states[ring].isEnabled = value == 1
    states[ring].hasEnable = true
    updateEnabled(ring)
    delegate?.ringsChanged()
  }

  func setKick(_ message: VhostUserMessage) throws(Refusal) {
    let (ring, descriptor) = try takeEventCounter(message)
    dropKick(ring)
    states[ring].kick = descriptor
    states[ring].isWanted = true
    if let descriptor {
      // SAFETY: `ring` was checked; the state keeps the descriptor open as long as the slot has it.
      unsafe rings[ring].kick = descriptor.rawValue
      delegate?.kickAdded(ring: ring, descriptor: descriptor.rawValue)
    }
    // SAFETY: as above.
    if unsafe rings[ring].queue == nil { start(ring) }
    delegate?.ringsChanged()
  }

  func setCall(_ message: VhostUserMessage) throws(Refusal) {
    let (ring, descriptor) = try takeEventCounter(message)
    // SAFETY: `ring` was checked; the state keeps the descriptor open as long as the slot has it.
    unsafe rings[ring].call = descriptor?.rawValue ?? -1
    states[ring].call = descriptor
    states[ring].hasCall = true
    // What was given back before may not have been told.
    if unsafe rings[ring].queue != nil { signal(ring) }
  }

  func setErrorDescriptor(_ message: VhostUserMessage) throws(Refusal) {
    let (ring, descriptor) = try takeEventCounter(message)
    states[ring].error = descriptor
    states[ring].hasError = true
  }

  /// Ring and descriptor of SET_VRING_KICK, CALL and ERR: bits 0 to 7 are the ring, bit 8 says that there is no descriptor.
  private func takeEventCounter(_ message: VhostUserMessage) throws(Refusal) -> (ring: Int, OwnedDescriptor?) {
    let value = message.payload.word64(at: 0)
    let ring = Int(value & 0xFF)
    guard ring < ringCount else { throw Refusal("ring \(ring) of \(ringCount)") }
    guard value & 0x100 == 0 else {
      guard message.descriptors.isEmpty else { throw Refusal("a descriptor that the message says is not there") }
      return (ring, nil)
    }
    guard let descriptor = message.descriptors.first else { throw Refusal("no descriptor") }
    guard descriptor.isEventCounter else { throw Refusal("a descriptor that is not an eventfd") }
    descriptor.setNonBlocking()
    return (ring, descriptor)
  }

  func dropKick(_ ring: Int) {
    guard let old = states[ring].kick else { return }
    delegate?.kickRemoved(ring: ring, descriptor: old.rawValue)
    // SAFETY: callers checked `ring`.
    unsafe rings[ring].kick = -1
    states[ring].kick = nil
  }

  /// Without protocol features there is no message to enable a ring: it is enabled from the start.
  private func updateEnabled(_ ring: Int) {
    // SAFETY: callers checked `ring`.
    let hasMessage = acknowledged.contains(.protocolFeatures)
    unsafe rings[ring].isEnabled = states[ring].isEnabled || !hasMessage
    unsafe rings[ring].isHeld = hasMessage && !states[ring].hasEnable
  }

  /// Makes a ring run when all that it needs is known.
  func start(_ ring: Int) {
    let state = states[ring]
    updateEnabled(ring)
    guard state.isWanted, state.size > 0, let addresses = state.addresses, map.count > 0 else { return }
    let memory = map.memory
    guard
      // SAFETY: each area is translated whole.
      let descriptors = unsafe memory.pointer(
        user: addresses.descriptors, UInt64(VirtqueueLayout.descriptorsLength(state.size))),
      let driver = unsafe memory.pointer(
        user: addresses.available, UInt64(VirtqueueLayout.driverLength(state.size, acknowledged))),
      let device = unsafe memory.pointer(
        user: addresses.used, UInt64(VirtqueueLayout.deviceLength(state.size, acknowledged)))
    else {
      delegate?.log("ring \(ring) is not in the memory that the machine shares; it waits for more")
      return
    }
    let layout = unsafe VirtqueueLayout(
      size: state.size, descriptors: descriptors, driver: driver, device: device, features: acknowledged)
    let storage = state.storage ?? VirtqueueStorage()
    states[ring].storage = storage
    let isPacked = acknowledged.contains(.packedRing)
    var position = isPacked ? Self.packedPosition(state.position) : state.position
    let record = unsafe inflight?.record(ring, size: state.size)
    if let record = unsafe record {
      if isPacked, unsafe InflightRecord.isInitialized(record),
        let kept = unsafe InflightRecord.position(record, descriptors: descriptors, size: state.size)
      {
        position = kept
      } else {
        unsafe InflightRecord.initialize(record, size: state.size, isPacked: isPacked, position: position)
      }
    }
    guard
      var queue = unsafe Virtqueue(
        layout, memory: memory, storage: storage, position: position, deviceWrites: ring % 2 == 0, inflight: record)
    else {
      delegate?.log("ring \(ring) of \(state.size) entries cannot be used: size, alignment or base are wrong")
      return
    }
    // A process before this one may have asked for no kicks.
    queue.setKicks(true)
    // SAFETY: callers checked `ring`.
    unsafe rings[ring].queue = queue
    signal(ring)
  }

  /// Stops a ring; where it stands is kept.
  func stop(_ ring: Int) {
    // SAFETY: callers checked `ring`.
    guard var queue = unsafe rings[ring].queue else { return }
    // What was given back and not shown would be lost.
    if queue.publish() { signal(ring) }
    states[ring].position = queue.position
    unsafe rings[ring].queue = nil
  }

  /// Does what all running rings depend on between stopping and starting them.
  func rebuild(_ change: () -> Void) {
    for ring in 0..<ringCount { stop(ring) }
    change()
    for ring in 0..<ringCount { start(ring) }
    delegate?.ringsChanged()
  }

  /// Where a packed ring goes on. QEMU gives the next used entry in the upper half; DPDK's driver leaves that half 0 and
  /// means the same as in the lower.
  private static func packedPosition(_ base: VirtqueuePosition) -> VirtqueuePosition {
    base.rawValue >> 16 == 0 ? VirtqueuePosition(rawValue: base.rawValue | base.rawValue << 16) : base
  }
}
