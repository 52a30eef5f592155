import PowerShell
import Testing

@Suite("Values")
struct ValueTests {
  @Test("Are inline: at most 24 bytes")
  func size() { #expect(MemoryLayout<Value>.stride == 24) }

  @Test("A chain of 300000 arrays within arrays is freed without recursion")
  func chain() {
    var (array, bag): (Value, Value) = ([], .null)
    for _ in 0..<300_000 {
      array = [array]
      bag = .object(PropertyBag(["next": bag]))
    }
    #expect(array.reference?.enumerated?.count == 1)
    #expect(bag.reference is PropertyBag)
  }

  @Test("Aliases in a circle are no property")
  func aliases() throws {
    let wrapped = WrappedValue(1)
    wrapped.addedMembers()["a"] = .alias("b")
    wrapped.addedMembers()["b"] = .alias("a")
    #expect(try Members.property(.wrapped(wrapped), "a").map(show) == nil)
    #expect(throws: PowerShellError.self) { try Members.setProperty(.wrapped(wrapped), "a", to: 1) }
  }

  @Test("A table keeps its order through removals, and ignores case")
  func table() {
    let table = DictionaryObject()
    for number in Int32(0)..<100 { table[.string("k\(number)")] = .int32(number) }
    for number in 0..<90 { table.remove(.string("K\(number)")) }
    #expect(table.count == 10)
    #expect(table.keys.map(show) == (90..<100).map { "'k\($0)'" })
    #expect(table.entry(at: 1)?.value.exactInteger == 91)
    #expect(table["K99"]?.exactInteger == 99)
    #expect(table[.int64(1)].map(show) == nil)
  }
}
