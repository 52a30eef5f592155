internal import Ethernet
internal import HyperV

// Theory of operation
//
// Sightings of one probe put in order. Clocks of different computers are compared by an estimate that may be off by more
// than a hop takes, so the order is not the times': it follows from where frames can go. After a switch took a frame in
// comes the same switch's putting out; after that whoever is at the port; after what a machine sends the switch its adapter is on
// gets it. The way is the longest row of sightings in which each can follow the one before; times only decide
// between ways of one length.
//
// Limits: 64 sightings of one probe, the first ones; a broadcast makes one for each port.

/// A sighting with whose it is.
struct Sight: Hashable {
  var station: Int
  var sighting: TraceSighting
  /// Nanoseconds by L0's clock, as estimated.
  var time: Int64

  var isSwitch: Bool { sighting.switchName != nil }
  var isIn: Bool { sighting.direction == .in }
}

/// The way of one probe.
struct ProbePath {
  private static let limit = 64

  let record: TraceRecord
  /// All sightings of the probe, by time.
  let all: [Sight]
  /// In the order of the way.
  private(set) var way: [Sight] = []

  init(_ record: TraceRecord, _ carrier: ProbeCarrier, _ sequence: UInt16) {
    self.record = record
    var found: [Sight] = []
    for (index, station) in record.stations.enumerated() {
      for sighting in station.sightings where sighting.carrier == carrier && sighting.sequence == sequence {
        found.append(
          Sight(
            station: index, sighting: sighting,
            time: Int64(truncatingIfNeeded: sighting.monotonic) &+ station.offset))
      }
    }
    all = Array(found.sorted { $0.time < $1.time }.prefix(Self.limit))
    way = longest()
  }

  var last: Sight? { way.last }

  /// Where the switch of a sighting put it out.
  func outs(_ sight: Sight) -> [Sight] {
    all.filter {
      $0.station == sight.station && $0.sighting.switchName == sight.sighting.switchName && $0.isSwitch && !$0.isIn
    }
  }

  private func longest() -> [Sight] {
    let count = all.count
    guard count > 0 else { return [] }
    var next = [[Int]](repeating: [], count: count)
    var hasPredecessor = [Bool](repeating: false, count: count)
    for a in 0..<count {
      for b in 0..<count where a != b && follows(all[a], all[b]) {
        next[a].append(b)
        hasPredecessor[b] = true
      }
    }
    var best: [Int?] = [Int?](repeating: nil, count: count)
    var length = [Int](repeating: 0, count: count)
    var visiting = Set<Int>()
    func measure(_ index: Int) -> Int {
      if length[index] > 0 { return length[index] }
      // A frame that goes round: where the circle closes is its end.
      guard visiting.insert(index).inserted else { return 0 }
      defer { visiting.remove(index) }
      var longest = 0
      for candidate in next[index] {
        let found = measure(candidate)
        if found > longest { (longest, best[index]) = (found, candidate) }
      }
      length[index] = longest + 1
      return longest + 1
    }
    let starts = (0..<count).filter { !hasPredecessor[$0] }
    let measured = (starts.isEmpty ? [0] : starts).map { (start: $0, length: measure($0)) }
    // Of equal ones the earliest.
    let longest = measured.map(\.length).max() ?? 0
    guard var place = measured.first(where: { $0.length == longest })?.start else { return [] }
    var way = [all[place]]
    while let following = best[place], way.count < count {
      way.append(all[following])
      place = following
    }
    return way
  }

  /// Whether a frame that was seen at `a` can be seen next at `b`.
  private func follows(_ a: Sight, _ b: Sight) -> Bool {
    let (here, there) = (record.stations[a.station], record.stations[b.station])
    let isHere = a.station == b.station
    switch (a.isSwitch, a.isIn) {
    case (true, true):
      return isHere && a.sighting.drop == nil && b.isSwitch && !b.isIn
        && a.sighting.switchName == b.sighting.switchName && a.sighting.place != b.sighting.place
    case (true, false):
      guard a.sighting.drop == nil else { return false }
      switch a.sighting.portKind {
      case .machine:
        guard there.path == here.path + [machine(a.sighting.place)] else { return false }
        return b.isIn && (!b.isSwitch || b.sighting.portKind == .uplink)
      case .hostAdapter:
        return isHere && !b.isSwitch && b.isIn && b.sighting.place == hostInterface(a)
      case .uplink:
        if isHere { return !b.isSwitch && !b.isIn && b.sighting.place == a.sighting.place }
        return reachesParent(here, b, there) && !isWatched(here)
      case .nat, nil: return false
      }
    case (false, true):
      guard isHere else { return false }
      if !b.isSwitch {
        // Routed. What an External switch's adapter sends comes from the switch, and nobody routes ARP.
        return !b.isIn && b.sighting.place != a.sighting.place && !isUplinkFrame(a) && !isUplinkFrame(b)
          && a.sighting.carrier != .arp
      }
      return b.isIn && b.sighting.portKind == .uplink && b.sighting.place == a.sighting.place
    case (false, false):
      if isHere {
        return b.isSwitch && b.isIn && b.sighting.portKind == .hostAdapter && hostInterface(b) == a.sighting.place
      }
      return reachesParent(here, b, there)
    }
  }

  /// Whether `b` is the switch that a machine's adapter is on, getting a frame of the machine.
  private func reachesParent(_ here: TraceStation, _ b: Sight, _ there: TraceStation) -> Bool {
    guard let name = here.path.last, there.path == Array(here.path.dropLast()) else { return false }
    return b.isSwitch && b.isIn && b.sighting.portKind == .machine && Names.same(machine(b.sighting.place), name)
  }

  /// Whether an interface is an External switch's: its frames are the switch's, not the kernel's.
  private func isUplinkFrame(_ sight: Sight) -> Bool {
    record.stations[sight.station].status?.switches.contains { resource in
      resource.status.ports.contains { $0.kind == .uplink && $0.name == sight.sighting.place }
    } ?? false
  }

  private func isWatched(_ station: TraceStation) -> Bool { station.sightings.contains { $0.switchName == nil } }

  private func hostInterface(_ sight: Sight) -> String? {
    record.stations[sight.station].status?.switches.first {
      Names.same($0.configuration.name, sight.sighting.switchName ?? "")
    }?.status.hostAdapter?.interface
  }

  private func machine(_ port: String) -> String { machineName(ofPort: port) }
}

/// `L1` of the port `L1/Network Adapter`.
func machineName(ofPort port: String) -> String { String(port.prefix { $0 != "/" }) }
