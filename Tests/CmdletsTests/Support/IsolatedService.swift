import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import Synchronization
import Testing

/// A host whose service runs in a network namespace of its own, so that cmdlets may change the network: it has one
/// physical adapter, `Ethernet` (10.71.0.2/24), and nothing beyond it. Needs root and `DROSTE_BIN`.
struct IsolatedService: SuiteTrait, TestScoping {
  @TaskLocal static var client: HostClient?
  /// The namespace, and a disk that QEMU runs.
  @TaskLocal static var place: (namespace: String, disk: String)?

  static var isPossible: Bool { geteuid() == 0 && access("\(TestService.binaries)/droste", X_OK) == 0 }

  private static let serial = Atomic<Int>(0)

  var isRecursive: Bool { false }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let service = try TestService()
    let name = "drf\(getpid())n\(Self.serial.add(1, ordering: .relaxed).newValue)"
    try shell("ip netns add \(name)")
    defer {
      try? shell("ip netns delete \(name)")
      try? FileManager.default.removeItem(atPath: service.folder)
    }
    try shell(
      """
      ip netns exec \(name) sh -ec 'ip link set dev lo up
      ip link add dev up0 type veth peer name far0
      ip link set dev up0 up
      ip link set dev far0 up
      ip address add 10.71.0.2/24 dev up0'
      """)
    let binaries = TestService.binaries
    try shell(
      "DROSTE_HOME=\(service.folder)/h DROSTE_RUN=\(service.folder)/r DROSTE_IMAGES=\(service.folder)/i "
        + "ip netns exec \(name) \(binaries)/droste host > \(service.folder)/log 2>&1 & echo $! > \(service.folder)/pid"
    )
    let client = service.client
    try await answer(client, within: .seconds(30))
    let result: Result<Void, any Error>
    do {
      result = .success(
        try await Self.$place.withValue((name, service.disk)) {
          try await Self.$client.withValue(client, operation: function)
        })
    } catch {
      result = .failure(error)
    }
    for nat in try await client.status().nats { try await client.removeNAT(nat.configuration.name) }
    try await service.clear()
    try await client.stopService()
    try result.get()
  }

  private func answer(_ client: HostClient, within limit: Duration) async throws {
    let end = ContinuousClock.now + limit
    while (try? await client.status()) == nil {
      guard ContinuousClock.now < end else { throw DrosteError(.timeout, "The service does not answer.") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Everything that a row may have left, taken away.
  static func clear(_ client: HostClient) async throws {
    for nat in try await client.status().nats { try await client.removeNAT(nat.configuration.name) }
    for machine in try await client.status().machines { try await client.removeMachine(machine.configuration.name) }
    for found in try await client.status().switches { try await client.removeSwitch(found.configuration.name) }
  }
}

extension Trait where Self == IsolatedService {
  static var isolatedService: Self { IsolatedService() }
}

/// Runs a shell script; its exit status must be 0.
func shell(_ script: String) throws {
  var arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", script].map { (word: String) in strdup(word) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var process: pid_t = 0
  guard posix_spawnp(&process, "sh", nil, nil, &arguments, environ) == 0 else {
    throw DrosteError(.unspecified, "sh cannot be run.")
  }
  var status: Int32 = 0
  waitpid(process, &status, 0)
  guard status == 0 else { throw DrosteError(.unspecified, "status \(status): \(script)") }
}
