// Theory of operation
//
// Who is in a group, who mirrors, who leads to a router: 256 bits, one for each slot of a switch, so that a set is asked with
// a shift and walked with one trailing-zero count for each member. No memory of its own, no unsafe access: a slot that is out
// of range is in no set.

/// A set of ports by their slots, 0 to 255: four words, copied like a number.
package struct PortSet: Hashable, Sendable, BitwiseCopyable {
  /// Slots that a set can hold.
  package static let range = 0..<256

  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0
  private var fourth: UInt64 = 0

  package init() {}

  /// A set of one port.
  package init(_ port: Int) { insert(port) }

  package var isEmpty: Bool { first | second | third | fourth == 0 }

  package var count: Int {
    first.nonzeroBitCount + second.nonzeroBitCount + third.nonzeroBitCount + fourth.nonzeroBitCount
  }

  /// False for what is out of range.
  package func contains(_ port: Int) -> Bool {
    guard Self.range.contains(port) else { return false }
    return word(port >> 6) >> UInt64(port & 63) & 1 != 0
  }

  /// - Precondition: `port` is within `range`.
  package mutating func insert(_ port: Int) { combine(port) { $0 |= $1 } }

  /// - Precondition: `port` is within `range`.
  package mutating func remove(_ port: Int) { combine(port) { $0 &= ~$1 } }

  package mutating func formUnion(_ other: PortSet) {
    first |= other.first
    second |= other.second
    third |= other.third
    fourth |= other.fourth
  }

  package mutating func subtract(_ other: PortSet) {
    first &= ~other.first
    second &= ~other.second
    third &= ~other.third
    fourth &= ~other.fourth
  }

  package mutating func formIntersection(_ other: PortSet) {
    first &= other.first
    second &= other.second
    third &= other.third
    fourth &= other.fourth
  }

  package func union(_ other: PortSet) -> PortSet {
    var result = self
    result.formUnion(other)
    return result
  }

  fileprivate func word(_ index: Int) -> UInt64 {
    switch index {
    case 0: first
    case 1: second
    case 2: third
    default: fourth
    }
  }

  private mutating func combine(_ port: Int, _ change: (inout UInt64, UInt64) -> Void) {
    precondition(Self.range.contains(port), "a port's slot is within 0 to 255")
    let bit: UInt64 = 1 << UInt64(port & 63)
    switch port >> 6 {
    case 0: change(&first, bit)
    case 1: change(&second, bit)
    case 2: change(&third, bit)
    default: change(&fourth, bit)
    }
  }
}

/// The ports in ascending order. Iterating copies the set: what changes it meanwhile does not change the iteration.
extension PortSet: Sequence {
  package struct Iterator: IteratorProtocol, BitwiseCopyable {
    private let set: PortSet
    private var index = 0
    private var rest: UInt64

    fileprivate init(_ set: PortSet) {
      self.set = set
      rest = set.word(0)
    }

    package mutating func next() -> Int? {
      while rest == 0 {
        guard index < 3 else { return nil }
        index += 1
        rest = set.word(index)
      }
      let bit = rest.trailingZeroBitCount
      rest &= rest &- 1
      return index << 6 | bit
    }
  }

  package func makeIterator() -> Iterator { Iterator(self) }
  package var underestimatedCount: Int { count }
}
