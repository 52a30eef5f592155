import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching
import Testing

/// A folder with a real switch process and machines that are played. Everything ends with the fixture.
final class ProcessFixture {
  /// Short, so that sockets in it have short paths.
  let folder: String
  private(set) var process: pid_t = -1
  var configuration: SwitchProcessConfiguration
  /// A network namespace to run in.
  var namespace: String?

  init(_ ports: [(name: String, number: UInt8, spoofing: OnOffState)], dhcp: DHCPConfiguration? = nil) throws {
    var template = Array("/tmp/dr.XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      mkdtemp(buffer.baseAddress!).map { String(cString: $0) }
    }
    let folder = try #require(made)
    self.folder = folder
    configuration = SwitchProcessConfiguration(
      id: UUID(), name: "Lab",
      ports: ports.map { .machine($0.name, $0.number, spoofing: $0.spoofing, socket: "\(folder)/\($0.name).sock") },
      dhcp: dhcp)
  }

  deinit {
    kill9()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var client: SwitchControlClient { SwitchControlClient(directory: folder) }

  func machine(_ name: String) -> FakeMachine { FakeMachine("\(folder)/\(name).sock") }

  /// Writes the configuration and starts the process; returns when it answers.
  @discardableResult
  func start() async throws -> SwitchStatus {
    try JSONEncoder().encode(configuration).write(to: URL(filePath: folder + "/config.json"))
    let entering = namespace.map { ["/usr/bin/env", "ip", "netns", "exec", $0] } ?? []
    process = try Self.spawn(entering + [try Self.binary(), "--directory", folder], log: folder + "/switch.log")
    // 30 s: with a sanitizer, on a busy computer, starting takes seconds.
    for _ in 0..<3000 {
      if let status = try? await client.status(), status.processID == process { return status }
      try #require(waitpid(process, nil, WNOHANG) == 0, "droste-switch ended at once: \(log)")
      try await Task.sleep(for: .milliseconds(10))
    }
    throw DrosteError(.timeout, "droste-switch does not answer: \(log)")
  }

  /// Changes the configuration and applies it.
  func change(_ body: (inout SwitchProcessConfiguration) -> Void) async throws {
    body(&configuration)
    try await client.apply(configuration)
  }

  func status(_ port: String) async throws -> PortStatus {
    try #require(try await client.status().ports.first { $0.name == port })
  }

  var log: String { (try? String(contentsOf: URL(filePath: folder + "/switch.log"), encoding: .utf8)) ?? "" }

  /// Kills the process without warning.
  func kill9() {
    guard process > 0 else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    process = -1
  }

  /// Waits for the process to end; its exit code, or nil when it was killed or does not end.
  func exitCode(seconds: Double = 30) async throws -> Int32? {
    var status: Int32 = 0
    for _ in 0..<Int(seconds * 100) {
      if waitpid(process, &status, WNOHANG) == process {
        process = -1
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }

  func signal(_ number: Int32) {
    // Without a process -1, which is every process there is.
    precondition(process > 0, "the switch process does not run")
    kill(process, number)
    guard number == SIGSTOP else { return }
    // Threads that run on other processors go on until the kernel has told them.
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WSTOPPED) != 0, errno == EINTR {}
  }

  /// Resident memory that is the process's own, in bytes.
  var ownMemory: Int? {
    let file = URL(filePath: "/proc/\(process)/status")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// `droste-switch` in the folder that DROSTE_BIN names, else beside the tests.
  static func binary() throws -> String {
    var folder = getenv("DROSTE_BIN").map { String(cString: $0) } ?? ""
    if folder.isEmpty {
      var buffer = [CChar](repeating: 0, count: 4096)
      let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
      let path = String(decoding: buffer[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    }
    let path = folder + "/droste-switch"
    try #require(access(path, X_OK) == 0, "there is no \(path): build it, or name its folder in DROSTE_BIN")
    return path
  }

  static func spawn(_ arguments: [String], log: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var process: pid_t = 0
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    let status = posix_spawn(&process, arguments[0], &actions, nil, &argv, environ)
    try #require(status == 0, "starting \(arguments[0]): errno \(status)")
    return process
  }
}

/// A raw connection to a control socket.
final class ControlLine {
  private let descriptor: Int32

  init(_ fixture: ProcessFixture) throws {
    let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    descriptor = made
    try #require(withSocketAddress(fixture.folder + "/control.sock") { connect(made, $0, $1) } == 0)
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next line as a response; nil when none comes in time.
  func response(seconds: Double = 5) -> ControlResponse? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while isReadable(descriptor, seconds), read(descriptor, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return try? JSONDecoder().decode(ControlResponse.self, from: Data(line)) }
      line.append(byte)
    }
    return nil
  }
}
