internal import Ethernet
internal import HyperV

extension TraceStory {
  /// The hops of a way, with times since `start`, by L0's clock.
  static func hops(_ path: ProbePath, from start: Sight?) -> [Hop] {
    guard let first = start ?? path.way.first else { return [] }
    var latest: Int64 = 0
    var source = path.way.first?.sighting.source
    var destination = path.way.first?.sighting.destination
    return path.way.map { sight in
      // A way goes forward: an estimate that says otherwise is off.
      latest = max(latest, sight.time &- first.time)
      var notes: [String] = []
      let seen = sight.sighting
      if let before = source, before != seen.source {
        notes.append("translated: source \(before) is \(seen.source) now")
      }
      if let before = destination, before != seen.destination {
        notes.append("translated: destination \(before) is \(seen.destination) now")
      }
      (source, destination) = (seen.source, seen.destination)
      if let vlan = seen.vlan { notes.append("tag VLAN \(vlan)") }
      if let drop = seen.drop { notes.append("dropped: \(drop.rawValue)") }
      if let detail = seen.detail { notes.append(detail) }
      if seen.drop == nil, seen.switchName != nil, seen.direction == .in {
        let others = path.outs(sight).count - 1
        if others > 0 { notes.append("to \(others + 1) ports") }
      }
      return Hop(
        station: stationName(path.record.stations[sight.station].path), place: words(seen), nanoseconds: UInt64(latest),
        isEstimated: sight.station != first.station, note: notes.isEmpty ? nil : notes.joined(separator: "; "))
    }
  }

  static func words(_ sighting: TraceSighting) -> String {
    guard let name = sighting.switchName else {
      return "\(sighting.place) \(sighting.direction == .in ? "receives" : "sends")"
    }
    return "switch \(name): \(sighting.direction == .in ? "in" : "out") by port \"\(sighting.place)\""
  }
}
