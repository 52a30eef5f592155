package import LevelCost

/// What `droste bench nest` prints: what each level runs on, then a row for each quantity with a column for each level, and
/// how many times slower it is than the level above.
package struct CostTable: Sendable {
  private let style: OutputStyle

  package init(style: OutputStyle) { self.style = style }

  package func lines(_ cost: NestCost) -> [String] {
    var lines = cost.levels.map(head)
    lines.append("")
    lines += table(cost).lines(style: style)
    let remarks = remarks(cost)
    if !remarks.isEmpty { lines += [""] + remarks }
    return lines
  }

  /// `L1  emulated (TCG) by QEMU 7.2.22 on L0; AMD EPYC, 1 processor; Linux 6.1.0`.
  private func head(_ level: NestCost.Level) -> String {
    let processors = Quantity.counted(level.processors, "processor")
    let machine = "\(level.processor.printable), \(processors); Linux \(level.kernel.printable)"
    return style.paint(level.name, .name) + "  "
      + [Self.engine(level), machine].compactMap(\.self).joined(separator: "; ")
  }

  /// What runs a level, for people; nil for L0.
  package static func engine(_ level: NestCost.Level) -> String? {
    guard let engine = level.engine else { return nil }
    let how = engine == "TCG" ? "emulated (TCG)" : "under \(engine.printable)"
    return how + (level.qemu.map { " by QEMU \($0.printable)" } ?? " by QEMU")
  }

  private func table(_ cost: NestCost) -> TextTable {
    var columns: [TextTable.Column] = [.init("")]
    for (above, level) in zip([nil] + cost.levels.map(Optional.some), cost.levels) {
      columns.append(.init(level.name, right: true))
      if let above { columns.append(.init("\(level.name)/\(above.name)", right: true)) }
    }
    var table = TextTable(columns)
    for quantity in CostQuantity.allCases {
      var row = [quantity.title]
      for (index, level) in cost.levels.enumerated() {
        let sample = level.readings[quantity]?.sample
        row.append(sample.map { Self.value($0.median, quantity) } ?? style.paint("none", .bad))
        if index > 0 { row.append(level.ratios[quantity].map { style.paint(Self.ratio($0), .strong) } ?? "") }
      }
      table.append(row)
    }
    return table
  }

  /// Why a value is missing, and what has to be known of one.
  private func remarks(_ cost: NestCost) -> [String] {
    cost.levels.flatMap { level in
      CostQuantity.allCases.compactMap { quantity in
        guard let reading = level.readings[quantity], let text = reading.problem ?? reading.note else { return nil }
        return "\(level.name) \(quantity.title): \(text.printable)"
      } + (level.hasGoodClock ? [] : [Self.clock(level)])
    }
  }

  private static func clock(_ level: NestCost.Level) -> String {
    "\(level.name): \(Quantity.fixed(level.seconds, 1)) s passed by its clock and \(Quantity.fixed(level.outerSeconds, 1)) s"
      + " by that of L0 while it was measured; its values are wrong by as much"
  }

  /// `12.6 ×`; below 1 the level is faster than the one above.
  package static func ratio(_ value: Double) -> String { significant(value) + " ×" }

  /// A time, or of a stream the bytes in a second.
  package static func value(_ seconds: Double, _ quantity: CostQuantity) -> String {
    guard quantity.isStream else { return time(seconds) }
    // At most 2^60 bytes a second, as less than that is a whole number.
    return Quantity.bytes(UInt64(min(max(1 / seconds, 0), 0x1p60))) + "/s"
  }

  private static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.9995e-6: significant(seconds * 1e9) + " ns"
    case ..<0.9995e-3: significant(seconds * 1e6) + " µs"
    case ..<0.9995: significant(seconds * 1e3) + " ms"
    default: significant(seconds) + " s"
    }
  }

  /// Three digits that count, two below 0.1; whole numbers from 100 on.
  private static func significant(_ value: Double) -> String {
    switch value {
    case ..<0.000995: Quantity.fixed(value, 6)
    case ..<0.00995: Quantity.fixed(value, 4)
    case ..<0.0995: Quantity.fixed(value, 3)
    case ..<9.995: Quantity.fixed(value, 2)
    case ..<99.95: Quantity.fixed(value, 1)
    default: Quantity.count(Int(min(value, 1e15).rounded()))
    }
  }
}
