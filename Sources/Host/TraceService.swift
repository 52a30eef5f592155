internal import FoundationEssentials
public import HyperV
internal import Probing
internal import Processes
internal import Switching
internal import Synchronization

/// Follows probes through this host: its switches and its own kernel.
public actor TraceService {
  /// Most sightings of a switch that are kept.
  private static let limit = 512

  private let switches: SwitchService
  private let kernel = TraceWatches { BlockingThread.start(name: "trace", $0) }
  private var watches: [UInt64: Watch] = [:]

  private struct Watch {
    var gathered: Gathered
    var tasks: [Task<Void, Never>]
    var problems: [String]
    /// Whether the kernel's interfaces are watched.
    var hasKernel: Bool
  }

  init(switches: SwitchService) { self.switches = switches }

  /// Carries an order out. A watch that cannot have all of the host has the rest; its `problems` say what is missing.
  /// - Throws: `DrosteError`: invalidParameter, objectNotFound when no such trace runs, accessDenied to send without root.
  public func handle(_ order: TraceOrder) async throws -> TraceReport {
    let problems = order.problems()
    guard problems.isEmpty else {
      throw DrosteError(.invalidParameter, "The order was refused:\n" + problems.joined(separator: "\n"))
    }
    switch order.action {
    case .clock: return TraceReport(clock: .now)
    case .start: return await start(order)
    case .read, .end: return try await read(order)
    case .send, .decide:
      let kernel = kernel
      do {
        return try await BlockingThread.run(name: "trace") { try kernel.handle(order) }
      } catch var error as DrosteError where error.code == .accessDenied {
        error.hint = "run the service as root: droste host stop, then sudo droste host"
        throw error
      }
    }
  }

  private func start(_ order: TraceOrder) async -> TraceReport {
    end(order.id)
    var watch = Watch(gathered: Gathered(limit: Self.limit), tasks: [], problems: [], hasKernel: true)
    do {
      _ = try kernel.handle(order)
    } catch {
      watch.hasKernel = false
      watch.problems.append(Self.text(error))
    }
    for name in await switches.configurations.map(\.name) {
      do {
        let lines = try await switches.trace(name, marker: order.id)
        watch.tasks.append(Task { [gathered = watch.gathered] in await gathered.take(lines) })
      } catch {
        watch.problems.append("the switch \"\(name)\": " + Self.text(error))
      }
    }
    watch.tasks.append(
      Task { [weak self] in
        try? await Task.sleep(for: .seconds(order.seconds))
        if !Task.isCancelled { await self?.end(order.id) }
      })
    watches[order.id] = watch
    return TraceReport(clock: .now, problems: watch.problems)
  }

  private func read(_ order: TraceOrder) async throws -> TraceReport {
    guard let watch = watches[order.id] else {
      throw DrosteError(.objectNotFound, "No trace of that id is watched here.")
    }
    var report = TraceReport(clock: .now)
    if watch.hasKernel { report = try kernel.handle(order) }
    let (sightings, lost) = watch.gathered.all
    report.sightings += sightings
    report.lost += lost
    report.problems = watch.problems
    if report.system == nil { report.system = try? TraceSystem.read() }
    if order.action == .end { end(order.id) }
    report.clock = .now
    return report
  }

  private func end(_ id: UInt64) {
    for task in watches.removeValue(forKey: id)?.tasks ?? [] { task.cancel() }
  }

  private static func text(_ error: any Error) -> String {
    (error as? DrosteError).map { $0.message } ?? "\(error)"
  }
}

/// Sightings of a host's switches, as they come.
private final class Gathered: Sendable {
  private struct State {
    var sightings: [TraceSighting] = []
    var lost = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  var all: ([TraceSighting], Int) { state.withLock { ($0.sightings, $0.lost) } }

  /// Takes lines until they end. A switch that ends meanwhile has told what it saw.
  func take(_ pieces: SwitchCapture) async {
    var rest: [UInt8] = []
    do {
      for try await piece in pieces {
        rest += piece
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          if let sighting = try? JSONDecoder().decode(TraceSighting.self, from: Data(rest[..<end])) { add(sighting) }
          rest.removeSubrange(...end)
        }
      }
    } catch {
      // Lost with the switch, or cancelled: there is nothing more to come.
    }
    pieces.close()
  }

  private func add(_ sighting: TraceSighting) {
    state.withLock { state in
      if state.sightings.count < limit { state.sightings.append(sighting) } else { state.lost += 1 }
    }
  }
}
