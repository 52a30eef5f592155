import FoundationEssentials
import Glibc
import TestSupport
import Testing
import Traces

/// `droste trace` in a real nest: the whole way where all is well, and for each of seven faults the place, the reason, and a
/// command that really mends it.
extension NestTests {
  @Test func tracesNameTheFault() async throws {
    try await Nest.run { nest, up in
      try #require(up.succeeded, "\(up)")
      try await showsTheWholeWay(nest)
      for fault in Self.faults { try await names(fault, nest) }
      try await namesAStoppedPort(nest)
    }
  }

  /// Every computer and switch on the way of `natted` to this host, there and back.
  private func showsTheWholeWay(_ nest: Nest) async throws {
    let (story, code) = try await nest.trace("L1/natted", "L0")
    #expect(code == 0 && story.outcome == .answered && story.loss == nil, "\(story)")
    var places = [
      "L1/natted | sends", "L1 | in by port \"natted/Network Adapter\"", "L1 | out by port \"vEthernet (VmNAT)\"",
      "L1 | receives", "L1 | sends", "L1 | in by port \"vEthernet (Bridge)\"", "L1 | out by port \"eth0\"",
      "L0 | in by port \"L1/Network Adapter\"", "L0 | out by port \"NAT\"",
    ]
    for hop in story.hops where hop.station == places.first?.prefix(while: { $0 != " " }).description {
      let words = places[0].split(separator: "|")[1].dropFirst()
      if hop.place.hasSuffix(words) { places.removeFirst() }
      if places.isEmpty { break }
    }
    #expect(places.isEmpty, "not seen: \(places) of \(story.hops.map { "\($0.station) \($0.place)" })")
    #expect(story.hops.contains { $0.note?.contains("translated: source 192.168.100.2") ?? false })
    #expect(story.reply.first?.station == "L0" && story.reply.last?.station == "L1/natted")
    #expect(zip(story.hops, story.hops.dropFirst()).allSatisfy { $0.nanoseconds <= $1.nanoseconds })
  }

  struct TraceFault: Sendable {
    var from = "L1/natted"
    /// Commands of droste, or in a machine (`exec`).
    var make: [[String]]
    var station: String
    var cause: String
    var says: String
    /// Where the command that is told has words to fill in: what mends it.
    var mend: [[String]]?
    var code: Int32 = 3
  }

  private static let faults: [TraceFault] = [
    TraceFault(
      from: "L1/bridged", make: [["Set-VMNetworkAdapter", "-VMName", "L1", "-MacAddressSpoofing", "Off"]],
      station: "L0", cause: "MacSpoofing", says: "is not the adapter's"),
    TraceFault(
      make: [["Set-VMNetworkAdapterVlan", "-ComputerName", "L1", "-VMName", "natted", "-Access", "-VlanId", "5"]],
      station: "L1", cause: "Vlan", says: "\"natted/Network Adapter\" is Access 5"),
    TraceFault(
      make: [
        [
          "Add-VMNetworkAdapterAcl", "-ComputerName", "L1", "-VMName", "natted", "-RemoteIPAddress", "10.77.0.0/24",
          "-Direction", "Outbound", "-Action", "Deny",
        ]
      ], station: "L1", cause: "AccessControl", says: "Deny Outbound"),
    TraceFault(
      make: [["nat", "remove", "L1/LocalNAT"]], station: "L1", cause: "NATMissing", says: "no NAT for 192.168.100.0/24"),
    TraceFault(
      make: [["exec", "L1/natted", "--", "ip", "addr", "flush", "dev", "eth0"]], station: "L1/natted",
      cause: "AddressMissing", says: "has no address",
      mend: [
        ["exec", "L1/natted", "--", "ip", "addr", "add", "192.168.100.2/24", "dev", "eth0"],
        ["exec", "L1/natted", "--", "ip", "route", "add", "default", "via", "192.168.100.1"],
      ], code: 4),
    TraceFault(
      make: [["exec", "L1", "--", "ip", "addr", "flush", "dev", "ve-VmNAT"]], station: "L1", cause: "AddressMissing",
      says: "nobody has the address 192.168.100.1, the gateway of L1/natted",
      mend: [["exec", "L1", "--", "ip", "addr", "add", "192.168.100.1/24", "dev", "ve-VmNAT"]]),
    TraceFault(
      make: [["Disconnect-VMNetworkAdapter", "-ComputerName", "L1", "-VMName", "natted"]], station: "L1/natted",
      cause: "NotConnected", says: "connected to no switch",
      mend: [
        ["Connect-VMNetworkAdapter", "-ComputerName", "L1", "-VMName", "natted", "-SwitchName", "VmNAT"]
      ]),
  ]

  private func names(_ fault: TraceFault, _ nest: Nest) async throws {
    for command in fault.make {
      let result = try await nest.droste.command(command).run()
      #expect(result.succeeded, "\(result)")
    }
    let (story, code) = try await nest.trace(fault.from, "L0")
    let loss = try #require(story.loss, "\(fault.cause): \(story)")
    #expect(loss.cause == fault.cause && loss.station == fault.station && code == fault.code, "\(story)")
    #expect(loss.reason.contains(fault.says), "\(loss)")
    let told = try #require(loss.mend, "\(loss)")
    // As a person would type it: without the alternative, and without the program's own name.
    var words = told.split(separator: ",")[0].split(separator: " ").map(String.init)
    if words.first == "droste" { words.removeFirst() }
    for command in fault.mend ?? [words] {
      let result = try await nest.droste.command(command).run()
      #expect(result.succeeded, "\(fault.cause): \(result)")
    }
    let mended = try await eventually(within: .seconds(30)) { try await nest.trace(fault.from, "L0").code == 0 }
    #expect(mended, "\(fault.cause) is not mended by \(told)")
  }
}

/// A port that is stopped because its machine lies.
extension NestTests {
  /// Takes a machine's device from its driver and gives it rings that lie where the processor's interrupt vectors once
  /// were: what the switch reads there are no descriptors. Registers of virtio 1.2, section 4.1.4.3, where QEMU has them.
  private static let lie = """
    set -e
    slot=$(basename "$(readlink -f /sys/class/net/eth0/device/..)")
    echo $slot >/sys/bus/pci/drivers/virtio-pci/unbind
    echo 1 >/sys/bus/pci/devices/$slot/enable
    base=$(sed -n 5p /sys/bus/pci/devices/$slot/resource | cut -d' ' -f1)
    set_register() { devmem $((base + $1)) $2 $3; }
    for status in 0 1 3; do set_register 0x14 8 $status; done
    for word in 0 1; do set_register 0x08 32 $word; set_register 0x0c 32 $word; done
    set_register 0x14 8 11
    for queue in 0 1; do
      set_register 0x16 16 $queue
      set_register 0x18 16 256
      set_register 0x20 32 0x10; set_register 0x24 32 0
      set_register 0x28 32 0x412; set_register 0x2c 32 0
      set_register 0x30 32 0x90000; set_register 0x34 32 0
      set_register 0x1c 16 1
    done
    set_register 0x14 8 15
    set_register 0x3000 16 0; set_register 0x3004 16 1
    """

  private func namesAStoppedPort(_ nest: Nest) async throws {
    let shown = try await nest.exec("L1/bridged", "ip", "-4", "-o", "address", "show", "dev", "eth0").output
    let words = shown.split(separator: " ")
    let place = try #require(words.firstIndex(of: "inet"), "\(shown)")
    let address = String(words[place + 1].prefix { $0 != "/" })
    let lied = try await nest.exec("L1/bridged", "sh", "-c", Self.lie)
    #expect(lied.succeeded, "\(lied)")
    let (story, code) = try await nest.trace("L1", address)
    let loss = try #require(story.loss, "\(story)")
    #expect(loss.cause == "PortStopped" && loss.station == "L1" && code == 3, "\(story)")
    #expect(loss.place == "switch Bridge: out by port \"bridged/Network Adapter\"", "\(loss)")
    #expect(loss.reason.hasPrefix("the port was stopped: the guest "), "\(loss)")
    let doctor = try await nest.droste.command(["doctor"]).run()
    #expect(doctor.exitCode == 4 && doctor.output.contains("net.port.stopped"), "\(doctor)")
    let mend = try #require(loss.mend)
    #expect(mend == "Restart-VM -ComputerName L1 -Name bridged -Force")
    let result = try await nest.droste.command(mend.split(separator: " ").map(String.init)).run()
    #expect(result.succeeded, "\(result)")
    // Until its agent answers, no trace begins.
    let mended = try await eventually(within: .seconds(60)) {
      try await nest.droste.command(["trace", "L1/bridged", "L0"]).run(limit: .seconds(60)).exitCode == 0
    }
    #expect(mended)
  }
}

extension Nest {
  /// What `droste trace` tells, and its exit code.
  func trace(_ from: String, _ to: String) async throws -> (story: TraceStory, code: Int32?) {
    let result = try await droste.command(["trace", from, to, "--json"]).run(limit: .seconds(60))
    do {
      return (try JSONDecoder().decode(TraceStory.self, from: Data(result.output.utf8)), result.exitCode)
    } catch {
      Issue.record("\(result)")
      throw error
    }
  }
}
