import FoundationEssentials
import HostAPI
import NetworkCmdlets

/// A network namespace with what the examples about adapters, addresses and routes name: `Ethernet` to `Ethernet 14`,
/// interface 12 among them, with addresses, neighbours and a way out; `MyAdapter`, which has four queues, `Ethernet 1`
/// and `Wired Ethernet Connection`; two bridges where an example is about such. Names resolve by a hosts file, and the resolver's files are a folder's
/// that goes with it.
enum ExampleNetwork {
  static func run(_ example: Examples.Example, _ client: HostClient) async throws -> ExampleHost.Outcome {
    let code = example.code
    let name = "drx\(UInt32.random(in: 0 ... .max))"
    let folder = "\(FileManager.default.temporaryDirectory.path)/\(name)"
    try FileManager.default.createDirectory(atPath: "\(folder)/run", withIntermediateDirectories: true)
    try shell("ip netns add \(name)")
    defer {
      try? shell("ip netns delete \(name)")
      try? FileManager.default.removeItem(atPath: folder)
    }
    let kind = code.contains("New-TimeSpan") ? "set" : code.contains("New-NetNeighbor") ? "new" : "-"
    let bridges = code.contains("\"B*2\"") ? "bridges" : "-"
    try shell(
      """
      ip netns exec \(name) sh -ec 'ip link set dev lo up
      for i in 1 2 3 4 5 6 7; do ip link add dev a$i type veth peer name b$i; ip link set dev a$i up; ip link set dev b$i up
      done
      ip link add dev my numrxqueues 4 numtxqueues 4 type veth peer name one numrxqueues 4 numtxqueues 4
      ip link set dev my alias MyAdapter up
      ip link set dev one alias "Ethernet 1" up
      ip link add dev wired type veth peer name hub
      ip link set dev wired alias "Wired Ethernet Connection" up
      ip link set dev hub up
      if [ "$2" = bridges ]; then ip link add dev br1 type bridge; ip link add dev br2 type bridge; fi
      ip address add 192.168.7.1/24 dev lo
      index=$(ip -o link | sed -n "s/^12: \\([^@:]*\\).*/\\1/p")
      ip address add 192.168.0.9/24 dev $index
      ip address add fd00::5/64 dev $index nodad
      ip route add default via 192.168.0.1
      way=$(ip -o link | sed -n "s/^5: \\([^@:]*\\).*/\\1/p")
      ip address add 192.168.5.9/24 dev $way
      ip route add default via 192.168.5.1 dev $way metric 500
      if [ "$1" != new ]; then ip neighbour add 192.168.0.5 lladdr 00:00:12:00:00:01 nud permanent dev $index; fi
      ip neighbour add 192.168.0.6 lladdr 00:00:12:00:00:02 nud reachable dev $index
      if [ "$1" = set ]; then ip address add 192.168.0.1/32 dev $index; fi' sh \(kind) \(bridges)
      """)
    var environment = NetworkEnvironment()
    environment.resolverFile = "\(folder)/resolv.conf"
    environment.hostsFile = "\(folder)/hosts"
    environment.runFolder = "\(folder)/run"
    environment.dhcpScript = "\(folder)/dhcp"
    try "nameserver 192.168.0.1\n".write(toFile: environment.resolverFile, atomically: true, encoding: .utf8)
    try "192.168.7.1 www.contoso.com internetbeacon.msedge.net\n".write(
      toFile: environment.hostsFile, atomically: true, encoding: .utf8)
    // Where the DHCP client of our guest images is, an interface has servers of its own that can be reset.
    if code.contains("-ResetServerAddresses") { try shell("touch \(environment.dhcpScript)") }
    return try await ExampleHost.run(
      code, client, namespace: name, environment: environment,
      effect: ExampleEffects.all["\(example)".prefixBeforeColon])
  }
}

extension String {
  /// `Set-NetAdapter, Example 2` of `Set-NetAdapter, Example 2: …`.
  var prefixBeforeColon: String { String(prefix { $0 != ":" }) }
}
