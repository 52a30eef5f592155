internal import HyperV

/// Brings labs up and takes them down.
///
/// `up` goes level by level, from the outermost host inward: what the file no longer has is removed, then switches
/// and NATs are made, then the machines start side by side; each waits for its agent and its addresses, and the
/// hosts among them are then filled in the same way. One machine's failure does not stop its neighbours: what could
/// be done is done, and everything that failed is reported together.
public struct LabRunner: Sendable {
  let timing: LabTiming
  let progress: @Sendable (LabProgress) -> Void

  init(timing: LabTiming, progress: @escaping @Sendable (LabProgress) -> Void) {
    self.timing = timing
    self.progress = progress
  }

  /// Makes what `host` holds as `lab` asks. Run again, it changes only what differs.
  ///
  /// - Throws: `DrosteError`, before anything was changed when the plan holds refusals.
  public static func up(
    _ lab: Lab, on host: any LabHost, timing: LabTiming = .init(),
    progress: @escaping @Sendable (LabProgress) -> Void = { _ in }
  ) async throws {
    let runner = LabRunner(timing: timing, progress: progress)
    try await runner.step([], .plan) {
      try Failures.throwing(try await LabPlan(lab, on: host).refusals.map(\.error))
    }
    try await LevelRunner(runner: runner, lab: lab, sites: [Site(host: host, machine: nil)]).bring(lab.level)
  }

  /// Shuts down and removes everything of a lab that is on `host`, with all that is inside; half of it missing, or
  /// all of it, is fine. Objects of others are left alone.
  public static func down(
    _ lab: Lab, on host: any LabHost, timing: LabTiming = .init(),
    progress: @escaping @Sendable (LabProgress) -> Void = { _ in }
  ) async throws {
    try await down(named: lab.name, on: host, timing: timing, progress: progress)
  }

  /// The same without the file: a lab's objects carry its name. `Lab.names(in:)` lists the labs of a host.
  public static func down(
    named name: String, on host: any LabHost, timing: LabTiming = .init(),
    progress: @escaping @Sendable (LabProgress) -> Void = { _ in }
  ) async throws {
    let runner = LabRunner(timing: timing, progress: progress)
    try await runner.takeDown(notes: Lab.notes(for: name), on: host)
  }

  /// Reports a step's beginning and end around `body`. The end's detail is what `ended` says, or that of the start.
  func step<Value>(
    _ node: [String], _ step: LabProgress.Step, _ object: String = "", _ detail: String = "",
    ended: (Value) -> String? = { _ in nil }, _ body: () async throws -> Value
  ) async throws -> Value {
    let clock = ContinuousClock()
    let start = clock.now
    func report(_ state: LabProgress.State, _ detail: String) {
      let seconds = state == .started ? 0 : start.duration(to: clock.now).seconds
      progress(.init(node: node, step: step, object: object, state: state, detail: detail, seconds: seconds))
    }
    report(.started, detail)
    do {
      let value = try await body()
      report(.done, ended(value) ?? detail)
      return value
    } catch {
      report(.failed, (error as? DrosteError)?.message ?? "\(error)")
      throw error
    }
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
