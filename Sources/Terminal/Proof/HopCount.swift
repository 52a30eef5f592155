internal import HyperV

/// What a hop has counted, seen from the machine: out is away from it, in is towards it.
public struct HopCount: Hashable, Sendable {
  public var outFrames: UInt64
  public var outBytes: UInt64
  public var inFrames: UInt64
  public var inBytes: UInt64
  /// Connections translated; nil where frames and bytes are counted.
  public var connections: UInt64?

  public init(
    outFrames: UInt64 = 0, outBytes: UInt64 = 0, inFrames: UInt64 = 0, inBytes: UInt64 = 0, connections: UInt64? = nil
  ) {
    self.outFrames = outFrames
    self.outBytes = outBytes
    self.inFrames = inFrames
    self.inBytes = inBytes
    self.connections = connections
  }

  /// What `hop` had counted when `tree` was read. Nil for what the tree does not tell: a machine's own interface,
  /// and a place that is gone.
  public init?(_ hop: Hop, in tree: HostTree) {
    guard let status = tree.host(at: hop.computer)?.status else { return nil }
    switch hop.place {
    case .interface: return nil
    case .translation(let name):
      guard let nat = status.nats.first(where: { $0.configuration.name == name }) else { return nil }
      self.init(connections: nat.status.translatedPackets)
    case .port(let name, _, let port, _, let entering):
      guard let found = status.switch(named: name)?.status.ports.first(where: { $0.name == port }) else { return nil }
      self.init(
        outFrames: entering ? found.receivedFrames : found.sentFrames,
        outBytes: entering ? found.receivedBytes : found.sentBytes,
        inFrames: entering ? found.sentFrames : found.receivedFrames,
        inBytes: entering ? found.sentBytes : found.receivedBytes)
    }
  }

  /// What was counted since `earlier`. A counter that went back (its process began anew) counts from zero.
  public func since(_ earlier: HopCount) -> HopCount {
    func difference(_ now: UInt64, _ before: UInt64) -> UInt64 { now >= before ? now - before : now }
    return HopCount(
      outFrames: difference(outFrames, earlier.outFrames), outBytes: difference(outBytes, earlier.outBytes),
      inFrames: difference(inFrames, earlier.inFrames), inBytes: difference(inBytes, earlier.inBytes),
      connections: connections.map { difference($0, earlier.connections ?? 0) })
  }

  /// Whether this hop carried a transfer of `bytes` towards the machine.
  public func carried(_ bytes: UInt64) -> Bool {
    if let connections { return connections > 0 }
    return outFrames > 0 && inFrames > 0 && inBytes >= bytes
  }
}

/// A hop and what it counted during the transfer.
public struct MeasuredHop: Hashable, Sendable {
  public var hop: Hop
  /// Nil when it could not be read.
  public var count: HopCount?

  public init(hop: Hop, count: HopCount?) {
    self.hop = hop
    self.count = count
  }
}
