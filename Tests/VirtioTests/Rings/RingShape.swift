import Testing
import VhostFrontend
import Virtio

/// A kind of ring that a driver may negotiate.
struct RingShape: Sendable, CustomTestStringConvertible {
  var size: Int
  var isPacked: Bool
  var hasEventIndex: Bool
  var isInOrder: Bool

  init(_ size: Int, packed isPacked: Bool, event hasEventIndex: Bool = false, inOrder isInOrder: Bool = false) {
    self.size = size
    self.isPacked = isPacked
    self.hasEventIndex = hasEventIndex
    self.isInOrder = isInOrder
  }

  var features: VirtioFeatures {
    var features: VirtioFeatures = [.version1, .mergeableBuffers, .indirectDescriptors]
    if isPacked { features.insert(.packedRing) }
    if hasEventIndex { features.insert(.eventIndex) }
    if isInOrder { features.insert(.inOrder) }
    return features
  }

  var testDescription: String {
    "\(isPacked ? "packed" : "split") \(size)\(hasEventIndex ? " event index" : "")\(isInOrder ? " in order" : "")"
  }

  /// Each combination of flags with each of these sizes; only packed rings have sizes that are no powers of two.
  static func all(_ sizes: [Int]) -> [RingShape] {
    var shapes: [RingShape] = []
    for isPacked in [false, true] {
      for size in sizes where isPacked || size & (size - 1) == 0 {
        for hasEventIndex in [false, true] {
          for isInOrder in [false, true] {
            shapes.append(RingShape(size, packed: isPacked, event: hasEventIndex, inOrder: isInOrder))
          }
        }
      }
    }
    return shapes
  }
}

/// Numbers that look random and are the same each time.
struct TestNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ word >> 31) % UInt64(limit))
  }
}
