import Glibc

/// `dpdk-testpmd` with two network devices on one processor. Each frame that arrives at one is sent from the other, its
/// addresses rewritten, so that the frames of `start tx_first` go round through the switch for ever: a closed loop, in
/// which nothing is lost and the switch decides how fast it goes.
final class TestPMD {
  private let process: Child

  /// Bursts of 32 frames that each port sends at the start.
  private static let bursts = 8

  /// - Parameter packed: packed rings; taps have none.
  init(_ peer: any SwitchUnderTest, packed: Bool, on processor: Int, folder: Folder) throws {
    var devices: [String] = []
    var namespace: NetworkNamespace?
    for port in 0..<2 {
      let address = BenchAddress.text(BenchAddress.machine(port))
      let ring = "queues=1,queue_size=256,packed_vq=\(packed ? 1 : 0),mac=\(address)"
      switch peer.connection(port) {
      case .switchListens(let path): devices.append("net_virtio_user\(port),path=\(path),\(ring)")
      case .machineListens(let path):
        // The one before may have left its socket.
        unlink(path)
        devices.append("net_virtio_user\(port),path=\(path),server=1,\(ring)")
      case .tap(let interface, let network):
        devices.append("net_tap\(port),iface=\(interface),mac=\(address)")
        namespace = network
      }
    }
    // Two logical cores on one processor: the one that takes commands sleeps.
    process = try Child(
      [
        "dpdk-testpmd", "--lcores=0@\(processor),1@\(processor)", "--no-huge", "-m", "1024", "--no-pci",
        "--no-telemetry",
      ] + devices.map { "--vdev=\($0)" } + [
        "--", "-i", "--forward-mode=mac", "--eth-peer=0,\(BenchAddress.text(BenchAddress.machine(1)))",
        "--eth-peer=1,\(BenchAddress.text(BenchAddress.machine(0)))", "--rxq=1", "--txq=1", "--nb-cores=1",
      ], environment: ["RUNTIME_DIRECTORY": folder.path], folder: folder, in: namespace)
    try process.wait(for: "prompt", seconds: 30) { $0.contains("testpmd> ") ? true : nil }
    // Open vSwitch forwards nothing before its main thread, which shares this processor, has noticed the new ports; what
    // is sent before is lost.
    sleep(seconds: 1)
  }

  /// Frames per second that the switch forwards, both directions together; nil when the frames of a direction were lost.
  /// testpmd ends with it.
  func framesPerSecond(size: Int, seconds: Double) throws -> Double? {
    try process.enter("set txpkts \(size)")
    try process.enter("start tx_first \(Self.bursts)")
    // The switch learns, caches fill, clocks rise.
    sleep(seconds: 1)
    try process.enter("show port stats all")
    sleep(seconds: seconds)
    try process.enter("show port stats all")
    // It writes its statistics out when it ends.
    try process.enter("quit")
    guard process.waitForEnd(seconds: 10) else { throw BenchError("testpmd does not end:\n\(process.output)") }
    // Each call tells what came in since the one before, for both ports.
    let rates = process.output.split(separator: "\n").compactMap { line -> Double? in
      let words = line.split(separator: " ")
      return words.count >= 2 && words[0] == "Rx-pps:" ? Double(words[1]) : nil
    }
    guard rates.count == 4 else { throw BenchError("testpmd told no rates:\n\(process.output)") }
    let last = rates.suffix(2)
    return last.allSatisfy { $0 > 0 } ? last.reduce(0, +) : nil
  }
}
