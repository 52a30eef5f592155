import CDroste
import FoundationEssentials
import Glibc

/// The same through tap devices, read and written directly. Runs in the bridge's network namespace, as a process of its
/// own: a process with several threads cannot enter a user namespace.
enum TapPingPong {
  static let verb = "tap-ping-pong"

  /// Runs this program in the namespace of two taps.
  static func run(_ bridge: LinuxBridge, on processor: Int, folder: Folder) async throws -> PingPong.Result {
    var interfaces: [String] = []
    for port in 0..<2 { if case .tap(let name, _) = bridge.connection(port) { interfaces.append(name) } }
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let output = try await Child.run(
      [program, verb, "\(processor)"] + interfaces, folder: folder, in: bridge.namespace)
    let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard numbers.count == 2 else { throw BenchError("no times of the taps: \(output)") }
    return PingPong.Result(median: numbers[0], percentile99: numbers[1])
  }

  /// The process in the namespace.
  static func main() -> Int32 {
    do {
      let words = Array(CommandLine.arguments.dropFirst(2))
      guard words.count == 3, let processor = Int(words[0]) else { throw BenchError("processor and two taps") }
      try Processors.pin(to: processor)
      let result = try measure(try Tap(words[1], port: 0), try Tap(words[2], port: 1))
      print(result.median, result.percentile99)
      return 0
    } catch {
      say("\(error)")
      return 1
    }
  }

  private static func measure(_ first: Tap, _ second: Tap) throws -> PingPong.Result {
    // The bridge's ports take a moment until they forward.
    try PingPong.wait {
      try first.send(to: 1)
      return second.receive()
    }
    while first.receive() + second.receive() > 0 {}
    return try PingPong.measure {
      try first.send(to: 1)
      try PingPong.wait { second.receive() }
      try second.send(to: 0)
      try PingPong.wait { first.receive() }
    }
  }

  /// One tap device.
  private final class Tap {
    private let name: String
    private let descriptor: Int32
    private var frames: [[UInt8]] = []
    private var buffer = [UInt8](repeating: 0, count: 2048)
    private static let headerLength = Int(DROSTE_TAP_HEADER_LENGTH)

    init(_ name: String, port: Int) throws {
      self.name = name
      var offloads: UInt32 = 0
      descriptor = droste_tap_open(name, &offloads)
      guard descriptor >= 0 else {
        throw BenchError("the tap device \(name): \(String(cString: strerror(-descriptor)))")
      }
      frames = (0..<2).map { peer in
        [UInt8](repeating: 0, count: Self.headerLength)
          + Station.frame(from: BenchAddress.machine(port), to: BenchAddress.machine(peer), size: 64)
      }
    }

    deinit { close(descriptor) }

    func send(to port: Int) throws {
      guard write(descriptor, frames[port], frames[port].count) > 0 else {
        throw BenchError("the tap device \(name) takes no frame: \(String(cString: strerror(errno)))")
      }
    }

    /// 1 for a frame of ours, 0 for none or another.
    func receive() -> Int {
      let count = read(descriptor, &buffer, buffer.count)
      return count == Self.headerLength + 64 && buffer[Self.headerLength + 12] == 0x88 ? 1 : 0
    }
  }
}

extension PingPong.Result {
  init(median: Double, percentile99: Double) {
    self.median = median
    self.percentile99 = percentile99
  }
}
