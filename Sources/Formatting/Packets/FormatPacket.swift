internal import PowerShell

/// What the Format- commands give and the Out- commands show: start, groups with their entries, end. The types'
/// names are those of Windows PowerShell, so that a script that asks gets the answer it knows.
struct FormatPacket: Sendable {
  enum Content: Sendable {
    case start(FormatLayout)
    case groupStart(GroupHeading?)
    case entry(FormatEntry)
    /// An entry that belongs to no group: it may stand anywhere.
    case loose(FormatEntry)
    case groupEnd
    case end
  }

  let content: Content

  init(_ content: Content) { self.content = content }

  /// The packet that a value is; nil for every other value.
  init?(_ value: Value) {
    guard case .object(let object) = value, let host = object as? HostObject, let packet = host.payload as? FormatPacket
    else { return nil }
    self = packet
  }

  /// As an object of the pipeline.
  var value: Value { .object(HostObject(type, payload: self)) }

  var type: TypeReference {
    switch content {
    case .start: Self.types[0]
    case .groupStart: Self.types[1]
    case .entry, .loose: Self.types[2]
    case .groupEnd: Self.types[3]
    case .end: Self.types[4]
    }
  }

  private static let types = [
    "FormatStartData", "GroupStartData", "FormatEntryData", "GroupEndData", "FormatEndData",
  ].map { TypeReference("Microsoft.PowerShell.Commands.Internal.Format.\($0)", base: BuiltInType.object) }
}

/// The form of a run of entries.
enum FormatLayout: Sendable {
  case table(TableLayout)
  case list
  /// `columns`: nil when they are counted by the widest entry or are two.
  case wide(columns: Int?, isAutoSized: Bool)
  case custom
}

struct TableLayout: Sendable {
  /// How columns without a width get one.
  enum Sizing: Sendable {
    /// From the first rows.
    case firstRows
    /// All columns, from every row that can be held.
    case allRows
  }

  var columns: [TableColumn]
  var hidesHeader = false
  var sizing = Sizing.firstRows
}

struct TableColumn: Sendable {
  let label: String
  /// Columns of text; nil: by what it holds, or what is left of the line.
  let width: Int?
  let alignment: ViewColumn.Alignment
  let fillsLine: Bool
}

struct GroupHeading: Sendable {
  let text: String
  let isFramed: Bool
}

struct ListField: Sendable {
  let label: String
  let value: String
}

enum FormatEntry: Sendable {
  case row([String], wraps: Bool)
  case list([ListField])
  case wide(String)
  /// Lines; those of a custom view are broken at the width.
  case lines([String])
  /// An error's view, which takes the width into account itself.
  case error(ErrorRecord)
}
