// Theory of operation
//
// One place decides what happens to a message: `handle` looks its request up, checks payload length and number of
// descriptors against the table of VhostUserRequest, and that the protocol feature it belongs to was agreed, then
// carries it out. So the code for a request reads its payload without further checks of length.

extension VhostUserBackend {
  /// What is sent back, unless a bare success is.
  struct Answer {
    var payload: [UInt8]
    var descriptor: OwnedDescriptor?

    init(_ payload: [UInt8], _ descriptor: OwnedDescriptor? = nil) {
      self.payload = payload
      self.descriptor = descriptor
    }
  }

  func handle(_ message: VhostUserMessage) throws(VhostUserError) {
    let wantsAnswer = message.needsReply && protocolFeatures.contains(.replyAcknowledge)
    guard let request = message.request else {
      delegate?.log("a vhost-user request that is not known: \(message.number)")
      try countRefusal()
      if wantsAnswer { try connection.reply(message.number, .word64(1)) }
      return
    }
    let answer: Answer?
    do throws(Refusal) {
      try check(message, request)
      answer = try perform(request, message)
    } catch {
      guard let refusal = refusal(request, wantsAnswer) else { throw .refused(request, error.reason) }
      delegate?.log("\(request): \(error.reason)")
      try countRefusal()
      try connection.reply(message.number, refusal)
      return
    }
    if let answer {
      try connection.reply(message.number, answer.payload, descriptor: answer.descriptor)
    } else if wantsAnswer {
      try connection.reply(message.number, .word64(0))
    }
  }

  /// What says that a request is refused; nil where nothing can, because no answer is expected or the one that is has no
  /// place for it.
  private func refusal(_ request: VhostUserRequest, _ wantsAnswer: Bool) -> [UInt8]? {
    switch request {
    // No memory; no contents.
    case .getInflight: [UInt8](repeating: 0, count: 24)
    case .getConfiguration: []
    case .getFeatures, .getProtocolFeatures, .getQueueCount, .getRingBase, .getMemorySlotLimit, .getStatus: nil
    default: wantsAnswer ? .word64(1) : nil
    }
  }

  private func countRefusal() throws(VhostUserError) {
    refusals += 1
    guard refusals <= Self.refusalLimit else { throw .malformed("more than \(Self.refusalLimit) refused messages") }
  }

  private func check(_ message: VhostUserMessage, _ request: VhostUserRequest) throws(Refusal) {
    guard let shape = request.shape else { throw Refusal("was not offered") }
    let missing = request.feature.subtracting(protocolFeatures)
    guard missing.isEmpty else { throw Refusal("its protocol feature was not agreed") }
    guard shape.bytes.contains(message.payload.count) else {
      throw Refusal("\(message.payload.count) bytes of payload instead of \(shape.bytes.text)")
    }
    guard shape.descriptors.contains(message.descriptors.count) else {
      throw Refusal("\(message.descriptors.count) descriptors instead of \(shape.descriptors.text)")
    }
  }

  private func perform(_ request: VhostUserRequest, _ message: VhostUserMessage) throws(Refusal) -> Answer? {
    let payload = message.payload
    switch request {
    case .getFeatures: return Answer(.word64(offered.rawValue))
    case .setFeatures: try setFeatures(VirtioFeatures(rawValue: payload.word64(at: 0)))
    case .getProtocolFeatures: return Answer(.word64(offeredProtocol.rawValue))
    case .setProtocolFeatures: try setProtocolFeatures(VhostUserProtocolFeatures(rawValue: payload.word64(at: 0)))
    case .setOwner: break
    case .resetOwner: disableAll()
    case .getQueueCount: return Answer(.word64(UInt64(maxPairs)))
    case .setMTU: try setMTU(payload.word64(at: 0))
    case .sendRARP: broadcastRARP(payload)
    case .setStatus: status = UInt8(truncatingIfNeeded: payload.word64(at: 0))
    case .getStatus: return Answer(.word64(UInt64(status)))
    case .resetDevice: resetDevice()
    case .setMemoryTable: try setMemoryTable(message)
    case .getMemorySlotLimit: return Answer(.word64(UInt64(GuestMemory.regionLimit)))
    case .addMemoryRegion: try addMemoryRegion(message)
    case .removeMemoryRegion: use(map.removing(MemoryRegionDescription(payload, at: 8)))
    case .setRingSize: try setSize(try ring(payload), payload.word32(at: 4))
    case .setRingBase: try setBase(try ring(payload), payload.word32(at: 4))
    case .getRingBase: return Answer(try getBase(try ring(payload)))
    case .setRingAddress: try setAddress(try ring(payload), payload)
    case .setRingEnable: try setEnabled(try ring(payload), payload.word32(at: 4))
    case .setRingKick: try setKick(message)
    case .setRingCall: try setCall(message)
    case .setRingError: try setErrorDescriptor(message)
    case .getInflight: return try makeInflight(payload)
    case .setInflight: try setInflight(message)
    case .getConfiguration: return Answer(try configuration(payload))
    case .setConfiguration: throw Refusal("the configuration of a network device cannot be written")
    case .setLogBase, .setLogDescriptor, .setBackendRequestDescriptor, .translation, .setRingEndianness,
      .createCryptoSession, .closeCryptoSession, .postcopyAdvise, .postcopyListen, .postcopyEnd, .setGPUSocket,
      .ringKick:
      // `check` refused them: they have no shape.
      throw Refusal("was not offered")
    }
    return nil
  }

  /// The ring that the first 32 bits of a payload name.
  private func ring(_ payload: [UInt8]) throws(Refusal) -> Int {
    let index = payload.word32(at: 0)
    guard index < UInt32(ringCount) else { throw Refusal("ring \(index) of \(ringCount)") }
    return Int(index)
  }

  private func setFeatures(_ features: VirtioFeatures) throws(Refusal) {
    let unknown = features.subtracting([offered, .protocolFeatures])
    guard unknown.isEmpty else {
      throw Refusal("feature bits 0x\(String(unknown.rawValue, radix: 16)) were not offered")
    }
    guard features != acknowledged else { return }
    // The layout of rings and headers follows from features: those that run are made anew.
    rebuild {
      acknowledged = features
    }
  }

  private func setProtocolFeatures(_ features: VhostUserProtocolFeatures) throws(Refusal) {
    let unknown = features.subtracting(offeredProtocol)
    guard unknown.isEmpty else {
      throw Refusal("protocol feature bits 0x\(String(unknown.rawValue, radix: 16)) were not offered")
    }
    protocolFeatures = features
  }

  private func setMTU(_ value: UInt64) throws(Refusal) {
    // 68 is IPv4's smallest, and VIRTIO's (5.1.4.1).
    guard value >= 68, value <= UInt64(mtuLimit) else { throw Refusal("an MTU of \(value); 68 to \(mtuLimit) go") }
    mtu = UInt16(value)
  }

  private func broadcastRARP(_ payload: [UInt8]) {
    let address = payload[0..<6].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    delegate?.broadcastRARP(address: address)
  }

  private func disableAll() {
    for ring in 0..<ringCount {
      states[ring].isEnabled = false
      states[ring].hasEnable = true
      // SAFETY: below `ringCount`.
      unsafe rings[ring].isEnabled = false
      unsafe rings[ring].isHeld = false
    }
    delegate?.ringsChanged()
  }

  /// Everything but memory and descriptors, which stay the front end's to change.
  private func resetDevice() {
    for ring in 0..<ringCount {
      stop(ring)
      dropKick(ring)
      states[ring].reset()
    }
    acknowledged = []
    status = 0
    mtu = mtuLimit
    disableAll()
  }

  /// `struct virtio_net_config` (VIRTIO 1.2, section 5.1.4), as far as it is the back end's: no address, link up, the
  /// pairs, the MTU.
  private func configuration(_ payload: [UInt8]) throws(Refusal) -> [UInt8] {
    let offset = Int(payload.word32(at: 0))
    let size = Int(payload.word32(at: 4))
    guard size == payload.count - 12 else { throw Refusal("\(size) bytes asked for, room for \(payload.count - 12)") }
    var fields: [UInt8] = [0, 0, 0, 0, 0, 0]
    fields.append(word16: 1)
    fields.append(word16: UInt16(maxPairs))
    fields.append(word16: mtu)
    fields += [UInt8](repeating: 0, count: 256 - fields.count)
    guard offset <= fields.count, size <= fields.count - offset else {
      throw Refusal("\(size) bytes from \(offset) of a configuration of \(fields.count)")
    }
    return [UInt8](payload[0..<12]) + fields[offset..<offset + size]
  }
}

extension ClosedRange<Int> {
  /// `8`, or `0 to 1`.
  fileprivate var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}
