internal import AsyncAlgorithms
public import Doctor
internal import HyperV
internal import NIOCore
internal import NIOHTTP1

extension HostClient {
  /// How long the hosts inside may take to tell their facts, in seconds.
  public static let factsLimit = FactsQuery.limit

  /// What the doctor wants to know of this host and of its guests, without the hosts inside them.
  public func doctorFacts() async throws -> LevelFacts {
    var query = FactsQuery()
    query.inside = false
    return try await facts(query) { _, _ in }
  }

  /// What the doctor wants to know of this host and everything inside. What does not answer in time is in `silent`.
  ///
  /// - Parameters:
  ///   - within: the machines that lead to what is examined; hosts beside them are left out.
  ///   - progress: told of each host, by its path, that is asked (false) and has told (true).
  public func nestFacts(
    within: [String], progress: @escaping @Sendable ([String], Bool) -> Void
  ) async throws -> LevelFacts {
    var query = FactsQuery()
    query.machines = within
    return try await facts(query, progress)
  }

  private func facts(_ query: FactsQuery, _ progress: ([String], Bool) -> Void) async throws -> LevelFacts {
    progress([], false)
    let response = try await open(.GET, query.uri)
    try await Self.check(response)
    defer { response.cancel() }
    var reader = FactsReader(limit: Self.answerLimit)
    var assembly = FactsAssembly()
    for try await piece in response.body {
      for record in try reader.take(piece) {
        guard let (path, level) = try assembly.take(record) else { continue }
        if record.kind == .level || record.kind == .silent { progress(path, true) }
        for machine in level?.machines ?? [] where query.asks(path, machine.resource) {
          progress(path + [machine.name], false)
        }
      }
    }
    return try assembly.nest()
  }
}

extension FactsQuery {
  /// Whether the host at `path` asks the one in its machine.
  fileprivate func asks(_ path: [String], _ machine: MachineResource) -> Bool {
    guard machine.status.state == .running, machine.status.guest.isHost, path.count < depth else { return false }
    let place = path + [machine.configuration.name]
    return inside && zip(place, machines).allSatisfy { Names.same($0, $1) }
  }
}
