import Formatting
import PowerShell
import Testing

/// Broken input ends in an error or an object, never in a crash. The inputs come from one seed, so a failure repeats.
@Suite struct GarbageTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static func mutations(of text: String, count: Int, seed: UInt64) -> [String] {
    var generator = Generator(state: seed)
    let pieces = Array("{}[]\",:\\u'0eE+-.tfn<>/& \n\r\t\u{0}é".unicodeScalars)
    return (0..<count).map { _ in
      var scalars = Array(text.unicodeScalars)
      for _ in 0...Int.random(in: 0...3, using: &generator) {
        let place = Int.random(in: 0...max(0, scalars.count - 1), using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(pieces.randomElement(using: &generator) ?? " ", at: place)
        case 2: scalars[place] = pieces.randomElement(using: &generator) ?? " "
        default: scalars.removeLast(scalars.count - place)
        }
        if scalars.isEmpty { scalars = ["["] }
      }
      return String(String.UnicodeScalarView(scalars))
    }
  }

  private func run(_ command: String, _ inputs: [String]) throws {
    let host = ValueHost()
    let session = TestSession.make(host)
    for input in inputs {
      try session.setVariable("garbage", .string(input), in: session.global)
      try session.run("$null = $garbage | \(command)")
    }
  }

  @Test func json() throws {
    let text = #"{"a":[1,-2.5e3,"x\u00e9\n",{"b":null,"c":true}],"d":"\/Date(1577934245000)\/"}"#
    try run("ConvertFrom-Json", Self.mutations(of: text, count: 2000, seed: 41))
  }

  @Test func csv() throws {
    let text = "a,b,\"c d\"\n1,\"x,\"\"y\"\"\",3\n\"multi\nline\",,5\n"
    try run("ConvertFrom-Csv", Self.mutations(of: text, count: 2000, seed: 43))
  }

  @Test func clixml() throws {
    let text =
      "<Objs Version=\"1.1.0.1\"><Obj RefId=\"0\"><TN RefId=\"0\"><T>a.b</T></TN><LST><S>x&amp;_x000A_</S><I32>5</I32>"
      + "<DT>2020-01-02T03:04:05.5Z</DT><TS>P1DT2H</TS><Ref RefId=\"0\"/></LST></Obj><Obj RefId=\"1\"><TNRef RefId=\"0\"/>"
      + "<DCT><En><S N=\"Key\">k</S><Nil N=\"Value\"/></En></DCT></Obj></Objs>"
    for input in Self.mutations(of: text, count: 2000, seed: 53) { _ = try? Clixml.values(input) }
    #expect(throws: PowerShellError.self) { try Clixml.values(String(repeating: "<a>", count: 10_000)) }
    #expect(throws: PowerShellError.self) { try Clixml.values("<!DOCTYPE a><Objs></Objs>") }
    #expect(try Clixml.values(text).count == 2)
  }

  @Test func patterns() throws {
    try run("Select-String '(a|b)*c'", Self.mutations(of: "abcabc [x] (y) \\d", count: 500, seed: 47))
  }
}
