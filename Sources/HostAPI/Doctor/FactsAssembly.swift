package import Doctor
internal import FoundationEssentials
internal import HyperV
internal import NIOCore

/// Puts the records of a nest together. They are untrusted: each may come from any depth, in any order.
package struct FactsAssembly {
  /// More machines than any nest has.
  private static let recordLimit = 100_000

  private var levels: [[String]: LevelFacts] = [:]
  private var guests: [[String]: SystemFacts] = [:]
  private var mute: [[String]: DrosteError] = [:]
  private var silent: [[String]: DrosteError] = [:]
  private var count = 0

  package init() {}

  /// Where a record is from; nil for one that says nothing about any place. What cannot be understood counts as silence.
  package mutating func take(_ record: FactsRecord) throws -> (path: [String], level: LevelFacts?)? {
    count += 1
    guard count <= Self.recordLimit else {
      throw DrosteError(.unspecified, "The nest tells of more than the \(Self.recordLimit) things that are looked at.")
    }
    guard let path = record.names(depth: FactsQuery.deepest) else { return nil }
    do {
      let json = Data(record.json.readableBytesView)
      let decoder = JSONDecoder()
      switch record.kind {
      case .level: levels[path] = try decoder.decode(LevelFacts.self, from: json)
      case .guest: guests[path] = try decoder.decode(SystemFacts.self, from: json)
      case .mute: mute[path] = try decoder.decode(DrosteError.self, from: json)
      case .silent: silent[path] = try decoder.decode(DrosteError.self, from: json)
      }
    } catch {
      let failure = DrosteError(.unspecified, "What is told of it cannot be understood.", cause: "\(error)")
      if record.kind == .level || record.kind == .silent { silent[path] = failure } else { mute[path] = failure }
    }
    return (path, record.kind == .level ? levels[path] : nil)
  }

  /// The whole. Throws why the outermost host told nothing.
  package consuming func nest() throws -> LevelFacts {
    guard let root = level([]) else {
      throw silent[[]] ?? DrosteError(.unavailable, "The service ended before it had told its facts.")
    }
    return root
  }

  private func level(_ path: [String]) -> LevelFacts? {
    guard var level = levels[path] else { return nil }
    (level.inside, level.silent) = ([:], [:])
    for index in level.machines.indices {
      let name = level.machines[index].name
      let place = path + [name]
      if var inside = self.level(place) {
        level.machines[index].guest = inside.takeGuest()
        level.inside[name] = inside
      }
      if let error = silent[place] { level.silent[name] = error }
      if let guest = guests[place] { level.machines[index].guest = guest }
      guard level.machines[index].guest == nil, level.machines[index].resource.status.state != .off else { continue }
      level.machines[index].guestProblem = (mute[place] ?? silent[place])?.message ?? "nothing was told of it"
    }
    return level
  }
}
