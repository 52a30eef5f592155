import FoundationEssentials
import Glibc
import Host
import HostAPI
import HyperV
import Logging
import Testing

/// A host of a test's own: the service in this process, on folders that go with it. No test that uses it may make what
/// reaches into the computer's network: internal and external switches, NATs.
struct TestService: Sendable {
  let folder: String
  var client: HostClient { HostClient(socketPath: "\(folder)/r/api.sock") }
  /// A disk of one sector that halts; QEMU runs it.
  var disk: String { "\(folder)/disk.img" }

  /// The folder with `droste-switch`: `DROSTE_BIN`, else where the tests themselves were built.
  static var binaries: String {
    if let named = ProcessInfo.processInfo.environment["DROSTE_BIN"], !named.isEmpty { return named }
    let program = CommandLine.arguments[0]
    return String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
  }

  static var hasSwitches: Bool { access("\(binaries)/droste-switch", X_OK) == 0 }
  static var hasQEMU: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      access("\($0)/qemu-system-x86_64", X_OK) == 0
    }
  }

  init() throws {
    var name = Array("/tmp/droste-cmdlets-XXXXXX".utf8CString)
    let made = name.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    folder = try #require(made)
    for part in ["h", "r", "i"] {
      mkdir("\(folder)/\(part)", 0o700)
    }
    // cli; hlt; jmp to the hlt: a guest that does nothing.
    let code: [UInt8] = [0xfa, 0xf4, 0xeb, 0xfd]
    var bytes = code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xaa]
    bytes += [UInt8](repeating: 0, count: (1 << 20) - bytes.count)
    try Data(bytes).write(to: URL(filePath: disk))
  }

  /// Runs the service while `body` runs, turns its machines off, and takes everything away again.
  func run(_ body: @concurrent @Sendable () async throws -> Void) async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (ready, signal) = AsyncStream.makeStream(of: Void.self)
    let configuration = HostConfiguration(
      home: "\(folder)/h", images: "\(folder)/i", run: "\(folder)/r", binaries: Self.binaries)
    let socket = client.socketPath
    var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .critical
    let quiet = log
    let service = Task.detached {
      defer { signal.finish() }
      try await HostServer.run(configuration, socketPath: socket, log: quiet) { signal.yield() }
    }
    var isUp = false
    for await _ in ready {
      isUp = true
      break
    }
    guard isUp else { return try await service.value }
    let result: Result<Void, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try await clear()
    try await client.stopService()
    try await service.value
    try result.get()
  }

  /// Removes machines and switches, those that run too.
  func clear() async throws {
    for machine in try await client.status().machines {
      if machine.status.state != .off { _ = try await client.turnOffMachine(machine.configuration.name) }
      try await client.removeMachine(machine.configuration.name)
    }
    for found in try await client.status().switches { try await client.removeSwitch(found.configuration.name) }
  }
}

/// Runs all tests of a suite against one service, made before the first and stopped after the last.
struct RunningService: SuiteTrait, TestScoping {
  @TaskLocal static var service: TestService?

  var isRecursive: Bool { false }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let service = try TestService()
    try await service.run { try await Self.$service.withValue(service, operation: function) }
  }
}

extension Trait where Self == RunningService {
  static var runningService: Self { RunningService() }
}
