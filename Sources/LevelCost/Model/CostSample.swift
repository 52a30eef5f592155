/// One quantity on one level: seconds for an operation, or for a byte of a stream.
package struct CostSample: Codable, Hashable, Sendable {
  /// Of all rounds.
  package var median: Double
  package var least: Double
  package var most: Double

  package init(median: Double, least: Double, most: Double) {
    self.median = median
    self.least = least
    self.most = most
  }

  /// - Parameter rounds: seconds for one operation, one of each round; nil when there is none.
  package init?(rounds: [Double]) {
    let sorted = rounds.sorted()
    guard let least = sorted.first, let most = sorted.last else { return nil }
    let middle = sorted.count / 2
    let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    self.init(median: median, least: least, most: most)
  }

  /// Longer than anything that is measured here takes, in seconds.
  static let limit = 1000.0

  /// Whether it can be what it says: finite, positive, in order, and no operation of more than a quarter of an hour.
  package var isSane: Bool {
    [least, median, most].allSatisfy { $0.isFinite && $0 > 0 && $0 <= Self.limit } && least <= median && median <= most
  }

  /// The same for a part of the operation, such as one byte of a block.
  func divided(by parts: Int) -> CostSample {
    CostSample(median: median / Double(parts), least: least / Double(parts), most: most / Double(parts))
  }
}

/// How the measuring of a quantity went.
package struct CostReading: Codable, Hashable, Sendable {
  /// Nil where it could not be measured; then there is a problem.
  package var sample: CostSample?
  package var problem: String?
  /// What has to be known beside the value.
  package var note: String?

  package init(sample: CostSample? = nil, problem: String? = nil, note: String? = nil) {
    self.sample = sample
    self.problem = problem
    self.note = note
  }
}
