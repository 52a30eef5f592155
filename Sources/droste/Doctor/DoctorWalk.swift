internal import Doctor
internal import HostAPI
internal import HyperV
internal import Terminal

/// Gathers the facts of a nest: every level at the same time, each within a limit.
enum DoctorWalk {
  /// How long the whole walk may take, in seconds. Levels are asked side by side; each has a little less than the one around
  /// it, so that one that is silent is named and does not take those around it along.
  static let limit = 9.0
  private static let lessPerLevel = 0.75

  /// - Parameters:
  ///   - wanted: the machines that lead to what is examined; hosts beside them are left out.
  ///   - progress: told of each host that begins and ends.
  static func facts(
    _ client: HostClient, path: [String] = [], wanted: [String], progress: @escaping @Sendable (String, Bool) -> Void
  ) async throws -> LevelFacts {
    let name = path.isEmpty ? "this host" : path.joined(separator: "/")
    progress(name, false)
    defer { progress(name, true) }
    // Which machines are hosts is told at once; their facts are not waited for one after the other.
    async let own = client.doctorFacts()
    let patience = max(3, limit - lessPerLevel * Double(path.count))
    let status = try await client.status()
    let (inside, silent) = await withTaskGroup(of: (String, Result<LevelFacts, DrosteError>).self) { group in
      for machine in status.machines where machine.status.state == .running && machine.status.guest.isHost {
        let inner = path + [machine.configuration.name]
        guard path.count < MachinePath.deepest, zip(inner, wanted).allSatisfy({ Names.same($0, $1) }) else { continue }
        group.addTask {
          let name = machine.configuration.name
          do {
            return (
              name,
              .success(
                try await limited(seconds: patience, failure: Self.late(inner, patience)) {
                  try await Self.facts(client.inside(name), path: inner, wanted: wanted, progress: progress)
                })
            )
          } catch {
            return (name, .failure(error as? DrosteError ?? DrosteError(.unavailable, "\(error)")))
          }
        }
      }
      var inside: [String: LevelFacts] = [:]
      var silent: [String: DrosteError] = [:]
      for await (name, result) in group {
        switch result {
        case .success(let facts): inside[name] = facts
        case .failure(let error): silent[name] = error
        }
      }
      return (inside, silent)
    }
    var facts = try await own
    (facts.inside, facts.silent) = (inside, silent)
    return facts
  }

  private static func late(_ path: [String], _ patience: Double) -> DrosteError {
    let name = path.joined(separator: "/")
    return DrosteError(
      .timeout, "The host inside \(name) did not tell its facts within \(Quantity.duration(patience)).",
      hint: "droste console \(name)")
  }
}
