/// One line of the table.
struct Row: Sendable {
  var what: String
  var measured: Quantity
  var peerName: String
  var peer: Quantity
  var limit: Quantity
  /// Runs whose median this is.
  var runs: Int

  var holds: Bool { measured.value <= limit.value }
  var ratio: Double { peer.value > 0 ? measured.value / peer.value : 0 }

  /// A measured value with its unit.
  struct Quantity: Sendable, CustomStringConvertible {
    var value: Double
    var unit: Unit

    enum Unit: Sendable { case seconds, bytes }

    static func seconds(_ value: Double) -> Quantity { Quantity(value: value, unit: .seconds) }
    static func bytes(_ value: Double) -> Quantity { Quantity(value: value, unit: .bytes) }

    var description: String {
      switch unit {
      case .seconds: value < 1 ? "\(fixed(value * 1000, 1)) ms" : "\(fixed(value, 2)) s"
      case .bytes: "\(fixed(value / 1_048_576, 1)) MiB"
      }
    }
  }

  static func table(_ rows: [Row]) -> String {
    let head = ["what", "measured", "peer", "its value", "ratio", "limit", "runs", ""]
    let lines =
      [head]
      + rows.map { row in
        [
          row.what, row.measured.description, row.peerName, row.peer.description, fixed(row.ratio, 2),
          row.limit.description, "\(row.runs)", row.holds ? "ok" : "MISSED",
        ]
      }
    let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

/// With `digits` behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
  let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
  let number = Int((value * Double(scale)).rounded())
  let fraction = String(abs(number) % scale)
  return "\(number < 0 ? "-" : "")\(abs(number) / scale)."
    + String(repeating: "0", count: digits - fraction.count) + fraction
}

/// The middle one; the mean of the two middle ones where their number is even.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return 0 }
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
