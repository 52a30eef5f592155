// Theory of operation
//
// The machine's memory: tables and single regions. A message makes a new map beside the old one, and only then are the rings
// stopped, moved to it, and started again: a message that is refused leaves everything as it was, and no queue ever points
// into a mapping that is gone.

extension VhostUserBackend {
  /// SET_MEM_TABLE replaces all memory. A table that is refused leaves the old one.
  func setMemoryTable(_ message: VhostUserMessage) throws(Refusal) {
    let payload = message.payload
    let count = Int(payload.word32(at: 0))
    guard count == message.descriptors.count, payload.count == 8 + 32 * count else {
      throw Refusal(
        "\(count) regions in \(payload.count) bytes of payload with \(message.descriptors.count) descriptors")
    }
    var entries: [(MemoryRegionDescription, OwnedDescriptor)] = []
    for (index, descriptor) in message.descriptors.enumerated() {
      entries.append((MemoryRegionDescription(payload, at: 8 + 32 * index), descriptor))
    }
    use(try GuestMemoryMap(entries))
  }

  func addMemoryRegion(_ message: VhostUserMessage) throws(Refusal) {
    guard let file = message.descriptors.first else { throw Refusal("no descriptor") }
    use(try map.adding(MemoryRegionDescription(message.payload, at: 8), file))
  }

  /// Moves the rings to another map. The old one lives until all are there.
  func use(_ new: GuestMemoryMap) {
    guard new !== map else { return }
    rebuild {
      // The rings are stopped: nothing points into the old map any more.
      map = new
    }
  }
}
