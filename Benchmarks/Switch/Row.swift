/// One comparison.
struct Row: Sendable {
  var what: String
  var measured: Quantity
  var peerName: String
  /// Nil: there is nothing to compare with.
  var peer: Quantity?
  /// Of `measured` to `peer`. Of values that were taken in turns it is not the ratio of the medians, see `Turns`.
  var ratio: Double?
  var limit: Limit
  /// All values whose median `measured` is, in the order in which they were taken.
  var samples: [Double] = []
  var peerSamples: [Double] = []

  /// What was promised of the ratio of `measured` to `peer`, or of `measured` itself.
  enum Limit: Sendable {
    case none
    case atLeast(Double)
    case atMost(Double)
    case valueAtMost(Double)
  }

  /// A measured value with its unit.
  struct Quantity: Encodable, Sendable, CustomStringConvertible {
    var value: Double
    var unit: Unit
    /// Bytes of a frame, for frames per second.
    var frame: Int?

    enum Unit: String, Encodable, Sendable { case framesPerSecond, nanoseconds, bytes, share, bitsPerSecond }

    static func framesPerSecond(_ value: Double, _ frame: Int) -> Quantity {
      Quantity(value: value, unit: .framesPerSecond, frame: frame)
    }
    static func nanoseconds(_ value: Double) -> Quantity { Quantity(value: value, unit: .nanoseconds) }
    static func bytes(_ value: Double) -> Quantity { Quantity(value: value, unit: .bytes) }
    static func share(_ value: Double) -> Quantity { Quantity(value: value, unit: .share) }
    static func bitsPerSecond(_ value: Double) -> Quantity { Quantity(value: value, unit: .bitsPerSecond) }

    var description: String {
      switch unit {
      case .framesPerSecond:
        "\(fixed(value / 1e6, value < 1e6 ? 3 : 2)) Mpps, \(fixed(value * Double((frame ?? 0) * 8) / 1e9, 1)) Gbit/s"
      case .nanoseconds: value < 10_000 ? "\(fixed(value, 0)) ns" : "\(fixed(value / 1000, 1)) µs"
      case .bytes: "\(fixed(value / 1_048_576, 1)) MiB"
      case .share: "\(fixed(value * 100, 2)) %"
      case .bitsPerSecond: "\(fixed(value / 1e9, 2)) Gbit/s"
      }
    }
  }

  /// Nil: nothing was promised.
  var holds: Bool? {
    switch limit {
    case .none: nil
    case .atLeast(let least): ratio.map { $0 >= least } ?? false
    case .atMost(let most): ratio.map { $0 <= most } ?? false
    case .valueAtMost(let most): measured.value <= most
    }
  }

  private var limitText: String {
    switch limit {
    case .none: ""
    case .atLeast(let least): ">= \(fixed(least, 2))"
    case .atMost(let most): "<= \(fixed(most, 2))"
    case .valueAtMost(let most): "<= \(Quantity(value: most, unit: measured.unit))"
    }
  }

  /// Half of what lies between the least and the greatest of our values, of their median.
  private var spread: String {
    guard let least = samples.min(), let most = samples.max(), measured.value > 0 else { return "" }
    return "±\(fixed((most - least) / 2 / measured.value * 100, 0)) %"
  }

  static func table(_ rows: [Row]) -> String {
    aligned(
      [["what", "Droste", "spread", "peer", "its value", "ratio", "limit", "runs", ""]]
        + rows.map { row in
          [
            row.what, row.measured.description, row.spread, row.peerName, row.peer?.description ?? "",
            row.ratio.map { fixed($0, 2) } ?? "", row.limitText, row.samples.isEmpty ? "" : "\(row.samples.count)",
            row.holds.map { $0 ? "ok" : "MISSED" } ?? "",
          ]
        })
  }
}

extension Row: Encodable {
  private enum CodingKeys: String, CodingKey {
    case what, measured, samples, peerName, peer, peerSamples, ratio, leastRatio, mostRatio, mostValue, holds
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(what, forKey: .what)
    try container.encode(measured, forKey: .measured)
    try container.encode(samples, forKey: .samples)
    try container.encode(peerName, forKey: .peerName)
    try container.encodeIfPresent(peer, forKey: .peer)
    try container.encode(peerSamples, forKey: .peerSamples)
    try container.encodeIfPresent(ratio, forKey: .ratio)
    switch limit {
    case .none: break
    case .atLeast(let least): try container.encode(least, forKey: .leastRatio)
    case .atMost(let most): try container.encode(most, forKey: .mostRatio)
    case .valueAtMost(let most): try container.encode(most, forKey: .mostValue)
    }
    try container.encodeIfPresent(holds, forKey: .holds)
  }
}

/// Columns as wide as their widest cell.
func aligned(_ lines: [[String]]) -> String {
  let widths = (lines.first ?? []).indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
  return lines.map { line in
    var text = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    return text
  }.joined(separator: "\n")
}
