internal import HyperV

/// How bad a finding is.
public enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
  /// Worth knowing; nothing fails by it.
  case note
  /// It works, but not as it should, or not for long.
  case warning
  /// Something does not work.
  case error
  /// The host itself is in danger.
  case critical

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  /// What `droste doctor` ends with when this is the worst that it found. Part of its interface.
  public var exitCode: Int32 {
    switch self {
    case .note: 0
    case .warning: 3
    case .error: 4
    case .critical: 5
    }
  }
}

/// Something that is not as it should be.
public struct Finding: Codable, Hashable, Sendable {
  /// The check's id: `host.kvm.nested`. Ids never change.
  public var check: String
  public var severity: Severity
  /// What it is about: `this host`, `L1`, `L1/natted`, `switch Lab, port L1/Network Adapter`.
  public var object: String
  /// Where that is: `L0` for the outermost host, `L1` for its machines, `L2` for machines inside those.
  public var level: String
  /// What is wrong, in one sentence.
  public var verdict: String
  /// What was measured.
  public var measured: String
  /// Why it matters.
  public var why: String
  /// The one command that mends it, or what is to be done where no command does.
  public var mend: String
  /// What `droste doctor --fix` can do; nil where nothing is safe.
  public var fix: Fix?

  public init(
    check: String, severity: Severity, object: String, level: String, verdict: String, measured: String, why: String,
    mend: String, fix: Fix? = nil
  ) {
    self.check = check
    self.severity = severity
    self.object = object
    self.level = level
    self.verdict = verdict
    self.measured = measured
    self.why = why
    self.mend = mend
    self.fix = fix
  }
}

/// A change that mends a finding, and that does no harm where it does not.
public enum Fix: Codable, Hashable, Sendable {
  /// A program and its arguments, run in the machine at this path; on the outermost host for an empty one.
  case run(path: [String], command: [String])
  /// MAC address spoofing On for an adapter of a machine of the host at this path.
  case allowSpoofing(host: [String], machine: String, adapter: String)
}
