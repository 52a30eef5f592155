internal import Ethernet
internal import Glibc
internal import HostAPI
internal import HyperV
internal import Terminal
internal import Traces

/// Gathers a trace: has every computer on the way watch, sends, and collects.
struct TraceRun: Sendable {
  let service: Service
  let from: String
  let to: String
  let count: Int
  let patience: Double
  let progress: TraceProgress

  /// Seconds after which watching ends by itself: longer than the longest order to send.
  private static let watchSeconds: Double = 120

  func record() async throws -> TraceRecord {
    let tree = try await HostWalk.settledTree(service.client)
    let source = try TraceEnd.find(from, in: tree)
    let target = try TraceEnd.find(to, in: tree)
    guard let origin = source.path else {
      throw DrosteError(
        .objectNotFound, "No machine here has the address \(from), so nothing can be sent from it.",
        hint: "droste status")
    }
    guard target.path != origin else {
      throw DrosteError(.invalidParameter, "\(from) and \(to) are the same machine.")
    }
    let id = UInt64.random(in: 1 ... .max)
    let computers = Self.computers(origin, target.path, tree)
    progress.say("asking \(computers.count) computers on the way to watch for probes")
    var stations = await each(computers) { try await begin($0, id, tree) }
    // One after the other: exchanges side by side wait for each other, and that would go into the estimate.
    for (index, computer) in computers.enumerated() where !computer.path.isEmpty && stations[index].system != nil {
      for _ in 0..<3 { _ = try? await timed(computer, TraceOrder(.clock, id: id), &stations[index]) }
    }
    do {
      let destination = try destination(target, origin, tree, stations)
      progress.say("sending probes from \(from) to \(destination)")
      let sender = TraceComputer(origin, tree)
      let order = TraceOrder(.send, id: id, destination: destination, count: count, patience: patience)
      guard let report = try await ask(sender, order).sent else {
        throw DrosteError(.unspecified, "\(from) did not tell what it sent.")
      }
      // What switches saw reaches their services within two of their turns of 5 ms.
      try await Task.sleep(for: .milliseconds(100))
      progress.say("collecting what \(computers.count) computers saw")
      stations = await each(zip(computers, stations).map { ($0, $1) }) {
        try await end($0.0, $0.1, id)
      } missing: {
        $0.1
      }
      let path = target.path ?? TraceEnd.owner(of: destination, in: tree)
      var record = TraceRecord(
        from: origin, to: path, destination: destination, stations: stations, report: report)
      if report.probes.contains(where: { $0.carrier == .echo && !$0.isAnswered }) {
        record.decisions = await decisions(record, id, tree)
      }
      return record
    } catch {
      _ = await each(zip(computers, stations).map { ($0, $1) }) {
        try await end($0.0, $0.1, id)
      } missing: {
        $0.1
      }
      throw error
    }
  }

  /// All that may be on the way: L0 and everything from there to both ends.
  private static func computers(_ from: [String], _ to: [String]?, _ tree: HostTree) -> [TraceComputer] {
    var paths: [[String]] = [[]]
    for end in [from, to ?? []] where !end.isEmpty {
      for length in 1...end.count where !paths.contains(Array(end.prefix(length))) {
        paths.append(Array(end.prefix(length)))
      }
    }
    return paths.sorted { $0.count < $1.count }.map { TraceComputer($0, tree) }
  }

  private func ask(_ computer: TraceComputer, _ order: TraceOrder) async throws -> TraceReport {
    do {
      if computer.isHost { return try await service.client(of: computer.path).trace(order) }
      let hosts = Array(computer.path.dropLast())
      return try await service.client(of: hosts).trace(machine: computer.path.last ?? "", order)
    } catch var error as DrosteError where !computer.path.isEmpty {
      error.message = "\(computer.path.joined(separator: "/")): \(error.message)"
      throw error
    }
  }

  /// Has a computer watch, reads its clock, and what its kernel has.
  private func begin(_ computer: TraceComputer, _ id: UInt64, _ tree: HostTree) async throws -> TraceStation {
    var station = TraceStation(path: computer.path, status: tree.host(at: computer.path)?.status, uncertainty: .max)
    let started = try await timed(computer, TraceOrder(.start, id: id, seconds: Self.watchSeconds), &station)
    station.problems = started.problems
    station.system = try? await timed(computer, TraceOrder(.read, id: id), &station).system
    return station
  }

  private func end(_ computer: TraceComputer, _ begun: TraceStation, _ id: UInt64) async throws -> TraceStation {
    var station = begun
    let report = try await timed(computer, TraceOrder(.end, id: id), &station)
    station.sightings = report.sightings
    station.system = report.system ?? station.system
    if report.lost > 0 { station.problems.append("\(report.lost) sightings found no room") }
    if computer.isHost { station.status = (try? await service.client(of: computer.path).status()) ?? station.status }
    return station
  }

  /// Asks, and estimates the computer's clock from the exchange: its report was made halfway, give or take half of it. The
  /// fastest exchange counts.
  private func timed(
    _ computer: TraceComputer, _ order: TraceOrder, _ station: inout TraceStation
  ) async throws -> TraceReport {
    let before = Self.monotonic
    let report = try await ask(computer, order)
    let after = Self.monotonic
    let half = (after &- before) / 2
    if computer.path.isEmpty {
      // The same clock as ours.
      (station.offset, station.uncertainty) = (0, 0)
    } else if half < station.uncertainty {
      station.uncertainty = half
      station.offset = Int64(truncatingIfNeeded: before &+ half) &- Int64(truncatingIfNeeded: report.clock.monotonic)
    }
    return report
  }

  /// The address that probes are for.
  private func destination(
    _ target: TraceEnd, _ origin: [String], _ tree: HostTree, _ stations: [TraceStation]
  ) throws -> IPv4Address {
    if let address = target.address { return address }
    let path = target.path ?? []
    let found = TraceAddress(tree: tree, stations: stations).address(of: path, from: origin)
    guard let found else {
      throw DrosteError(
        .objectNotFound, "\(path.isEmpty ? "L0" : path.joined(separator: "/")) has no IPv4 address that is known.",
        cause: "neither its adapters nor its agent tell of one",
        hint: "give it one, or name the address that it should have: droste trace \(from) ADDRESS")
    }
    return found
  }

  /// Asks the kernels that got a probe what they do with it.
  private func decisions(_ record: TraceRecord, _ id: UInt64, _ tree: HostTree) async -> [TraceRecord.Decision] {
    var found: [TraceRecord.Decision] = []
    for station in record.stations {
      var asked = Set<String>()
      for seen in station.sightings
      where seen.switchName == nil && seen.direction == .in && seen.carrier != .arp
        && asked.insert("\(seen.place) \(seen.source) \(seen.destination)").inserted
      {
        let order = TraceOrder(
          .decide, id: id, destination: seen.destination, source: seen.source, interface: seen.place)
        guard let decision = try? await ask(TraceComputer(station.path, tree), order).decision else { continue }
        found.append(
          .init(
            station: station.path, source: seen.source, destination: seen.destination, interface: seen.place,
            decision: decision))
      }
    }
    return found
  }

  /// Does something at all computers at once; one that fails is a station with that as its problem.
  private func each(
    _ computers: [TraceComputer], _ body: @escaping @Sendable (TraceComputer) async throws -> TraceStation
  ) async -> [TraceStation] {
    await each(computers, body) { TraceStation(path: $0.path) }
  }

  private func each<Item: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> TraceStation,
    missing: @escaping @Sendable (Item) -> TraceStation
  ) async -> [TraceStation] {
    await withTaskGroup(of: (Int, TraceStation).self) { group in
      for (index, item) in items.enumerated() {
        group.addTask {
          do {
            return (index, try await body(item))
          } catch {
            var station = missing(item)
            let text = (error as? DrosteError)?.message ?? "\(error)"
            if station.problems.isEmpty { station.problems = ["it cannot be watched: \(text)"] }
            return (index, station)
          }
        }
      }
      return await group.reduce(into: [(Int, TraceStation)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static var monotonic: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// A computer that takes orders: a host by its service, a guest by its agent.
struct TraceComputer: Sendable {
  var path: [String]
  var isHost: Bool

  init(_ path: [String], _ tree: HostTree) {
    self.path = path
    isHost = tree.host(at: path)?.status != nil
  }
}
