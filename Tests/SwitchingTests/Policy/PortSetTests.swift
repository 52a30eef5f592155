import Switching
import Testing

@Suite("Sets of ports")
struct PortSetTests {
  @Test("Against a set of numbers")
  func model() {
    var random = SeededGenerator(state: 3)
    var set = PortSet()
    var model: Set<Int> = []
    var other = PortSet()
    var otherModel: Set<Int> = []
    for _ in 0..<4000 {
      let port = Int.random(in: PortSet.range, using: &random)
      if Bool.random(using: &random) {
        set.insert(port)
        model.insert(port)
      } else {
        set.remove(port)
        model.remove(port)
      }
      if port % 5 == 0 {
        other.insert(255 - port)
        otherModel.insert(255 - port)
      }
      #expect(set.contains(port) == model.contains(port))
      #expect(set.count == model.count && set.isEmpty == model.isEmpty)
    }
    #expect(Array(set) == model.sorted())
    #expect(Array(set.union(other)) == model.union(otherModel).sorted())
    var rest = set
    rest.subtract(other)
    #expect(Array(rest) == model.subtracting(otherModel).sorted())
    rest = set
    rest.formIntersection(other)
    #expect(Array(rest) == model.intersection(otherModel).sorted())
  }

  @Test("The ends of each word, and what is out of range")
  func bounds() {
    var set = PortSet()
    for port in [0, 63, 64, 127, 128, 191, 192, 255] { set.insert(port) }
    #expect(Array(set) == [0, 63, 64, 127, 128, 191, 192, 255])
    #expect(!set.contains(-1) && !set.contains(256) && !set.contains(.max))
    #expect(Array(PortSet()).isEmpty)
    #expect(Array(PortSet(255)) == [255])
    // What changes the set meanwhile does not change the iteration.
    for port in set { set.remove(port) }
    #expect(set.isEmpty)
  }
}
