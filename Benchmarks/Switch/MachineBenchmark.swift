import Glibc

/// iperf3 between two machines under QEMU on one switch: over vhost-user, and over `-netdev stream`, whose frames cross
/// a socket one by one.
struct MachineBenchmark {
  private static let turns = 2
  private static let runs = 3

  func run() async throws -> [Row] {
    guard let images = Program.environment["DROSTE_IMAGES"], access("\(images)/guest/vmlinux", R_OK) == 0 else {
      throw BenchError("There is no guest image to boot. Build it: make images")
    }
    let image = "\(images)/guest"
    let folder = try Folder()
    let initramfs = try await GuestInitramfs.write(image: image, folder: folder)
    var turns = Turns()
    for turn in 1...Self.turns {
      say("machines, turn \(turn) of \(Self.turns)")
      let first = try measure(.vhostUser, image, initramfs)
      let peer = try measure(.stream, image, initramfs)
      turns.add((first, try measure(.vhostUser, image, initramfs)), peer)
    }
    return [
      Row(what: "iperf3 between two machines", turns, peerName: "-netdev stream", limit: .atLeast(3)) {
        .bitsPerSecond($0)
      }
    ]
  }

  private func measure(_ link: BenchMachine.Link, _ image: String, _ initramfs: String) throws -> Double {
    let folder = try Folder()
    let droste = try DrosteSwitch(ports: 2, learning: [:], connection: link, on: nil)
    let server = try BenchMachine(
      1, droste.connection(0), link: link, image: image, initramfs: initramfs, folder: folder)
    let client = try BenchMachine(
      2, droste.connection(1), link: link, image: image, initramfs: initramfs, folder: folder)
    let rates = try withExtendedLifetime((droste, server)) {
      try server.waitUntilReady()
      try client.waitUntilReady()
      return try client.bitsPerSecond(runs: Self.runs)
    }
    say("  \(link): \(rates.map { fixed($0 / 1e9, 3) }.joined(separator: ", ")) Gbit/s")
    return median(rates)
  }
}
