internal import Ethernet
internal import FoundationEssentials
internal import HyperV
internal import Lab
internal import Testing

/// The repository's folder, for the files that are published.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

@Suite struct LabFileTests {
  @Test(
    arguments: BadFile.structure + BadFile.machineValues + BadFile.switchValues + BadFile.references + BadFile.networks
      + BadFile.policies)
  func reportsEveryError(_ file: BadFile) throws {
    let found = try #require(throws: LabDiagnostics.self) { try Lab(yaml: file.yaml, file: "lab.yaml") }
    let lines = found.errors.map { "\($0.place.position.line) \($0.place.path): \($0.text)" }
    #expect(lines.count == file.errors.count, "\(lines)")
    for (line, wanted) in zip(lines, file.errors) { #expect(line.hasPrefix(wanted), "\(line)") }
    #expect(found.errors.map(\.place.position.line) == found.errors.map(\.place.position.line).sorted())
  }

  @Test func thereAreEnoughBadFiles() {
    let all =
      BadFile.structure + BadFile.machineValues + BadFile.switchValues + BadFile.references + BadFile.networks
      + BadFile.policies
    #expect(all.count >= 60)
    #expect(Set(all.map(\.title)).count == all.count)
  }

  @Test func rendersAsCompilersDo() throws {
    let yaml = "name: lab\nmachines:\n  - name: L1\n    image: guest\n    memory: lots\n"
    let found = try #require(throws: LabDiagnostics.self) { try Lab(yaml: yaml, file: "a/lab.yaml") }
    #expect(
      found.description
        == "a/lab.yaml:5:13: error: machines[0].memory: must be a size such as 4 GiB or 512 MiB, found \"lots\"")
  }

  @Test func readsTheExample() throws {
    let file = repository.appending(path: "examples/nested.yaml").path
    let lab = try Lab(contentsOf: file)
    #expect(lab.name == "nested")
    #expect(lab.warnings.isEmpty)
    let outer = try #require(lab.level.switches.first?.configuration)
    #expect(outer.type == .nat && outer.hostLoopback && outer.notes == "lab:nested")
    let host = try #require(lab.level.machines.first)
    #expect(host.configuration.boot == .image("host"))
    #expect(host.configuration.memory.startupBytes == 4 << 30)
    #expect(host.configuration.processor == .init(count: 1, exposeVirtualizationExtensions: true))
    #expect(host.adapters[0].configuration.name == "Network Adapter")
    #expect(host.adapters[0].configuration.macAddressSpoofing == .on)
    #expect(host.adapters[0].expectsLease)
    #expect(host.inside.switches.map(\.configuration.type) == [.external, .internal])
    let (bridged, natted) = (host.inside.machines[0], host.inside.machines[1])
    // The bridge leads to the outer NAT switch: an address comes from there.
    #expect(bridged.adapters[0].expectsLease)
    #expect(bridged.adapters[0].network == IPv4Prefix("10.77.0.1/24"))
    #expect(!natted.adapters[0].expectsLease)
    #expect(natted.adapters[0].address == IPv4Prefix("192.168.100.2/24"))
    #expect(natted.adapters[0].gateway == IPv4Address("192.168.100.1"))
  }

  @Test func readsThreeLevels() throws {
    let lab = try Lab(contentsOf: repository.appending(path: "examples/three-levels.yaml").path)
    #expect(lab.warnings.isEmpty)
    let innermost = lab.level.machines[0].inside.machines[0].inside
    #expect(innermost.machines.map(\.name) == ["bridged", "natted"])
    #expect(innermost.machines[0].adapters[0].network == IPv4Prefix("10.78.0.1/24"))
  }

  @Test(arguments: ["on", "On", "ON", "true", "True", "\"on\""])
  func readsOn(_ word: String) throws {
    let lab = try Lab(
      yaml: "name: l\nmachines: [{name: m, image: guest, adapters: [{macSpoofing: \(word)}]}]", file: "l.yaml")
    #expect(lab.level.machines[0].adapters[0].configuration.macAddressSpoofing == .on)
  }

  @Test(
    arguments: [
      ("4 GiB", 4 << 30), ("512 MiB", 512 << 20), ("2048MB", 2 << 30), ("1073741824", 1 << 30), ("2G", 2 << 30),
      ("65536 kib", 64 << 20), ("1TiB", 1 << 40),
    ] as [(String, UInt64)])
  func readsSizes(_ text: String, _ bytes: UInt64) throws {
    let lab = try Lab(yaml: "name: l\nmachines: [{name: m, image: guest, memory: \(text)}]", file: "l.yaml")
    #expect(lab.level.machines[0].configuration.memory.startupBytes == bytes)
  }

  @Test(
    arguments: [
      ("vlan: {access: 5}", .init(vlan: .access(id: 5))),
      ("vlan: {trunk: '1-10,20', native: 7}", .init(vlan: .trunk(native: 7, allowed: VLANSet("1-10,20")!))),
      ("vlan: {trunk: 9}", .init(vlan: .trunk(native: 0, allowed: VLANSet("9")!))),
      ("vlan: {isolated: 200, primary: 10}", .init(vlan: .privateIsolated(primary: 10, secondary: 200))),
      ("vlan: {community: 201, primary: 10}", .init(vlan: .privateCommunity(primary: 10, secondary: 201))),
      (
        "vlan: {promiscuous: 200-210, primary: 10}",
        .init(vlan: .privatePromiscuous(primary: 10, secondaries: VLANSet("200-210")!))
      ),
      ("dhcpGuard: on, routerGuard: true", .init(dhcpGuard: .on, routerGuard: .on)),
      ("portMirroring: destination", .init(portMirroring: .destination)),
      ("stormLimit: 4294967295", .init(stormLimit: .max)),
      ("allowedMacs: [00155D010001]", .init(allowedMACAddresses: [MACAddress("00-15-5D-01-00-01")!])),
      (
        "bandwidth: {maximum: 1 Gbit/s, minimum: 64k}",
        .init(bandwidth: .init(minimumAbsolute: 64000, maximum: 1_000_000_000))
      ),
      ("bandwidth: {weight: 5, maximum: 800}", .init(bandwidth: .init(minimumWeight: 5, maximum: 800))),
      (
        "accessControl: [{action: meter, remote: AnyIP}]",
        .init(accessControl: [
          .init(action: .meter, direction: .inbound, remote: .anyIP),
          .init(action: .meter, direction: .outbound, remote: .anyIP),
        ])
      ),
      (
        "accessControl: [{action: Allow, direction: Inbound, protocol: tcp, localPorts: 80-90, remote: 10.0.0.0/8, weight: 9}]",
        .init(accessControl: [
          .init(
            action: .allow, direction: .inbound, local: .anyIP, remote: AddressMatch("10.0.0.0/8")!, payloadProtocol: 6,
            localPorts: 80...90, weight: 9, isExtended: true)
        ])
      ),
    ] as [(String, NetworkAdapterConfiguration)])
  func readsPolicies(_ text: String, _ adapter: NetworkAdapterConfiguration) throws {
    // As deep in a file as a lab may be: its policies are within the limit of nesting.
    var yaml = "name: l"
    for level in 1..<LabLimits.levels {
      let indent = String(repeating: "  ", count: level - 1)
      yaml +=
        "\n\(indent)machines:\n\(indent)- name: m\n\(indent)  image: \(level == LabLimits.levels - 1 ? "guest" : "host")"
      if level < LabLimits.levels - 1 { yaml += "\n\(indent)  nested: on\n\(indent)  memory: \(2000 - level) MiB" }
    }
    let indent = String(repeating: "  ", count: LabLimits.levels - 1)
    yaml += "\n\(indent)adapters:\n\(indent)- {\(text)}"
    var level = try Lab(yaml: yaml, file: "l.yaml").level
    while let inner = level.machines.first?.inside, !inner.machines.isEmpty { level = inner }
    #expect(level.machines[0].adapters[0].configuration == adapter)
  }

  @Test func sharesValuesThroughAliases() throws {
    let yaml = """
      name: lab
      machines:
        - name: a
          image: guest
          memory: &small 64 MiB
        - name: b
          image: guest
          memory: *small
      """
    #expect(try Lab(yaml: yaml, file: "l.yaml").level.machines[1].configuration.memory.startupBytes == 64 << 20)
  }

  @Test func diskPathsStartAtTheFile() throws {
    let lab = try Lab(yaml: "name: l\nmachines: [{name: m, disk: images/a.qcow2}]", file: "/labs/l.yaml")
    #expect(lab.level.machines[0].configuration.boot == .disk(path: "/labs/images/a.qcow2"))
  }

  @Test func siblingsMayUseTheSamePrefix() throws {
    let host = """
      image: host, nested: true, memory: 1 GiB, switches: [{name: I, type: Internal, address: 192.168.1.1/24}],
          nats: [{name: N, prefix: 192.168.1.0/24}]
      """
    let lab = try Lab(yaml: "name: l\nmachines:\n  - {name: a, \(host)}\n  - {name: b, \(host)}", file: "l.yaml")
    #expect(lab.level.machines.count == 2)
  }

  @Test func warnsOfMachinesThatCannotStart() throws {
    let yaml = """
      name: lab
      machines:
        - name: L1
          image: host
          memory: 1 GiB
          nested: false
          machines:
            - {name: a, image: guest, memory: 512 MiB}
            - {name: b, image: guest, memory: 512 MiB}
      """
    let warnings = try Lab(yaml: yaml, file: "l.yaml").warnings.map { "\($0.place.position.line) \($0.text)" }
    #expect(warnings.count == 2)
    #expect(warnings[0].hasPrefix("5 the machines inside L1 ask for 1 GiB together, L1 has 1 GiB"))
    #expect(
      warnings[1].hasPrefix(
        "8 L1 has nested: false, so its machines will not start; set nested: true at machines[0].nested (line 6)"))
  }
}
