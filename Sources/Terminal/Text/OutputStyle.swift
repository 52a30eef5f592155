internal import Glibc

/// How text may look where it is printed.
public struct OutputStyle: Hashable, Sendable {
  /// Whether escape sequences for colour are understood and wanted.
  public var colour: Bool
  /// Whether lines are drawn with box characters and redrawn in place.
  public var drawing: Bool
  /// Columns; nil where lines may be as long as they like.
  public var width: Int?

  public init(colour: Bool, drawing: Bool, width: Int? = nil) {
    self.colour = colour
    self.drawing = drawing
    self.width = width
  }

  /// For files, pipes and programs.
  public static let plain = OutputStyle(colour: false, drawing: false)

  /// What fits a file descriptor: colour and drawing on a terminal only; no colour where `NO_COLOR` is set to
  /// anything (no-color.org); neither on a `dumb` terminal.
  public init(descriptor: Int32, environment: [String: String]) {
    let capable = isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    self.init(
      colour: capable && (environment["NO_COLOR"] ?? "").isEmpty, drawing: capable,
      width: capable ? TerminalSize(descriptor: descriptor).columns : nil)
  }
}

/// The colours in use, by meaning.
public enum Emphasis: String, Sendable {
  case strong = "1"
  case faint = "2"
  case bad = "31"
  case good = "32"
  case attention = "33"
  case name = "36"
}

extension OutputStyle {
  /// The text in a colour, where there are colours.
  public func paint(_ text: String, _ emphasis: Emphasis) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A sign that text was good or bad, also without colour.
  public func mark(_ good: Bool) -> String {
    good ? paint(drawing ? "✓" : "yes", .good) : paint(drawing ? "✗" : "NO", .bad)
  }
}

/// A terminal's size in characters; 80 by 24 where it is unknown.
public struct TerminalSize: Hashable, Sendable {
  public var columns = 80
  public var rows = 24

  public init(columns: Int = 80, rows: Int = 24) {
    self.columns = columns
    self.rows = rows
  }

  public init(descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return }
    columns = Int(size.ws_col)
    rows = Int(size.ws_row)
  }
}
