internal import PowerShell

/// Makes lines of format packets: what every Out- command does.
///
/// The rows of a table whose widths are not given are held back until there is enough to measure: `patience` after the
/// first, `rowLimit` rows, or the end of the group; with -AutoSize `autoSizeLimit` rows or the end.
final class PacketRenderer {
  static let rowLimit = 1000
  static let autoSizeLimit = 100_000

  private enum State {
    case idle
    case document(FormatLayout)
    case group(FormatLayout)
  }

  private let columns: () -> Int
  private let usesColor: Bool
  private let patience: Duration?
  private let write: (String) throws -> Void
  private var state = State.idle
  /// Entries of the group that are held back; nil: they are shown as they come.
  private var held: [FormatPacket]?
  private var heldRows = 0
  private var start = ContinuousClock.now
  private var table: TableWriter?
  private var wide: (writer: TableWriter, count: Int)?
  private var wideRow: [String] = []

  /// `patience`: nil where nobody waits for the lines.
  init(
    columns: @escaping () -> Int, usesColor: Bool, patience: Duration?, write: @escaping (String) throws -> Void
  ) {
    (self.columns, self.usesColor, self.patience, self.write) = (columns, usesColor, patience, write)
  }

  private var isOverdue: Bool { patience.map { start.duration(to: .now) > $0 } ?? false }

  var isIdle: Bool { if case .idle = state { true } else { false } }

  func render(_ packet: FormatPacket) throws {
    switch (state, packet.content) {
    case (.idle, .start(let layout)):
      state = .document(layout)
      try write("")
    case (.document(let layout), .groupStart(let heading)):
      state = .group(layout)
      if let heading { try show(heading) }
      if layout.isMeasured {
        (held, heldRows, start) = ([], 0, .now)
      } else {
        try open(layout, entries: [])
      }
    case (.group(let layout), .entry): try take(packet, layout)
    case (_, .loose(let entry)):
      if held != nil { held?.append(packet) } else { try showLoose(entry) }
    case (.group(let layout), .groupEnd):
      try flush()
      try finishRow()
      state = .document(layout)
      (table, wide) = (nil, nil)
      try write("")
    case (.document, .end):
      state = .idle
      try write("")
    default: throw outOfSequence(packet)
    }
  }

  /// Shows what is held back.
  func flush() throws {
    guard let packets = held, case .group(let layout) = state else { return }
    held = nil
    let entries = packets.compactMap { if case .entry(let entry) = $0.content { entry } else { nil } }
    try open(layout, entries: entries)
    for packet in packets {
      switch packet.content {
      case .entry(let entry): try show(entry)
      case .loose(let entry): try showLoose(entry)
      default: break
      }
    }
  }

  /// Forgets a run that its command did not end.
  func abandon() throws {
    try flush()
    try finishRow()
    (state, table, wide) = (.idle, nil, nil)
  }

  private func take(_ packet: FormatPacket, _ layout: FormatLayout) throws {
    guard case .entry(let entry) = packet.content else { return }
    guard held != nil else { return try show(entry) }
    held?.append(packet)
    heldRows += 1
    let isFull =
      layout.needsAllRows
      ? heldRows >= Self.autoSizeLimit : heldRows >= Self.rowLimit || isOverdue
    if isFull { try flush() }
  }

  private func show(_ heading: GroupHeading) throws {
    try write("")
    for line in heading.text.split(separator: "\n", omittingEmptySubsequences: false) { try write(String(line)) }
    if heading.isFramed { try write("") }
    try write("")
  }

  private func open(_ layout: FormatLayout, entries: [FormatEntry]) throws {
    let room = columns()
    switch layout {
    case .table(let layout):
      let rows = entries.compactMap { if case .row(let cells, _) = $0 { cells } else { nil } }
      let writer = TableWriter(layout, widths: TableWriter.measured(layout, rows), room: room)
      table = writer
      for line in writer.header() { try write(paint(line)) }
    case .list: try write("")
    case .wide(let columns, let isAutoSized):
      let widest = entries.reduce(0) { widest, entry in
        if case .wide(let text) = entry { max(widest, CellWidth.of(text)) } else { widest }
      }
      let count = isAutoSized && widest > 0 ? WideLayout.columns(widest: widest, room: room) : columns ?? 2
      let column = TableColumn(label: "", width: nil, alignment: .left, fillsLine: true)
      let layout = TableLayout(columns: Array(repeating: column, count: count), hidesHeader: true)
      wide = (TableWriter(layout, widths: Array(repeating: 0, count: count), room: room), count)
    case .custom: break
    }
  }

  private func show(_ entry: FormatEntry) throws {
    switch entry {
    case .row(let cells, let wraps):
      for line in table?.row(cells, wraps: wraps) ?? [] { try write(line) }
    case .list(let fields):
      for line in ListWriter.lines(fields, room: columns(), paint: paint) { try write(line) }
      try write("")
    case .wide(let text):
      wideRow.append(text)
      if wideRow.count >= wide?.count ?? 1 { try finishRow() }
    case .lines(let lines):
      for line in lines {
        for part in TextWrapping.lines(line, columns: columns()) { try write(part) }
      }
    case .error: try showLoose(entry)
    }
  }

  private func finishRow() throws {
    guard let wide, !wideRow.isEmpty else { return }
    let row = wideRow
    wideRow = []
    for line in wide.writer.row(row, wraps: false) { try write(line) }
  }

  private func showLoose(_ entry: FormatEntry) throws {
    switch entry {
    case .lines(let lines): for line in lines { try write(line) }
    case .list(let fields):
      try write("")
      for line in ListWriter.lines(fields, room: columns(), paint: paint) { try write(line) }
      try write("")
    case .error(let record):
      // The view frees the last column itself.
      let text = ErrorView.normal.text(record, width: columns() + 1)
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        try write(usesColor ? "\u{1B}[31;1m\(line)\u{1B}[0m" : String(line))
      }
    case .row, .wide: break
    }
  }

  private func paint(_ text: String) -> String { usesColor ? "\u{1B}[32;1m\(text)\u{1B}[0m" : text }

  private func outOfSequence(_ packet: FormatPacket) -> PowerShellError {
    PowerShellError(
      "The object of type \"\(packet.type.name)\" is not valid or not in the correct sequence. This is likely caused by "
        + "a user-specified \"format-*\" command which is conflicting with the default formatting.",
      id: "ConsoleLineOutputOutOfSequencePacket", category: .invalidData,
      exceptionType: "System.InvalidOperationException")
  }
}

extension FormatLayout {
  /// Entries are held back to be measured.
  var isMeasured: Bool {
    switch self {
    case .table(let layout):
      layout.sizing == .allRows || layout.columns.contains { $0.width == nil && !$0.fillsLine }
    case .wide(_, let isAutoSized): isAutoSized
    case .list, .custom: false
    }
  }

  var needsAllRows: Bool {
    switch self {
    case .table(let layout): layout.sizing == .allRows
    case .wide(_, let isAutoSized): isAutoSized
    case .list, .custom: false
    }
  }
}
