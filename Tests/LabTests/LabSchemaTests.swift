internal import FoundationEssentials
internal import HyperV
internal import Lab
internal import Testing

@Suite struct LabSchemaTests {
  private struct Property: Decodable {}
  private struct Section: Decodable {
    var properties: [String: Property]
    var required: [String]?
  }
  private struct Schema: Decodable {
    var properties: [String: Property]
    var required: [String]
    var definitions: [String: Section]
    enum CodingKeys: String, CodingKey {
      case properties, required
      case definitions = "$defs"
    }
  }

  @Test func isJSON() throws {
    let schema = try JSONDecoder().decode(Schema.self, from: Data(LabSchema.text.utf8))
    #expect(schema.required == ["name"])
    #expect(
      Set(schema.definitions.keys) == [
        "switch", "nat", "machine", "dynamicMemory", "adapter", "vlan", "bandwidth", "accessEntry",
      ])
  }

  @Test func isThePublishedFile() throws {
    let file = repository.appending(path: "docs/lab.schema.json")
    #expect(try String(contentsOf: file, encoding: .utf8) == LabSchema.text, "the file is to hold LabSchema.text")
  }

  /// A file that uses every key of every section is accepted, and the schema lists exactly those keys.
  @Test func listsTheKeysThatTheReaderKnows() throws {
    let schema = try JSONDecoder().decode(Schema.self, from: Data(LabSchema.text.utf8))
    func keys(_ section: String) throws -> Set<String> {
      Set(try #require(schema.definitions[section]).properties.keys)
    }
    #expect(Set(schema.properties.keys) == ["name", "switches", "nats", "machines"])
    #expect(try keys("nat") == ["name", "prefix"])
    #expect(
      try keys("switch") == ["name", "type", "address", "adapter", "allowManagementOS", "hostLoopback", "mtu"])
    #expect(
      try keys("machine") == [
        "name", "image", "disk", "processors", "memory", "dynamicMemory", "nested", "version", "adapters", "switches",
        "nats", "machines",
      ])
    #expect(try keys("dynamicMemory") == ["minimum", "maximum", "buffer", "priority"])
    #expect(
      try keys("adapter") == [
        "name", "switch", "macSpoofing", "mac", "address", "gateway", "dns", "allowedMacs", "dhcpGuard", "routerGuard",
        "vlan", "portMirroring", "bandwidth", "stormLimit", "accessControl",
      ])
    #expect(
      try keys("vlan") == ["access", "trunk", "native", "isolated", "community", "promiscuous", "primary"])
    #expect(try keys("bandwidth") == ["maximum", "minimum", "weight"])
    #expect(
      try keys("accessEntry") == [
        "action", "direction", "local", "remote", "weight", "protocol", "localPorts", "remotePorts",
      ])
    let yaml = """
      name: all
      switches:
        - { name: N, type: NAT, address: 10.1.0.1/24, hostLoopback: on, mtu: 1400 }
        - { name: E, type: External, adapter: eth7, allowManagementOS: off, mtu: 9000 }
        - { name: I, type: internal, address: 10.2.0.1/24 }
      nats: [{ name: T, prefix: 10.2.0.0/16 }]
      machines:
        - name: a
          disk: /d
          version: 9.3
        - name: b
          image: host
          processors: 240
          memory: 12 TiB
          dynamicMemory: { minimum: 1 GiB, maximum: 12 TiB, buffer: 2000, priority: 0 }
          nested: On
          adapters:
            - { name: x, switch: n, macSpoofing: on, mac: 00155D000001, address: 10.1.0.7/24, gateway: 10.1.0.1, dns: [10.1.0.3] }
          switches: []
          nats: []
          machines: []
      """
    let lab = try Lab(yaml: yaml, file: "all.yaml")
    #expect(lab.level.machines[1].adapters[0].dns.count == 1)
    #expect(lab.level.switches[1].configuration.mtu == 9000)
    #expect(!lab.level.machines[0].configuration.memory.dynamicMemoryEnabled)
    #expect(
      lab.level.machines[1].configuration.memory
        == .init(
          startupBytes: 12 << 40, dynamicMemoryEnabled: true, minimumBytes: 1 << 30, maximumBytes: 12 << 40,
          buffer: 2000, priority: 0))
  }

  /// Every key is documented.
  @Test func theGuideNamesEveryKey() throws {
    let guide = try String(contentsOf: repository.appending(path: "docs/labs.md"), encoding: .utf8)
    let schema = try JSONDecoder().decode(Schema.self, from: Data(LabSchema.text.utf8))
    let keys = schema.definitions.values.flatMap(\.properties.keys) + schema.properties.keys
    for key in Set(keys) { #expect(guide.contains("`\(key)`"), "\(key)") }
  }
}
