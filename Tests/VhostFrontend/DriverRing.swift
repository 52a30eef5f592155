/// One descriptor to be: bytes that the device reads or writes.
package struct BufferElement {
  package var address: UInt64
  package var length: UInt32
  package var deviceWrites: Bool

  package init(_ buffer: GuestBuffer, deviceWrites: Bool) {
    address = buffer.guest
    length = UInt32(buffer.count)
    self.deviceWrites = deviceWrites
  }
}

/// A chain that the device gave back.
package struct UsedChain: Hashable {
  /// Split: the head's index. Packed: the buffer id.
  package var id: UInt16
  /// Bytes written, as the device said; nil for a chain that an in-order device passed over in a batch.
  package var length: UInt32?
}

/// The driver's side of a ring, split or packed.
protocol DriverRing: AnyObject {
  /// Descriptors that no chain uses.
  var freeCount: Int { get }
  /// Chains that the device has.
  var outstanding: Int { get }

  /// Lays a chain out; the device sees it with the next `expose`. Elements go into `table` when there is one, which then
  /// takes one descriptor.
  /// - Returns: the chain's id; nil when descriptors are missing.
  func add(_ elements: [BufferElement], table: GuestBuffer?) -> UInt16?

  /// Shows the device what was added; whether it wants to be kicked.
  func expose() -> Bool

  /// The next chain that came back. An error when the device names one that it does not have.
  func takeUsed() throws -> UsedChain?

  /// Whether a chain came back that was not taken.
  var hasUsed: Bool { get }

  /// Asks the device for an interrupt with the next used chain, or for none.
  func setInterrupts(_ wanted: Bool)

  /// Asks for an interrupt when `count` more chains have come back (event index only).
  func setInterrupt(after count: Int)
}

/// A queue of numbers with constant cost at both ends.
struct NumberQueue {
  private var numbers: [UInt16] = []
  private var start = 0

  var first: UInt16? { start < numbers.count ? numbers[start] : nil }
  var count: Int { numbers.count - start }

  mutating func append(_ number: UInt16) { numbers.append(number) }

  mutating func removeFirst() {
    start += 1
    if start > 1024, start * 2 > numbers.count {
      numbers.removeFirst(start)
      start = 0
    }
  }

  func contains(_ number: UInt16) -> Bool { numbers[start...].contains(number) }
}
