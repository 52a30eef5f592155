internal import Glibc
package import LevelCost

/// The ratios of a nest as an SVG picture: for each quantity a bar for each level, on a logarithmic axis from where a level
/// costs nothing. It needs no font, no script and no other file, and has colours for light and for dark surroundings; the
/// same values give the same text.
package struct CostChart: Sendable {
  private static let width = 720.0
  /// Where bars may be, from left to right: before are the quantities' names, after the last bar its value.
  private static let left = 150.0
  private static let right = 640.0
  private static let bar = 11.0
  private static let gap = 9.0
  private static let top = 78.0

  private let cost: NestCost
  private let axis: Axis
  private let inner: [NestCost.Level]
  private let quantities: [CostQuantity]

  package init(_ cost: NestCost) {
    self.cost = cost
    inner = Array(cost.levels.dropFirst())
    let inner = inner
    quantities = CostQuantity.allCases.filter { quantity in inner.contains { $0.ratios[quantity] != nil } }
    axis = Axis(inner.flatMap(\.ratios.values), from: Self.left, to: Self.right)
  }

  /// The whole file.
  package var text: String {
    let group = Self.bar * Double(inner.count) + Self.gap
    let bottom = Self.top + group * Double(quantities.count)
    let height = bottom + 30
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(Self.number(Self.width))" height="\#(Self.number(height))""#
        + #" viewBox="0 0 \#(Self.number(Self.width)) \#(Self.number(height))" role="img">"#,
      "<title>What one level more costs: how many times slower each level is than the one above</title>",
      Self.styles,
      Self.label(0, 16, "What one level more costs: times slower than the level above (left of 1 ×: faster)", "h"),
    ]
    for (index, level) in inner.enumerated() { lines += legend(level, index) }
    for tick in axis.ticks {
      let x = axis.place(tick)
      lines.append(
        #"<line x1="\#(Self.number(x))" y1="\#(Self.number(Self.top - 6))" x2="\#(Self.number(x))""#
          + #" y2="\#(Self.number(bottom))" class="\#(tick == 1 ? "one" : "grid")"/>"#)
      lines.append(Self.label(x, bottom + 16, "\(Self.tick(tick)) ×", "a m"))
    }
    for (row, quantity) in quantities.enumerated() {
      let y = Self.top + group * Double(row)
      lines.append(Self.label(Self.left - 10, y + Self.bar * Double(inner.count) / 2 + 4, quantity.title, "e"))
      for (index, level) in inner.enumerated() {
        guard let ratio = level.ratios[quantity] else { continue }
        lines += bar(ratio, y + Self.bar * Double(index), index)
      }
    }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  /// `L1 / L0: emulated (TCG) by QEMU 7.2.22`.
  private func legend(_ level: NestCost.Level, _ index: Int) -> [String] {
    let y = 34 + 16 * Double(index)
    let text = "\(level.name) / \(cost.levels[index].name): \(CostTable.engine(level) ?? "")"
    return [
      #"<rect x="0" y="\#(Self.number(y - 9))" width="10" height="10" class="b\#(index)"/>"#,
      Self.label(16, y, text, "l"),
    ]
  }

  private func bar(_ ratio: Double, _ y: Double, _ index: Int) -> [String] {
    let (one, end) = (axis.place(1), axis.place(ratio))
    // Something can be seen of a level that costs nothing.
    let width = max(abs(end - one), 1)
    let text = CostTable.ratio(ratio)
    return [
      #"<rect x="\#(Self.number(min(one, end)))" y="\#(Self.number(y))" width="\#(Self.number(width))""#
        + #" height="\#(Self.number(Self.bar - 1))" class="b\#(index)"/>"#,
      Self.label(max(one, end) + 4, y + 9, text, "v"),
    ]
  }

  /// Letters are the reader's own. Where nobody says whether it is light or dark around, all can be read on both.
  private static let styles = """
    <style>
    text{font:12px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#6e7781}
    .h{font-weight:600;font-size:14px}.e{text-anchor:end}.m{text-anchor:middle}.a,.v{font-size:10px}
    .grid{stroke:#8c959f;stroke-opacity:.35}.one{stroke:#8c959f}
    .b0{fill:#218bff}.b1{fill:#bf8700}.b2{fill:#a475f9}
    @media (prefers-color-scheme:light){text{fill:#57606a}.h,.e{fill:#24292f}}
    @media (prefers-color-scheme:dark){text{fill:#9198a1}.h,.e{fill:#f0f6fc}}
    </style>
    """

  private static func label(_ x: Double, _ y: Double, _ text: String, _ kind: String) -> String {
    #"<text x="\#(number(x))" y="\#(number(y))" class="\#(kind)">\#(escaped(text))</text>"#
  }

  private static func escaped(_ text: String) -> String {
    text.printable.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }

  private static func number(_ value: Double) -> String { Quantity.fixed(value, 1) }

  private static func tick(_ value: Double) -> String {
    value >= 1 ? Quantity.count(Int(value)) : Quantity.fixed(value, Int((-log10(value)).rounded()))
  }
}

/// A logarithmic axis whose ends are powers of ten.
private struct Axis {
  private let lowest: Int
  private let highest: Int
  private let from: Double
  private let to: Double

  /// - Parameter values: positive; ends are at most a million from 1, beyond which bars are cut.
  init(_ values: [Double], from: Double, to: Double) {
    // A value just below 1 needs no decade of its own.
    let low = floor(log10(min(1, values.min() ?? 1)) + 0.1)
    let high = ceil(log10(max(1, values.max() ?? 1)))
    lowest = max(-6, min(0, Int(low)))
    highest = min(6, max(1, Int(high)))
    (self.from, self.to) = (from, to)
  }

  var ticks: [Double] { (lowest...highest).map { pow(10, Double($0)) } }

  func place(_ value: Double) -> Double {
    let part = (log10(value) - Double(lowest)) / Double(highest - lowest)
    return from + min(max(part, 0), 1) * (to - from)
  }
}
