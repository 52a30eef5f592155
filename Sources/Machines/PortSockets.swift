internal import Glibc
internal import HyperV
internal import Processes
internal import Virtio

// Theory of operation
//
// A machine's adapters are vhost-user ports: QEMU listens, a switch connects. QEMU takes no listening socket for them as a
// descriptor but makes each itself; and it waits, before it makes its machine, for somebody who connects to each adapter
// and tells what a switch can do. The adapter may be on no switch, and a switch may be away. So whoever starts the machine
// makes a folder for QEMU's user, `ports`, hands it over as a descriptor, and then
//
//   1. connects to every socket in it as soon as QEMU listens there. Nobody else knows these paths, so ours is the first
//      connection of each;
//   2. moves the sockets to the machine's folder, where switches look for them, and removes `ports`. A switch that
//      connects from now on waits in line: QEMU serves one connection at a time;
//   3. answers QEMU for one adapter after the other, in the order in which it asks, and lets go.
//
// QEMU then starts its machine with adapters that nobody serves, and takes the switches that wait or come. So at the
// guest's first instruction QEMU has no folder any more: whatever a guest might make of it, it cannot put something else in the
// place of a socket that a switch with more rights connects to.
//
// A service that is killed in between leaves a QEMU that waits; `answerAgain` is for that one.

/// The sockets of a machine's adapters, from their making by QEMU to where switches find them.
struct PortSockets: Sendable {
  let folder: RunFolder

  /// Where QEMU makes them.
  var path: String { folder.file("ports") }

  /// A socket's name there: short, so that no path is longer than those of the folder's other sockets.
  static func name(_ index: Int) -> String { "\(index)" }

  /// What a back end says in the place of a switch; no machine asks, see VIRTIO_NET_F_MTU.
  private static let mtu: UInt16 = 9000

  /// Does all three steps. Waits: for a thread of its own.
  ///
  /// - Throws: `DrosteError` (`timeout`) when `process` does not get there in time, `VhostUserError` when it ends.
  func handOver(_ count: Int, queuePairs: Int, seconds: Double, of process: DetachedProcess) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    let connections = try (0..<count).map { try connect($0, until: end, process) }
    for index in 0..<count { move(index) }
    rmdir(path)
    for (index, connection) in connections.enumerated() {
      let left = (end - ContinuousClock.now) / .milliseconds(1)
      do {
        try VhostUserHandshake.answer(
          connection, queuePairs: queuePairs, mtu: Self.mtu, within: max(1, Int(left)))
      } catch {
        throw failure(index, error)
      }
    }
  }

  /// Answers a QEMU that waits for adapters, where nobody did. Each is tried for a second: one that has a switch does not
  /// answer.
  func answerAgain(_ count: Int, queuePairs: Int) {
    for index in 0..<count {
      move(index)
      let path = folder.file(MachineLaunch.portSocketName(index))
      try? VhostUserHandshake.run(socketPath: path, queuePairs: queuePairs, mtu: Self.mtu, within: 1000)
    }
    rmdir(path)
  }

  private func move(_ index: Int) {
    rename(path + "/" + Self.name(index), folder.file(MachineLaunch.portSocketName(index)))
  }

  /// Tries until QEMU listens: nothing tells when it does. A try takes some microseconds.
  private func connect(
    _ index: Int, until end: ContinuousClock.Instant, _ process: DetachedProcess
  ) throws -> Virtio.OwnedDescriptor {
    var pause: UInt32 = 200
    while true {
      do {
        return try Virtio.OwnedDescriptor.connected(to: path + "/" + Self.name(index))
      } catch {
        guard case .system(_, let number) = error, [ENOENT, ECONNREFUSED].contains(number), process.isAlive,
          ContinuousClock.now < end
        else { throw failure(index, error) }
      }
      usleep(pause)
      // 0.2 ms at first, 5 ms after a third of a second.
      pause = min(pause + pause / 16 + 1, 5000)
    }
  }

  private func failure(_ index: Int, _ error: VhostUserError) -> DrosteError {
    DrosteError(.timeout, "QEMU did not make network adapter \(index + 1).", cause: error.text)
  }
}
