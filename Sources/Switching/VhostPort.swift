internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV
internal import Virtio

// Theory of operation
//
// A port to a machine whose memory the switch shares (vhost-user). QEMU listens, the switch connects: so a switch that was
// killed finds its machines again by itself, and a machine that starts later than its switch is found as soon as it
// listens. The protocol is VhostUserBackend's; here are the connection and what workers are to know of it: the port's
// record, and the rings that its worker is to poll. All of it on the control thread, while the gate is closed.
//
// Connecting does not block. After a failure (no such socket, nobody listening) it is tried again after 20 ms, then after
// twice as long each time up to 400 ms. The folder of the socket is watched (inotify), and a new file in it makes the next
// attempt come after 5 ms.
//
// A machine that broke a rule of its rings is left alone until its driver starts the rings anew (a reboot, another
// driver): then it gets another chance. One whose process made a worker or this thread wait (WaitBreaker.swift), which takes
// intent, is let go and not connected to for a minute: so it costs others 20 ms at most of each.
//
// SAFETY of every access in this file: `slot` is the port's, below 256, and its record is touched while no worker runs.
// `rings` are in the record only while the back end that owns them is here: `drop` takes them out in the same step.

final class VhostPort: VhostUserDelegate {
  private static let firstDelay = 20
  private static let lastDelay = 400
  private static let blockingDelay = 60_000

  let socketPath: String
  let queuePairs: Int
  private let mtu: UInt16
  private let slot: Int32
  private let planes: DataPlanes
  private let worker: Worker?
  private let epoll: Epoll
  private let timer: Timer
  private let watch: FolderWatch?
  private var backend: VhostUserBackend?
  private var delay = VhostPort.firstDelay
  /// Whether the last machine made somebody wait.
  private var isShut = false
  private let note: (String) -> Void
  private let broadcastRARP: (MACAddress) -> Void

  init(
    socketPath: String, queuePairs: Int, mtu: Int, slot: Int32, planes: DataPlanes, worker: Worker?,
    log: @escaping (String) -> Void, broadcastRARP: @escaping (MACAddress) -> Void
  ) throws {
    self.socketPath = socketPath
    self.queuePairs = queuePairs
    self.mtu = UInt16(truncatingIfNeeded: mtu)
    self.slot = slot
    self.planes = planes
    self.worker = worker
    note = log
    self.broadcastRARP = broadcastRARP
    epoll = try Epoll()
    timer = try Timer()
    watch = try? FolderWatch(folderOf: socketPath)
    try epoll.add(timer.descriptor, token: 0)
    if let watch { try epoll.add(watch.descriptor, token: 0) }
    unsafe planes.record(slot).pointee.flags.insert(.hasRings)
    connect()
  }

  /// Readable while `service` has something to do.
  var descriptor: Int32 { epoll.descriptor }

  /// Whether a machine is plugged in. Its driver may still have to start the rings.
  var isConnected: Bool { backend != nil }

  /// Why the port was stopped; nil when it was not.
  var violation: RingViolation? {
    let record = unsafe planes.record(slot)
    return unsafe record.pointee.flags.contains(.isStopped) ? record.pointee.violation : nil
  }

  /// Connects, or handles what the machine's QEMU says.
  func service() {
    let isNew = watch?.changed() ?? false
    let isDue = timer.expired()
    guard let backend else {
      if isDue { connect() } else if isNew, !isShut { timer.set(milliseconds: 5) }
      return
    }
    do {
      _ = try backend.service()
    } catch {
      if error == .blocking { return shut() }
      if error != .disconnected { note(error.text) }
      disconnect()
    }
    tick()
  }

  /// Whether the machine's memory is still there, and it let workers work. After each message, once a second, and when a
  /// worker has stopped a port.
  func tick() {
    guard let backend else { return }
    if violation == .blockedCall { return shut() }
    guard backend.isMemoryLost else { return }
    let record = unsafe planes.record(slot)
    unsafe record.pointee.flags.insert(.isStopped)
    unsafe record.pointee.violation = .memoryLost
  }

  func close() {
    drop()
    unsafe planes.record(slot).pointee.flags.subtract([.hasRings, .isStopped])
  }

  private func connect() {
    switch UnixSocket.connect(to: socketPath) {
    case .success(let number):
      do {
        try epoll.add(number, token: 0)
        backend = VhostUserBackend(socket: OwnedDescriptor(number), maxPairs: queuePairs, mtu: mtu)
        backend?.delegate = self
        delay = Self.firstDelay
        isShut = false
        unsafe planes.record(slot).pointee.flags.remove(.isStopped)
      } catch {
        _ = Glibc.close(number)
        retryLater()
      }
    case .failure: retryLater()
    }
  }

  private func disconnect() {
    drop()
    retryLater()
  }

  /// Lets go of a machine that made somebody wait.
  private func shut() {
    drop()
    isShut = true
    let record = unsafe planes.record(slot)
    unsafe record.pointee.flags.insert(.isStopped)
    unsafe record.pointee.violation = .blockedCall
    timer.set(milliseconds: Self.blockingDelay)
  }

  private func drop() {
    guard let backend else { return }
    epoll.remove(backend.socket)
    backend.close()
    self.backend = nil
    let record = unsafe planes.record(slot)
    unsafe record.pointee.rings = nil
    unsafe record.pointee.pairs = 0
    unsafe record.pointee.flags.remove(.isStopped)
  }

  private func retryLater() {
    timer.set(milliseconds: delay)
    delay = min(delay * 2, Self.lastDelay)
  }

  // MARK: VhostUserDelegate

  func kickAdded(ring: Int, descriptor: Int32) {
    // Buffers to receive into are looked for when there is something to receive.
    guard ring % 2 == 1 else { return }
    do {
      try worker?.addRing(slot: slot, pair: ring / 2, kick: descriptor)
    } catch {
      note("waiting for the machine's ring \(ring): \(error)")
    }
  }

  func kickRemoved(ring: Int, descriptor: Int32) {
    guard ring % 2 == 1 else { return }
    worker?.removeRing(slot: slot, pair: ring / 2, kick: descriptor)
  }

  func ringsChanged() {
    guard let backend else { return }
    let record = unsafe planes.record(slot)
    let wasRunning = unsafe record.pointee.pairs > 0
    unsafe record.pointee.rings = unsafe backend.rings
    unsafe record.pointee.pairs = Int32(backend.activePairs)
    unsafe record.pointee.headerLength = Int32(backend.headerLength)
    unsafe record.pointee.isMergeable = backend.acknowledged.contains(.mergeableBuffers)
    unsafe record.pointee.accepts = OffloadCapabilities(guestFeatures: backend.acknowledged.rawValue)
    if unsafe record.pointee.pairs == 0 || !wasRunning { unsafe record.pointee.flags.remove(.isStopped) }
    for pair in 0..<backend.maxPairs where unsafe backend.rings[pair * 2 + 1].queue != nil {
      worker?.look(slot: slot, pair: pair)
    }
    worker?.wakeUp()
  }

  func broadcastRARP(address: UInt64) { broadcastRARP(MACAddress(rawValue: address)) }

  func log(_ text: String) { note(text) }
}
