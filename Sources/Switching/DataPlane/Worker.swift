internal import CDroste
internal import Glibc
internal import HyperV
internal import Synchronization
internal import Virtio

// Theory of operation
//
// A thread that serves some of the switch's ports. Rings with traffic are polled: a turn takes up to 64 frames from each, then
// what other workers have passed on. Rings without are waited for: their kick descriptors, the other endpoints' and an
// event counter are in one epoll set, which a busy worker looks into every 32 turns, one that polls rings in vain after 4096
// looks, and an idle one sleeps on.
//
// From polling to sleeping: after a turn without a frame the worker spins for a while (2 to 100 µs: twice as long after a
// spin that paid, half as long after one that did not; not at all where the computer has one processor), then asks
// all drivers for kicks, looks once more, and sleeps. So a busy switch makes no system call per frame and an idle one costs
// nothing. A ring that was silent for 1 ms goes to the waiting ones by itself.
// A worker that is woken polls again all rings that had a frame within the last millisecond, not just the one that woke it:
// traffic has two ends, and a look at the epoll set for the other's kick would cost it 5 µs.
//
// Nothing that a machine's process shares with the switch makes a worker wait for longer than 20 ms (WaitBreaker.swift).
//
// Ports with a maximum bandwidth are shaped: a ring that is over its rate is left alone until it may send again, so the
// machine's queue fills up and nothing is lost.
//
// Limits: 256 ports with 8 pairs: 2048 rings.
//
// SAFETY: `states`, `active` and `watches` are allocated for all rings; indexes are slot * 8 + pair. Everything but the atomics is touched by
// the worker's thread between `enter` and `leave` of the gate, or by the control thread while the gate is closed.

@safe final class Worker: @unchecked Sendable {
  /// `asked`: polled, but its driver kicks while the worker sleeps.
  private enum RingState: UInt8 { case none, waiting, active, asked }
  private static let ringLimit = PortRecord.limit * 8
  private static let silence: UInt64 = 1_000_000
  private static let shortestSpin: UInt64 = 2_000
  private static let longestSpin: UInt64 = 100_000
  /// Looks at rings between two looks at the clock, and between two at the epoll set, of a worker that waits by polling. A
  /// look at a ring takes 2 ns, the clock 30, the epoll set 300: a frame would mostly find the worker there.
  private static let looksPerClock = 256
  private static let looksPerEvents = 4096

  /// Epoll tokens: what kind of source, and which.
  private static let kickToken: UInt64 = 1 << 32
  private static let endpointToken: UInt64 = 2 << 32
  private static let wakeToken: UInt64 = 3 << 32

  let plane: DataPlane
  private let gate: WorkerGate
  private let epoll: Epoll
  private let wake: Descriptor
  private let processor: Int?
  private let isStopping = Atomic<Bool>(false)
  /// Set while it sleeps or is about to.
  private let isAsleep = Atomic<Bool>(false)
  private let hasEnded = Atomic<Bool>(false)

  private let states: UnsafeMutablePointer<RingState>
  private let lastFrame: UnsafeMutablePointer<UInt64>
  private let active: UnsafeMutablePointer<Int32>
  /// Of the polled rings, in their order; worth something while `isWatching`: until a ring is served, or the gate or the
  /// epoll set let something change.
  private let watches: UnsafeMutablePointer<RingWatch>
  private var isWatching = false
  private var activeCount = 0
  private var spin: UInt64
  private var idleSince: UInt64 = 0
  private var turns: UInt64 = 0
  /// Looks since the clock was read, and since the epoll set was looked at.
  private var looks = 0
  private var idleLooks = 0
  /// When a shaped ring may go on; 0: none waits.
  private var due: UInt64 = 0
  /// Whether a polled ring has no kick descriptor: it is looked at each millisecond.
  private var isPolledOnly = false
  private var thread = pthread_t()
  /// The thread's own; nil before it runs.
  private var breaker: WaitBreaker?
  /// The others, by index, to be woken.
  var others: [Worker] = []

  init(_ plane: DataPlane, _ gate: WorkerGate, processor: Int?) throws {
    self.plane = plane
    self.gate = gate
    self.processor = processor
    epoll = try Epoll()
    wake = try Descriptor(eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)), "Making an event descriptor")
    try epoll.add(wake.number, token: Self.wakeToken)
    unsafe states = .allocate(capacity: Self.ringLimit)
    unsafe states.initialize(repeating: .none, count: Self.ringLimit)
    unsafe lastFrame = .allocate(capacity: Self.ringLimit)
    unsafe lastFrame.initialize(repeating: 0, count: Self.ringLimit)
    unsafe active = .allocate(capacity: Self.ringLimit)
    unsafe watches = .allocate(capacity: Self.ringLimit)
    spin = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 ? 20_000 : 0
  }

  deinit {
    unsafe states.deallocate()
    unsafe lastFrame.deallocate()
    unsafe active.deallocate()
    unsafe watches.deallocate()
  }

  // MARK: From the control thread, while the gate is closed

  /// Waits for kicks of a ring. The ring is looked at at once.
  func addRing(slot: Int32, pair: Int, kick: Int32) throws {
    let index = Int(slot) * 8 + pair
    if kick >= 0 { try epoll.add(kick, token: Self.kickToken | UInt64(index), [.read, .edge]) }
    activate(index)
  }

  func removeRing(slot: Int32, pair: Int, kick: Int32) {
    if kick >= 0 { epoll.remove(kick) }
    let index = Int(slot) * 8 + pair
    unsafe states[index] = .none
    removeActive(Int32(index))
  }

  /// Has a pair looked at: its rings started, or one of them.
  func look(slot: Int32, pair: Int) {
    let index = Int(slot) * 8 + pair
    activate(index)
    // The pair may be polled already, while a queue is new, and with it what its driver was asked. Nobody waits for
    // buffers to receive into: what finds none is lost.
    silenceKicks(index)
    guard let rings = unsafe plane.record(slot).pointee.rings else { return }
    unsafe (rings + pair * 2).pointee.queue?.setKicks(false)
  }

  func addEndpoint(slot: Int32, descriptor: Int32) throws {
    try epoll.add(descriptor, token: Self.endpointToken | UInt64(slot))
  }

  func removeEndpoint(descriptor: Int32) { epoll.remove(descriptor) }

  /// From any thread: it has something to do.
  func wakeUp() {
    var one: UInt64 = 1
    _ = unsafe write(wake.number, &one, 8)
  }

  func start() throws {
    let context = unsafe Unmanaged.passRetained(self)
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        unsafe Unmanaged<Worker>.fromOpaque(context!).takeRetainedValue().run()
        return nil
      }, unsafe context.toOpaque())
    guard status == 0 else {
      unsafe context.release()
      throw DrosteError(.outOfMemory, "A worker could not be started.", cause: systemText(status))
    }
  }

  /// Ends the thread and waits for it. While the gate is open.
  func stop() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    wakeUp()
    pthread_join(thread, nil)
  }

  // MARK: The thread

  private func run() {
    unsafe droste_name_thread(unsafe "worker \(plane.own.pointee.index)")
    if let processor { droste_pin_thread(Int32(processor)) }
    do {
      breaker = try WaitBreaker()
    } catch {
      log("worker \(unsafe plane.own.pointee.index): a machine's process can make it wait: \(error.text)")
    }
    gate.enter()
    while !isStopping.load(ordering: .relaxed) {
      if gate.isShut {
        gate.leave()
        gate.enter()
        isWatching = false
      }
      turn()
    }
    gate.leave()
  }

  private func turn() {
    if idleSince != 0, looks < Self.looksPerClock, !hasNews() { return }
    if idleSince == 0 || looks >= Self.looksPerClock {
      plane.readClock()
      looks = 0
    }
    let now = unsafe plane.own.pointee.nanoseconds
    var work = serveRings(now)
    if unsafe plane.shared.pointee.workers > 1 { work += plane.takeHandedOver(limit: 256) }
    finishTurn()
    if work > 0 {
      if idleSince != 0 {
        spin = min(spin &* 2, Self.longestSpin)
        idleSince = 0
      }
      turns &+= 1
      if turns & 31 == 0 { handleEvents(wait(0)) }
      return
    }
    if idleSince == 0 {
      idleSince = now
      idleLooks = 0
    }
    if now &- idleSince < spin {
      if idleLooks >= Self.looksPerEvents {
        idleLooks = 0
        if handleEvents(wait(0)) {
          idleSince = 0
          return
        }
      }
      watchRings()
      return
    }
    if spin > 0 { spin = max(spin / 2, Self.shortestSpin) }
    idleSince = 0
    if rest(now) { return }
    sleep(now)
  }

  /// Notes where each polled ring is to be looked at.
  private func watchRings() {
    for position in 0..<activeCount {
      let index = unsafe active[position]
      unsafe watches[position] = unsafe plane.watch(plane.record(index >> 3), pair: Int(index & 7))
    }
    isWatching = true
  }

  /// Whether there is anything to do, by a look at each polled ring and at what other workers hand over.
  private func hasNews() -> Bool {
    guard isWatching else { return true }
    looks &+= activeCount &+ 1
    idleLooks &+= activeCount &+ 1
    for position in 0..<activeCount where unsafe watches[position].hasMore { return true }
    for other in unsafe 0..<plane.shared.pointee.workers where unsafe other != Int(plane.own.pointee.index) {
      if unsafe !plane.own.pointee.incoming[other].isEmpty { return true }
    }
    return false
  }

  /// Serves each polled ring once; how many frames there were.
  private func serveRings(_ now: UInt64) -> Int {
    var work = 0
    var position = 0
    isWatching = false
    due = 0
    while position < activeCount {
      let index = unsafe active[position]
      position &+= 1
      let record = unsafe plane.record(index >> 3)
      if unsafe record.pointee.flags.contains(.isShaped) {
        let wait = unsafe record.pointee.bandwidth.nanosecondsUntil(bytes: 1, at: now)
        if wait > 0 {
          due = due == 0 ? now &+ wait : min(due, now &+ wait)
          continue
        }
      }
      let before = unsafe record.pointee.receivedBytes
      var quota = Virtqueue.batchLimit
      if unsafe !record.pointee.share.isEqual {
        quota = unsafe record.pointee.share.quota()
        if quota == 0 {
          // Its turn comes: that it has to wait is no reason to sleep.
          if unsafe plane.hasMore(record, pair: Int(index & 7)) { work &+= 1 }
          continue
        }
      }
      let count = unsafe plane.serve(record, pair: Int(index & 7), limit: quota)
      if count > 0 {
        work &+= count
        unsafe lastFrame[Int(index)] = now
        let bytes = unsafe Int(record.pointee.receivedBytes &- before)
        unsafe record.pointee.share.spend(frames: count, bytes: bytes)
        if unsafe record.pointee.flags.contains(.isShaped) {
          unsafe record.pointee.bandwidth.charge(bytes: bytes, at: now)
        }
      } else if unsafe now &- lastFrame[Int(index)] > Self.silence, activeCount > 1, retire(index) {
        position &-= 1
      }
    }
    return work
  }

  private func finishTurn() {
    let own = unsafe plane.own
    if unsafe own.pointee.unflushedCount > 0 { plane.flush() }
    if unsafe own.pointee.woken != 0 {
      let woken = unsafe own.pointee.woken
      unsafe own.pointee.woken = 0
      droste_full_fence()
      for index in 0..<others.count where woken & 1 << UInt8(index) != 0 {
        if others[index].isAsleep.load(ordering: .relaxed) { others[index].wakeUp() }
      }
    }
    if unsafe own.pointee.hasPunted || own.pointee.hasStopped {
      unsafe own.pointee.hasPunted = false
      unsafe own.pointee.hasStopped = false
      var one: UInt64 = 1
      _ = unsafe write(plane.shared.pointee.puntEvent, &one, 8)
    }
  }

  /// Asks all drivers for kicks, and looks once more; true when there is something after all.
  private func rest(_ now: UInt64) -> Bool {
    var position = 0
    var found = false
    isPolledOnly = false
    while position < activeCount {
      let index = unsafe active[position]
      position += 1
      let record = unsafe plane.record(index >> 3)
      if unsafe record.pointee.flags.contains(.isShaped), due != 0,
        unsafe record.pointee.bandwidth.nanosecondsUntil(bytes: 1, at: now) > 0
      {
        continue
      }
      switch ask(index) {
      case .found: found = true
      case .unkickable: isPolledOnly = true
      case .asked:
        unsafe states[Int(index)] = .asked
        if unsafe now &- lastFrame[Int(index)] > Self.silence {
          unsafe states[Int(index)] = .waiting
          removeActive(index)
          position -= 1
        }
      }
    }
    if found { unask() }
    return found
  }

  private enum Answer { case asked, found, unkickable }

  /// Asks the driver of a ring for kicks, unless the ring has something or there is no kick descriptor.
  private func ask(_ index: Int32) -> Answer {
    let record = unsafe plane.record(index >> 3)
    guard let rings = unsafe record.pointee.rings else { return .asked }
    let ring = unsafe rings + (Int(index & 7) * 2 + 1)
    guard unsafe ring.pointee.queue != nil else { return .asked }
    // What such a ring has waits for a kick, or for ever.
    let isLeftAlone = unsafe record.pointee.flags.contains(.isStopped) || ring.pointee.isHeld
    if unsafe ring.pointee.kick < 0 {
      return unsafe !isLeftAlone && ring.pointee.queue!.hasMore() ? .found : .unkickable
    }
    unsafe ring.pointee.queue!.setKicks(true)
    guard unsafe !isLeftAlone && ring.pointee.queue!.hasMore() else { return .asked }
    unsafe ring.pointee.queue!.setKicks(false)
    return .found
  }

  /// Polls all rings again whose drivers were asked: what woke the worker is most often traffic that has more than one.
  private func unask() {
    for position in 0..<activeCount {
      let index = unsafe active[position]
      guard unsafe states[Int(index)] == .asked else { continue }
      unsafe states[Int(index)] = .active
      silenceKicks(Int(index))
    }
  }

  private func silenceKicks(_ index: Int) {
    guard let rings = unsafe plane.record(Int32(index) >> 3).pointee.rings else { return }
    let ring = unsafe rings + ((index & 7) * 2 + 1)
    if unsafe ring.pointee.queue != nil { unsafe ring.pointee.queue!.setKicks(false) }
  }

  /// Moves a ring to the waiting ones; false when it has something, or can only be polled.
  private func retire(_ index: Int32) -> Bool {
    guard ask(index) == .asked else { return false }
    unsafe states[Int(index)] = .waiting
    removeActive(index)
    return true
  }

  private func activate(_ index: Int) {
    guard unsafe states[index] != .active else { return }
    if unsafe states[index] != .asked {
      unsafe active[activeCount] = Int32(index)
      activeCount += 1
    }
    unsafe states[index] = .active
    unsafe lastFrame[index] = unsafe plane.own.pointee.nanoseconds
    silenceKicks(index)
  }

  private func removeActive(_ index: Int32) {
    for position in 0..<activeCount where unsafe active[position] == index {
      activeCount -= 1
      unsafe active[position] = unsafe active[activeCount]
      return
    }
  }

  private func sleep(_ now: UInt64) {
    isAsleep.store(true, ordering: .sequentiallyConsistent)
    droste_full_fence()
    for other in unsafe 0..<plane.shared.pointee.workers where unsafe other != Int(plane.own.pointee.index) {
      if unsafe !plane.own.pointee.incoming[other].isEmpty {
        isAsleep.store(false, ordering: .relaxed)
        return unask()
      }
    }
    var timeout: Int32 = -1
    if due != 0 { timeout = Int32(min(1000, (max(due, now) - now) / 1_000_000 + 1)) }
    if isPolledOnly, due == 0 { timeout = 1 }
    gate.leave()
    var count = wait(timeout)
    if timeout < 0, count == 0 {
      // The breaker's signal: it has nothing to do while this sleeps.
      breaker?.pause()
      count = wait(timeout)
      breaker?.resume()
    }
    isAsleep.store(false, ordering: .relaxed)
    gate.enter()
    plane.readClock()
    unask()
    // Other signals, and SIGCONT, end a wait before what came is looked at.
    if count == 0 { count = wait(0) }
    handleEvents(count)
  }

  /// Leaves a broken endpoint to the control thread.
  private func endpointFailed(_ slot: Int32, _ error: any Error) {
    guard let endpoint = unsafe plane.record(slot).pointee.endpoint else { return }
    let box = unsafe endpoint.takeUnretainedValue()
    box.failure = error
    epoll.remove(box.endpoint.descriptor)
    unsafe plane.own.pointee.hasStopped = true
  }

  private func wait(_ milliseconds: Int32) -> Int { (try? epoll.wait(milliseconds: milliseconds)) ?? 0 }

  /// Does what the last `count` events ask for; whether there was anything.
  @discardableResult
  private func handleEvents(_ count: Int) -> Bool {
    for event in 0..<count {
      let token = epoll.token(event)
      let index = Int(token & 0xFFFF_FFFF)
      switch token & ~0xFFFF_FFFF {
      case Self.kickToken: if unsafe states[index] == .waiting { activate(index) }
      case Self.endpointToken:
        do { try plane.serveEndpoint(Int32(index)) } catch { endpointFailed(Int32(index), error) }
      default:
        var value: UInt64 = 0
        _ = unsafe read(wake.number, &value, 8)
      }
    }
    if count > 0 { finishTurn() }
    return count > 0
  }
}
