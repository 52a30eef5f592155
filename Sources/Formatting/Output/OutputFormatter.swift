package import PowerShell

/// Shows objects as lines of text: what Out-Default does with what comes out of a pipeline, and what every Out- command
/// is made of.
///
/// Objects of one run share a table or list whose form the first of them decides. The rows of a table without widths
/// are held back for at most 300 ms or 1000 rows so that they can be measured; `flush` shows them before something else
/// is written to the same place, `finish` ends the run.
// SAFETY: used on the thread of the evaluator, as all that takes its output.
package final class OutputFormatter: @unchecked Sendable {
  private let renderer: PacketRenderer
  private let shaper: ObjectShaper
  /// Packets of a Format- command are being shown.
  private var isForeign = false

  /// $FormatEnumerationLimit: elements of a collection that a cell shows; all when it is negative.
  package var enumerationLimit: Int {
    get { shaper.options.enumerationLimit }
    set { shaper.options.enumerationLimit = newValue }
  }

  /// - Parameters:
  ///   - width: columns of the terminal, 120 when there is none. The last one is left free, as PowerShell does.
  ///   - usesColor: headings and errors are coloured.
  ///   - patience: how long rows are held back to be measured, as seen when the next one comes.
  ///   - write: gets each line without its end.
  package convenience init(
    views: ViewTable, width: @escaping () -> Int, usesColor: Bool, patience: Duration = .milliseconds(300),
    write: @escaping (String) throws -> Void
  ) {
    self.init(
      views: views, columns: { max(2, width()) - 1 }, usesColor: usesColor, patience: patience, write)
  }

  /// `columns` are all used; without `patience` only the number of rows counts.
  init(
    views: ViewTable, columns: @escaping () -> Int, usesColor: Bool = false, enumerationLimit: Int = 4,
    patience: Duration? = nil, _ write: @escaping (String) throws -> Void
  ) {
    let renderer = PacketRenderer(columns: columns, usesColor: usesColor, patience: patience, write: write)
    self.renderer = renderer
    var options = ShapeOptions()
    options.enumerationLimit = enumerationLimit
    shaper = ObjectShaper(options, views) { try renderer.render($0) }
  }

  /// Shows an object, or does what a Format- command's packet says. Throws what `write` throws, and
  /// ConsoleLineOutputOutOfSequencePacket for packets that another command has put out of order.
  package func write(_ value: Value, _ context: ValueContext) throws {
    guard let packet = FormatPacket(value) else {
      if !isForeign { return try shaper.process(value, context) }
      // Lines may stand within a run of packets, other objects begin a run of their own.
      if value.isPlainScalar {
        return try renderer.render(FormatPacket(.loose(.lines(ObjectShaper.lines(try value.text(context))))))
      }
      try renderer.abandon()
      isForeign = false
      return try shaper.process(value, context)
    }
    switch packet.content {
    case .start:
      try shaper.end()
      if isForeign { try renderer.abandon() }
      isForeign = true
    case .end: isForeign = false
    case .loose, .entry, .groupStart, .groupEnd: break
    }
    try renderer.render(packet)
  }

  /// Shows what is held back.
  package func flush() throws { try renderer.flush() }

  /// Ends the run: what is held back is shown, and the empty lines after it. Another run may begin.
  package func finish() throws {
    try shaper.end()
    if isForeign { try renderer.abandon() }
    isForeign = false
  }

}
