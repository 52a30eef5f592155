/// Requests of a front end (vhost-user.rst, "Front-end message types").
package enum FrontendRequest: UInt32, Sendable {
  case getFeatures = 1
  case setFeatures = 2
  case setOwner = 3
  case resetOwner = 4
  case setMemoryTable = 5
  case setLogBase = 6
  case setLogDescriptor = 7
  case setRingSize = 8
  case setRingAddress = 9
  case setRingBase = 10
  case getRingBase = 11
  case setRingKick = 12
  case setRingCall = 13
  case setRingError = 14
  case getProtocolFeatures = 15
  case setProtocolFeatures = 16
  case getQueueCount = 17
  case setRingEnable = 18
  case sendRARP = 19
  case setMTU = 20
  case setBackendChannel = 21
  case getConfiguration = 24
  case setConfiguration = 25
  case getInflight = 31
  case setInflight = 32
  case resetDevice = 34
  case getMemorySlotLimit = 36
  case addMemoryRegion = 37
  case removeMemoryRegion = 38
  case setStatus = 39
  case getStatus = 40
}

/// Protocol feature bits (vhost-user.rst, "Protocol features").
package struct FrontendProtocolFeatures: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static let multiqueue = Self(rawValue: 1 << 0)
  package static let rarp = Self(rawValue: 1 << 2)
  package static let replyAcknowledgement = Self(rawValue: 1 << 3)
  package static let mtu = Self(rawValue: 1 << 4)
  package static let configuration = Self(rawValue: 1 << 9)
  package static let inflight = Self(rawValue: 1 << 12)
  package static let resetDevice = Self(rawValue: 1 << 13)
  package static let memorySlots = Self(rawValue: 1 << 15)
  package static let status = Self(rawValue: 1 << 16)
}

/// A message as it is on the socket.
package struct FrontendMessage {
  package var request: UInt32
  /// Bits 0 and 1 the version, 1; bit 2 a reply; bit 3 a reply is wanted.
  package var flags: UInt32
  package var payload: [UInt8]
  /// Descriptors that came with it; whoever receives it closes them.
  package var descriptors: [Int32]

  package init(request: UInt32, flags: UInt32 = 1, payload: [UInt8] = [], descriptors: [Int32] = []) {
    self.request = request
    self.flags = flags
    self.payload = payload
    self.descriptors = descriptors
  }

  package init(
    _ request: FrontendRequest, payload: [UInt8] = [], descriptors: [Int32] = [], needsReply: Bool = false
  ) {
    self.init(
      request: request.rawValue, flags: needsReply ? 0b1001 : 1, payload: payload, descriptors: descriptors)
  }

  /// The number in its payload at a place.
  package func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset + MemoryLayout<Number>.size <= payload.count else { return nil }
    return payload.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
  }

  /// A payload of numbers in the machine's order of bytes.
  package static func payload(_ numbers: any FixedWidthInteger...) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in numbers { append(number, to: &bytes) }
    return bytes
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number) { bytes += $0 }
  }
}
