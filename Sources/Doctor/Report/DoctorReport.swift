internal import HyperV

/// All that an examination gives: its JSON is what `droste doctor --json` prints and `--report` writes.
public struct DoctorReport: Codable, Hashable, Sendable {
  /// Raised when a field changes its meaning.
  public var format = 1
  public var findings: [Finding]
  /// Hosts inside machines that did not answer in time, by path, and why.
  public var silent: [String: String]
  /// How many checks were asked.
  public var checks: Int
  /// Seconds that it took to gather the facts.
  public var seconds: Double
  public var facts: LevelFacts

  /// - Parameter path: only what is at this machine and inside it.
  public init(_ facts: LevelFacts, within path: [String] = [], seconds: Double = 0) {
    self.facts = facts
    self.seconds = seconds
    findings = Examination.findings(facts, within: path)
    silent = Self.silent(facts, [])
    checks = Check.all.count
  }

  /// The worst that was found; nil when nothing was.
  public var worst: Severity? { findings.map(\.severity).max() }

  /// 0 where nothing is wrong. A host that did not answer is an error.
  public var exitCode: Int32 {
    max(worst?.exitCode ?? 0, silent.isEmpty ? 0 : Severity.error.exitCode)
  }

  private static func silent(_ level: LevelFacts, _ path: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for (name, problem) in level.silent { found[(path + [name]).joined(separator: "/")] = problem.message }
    for (name, inner) in level.inside { found.merge(silent(inner, path + [name])) { a, _ in a } }
    return found
  }
}
