import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching

/// The product's switch process, `bin/droste-switch`, on one processor. Port 0 is protected against MAC spoofing, port 1
/// may spoof and so learns; counters always count.
final class DrosteSwitch: SwitchUnderTest {
  let name = "Droste"
  private let folder: Folder
  private let process: Child
  private let connections: [PortConnection]

  /// How its machines are connected.
  enum Connection: Sendable { case vhostUser, stream }

  var processID: Int32? { process.processID }

  /// - Parameters:
  ///   - ports: how many.
  ///   - learning: ports that may spoof, and how many addresses each may learn.
  init(
    ports: Int, learning: [Int: Int] = [1: 64], connection: Connection = .vhostUser, on processor: Int?
  ) throws {
    let folder = try Folder()
    self.folder = folder
    let configuration = SwitchProcessConfiguration(
      id: UUID(), name: "Bench",
      ports: try (0..<ports).map { port in
        let path = "\(folder.path)/v\(port)"
        guard let address = MACAddress(BenchAddress.text(BenchAddress.machine(port), separator: "-")) else {
          throw BenchError("port \(port) has no address")
        }
        return PortConfiguration(
          name: "m\(port)/Network Adapter", kind: .machine,
          endpoint: connection == .vhostUser
            ? .vhostUser(socketPath: path, queuePairs: 1) : .stream(socketPath: path),
          macAddress: address, macAddressSpoofing: learning[port] == nil ? .off : .on,
          learningCap: learning[port] ?? 64)
      })
    try folder.write(JSONEncoder().encode(configuration), to: "config.json")
    let program = "\(Program.environment["DROSTE_BIN"] ?? "bin")/droste-switch"
    process = try Child([program, "--directory", folder.path], on: processor, folder: folder)
    connections = (0..<ports).map { .machineListens("\(folder.path)/v\($0)") }
    let control = "\(folder.path)/\(SwitchFile.control)"
    try process.wait(for: "control socket", seconds: 10) { _ in access(control, F_OK) == 0 ? true : nil }
  }

  deinit { process.end() }

  func connection(_ index: Int) -> PortConnection { connections[index] }

  func status() async throws -> SwitchStatus {
    try await SwitchControlClient(directory: folder.path, timeout: 10).status()
  }

  /// Waits until so many ports are connected.
  func waitForPorts(_ count: Int, seconds: Double = 30) async throws {
    let end = monotonicSeconds() + seconds
    while true {
      let connected = try await status().ports.count(where: \.connected)
      if connected >= count { return }
      guard monotonicSeconds() < end else {
        throw BenchError(
          "\(connected) of \(count) ports are connected after \(fixed(seconds, 0)) s:\n\(process.output)")
      }
      sleep(seconds: 0.05)
    }
  }
}
