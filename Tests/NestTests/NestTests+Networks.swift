import Ethernet
import FoundationEssentials
import GuestLink
import HostAPI
import HyperV
import Terminal
import TestSupport
import Testing

/// How packets go in the nest, as the switches on both levels tell.
extension NestTests {
  func separatesTheWays(_ nest: Nest) async throws {
    let inner = nest.droste.client.inside("L1")
    let machines = try await inner.status().machines
    func mac(_ name: String) throws -> MACAddress {
      let machine = try #require(machines.first { $0.configuration.name == name })
      return try #require(machine.configuration.adapters.first?.macAddress)
    }
    let (bridged, natted) = (try mac("bridged"), try mac("natted"))
    let lab = try #require(try await nest.droste.client.status().switches.first)
    let port = try #require(lab.status.ports.first { $0.kind == .machine })
    // The bridged machine's own address crosses L1's port; the translated one's never does.
    #expect(port.learned.contains(bridged))
    #expect(!port.learned.contains(natted))
    #expect(lab.status.leases.contains { $0.macAddress == bridged })
    #expect(!lab.status.leases.contains { $0.macAddress == natted })
    let drops = lab.status.ports.flatMap(\.drops).filter { $0.frames > 0 }
    #expect(drops.isEmpty, "\(drops)")

    let addresses = try await nest.droste.client.inside("L1").guestInformation("bridged").interfaces.flatMap(
      \.addresses)
    let prefix = try #require(lab.configuration.address)
    #expect(addresses.compactMap { IPv4Prefix($0) }.contains { prefix.contains($0.address) }, "\(addresses)")
    let interface = try await inner.guestInformation("natted").interfaces.first { !$0.addresses.isEmpty }
    #expect(interface?.addresses.contains("192.168.100.2/24") == true)
    let nat = try #require(try await inner.status().nats.first)
    #expect(nat.status.active && nat.status.translatedPackets > 0)
  }

  /// What the inner host's QEMUs may do: they run as root's child there, too.
  func confinesInnerQEMU(_ nest: Nest) async throws {
    for machine in try await nest.droste.client.inside("L1").status().machines {
      let pid = try #require(machine.status.processID)
      let status = try await nest.exec("L1", "cat", "/proc/\(pid)/status").output.split(separator: "\n")
      func field(_ name: String) -> [Substring] {
        status.first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace).dropFirst().map { $0 } ?? []
      }
      #expect(field("Seccomp") == ["2"])
      #expect(field("Uid").count == 4 && field("Uid").allSatisfy { $0 != "0" })
      #expect(field("CapEff") == ["0000000000000000"])
    }
  }

  func refusesWhatIsInUse(_ nest: Nest) async throws {
    let before = try await nest.droste.tree()
    let cases: [(words: [String], text: String)] = [
      (["remove", "L1"], "while the virtual machine is in its current state"),
      (["switch", "remove", "Lab"], "The virtual switch 'Lab' cannot be deleted because it is being used"),
      (["set", "L1", "--memory", "2 GiB"], "Failed to modify device 'Memory'."),
      (["set", "L1/bridged", "--nested", "on"], "Failed to modify device 'Processor'."),
      (["create", "L1"], "There is a virtual machine \"L1\" already."),
      (["create", "new", "--adapter", "Nowhere"], "unable to find a virtual switch with name \"Nowhere\""),
      (["start", "L1/nobody"], "unable to find a virtual machine with name \"nobody\""),
    ]
    for (words, text) in cases {
      let refused = try await nest.droste.command(words).run()
      #expect(refused.exitCode == 1, "\(words): \(refused)")
      #expect(refused.error.contains(text), "\(words): \(refused)")
    }
    let after = try await nest.droste.tree()
    #expect(after.status?.machines.map(\.configuration) == before.status?.machines.map(\.configuration))
    #expect(
      after.inside["L1"]?.status?.machines.map(\.configuration)
        == before.inside["L1"]?.status?.machines.map(\.configuration))
  }

  /// 32 MiB to the outer machine and back, and a command that reads, over the guest link.
  func carriesLargeFiles(_ nest: Nest) async throws {
    let folder = nest.droste.folder
    var generator = SystemRandomNumberGenerator()
    let words = (0..<(4 << 20)).map { _ in generator.next() as UInt64 }
    let large = words.withUnsafeBytes { Data($0) }
    let there = folder.path + "/large"
    try large.write(to: URL(filePath: there))
    let upload = try await nest.droste("copy", there, "L1:/tmp/large")
    #expect(upload.succeeded, "\(upload)")
    let sum = try await Command(["sha256sum", there]).run().output.prefix(64)
    #expect(try await nest.exec("L1", "sha256sum", "/tmp/large").output.prefix(64) == sum)
    let download = try await nest.droste("copy", "L1:/tmp/large", folder.path + "/large.back")
    #expect(download.succeeded, "\(download)")
    #expect(FileManager.default.contents(atPath: folder.path + "/large.back") == large)
    _ = try await nest.exec("L1", "rm", "/tmp/large")

    let text = Array("line one\nline two\n".utf8)
    let counted = try await nest.droste.client.inside("L1").execute(
      "natted",
      ExecRequest(
        arguments: ["sh", "-c", "wc -c; echo $COLOUR; pwd; kill -9 $$"],
        environment: ["COLOUR": "red"], directory: "/tmp", input: text))
    #expect(counted.outputText == "18\nred\n/tmp\n")
    #expect(counted.exitCode == 137)
    let missing = try await nest.droste("copy", "L1/natted:/tmp/no-such-file", folder.path + "/none")
    #expect(missing.exitCode == 1 && !FileManager.default.fileExists(atPath: folder.path + "/none"))
  }
}
