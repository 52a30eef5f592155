/// How a driver, or the front end under it, broke the rules of its rings. The port of a machine that does is stopped.
public enum RingViolation: UInt8, Hashable, Sendable, CaseIterable, Error {
  /// The driver offers more chains than the ring has entries.
  case availableIndex = 1
  /// A head or `next` is not a descriptor of the table.
  case descriptorIndex
  /// A chain is longer than the table, or than 1024 descriptors.
  case chainLength
  /// Bytes outside the memory that the machine has.
  case address
  /// A descriptor for reading among those for writing, or the reverse.
  case direction
  /// An indirect table that is empty, not a multiple of 16 bytes, nested, or was not negotiated.
  case indirectTable
  /// A buffer without room for the header, or a frame without a whole one.
  case header
  /// The front end took memory away that it had shared.
  case memoryLost
  /// The front end's call descriptor made whoever wrote to it wait.
  case blockedCall

  /// A sentence for people.
  public var text: String {
    switch self {
    case .availableIndex: "the guest offers more buffers than its ring has"
    case .descriptorIndex: "the guest names a descriptor that its ring does not have"
    case .chainLength: "the guest's descriptor chain has no end"
    case .address: "the guest names memory that it does not have"
    case .direction: "the guest mixes buffers to read and to write"
    case .indirectTable: "the guest's indirect descriptor table is not one"
    case .header: "the guest's buffer has no room for a header"
    case .memoryLost: "the memory of the guest was taken away"
    case .blockedCall: "the machine's process made the switch wait"
    }
  }
}
