/// What one computer's kernel tells of it, at one moment: a host, or a guest by its agent. What cannot be read is empty.
public struct SystemFacts: Codable, Hashable, Sendable {
  public var kernel = KernelFacts()
  public var processor = ProcessorFacts()
  public var computer = ComputerFacts()
  public var memory = MemoryFacts()
  public var kvm = KVMFacts()
  public var storage: [StorageFacts] = []
  public var network = NetworkFacts()
  public var clock = ClockFacts()
  /// Lines of the kernel's log that a check may want, oldest first; at most `KernelLog.lineLimit`.
  public var messages: [String] = []
  /// The QEMU processes, at most `EmulatorFacts.limit`.
  public var emulators: [EmulatorFacts] = []
  /// Only of Windows, and then nearly all the rest is empty.
  public var windows: WindowsFacts?

  public init() {}

  /// Whether a line of the kernel's log holds one of these words, whatever their case.
  func message(_ words: String...) -> String? {
    let wanted = words.map { $0.lowercased() }
    return messages.last { line in
      let line = line.lowercased()
      return wanted.contains { line.contains($0) }
    }
  }
}
