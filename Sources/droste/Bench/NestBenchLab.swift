internal import HostAPI
internal import Lab

/// The lab that is measured: hosts inside each other, each alone on a NAT switch of the host around it.
///
/// It grows by a level each time, so that a level is measured before anything runs inside it. Every level boots the same
/// image, has one processor, and the same disk, that of the image library, handed on from host to host.
enum NestBenchLab {
  /// The deepest that it goes.
  static let deepest = 3
  /// The serial number of the library's disk in a machine.
  static let diskSerial = "droste-library"

  /// - Parameter levels: 1 to `deepest`.
  static func lab(levels: Int) throws -> Lab {
    try Lab(yaml: (["name: bench-nest"] + lines(1, of: levels, indent: "")).joined(separator: "\n"), file: "bench-nest")
  }

  /// The path of the machine that is a level: `["L1", "L2"]`.
  static func path(_ level: Int) -> [String] { (1...level).map { "L\($0)" } }

  /// The address at which a level finds the one above: there it is 127.0.0.1.
  static func gateway(_ level: Int) -> String { "10.\(90 + level).0.1" }

  private static func lines(_ level: Int, of levels: Int, indent: String) -> [String] {
    guard level <= levels else { return [] }
    // Hyper-V wants 4 GiB of a nested host; those inside have half of what is around them, and the lab of a level more
    // differs in nothing but that level.
    let memory = "\(8 >> level) GiB"
    let lines = [
      "switches:", "  - { name: Nest, type: NAT, address: \(gateway(level))/24, hostLoopback: true }", "machines:",
      "  - name: L\(level)", "    image: host", "    processors: 1", "    memory: \(memory)",
      "    nested: \(level < deepest)", "    adapters: [{ switch: Nest }]",
    ]
    return lines.map { indent + $0 } + Self.lines(level + 1, of: levels, indent: indent + "    ")
  }
}
