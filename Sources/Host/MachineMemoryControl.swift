internal import HyperV
internal import Machines
internal import Synchronization

/// The memory of one running machine: what it has, what its guest needs, and what it is asked for.
///
/// One caller at a time looks and moves: the rounds of `MachineService` for a dynamic machine, whoever holds its gate for
/// a static one. What was seen last may be read at any time.
final class MachineMemoryControl: Sendable {
  /// What was seen last.
  struct View: Sendable {
    /// Nil until seen, and for a machine whose memory cannot be changed.
    var memory: MachineMemory?
    /// Dynamic machines only.
    var demand: UInt64?
    var isHeld = false
  }

  private struct State {
    var view = View()
    var gauge = MemoryGauge()
    /// Looks since a hypervisor was seen inside; nil: none was.
    var looksSinceActive: Int?
    /// Looks in which the guest had more of the headroom than it was asked to have, and gave nothing back.
    var looksWithoutReturn = 0
  }

  /// Looks without a hypervisor after which there is none. Where the processor is real and a machine inside runs at that
  /// instant, the registers seen are those of the machine inside.
  private static let looksUntilInactive = 6
  /// After how many looks a guest that gives nothing back of the headroom is not waited for.
  private static let looksUntilStuck = 6

  private let process: MachineProcess
  private let state = Mutex(State())

  init(process: MachineProcess) { self.process = process }

  var view: View { state.withLock(\.view) }

  /// Sees what the machine has.
  @discardableResult
  func refresh() async throws -> MachineMemory? {
    let memory = try await process.memory()
    state.withLock { state in
      let before = state.view.memory
      state.view.memory = memory
      let isOver = memory.map { $0.added > $0.requested } ?? false
      state.looksWithoutReturn = isOver && before?.added == memory?.added ? state.looksWithoutReturn + 1 : 0
    }
    return memory
  }

  /// Has the guest of a dynamic machine tell of its memory. It does within some milliseconds.
  func ask() async throws {
    // QEMU asks at once when an interval begins, and then each second: too seldom for a program in a hurry.
    try await process.pollGuestMemory(seconds: 0)
    try await process.pollGuestMemory(seconds: 1)
  }

  /// One look at a dynamic machine, half a second after the one before.
  ///
  /// - Parameter mayHoldHypervisor: whether it exposes virtualization extensions: without, no hypervisor can be active.
  func look(mayHoldHypervisor: Bool) async throws {
    guard let memory = try await refresh() else { return }
    if let report = try await process.guestMemory() {
      let time = process.uptime
      state.withLock { $0.view.demand = $0.gauge.demand(report, assigned: memory.assigned, time: time) }
    }
    let isActive = mayHoldHypervisor ? try await process.isHypervisorActive() : false
    let isNew = state.withLock { state in
      let wasHeld = state.view.isHeld
      state.looksSinceActive = isActive ? 0 : state.looksSinceActive.map { $0 + 1 }
      if state.looksSinceActive ?? 0 >= Self.looksUntilInactive { state.looksSinceActive = nil }
      state.view.isHeld = state.looksSinceActive != nil
      return state.view.isHeld && !wasHeld
    }
    if isNew { try await hold() }
  }

  /// What is still on its way stops where it is.
  func hold() async throws {
    guard let memory = try await refresh() else { return }
    try await request(.init(added: memory.added / MachineMemory.block * MachineMemory.block, left: memory.left))
  }

  /// Asks for `target` bytes.
  func move(to target: UInt64) async throws {
    let (memory, isStuck) = state.withLock { ($0.view.memory, $0.looksWithoutReturn >= Self.looksUntilStuck) }
    guard let memory else { return }
    try await request(memory.request(target, isStuck: isStuck))
  }

  private func request(_ request: MachineMemory.Request) async throws {
    guard let memory = view.memory else { return }
    // The balloon is asked again until the guest has come there: it does not tell what it was asked for.
    guard memory.requested != request.added || memory.left != request.left else { return }
    try await process.change(request, from: memory)
  }

  /// What the guest of a static machine needs, with a tenth to spare, 24 MiB at least: below that its kernel may stop for good. Nil when
  /// it tells nothing within `seconds`, as one without the driver does, which gives nothing back either.
  func need(seconds: Double) async throws -> UInt64? {
    try await process.pollGuestMemory(seconds: 1)
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    var found: UInt64?
    // The first report may be from before the guest was asked.
    var first: Int64?
    while clock.now < end {
      if let report = try await process.guestMemory(), let memory = try await refresh() {
        var gauge = MemoryGauge()
        found = gauge.demand(report, assigned: memory.assigned, time: 0).map { $0 + max($0 / 10, 24 << 20) }
        if first ?? report.update != report.update { break }
        first = report.update
      }
      try await Task.sleep(for: .milliseconds(200))
    }
    try await process.pollGuestMemory(seconds: 0)
    return found
  }

  /// Whether a hypervisor is active inside now.
  func isHypervisorActive() async throws -> Bool { try await process.isHypervisorActive() }
}
