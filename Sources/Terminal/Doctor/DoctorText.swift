public import Doctor
internal import HyperV

/// A report for people: the verdict, then the reasons, then the facts.
public struct DoctorText: Sendable {
  let style: OutputStyle

  public init(style: OutputStyle) { self.style = style }

  /// - Parameters:
  ///   - path: only what is at this machine and inside it.
  ///   - facts: whether the facts follow the reasons.
  public func lines(_ report: DoctorReport, within path: [String] = [], facts: Bool = true) -> [String] {
    var lines = [verdict(report)]
    for (place, reason) in report.silent.sorted(by: { $0.key < $1.key }) {
      lines += [
        "", style.paint("\(place.printable) was not examined", .bad), "  " + reason.printable,
        "  mend it: see what it writes: droste console \(place.printable)",
      ]
    }
    for finding in report.findings { lines += [""] + self.lines(finding) }
    guard facts else { return lines }
    for place in FactLines.all(report.facts, within: path) {
      lines += ["", style.paint("Facts: \(place.place.printable)", .strong)]
      var table = TextTable([.init(""), .init("")])
      for line in place.lines { table.append([style.paint(line.name.printable, .faint), line.text.printable]) }
      lines += table.lines(style: style).map { "  " + $0 }
    }
    return lines
  }

  /// One sentence: whether anything is wrong, and how bad.
  public func verdict(_ report: DoctorReport) -> String {
    let places = FactLines.all(report.facts)
    let levels = Set(places.map(\.level)).count
    let took =
      "\(Quantity.counted(report.checks, "check")), \(Quantity.counted(levels, "level")), \(Quantity.duration(report.seconds))"
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = report.findings.count { $0.severity == severity }
      return count == 0 ? nil : Quantity.counted(count, severity.word, plural: severity.words)
    }
    let silent =
      report.silent.isEmpty ? [] : [Quantity.counted(report.silent.count, "host") + " did not answer"]
    let text = (counts + silent).joined(separator: ", ")
    if report.exitCode == 0 {
      return style.paint("Nothing is wrong", .good) + (text.isEmpty ? "" : "; \(text)") + ". "
        + style.paint("(\(took))", .faint)
    }
    return style.paint("Something is wrong: \(text).", report.exitCode >= 4 ? .bad : .attention) + " "
      + style.paint("(\(took))", .faint)
  }

  private func lines(_ finding: Finding) -> [String] {
    let colour: Emphasis = finding.severity >= .error ? .bad : finding.severity == .warning ? .attention : .faint
    let head = [
      style.paint(finding.severity.word, colour), finding.level, style.paint(finding.object.printable, .name),
      style.paint(finding.check, .faint),
    ]
    let fixable = finding.fix == nil ? "" : style.paint("  (or: droste doctor --fix)", .faint)
    return [
      head.joined(separator: "  "), "  " + finding.verdict.printable, "  measured: " + finding.measured.printable,
      "  why: " + finding.why.printable, "  mend it: " + finding.mend.printable + fixable,
    ]
  }
}

extension Severity {
  var word: String { rawValue }
  var words: String { self == .critical ? "critical" : rawValue + "s" }
}
