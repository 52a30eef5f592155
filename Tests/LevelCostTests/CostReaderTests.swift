import HyperV
import LevelCost
import Testing

/// What another level writes is taken only when it can be true.
@Suite struct CostReaderTests {
  static func line(_ quantity: String, _ median: String = "2e-6", _ least: String = "1e-6", _ most: String = "3e-6")
    -> String
  {
    #"{"quantity":"\#(quantity)","median":\#(median),"least":\#(least),"most":\#(most)}"#
  }

  private static let begin = #"{"begins":true}"#
  private static let end = #"{"seconds":5.5}"#
  private static let all = CostQuantity.allCases.map { line($0.rawValue) }

  private static func bytes(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

  @Test func wholeAnswerIsTakenInAnyPieces() throws {
    let bytes = Self.bytes([Self.begin] + Self.all + [Self.end])
    for size in [1, 7, bytes.count] {
      var reader = CostReader(level: "L1")
      var events: [CostReader.Event] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += try reader.take(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      try reader.finish()
      #expect(events.count == CostQuantity.allCases.count + 2)
      #expect(events.first == .began && events.last == .ended(seconds: 5.5))
      let sample = CostSample(median: 2e-6, least: 1e-6, most: 3e-6)
      #expect(events[1] == .measured(.systemCall, CostReading(sample: sample)))
    }
  }

  @Test func problemsAreTaken() throws {
    var reader = CostReader(level: "L1")
    let events = try reader.take(Self.bytes([Self.begin, #"{"quantity":"disk-access","problem":"no disk"}"#]))
    #expect(events.last == .measured(.diskAccess, CostReading(problem: "no disk")))
  }

  @Test(arguments: [
    ["no JSON"], [end], [line("cpuid")], [begin, begin], [begin, line("warp")], [begin, line("cpuid"), line("cpuid")],
    [begin, line("cpuid", "0", "0", "0")], [begin, line("cpuid", "-1", "-2", "1")], [begin, line("cpuid", "1e999")],
    [begin, line("cpuid", "5000", "1", "9000")], [begin, line("cpuid", "1e-6", "2e-6", "3e-6")],
    [begin, #"{"quantity":"cpuid"}"#], [begin, #"{"quantity":"cpuid","median":1e-6}"#],
    [begin, line("cpuid").dropLast() + #","problem":"both"}"#],
    [begin, #"{"quantity":"cpuid","problem":"\#(String(repeating: "x", count: 201))"}"#],
    [begin, #"{"seconds":-1}"#], [begin, #"{"seconds":0}"#], [begin, end, line("cpuid")],
    [begin, String(repeating: " ", count: CostReader.byteLimit)],
  ]) func nonsenseIsRefused(_ lines: [String]) throws {
    var reader = CostReader(level: "L1/x")
    let error = try #require(throws: DrosteError.self) { try reader.take(Self.bytes(lines)) }
    #expect(error.code == .invalidParameter && error.message.contains("L1/x"), "\(error)")
  }

  @Test(arguments: [[begin], [begin] + all, [begin] + all.dropLast() + [end]]) func halfAnswersAreRefused(
    _ lines: [String]
  ) throws {
    var reader = CostReader(level: "L1")
    _ = try reader.take(Self.bytes(lines))
    #expect(throws: DrosteError.self) { try reader.finish() }
  }

  @Test func endlessLinesAreRefused() throws {
    var reader = CostReader(level: "L1")
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: CostReader.byteLimit / 2)
    _ = try reader.take(piece)
    _ = try reader.take(piece)
    #expect(throws: DrosteError.self) { try reader.take([0]) }
  }
}
