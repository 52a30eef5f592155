import Ethernet
import FoundationEssentials
import Glibc
import Testing
import VhostFrontend

/// `dpdk-testpmd` with two network devices that share their rings with a switch. What arrives at one device is sent from the
/// other, its addresses rewritten; `start` sends 32 frames from each at first. It ends with the object, and when the test
/// process does: its input ends then.
final class TestPMD {
  static let program = "/usr/bin/dpdk-testpmd"
  static let isInstalled = access(program, X_OK) == 0
  /// Frames that each device sends at first.
  static let burst: UInt64 = 32

  private let folder: PrivateFolder
  private let log: String
  private var input: Int32 = -1
  private var process: pid_t = -1

  init() throws {
    folder = try PrivateFolder()
    log = folder.path + "/log"
  }

  deinit {
    if input >= 0 { close(input) }
    if process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
  }

  /// Where a device listens for the switch.
  func socket(_ device: Int) -> String { "\(folder.path)/\(device)" }

  /// Starts it. A switch that connects to both sockets must run.
  func start(_ rings: RingFormat) async throws {
    let processors = try Self.processors()
    let devices = (0..<2).map { device in
      "--vdev=net_virtio_user\(device),path=\(socket(device)),server=1,queues=1,queue_size=256,"
        + "packed_vq=\(rings == .packed ? 1 : 0),mac=\(Self.text(.port(device)))"
    }
    try spawn(
      [
        Self.program, "--lcores=0@(\(processors)),1@(\(processors))", "--no-huge", "-m", "256", "--no-pci",
        "--no-telemetry",
      ] + devices + [
        "--", "-i", "--forward-mode=mac", "--eth-peer=0,\(Self.text(.port(1)))", "--eth-peer=1,\(Self.text(.port(0)))",
        "--rxq=1", "--txq=1", "--nb-cores=1", "--total-num-mbufs=8192",
      ])
    let deadline = RingProcess.deadline
    while !output.contains("testpmd> ") {
      try #require(!deadline.hasPassed && waitpid(process, nil, WNOHANG) == 0, "testpmd did not start:\n\(output)")
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  func enter(_ line: String) throws {
    let bytes = Array((line + "\n").utf8)
    try #require(write(input, bytes, bytes.count) == bytes.count, "testpmd takes no input:\n\(output)")
  }

  /// Where the first frames of a device, and those that the other device receives, go to.
  func setPeer(_ device: Int, _ address: MACAddress) throws {
    try enter("set eth-peer \(device) \(Self.text(address))")
  }

  var output: String { (try? String(contentsOf: URL(filePath: log), encoding: .utf8)) ?? "" }

  private static func text(_ address: MACAddress) -> String {
    "\(address)".split(separator: "-").joined(separator: ":")
  }

  /// Those that this process may run on: `0-1`.
  private static func processors() throws -> String {
    let text = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
    return try #require(line.split(whereSeparator: { $0 == "\t" || $0 == " " }).last.map(String.init))
  }

  private func spawn(_ arguments: [String]) throws {
    var pipe: [Int32] = [-1, -1]
    try #require(Glibc.pipe(&pipe) == 0)
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipe[0]) }
    input = pipe[1]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pipe[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    // DPDK keeps its sockets and files there.
    var environment: [UnsafeMutablePointer<CChar>?] = [
      strdup("RUNTIME_DIRECTORY=\(folder.path)"), strdup("PATH=/usr/bin:/bin"), nil,
    ]
    defer { for text in argv + environment { free(text) } }
    let status = posix_spawn(&process, arguments[0], &actions, nil, &argv, &environment)
    try #require(status == 0, "starting \(arguments[0]): errno \(status)")
  }
}
