import FoundationEssentials
import Glibc
import HostNetwork
import Synchronization

/// Network namespaces can be made here.
let isRoot = geteuid() == 0

/// A journal in memory. With a limit it throws instead of recording one more: there the process "dies".
actor MemoryJournal: HostChangeJournal {
  struct Died: Error {}

  private var kept: [(owner: UUID, change: HostChange)] = []
  private var recordsLeft: Int

  init(recordsLeft: Int = .max) { self.recordsLeft = recordsLeft }

  func record(_ change: HostChange, owner: UUID) throws {
    guard recordsLeft > 0 else { throw Died() }
    recordsLeft -= 1
    if !kept.contains(where: { $0 == (owner, change) }) { kept.append((owner, change)) }
  }

  func forget(_ change: HostChange, owner: UUID) { kept.removeAll { $0 == (owner, change) } }

  func changes(owner: UUID) -> [HostChange] { kept.filter { $0.owner == owner }.map(\.change) }

  var isEmpty: Bool { kept.isEmpty }

  func revive() { recordsLeft = .max }
}

private let serial = Atomic<Int>(0)

/// Network namespaces of a test, gone when `body` ends.
func withNamespaces(_ count: Int, _ body: ([NetworkNamespace]) async throws -> Void) async throws {
  let host = NetworkTools()
  let names = (0..<count).map { _ in
    NetworkNamespace("drt\(getpid())n\(serial.add(1, ordering: .relaxed).newValue)")
  }
  for name in names {
    try await host.ip(["netns", "add", name.name])
    try await NetworkTools(namespace: name).ip(["link", "set", "dev", "lo", "up"])
  }
  let result: Result<Void, any Error>
  do { result = .success(try await body(names)) } catch { result = .failure(error) }
  for name in names { try await host.ip(["netns", "delete", name.name]) }
  try result.get()
}

/// A veth pair between two namespaces, both ends up.
func connect(_ a: NetworkNamespace, _ aName: String, _ b: NetworkNamespace, _ bName: String) async throws {
  try await NetworkTools(namespace: a).ip([
    "link", "add", "dev", aName, "type", "veth", "peer", "name", bName, "netns", b.name,
  ])
  try await NetworkTools(namespace: a).ip(["link", "set", "dev", aName, "up"])
  try await NetworkTools(namespace: b).ip(["link", "set", "dev", bName, "up"])
}

/// Whether a closed TCP port answers, which proves the way there and back: the connection is refused at once.
func isRefused(_ namespace: NetworkNamespace, _ address: String) async throws -> Bool {
  let outcome = try await NetworkTools(namespace: namespace).run(
    "timeout", ["2", "bash", "-c", "exec 3<>/dev/tcp/\(address)/9"], input: nil)
  return outcome.errorText.contains("Connection refused")
}

/// Addresses, routes, flags and IPv6 of an interface, as `ip` tells them.
func snapshot(_ namespace: NetworkNamespace, _ interface: String) async throws -> [String] {
  let tools = NetworkTools(namespace: namespace)
  var lines: [String] = []
  let addresses = try await tools.ip(["-o", "address", "show", "dev", interface])
  // Lifetimes (behind the backslash) run down, the index before all is new with each device, and the kernel makes
  // link-local addresses when it likes.
  lines += addresses.split(separator: "\n").filter { !$0.contains("scope link") }.map { line in
    line.prefix { $0 != "\\" }.split(separator: " ").dropFirst().joined(separator: " ")
  }.sorted()
  for family in ["-4", "-6"] {
    let routes = try await tools.ip([family, "route", "show", "table", "all"])
    lines += routes.split(separator: "\n").filter { $0.contains("dev \(interface)") && !$0.contains("fe80::") }
      .map { $0.split(separator: " ").joined(separator: " ") }.sorted()
  }
  let link = try await tools.link(interface)
  lines.append("up \(link?.isUp == true)")
  lines.append("disable_ipv6 \(try await tools.sysctl("net/ipv6/conf/\(interface)/disable_ipv6") ?? "none")")
  return lines
}
