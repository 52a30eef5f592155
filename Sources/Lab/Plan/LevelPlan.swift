internal import HyperV

/// What is to be done on one host, and on the hosts inside it.
public struct LevelPlan: Hashable, Sendable {
  /// Machine names from the outermost host inward; empty for that host itself.
  public let host: [String]
  /// False for a host that is not there yet: its steps are all that it will need.
  public let isReachable: Bool
  /// In the order in which they are done.
  public let steps: [LabStep]
  /// When there are any, nothing is done at all.
  public let refusals: [LabRefusal]
  /// One for each machine that holds something, in the order of the file.
  public let inside: [LevelPlan]

  /// Nothing to do here or further in.
  public var isEmpty: Bool { steps.isEmpty && refusals.isEmpty && inside.allSatisfy(\.isEmpty) }
  /// Those of this level and of all inside.
  public var allRefusals: [LabRefusal] { refusals + inside.flatMap(\.allRefusals) }
  public var allSteps: [LabStep] { steps + inside.flatMap(\.allSteps) }

  /// A line for each step, hosts inside indented by two.
  func lines(indent: String) -> [String] {
    let created = Set(steps.lazy.filter { $0.action == .create && $0.kind == .machine }.map(\.name))
    var lines: [String] = []
    // A machine that is created is started too; that goes without saying.
    for step in steps where !(step.action == .start && created.contains(step.name)) { lines.append(indent + "\(step)") }
    for refusal in refusals { lines.append("\(indent)! \(refusal.error.message)") }
    for level in inside where !level.isEmpty {
      let name = level.host.joined(separator: "/")
      lines.append(level.isReachable ? "\(indent)inside \(name):" : "\(indent)to be created inside \(name):")
      lines += level.lines(indent: indent + "  ")
    }
    return lines
  }
}
