internal import ArgumentParser
internal import Glibc
internal import HyperV
internal import Lab
internal import Terminal

/// The codes that the command ends with. Part of its interface.
enum Exit {
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let interrupted: Int32 = 130

  /// Says what went wrong on stderr, and ends the process.
  static func leave(_ error: any Error) -> Never {
    switch error {
    case let code as ExitCode: exit(code.rawValue)
    case is Interrupted: exit(interrupted)
    case let error as DrosteError:
      Output.report(error)
      exit(failed)
    case let diagnostics as LabDiagnostics:
      Output.error.writeLines(diagnostics.description.printableLines)
      let count = Quantity.counted(diagnostics.errors.count, "error")
      Output.report(
        DrosteError(
          .invalidParameter, "\(diagnostics.file) has \(count); nothing was changed.", hint: diagnostics.mend))
      exit(usage)
    default: leaveParser(error)
    }
  }

  private static func leaveParser(_ error: any Error) -> Never {
    let text = Droste.fullMessage(for: error)
    switch Droste.exitCode(for: error) {
    case .success:
      Output.standard.writeLine(text)
      exit(0)
    case .validationFailure:
      let marked = text.hasPrefix("Error: ") ? "droste: error: " + text.dropFirst(7) : text
      Output.error.writeLine(marked)
      exit(usage)
    default:
      Output.report(DrosteError(.unspecified, "\(error)"))
      exit(failed)
    }
  }
}
