import Doctor
import FoundationEssentials
import Testing

/// The own writer and the library's say the same.
struct CompactJSONTests {
  private static func again<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
    let own = try CompactJSON.encode(value)
    #expect(!own.contains(UInt8(ascii: "\n")))
    let decoded = try JSONDecoder().decode(Value.self, from: Data(own))
    let library = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    return decoded == library
  }

  private enum Choice: String, Codable { case one, two }
  private enum Case: Codable, Equatable {
    case plain
    case with(number: Int)
  }
  private struct Inner: Codable, Equatable {
    var empty: [Int] = []
    var names: [String: Int] = ["a\"b": 1, "ü": 2]
    var numbers: [Int: Choice] = [3: .two]
    var nothing: Int?
    var something: Choice? = .one
    var nested: [[String]] = [[], ["x"], ["\u{1}\t\n\r\\\"/", "🚀 {", "[", ""]]
  }
  private struct Nothing: Codable, Equatable {}
  private struct Outer: Codable, Equatable {
    var isOn = true
    var small: Int8 = -128
    var large = UInt64.max
    var least = Int64.min
    var half = 0.5
    var many = 1e300
    var part: Float = 0.1
    var whole = -7.0
    var text = ""
    var inner = Inner()
    var optional: [Inner?] = [nil, Inner()]
    var nothing = Nothing()
    var cases: [Case] = [.plain, .with(number: 2)]
    var date = Date(timeIntervalSinceReferenceDate: 817_356_948.9368572)
    var id = UUID()
    var pairs: [Choice: Int] = [.one: 1]
  }

  @Test func everyKind() throws {
    #expect(try Self.again(Outer()))
    #expect(try Self.again([Outer(), Outer()]))
    #expect(try Self.again("text") && Self.again(7) && Self.again([Double]()) && Self.again([true]))
  }

  /// What is not written here is the library's.
  @Test func whatIsRare() throws {
    #expect(try Self.again(Data([1, 2, 3])) && Self.again(["a": Data([4])]))
    struct ByHand: Codable, Equatable {
      var number = 1
      enum Key: CodingKey { case outer, inner }
      init() {}
      init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: Key.self)
        number = try outer.nestedContainer(keyedBy: Key.self, forKey: .outer).decode(Int.self, forKey: .inner)
      }
      func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Key.self)
        var inner = outer.nestedContainer(keyedBy: Key.self, forKey: .outer)
        try inner.encode(number, forKey: .inner)
      }
    }
    #expect(try Self.again([ByHand()]))
  }

  @Test(arguments: [Double.infinity, .nan]) func noNumbers(number: Double) {
    #expect(throws: EncodingError.self) { try CompactJSON.encode([number]) }
  }

  /// A nest's own facts, which are most of what is written.
  @Test func factsOfThisComputer() throws {
    let facts = SystemFacts.gather(probe: KVMProbeFacts(.works, "a \"word\""), folders: ["/"])
    #expect(try Self.again(facts))
    let bytes = try CompactJSON.encode(facts)
    #expect(try JSONDecoder().decode(SystemFacts.self, from: Data(bytes)) == facts)
  }
}
