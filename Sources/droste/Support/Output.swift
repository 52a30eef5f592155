internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import Terminal

/// What commands print, and how it may look there.
enum Output {
  static let standard = OutputStream.standardOutput
  static let error = OutputStream.standardError
  static var style: OutputStyle {
    OutputStyle(descriptor: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment)
  }
  static var errorStyle: OutputStyle {
    OutputStyle(descriptor: STDERR_FILENO, environment: ProcessInfo.processInfo.environment)
  }

  static func report(_ failure: DrosteError) { error.writeLine(failure.report(style: errorStyle)) }

  /// For programs: keys sorted, slashes as they are.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    standard.writeLine(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  static func table(_ table: TextTable) { standard.writeLines(table.lines(style: style)) }
}
