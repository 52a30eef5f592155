/// A place in a lab file. Lines and columns count from 1; columns count Unicode scalars.
public struct LabPosition: Hashable, Sendable, Comparable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// A place in a lab file, as people (`line 19`) and as programs (`machines[0].adapters[0]`) name it.
public struct LabPlace: Hashable, Sendable {
  /// Keys and indexes from the root; empty for the root itself.
  public let path: String
  public let position: LabPosition

  public init(path: String, position: LabPosition) {
    self.path = path
    self.position = position
  }
}

/// One thing that is wrong, or doubtful, in a lab file.
public struct LabDiagnostic: Hashable, Sendable {
  public enum Severity: String, Sendable { case error, warning }

  public let severity: Severity
  public let place: LabPlace
  /// What was found and what would be right. No full stop.
  public let text: String

  public init(_ severity: Severity, _ place: LabPlace, _ text: String) {
    self.severity = severity
    self.place = place
    self.text = text
  }
}

/// Everything that is wrong with a lab file, all at once, in the order of its lines.
public struct LabDiagnostics: Error, Hashable, Sendable {
  /// The file as it was named.
  public let file: String
  /// Errors and warnings, sorted by line, column and path.
  public let all: [LabDiagnostic]
  /// The command that mends it, where there is one for the file as a whole.
  public let mend: String?

  public init(file: String, _ diagnostics: [LabDiagnostic], mend: String? = nil) {
    self.file = file
    self.mend = mend
    all = diagnostics.sorted { a, b in
      (a.place.position, a.place.path, a.text) < (b.place.position, b.place.path, b.text)
    }
  }

  public var errors: [LabDiagnostic] { all.filter { $0.severity == .error } }
  public var warnings: [LabDiagnostic] { all.filter { $0.severity == .warning } }
}

extension LabDiagnostics: CustomStringConvertible {
  /// `FILE:LINE:COL: error: path: text`, a line each.
  public var description: String { all.map { $0.line(in: file) }.joined(separator: "\n") }
}

extension LabDiagnostic {
  /// `FILE:LINE:COL: error: path: text`; without the path where the file as a whole is meant.
  public func line(in file: String) -> String {
    let path = place.path.isEmpty ? "" : "\(place.path): "
    return "\(file):\(place.position.line):\(place.position.column): \(severity.rawValue): \(path)\(text)"
  }
}

/// Collects diagnostics while a file is read and checked.
final class DiagnosticSink {
  /// More would only scroll the first ones away.
  static let limit = 500
  private(set) var diagnostics: [LabDiagnostic] = []

  func error(_ place: LabPlace, _ text: String) { add(.init(.error, place, text)) }
  func warning(_ place: LabPlace, _ text: String) { add(.init(.warning, place, text)) }

  private func add(_ diagnostic: LabDiagnostic) {
    if diagnostics.count < Self.limit { diagnostics.append(diagnostic) }
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
