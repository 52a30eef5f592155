import Doctor
import Ethernet
import FoundationEssentials
import HostAPI
import HyperV
import NIOCore
import Testing

/// What a nest tells of itself, line by line.
@Suite struct FactsRecordTests {
  private func record(_ kind: FactsRecord.Kind, _ path: String, _ json: String) -> FactsRecord {
    FactsRecord(kind: kind, path: path, json: ByteBuffer(string: json))
  }

  private func level(_ machines: [MachineFacts] = []) -> LevelFacts {
    var system = SystemFacts()
    system.kernel.release = "6.1.0"
    var (root, home) = (StorageFacts(), StorageFacts())
    (root.path, home.path) = ("/", "/var/lib/droste")
    system.storage = [home, root]
    system.network.paths = [
      PathFacts(interface: "e", gateway: .any, mtu: 1500, shortAnswered: true, longAnswered: true)
    ]
    system.network.droppingChains = ["ip filter FORWARD"]
    return LevelFacts(
      system: system, host: FactsFixture.host, settings: FactsFixture.settings, machines: machines, switches: [],
      nats: [])
  }

  private func assembled(_ records: [(FactsRecord.Kind, String, any Encodable)]) throws -> LevelFacts {
    var assembly = FactsAssembly()
    for (kind, path, value) in records {
      let json = ByteBuffer(bytes: try JSONEncoder().encode(value))
      _ = try assembly.take(FactsRecord(kind: kind, path: path, json: json))
    }
    return try assembly.nest()
  }

  @Test func linesAreGolden() {
    let inner = record(.guest, "bridged", "{}")
    #expect(String(buffer: inner.line) == "guest bridged {}\n")
    #expect(String(buffer: inner.passed(through: "L 2/ä").line) == "guest L%202%2F%C3%A4/bridged {}\n")
    #expect(String(buffer: record(.level, ".", "{}").passed(through: "L1").line) == "level L1 {}\n")
    #expect(record(.level, ".", "{}").names(depth: 16) == [])
    #expect(record(.guest, "L%202%2F%C3%A4/b", "{}").names(depth: 16) == ["L 2/ä", "b"])
    #expect(record(.guest, "a/b/c", "{}").names(depth: 2) == nil)
    #expect(record(.guest, "a/%zz", "{}").names(depth: 16) == nil)
  }

  /// Pieces may be cut anywhere.
  @Test(arguments: [1, 2, 7, 100]) func piecesBecomeRecords(size: Int) throws {
    let records = [record(.level, ".", "{\"a\":1}"), record(.guest, "L1/x", "{}"), record(.silent, "L1", "{}")]
    var bytes = ByteBuffer()
    for record in records { bytes.writeImmutableBuffer(record.line) }
    var reader = FactsReader()
    var found: [FactsRecord] = []
    while let piece = bytes.readSlice(length: min(size, bytes.readableBytes)), piece.readableBytes > 0 {
      found += try reader.take(piece)
    }
    #expect(found == records)
  }

  @Test(arguments: [
    "\n", "level\n", "level .\n", "level . \n", "nothing . {}\n", "guest  {}\n", "guest a b\u{7}/c {\n x\n",
    "guest a\u{0} {}\n", "\u{1}\u{2}\u{3}\n", "guest " + String(repeating: "a", count: 20_000) + " {}\n",
    "{\"error\":{}}\n",
  ]) func garbageIsRefused(text: String) {
    var reader = FactsReader()
    #expect(throws: DrosteError.self) { try reader.take(ByteBuffer(string: text)) }
  }

  @Test func aRecordWithoutAnEndIsRefused() throws {
    var reader = FactsReader()
    let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 20)
    for _ in 0..<16 { _ = try reader.take(piece) }
    #expect(throws: DrosteError.self) { try reader.take(piece) }
  }

  @Test func moreThanTheLimitIsRefused() throws {
    var reader = FactsReader(limit: 32)
    #expect(try reader.take(record(.guest, "a", "{}").line).count == 1)
    #expect(try reader.take(record(.guest, "a", "{}").line).count == 1)
    #expect(throws: DrosteError.self) { try reader.take(record(.guest, "a", "{}").line) }
  }

  @Test func aNestIsPutTogether() throws {
    let (l1, b) = (FactsFixture.machine("L1", isHost: true), FactsFixture.machine("b"))
    var guest = SystemFacts()
    guest.kernel.release = "of b"
    let facts = try assembled([
      (.guest, "L1/b", guest), (.level, "L1", level([b])), (.level, ".", level([l1, FactsFixture.machine("off")])),
      (.mute, "off", DrosteError(.invalidState, "the machine is paused")),
    ])
    #expect(facts.inside["L1"]?.machines[0].guest?.kernel.release == "of b")
    // What L1 told as a guest is in its machine, and no more in its level.
    let machine = try #require(facts.machines.first)
    #expect(machine.guest?.storage.map(\.path) == ["/"] && machine.guest?.network.paths.count == 1)
    #expect(machine.guest?.network.droppingChains == nil && machine.guestProblem == nil)
    #expect(facts.inside["L1"]?.system.storage.map(\.path) == ["/var/lib/droste"])
    #expect(facts.inside["L1"]?.system.network.paths.isEmpty == true)
    #expect(facts.machines[1].guestProblem == "the machine is paused" && facts.silent.isEmpty)
  }

  @Test func silenceHasItsReason() throws {
    let l1 = FactsFixture.machine("L1", isHost: true)
    var guest = SystemFacts()
    guest.kernel.release = "by its agent"
    let late = DrosteError(.timeout, "late")
    let facts = try assembled([(.level, ".", level([l1])), (.silent, "L1", late), (.guest, "L1", guest)])
    #expect(facts.silent == ["L1": late] && facts.inside.isEmpty)
    #expect(facts.machines[0].guest?.kernel.release == "by its agent")
    let nothing = try assembled([(.level, ".", level([l1]))])
    #expect(nothing.machines[0].guestProblem == "nothing was told of it")
    #expect(throws: late) { try assembled([(.silent, ".", late)]) }
    #expect(throws: DrosteError.self) { try assembled([]) }
  }

  /// A host inside may say what it likes: it stays below the machine that it is in, and does no harm.
  @Test func liesStayInside() throws {
    let facts = try assembled([
      (.level, ".", level([FactsFixture.machine("L1", isHost: true)])), (.level, "L1", ["no", "facts"]),
      (.level, "L1/x", level()), (.guest, "L1/x", 5), (.level, "a/b/c/d", level()),
    ])
    #expect(facts.inside.isEmpty && facts.silent["L1"]?.message == "What is told of it cannot be understood.")
  }

  @Test func queriesGoInwards() throws {
    var query = FactsQuery()
    query.machines = ["L1", "L 2"]
    #expect(query.wants("l1") && !query.wants("other"))
    let inner = query.inner()
    #expect(query.inner(seconds: 5).seconds < 5 && query.inner(seconds: 0).seconds > 0)
    #expect(inner.machines == ["L 2"] && inner.asGuest && inner.seconds == 8.25 && inner.depth == 15)
    #expect(inner.uri == "/v1/doctor?machine=L%202&inside=true&guest=true&seconds=8.25&depth=15")
    var deep = query
    for _ in 0..<16 { deep = deep.inner() }
    #expect(deep.depth == 0 && !deep.wants("x") && deep.seconds == 3)
    #expect(
      try FactsQuery([
        (key: "machine", value: "L 2"), (key: "seconds", value: "8.25"), (key: "guest", value: "true"),
        (key: "depth", value: "15"),
      ]) == inner)
  }

  @Test(arguments: [
    ("seconds", "-1"), ("seconds", "61"), ("seconds", "nan"), ("depth", "17"), ("inside", "perhaps"), ("nobody", "1"),
  ]) func queriesAreChecked(key: String, value: String) {
    #expect(throws: DrosteError.self) { try FactsQuery([(key: key[...], value: value[...])]) }
  }
}

private enum FactsFixture {
  static let settings = HostSettings(
    macAddressMinimum: MACAddress("00-15-5D-00-00-00")!, macAddressMaximum: MACAddress("00-15-5D-00-00-FF")!,
    virtualMachinePath: "/v", virtualHardDiskPath: "/v", nesting: NestingPolicy())
  static let host = try! JSONDecoder().decode(
    HostInformation.self,
    from: Data(
      """
      {"name":"h","version":"1","kernel":"6.1.0","processors":1,"memory":1,"vendor":"AuthenticAMD","engine":"KVM",
      "engineReason":"","nestingSupported":true,"nestingReason":"","isRoot":true,"processID":1}
      """.utf8))

  static func machine(_ name: String, isHost: Bool = false) -> MachineFacts {
    var resource = MachineResource(
      id: UUID(), configuration: MachineConfiguration(name: name, boot: .image(isHost ? "host" : "guest")),
      status: MachineStatus(state: .running))
    resource.status.guest.isHost = isHost
    return MachineFacts(resource)
  }
}
