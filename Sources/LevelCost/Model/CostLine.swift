internal import FoundationEssentials

/// What the measuring program writes: a line of JSON when it begins, one for each quantity, and one at its end.
struct CostLine: Codable {
  /// The first line: whether it begins.
  var begins: Bool?
  /// Of a quantity's line.
  var quantity: String?
  var median: Double?
  var least: Double?
  var most: Double?
  var problem: String?
  var note: String?
  /// The last line: seconds since the first by the level's own clock.
  var seconds: Double?

  static func bytes(_ line: CostLine) -> [UInt8] {
    // Neither infinite nor no numbers come here: a sample that is not sane has become a problem.
    let json = try? JSONEncoder().encode(line)
    return Array(json ?? Data()) + [UInt8(ascii: "\n")]
  }

  init(begins: Bool? = nil, seconds: Double? = nil) {
    self.begins = begins
    self.seconds = seconds
  }

  init(_ quantity: CostQuantity, _ reading: CostReading) {
    self.quantity = quantity.rawValue
    (problem, note) = (reading.problem, reading.note)
    guard let sample = reading.sample else { return }
    (median, least, most) = (sample.median, sample.least, sample.most)
  }
}
