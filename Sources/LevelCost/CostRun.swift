/// Measures all quantities on this computer, one after the other.
package struct CostRun: Sendable {
  /// Where the disk is.
  package enum Disk: Hashable, Sendable {
    /// A file or a block device.
    case path(String)
    /// The block device with this serial number.
    case serial(String)
  }

  package var timer: RoundTimer
  package var disk: Disk
  /// The server on the level above.
  package var peer: CostPeer
  /// A program that ends at once, with its arguments.
  package var process: [String]

  /// - Parameter seconds: what each quantity may take, 0.001 to 60.
  package init(seconds: Double, disk: Disk, peer: CostPeer, process: [String]) {
    timer = RoundTimer(seconds: seconds)
    self.disk = disk
    self.peer = peer
    self.process = process
  }

  /// Fresh pages first: what others free is not fresh any more.
  static let order = [CostQuantity.freshPage] + CostQuantity.allCases.filter { $0 != .freshPage }

  /// Blocks for about as long as all quantities may take, and tells each when it is there.
  package func measure(_ tell: (CostQuantity, CostReading) -> Void) {
    for quantity in Self.order { tell(quantity, reading(quantity)) }
  }

  private func reading(_ quantity: CostQuantity) -> CostReading {
    var note: String?
    do {
      let sample = try sample(quantity, &note)
      return CostReading(sample: sample, note: note)
    } catch {
      return CostReading(problem: String("\(error)".prefix(CostReader.textLimit)))
    }
  }

  private func sample(_ quantity: CostQuantity, _ note: inout String?) throws -> CostSample {
    switch quantity {
    case .systemCall: return try SystemCallCost.sample(timer)
    case .cpuid: return try CPUIDCost.sample(timer)
    case .pageFault: return try PageFaultCost.sample(timer)
    case .freshPage: return try PageFaultCost.freshSample(timer)
    case .compileLoad: return try CompileCost.sample(timer, process: process)
    case .memoryCopy: return try MemoryCost.copySample(timer)
    case .memoryLatency: return try MemoryCost.latencySample(timer)
    case .diskAccess, .diskStream:
      let path =
        switch disk {
        case .path(let path): path
        case .serial(let serial): try DiskCost.device(serial: serial)
        }
      let disk = try DiskCost.open(path)
      if !disk.isDirect { note = "from this level's own cache: \(path) takes no O_DIRECT" }
      return quantity == .diskAccess ? try disk.accessSample(timer) : try disk.streamSample(timer)
    case .networkRoundTrip: return try NetworkCost.roundTripSample(timer, peer: peer)
    case .networkStream: return try NetworkCost.streamSample(timer, peer: peer)
    }
  }
}
