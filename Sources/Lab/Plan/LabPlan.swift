public import HyperV

/// What `up` would do: the difference between a lab file and what its hosts hold.
public struct LabPlan: Hashable, Sendable {
  /// The lab's name.
  public let name: String
  public let level: LevelPlan

  /// Compares without asking anybody.
  ///
  /// - Parameter levels: The status of each host that answers, by its machines' names from the outermost host
  ///   inward; `[]` is the outermost itself.
  public init(_ lab: Lab, levels: [[String]: HostStatus]) {
    name = lab.name
    level = LevelPlanner(lab: lab, level: lab.level, path: [], status: levels[[]], levels: levels).plan()
  }

  /// Asks the host, and each nested host of the lab that runs, and compares.
  public init(_ lab: Lab, on host: any LabHost) async throws {
    self.init(lab, levels: try await Self.levels(lab.level, host, path: []))
  }

  public var isEmpty: Bool { level.isEmpty }
  public var steps: [LabStep] { level.allSteps }
  public var refusals: [LabRefusal] { level.allRefusals }

  private static func levels(
    _ level: LabLevel, _ host: any LabHost, path: [String]
  ) async throws -> [[String]: HostStatus] {
    let status = try await host.status()
    var levels = [path: status]
    try await withThrowingTaskGroup(of: [[String]: HostStatus].self) { group in
      for machine in level.machines {
        guard let found = status.machine(named: machine.name), found.status.state == .running,
          found.status.guest.connected, found.status.guest.isHost
        else { continue }
        let inner = host.inside(found.configuration.name)
        group.addTask {
          do {
            return try await Self.levels(machine.inside, inner, path: path + [machine.name])
          } catch let error as DrosteError where error.code == .unavailable || error.code == .timeout {
            // A host that does not answer now is one that is not there yet.
            return [:]
          }
        }
      }
      for try await found in group { levels.merge(found) { $1 } }
    }
    return levels
  }
}

extension LabPlan: CustomStringConvertible {
  /// `lab NAME`, then a line for each step, inner hosts indented; or `lab NAME: nothing to do`.
  public var description: String {
    isEmpty ? "lab \(name): nothing to do" : (["lab \(name)"] + level.lines(indent: "")).joined(separator: "\n")
  }
}
