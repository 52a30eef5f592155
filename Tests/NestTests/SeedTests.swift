import FoundationEssentials
import HostAPI
import HyperV
import TestSupport
import Testing

/// The commands of the document that describes nested virtualization, taken from it as they stand there, each run at
/// the level where it belongs.
struct SeedDocument {
  /// Where the document is looked for: beside the checkout.
  static let path = Repository.folder + "/../shared/seed/nested-hyper-v.txt"
  static var isThere: Bool { FileManager.default.fileExists(atPath: path) }

  let lines: [String]

  init() throws {
    // A line break was lost where the last command follows the one before it.
    lines = try String(contentsOfFile: Self.path, encoding: .utf8)
      .replacing(" Netsh ", with: "\nNetsh ")
      .split(separator: "\n").map(String.init)
  }

  /// The command that begins so, with its placeholders filled in; nothing else of it is changed.
  func command(_ beginning: String, ending: String = "") throws -> String {
    let found = lines.filter {
      $0.hasPrefix(beginning) && $0.trimmingSuffix(while: \.isWhitespace).hasSuffix(ending)
    }
    return try #require(found.count == 1 ? found.first : nil, "\(beginning): \(found.count) lines")
      .replacing("<VMName>", with: "L1").replacing("<my DNS server>", with: "10.77.0.3")
  }
}

extension String {
  fileprivate func trimmingSuffix(while holds: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, holds(last) { rest.removeLast() }
    return rest
  }
}

extension NestTests {
  @Test(.enabled(if: SeedDocument.isThere, "the document is not beside this checkout"))
  func seedCommandsWorkVerbatim() async throws {
    let seed = try SeedDocument()
    let before = try await HostTraces.now()
    let droste = try Droste()
    let result: Result<Void, any Error>
    do { result = .success(try await followSeed(seed, droste)) } catch { result = .failure(error) }
    for machine in try await droste.client.status().machines {
      _ = try await droste.client.turnOffMachine(machine.configuration.name)
      try await droste.client.removeMachine(machine.configuration.name)
    }
    for network in try await droste.client.status().switches {
      try await droste.client.removeSwitch(network.configuration.name)
    }
    _ = try await droste("host", "stop")
    try await droste.expectNothingLeft(before)
    droste.folder.remove()
    try result.get()
  }

  private func followSeed(_ seed: SeedDocument, _ droste: Droste) async throws {
    func power(_ script: String) async throws -> CommandResult {
      try await droste("powershell", "-NoProfile", "-Command", script, limit: .seconds(200))
    }
    func done(_ script: String) async throws -> CommandResult {
      let result = try await power(script)
      try #require(result.succeeded && result.error.isEmpty, "\(script)\n\(result)")
      return result
    }
    func inside(_ path: [String], _ command: String) async throws -> CommandResult {
      let script = path.reversed().reduce(command) { "Invoke-Command -VMName \($1) { \($0) }" }
      return try await done(script)
    }

    _ = try await done(
      """
      New-VMSwitch -Name Lab -NATSubnetAddress 10.77.0.0/24
      New-VM -Name L1 -Image host -MemoryStartupBytes 4GB -SwitchName Lab
      """)
    let expose = try seed.command("Set-VMProcessor", ending: "$true")
    let hide = try seed.command("Set-VMProcessor", ending: "$false")
    func isExposed() async throws -> Bool {
      try await droste.client.machine("L1").configuration.processor.exposeVirtualizationExtensions
    }
    _ = try await done(expose)
    #expect(try await isExposed())
    _ = try await done(hide)
    #expect(try await !isExposed())
    _ = try await done(expose)
    _ = try await done(try seed.command("Get-VMNetworkAdapter"))
    #expect(try await droste.client.machine("L1").configuration.adapters.first?.macAddressSpoofing == .on)
    _ = try await done("Start-VM -Name L1; Wait-VM -Name L1 -For Heartbeat")

    // On a machine that runs, the change is refused and nothing changes.
    let refused = try await power(hide)
    #expect(!refused.succeeded)
    #expect(refused.error.contains("Failed to modify device 'Processor'."), "\(refused)")
    #expect(
      refused.error.contains("InvalidState,Microsoft.HyperV.PowerShell.Commands.SetVMProcessor"), "\(refused)")
    #expect(try await isExposed())

    _ = try await inside(["L1"], try seed.command("New-VMSwitch"))
    _ = try await inside(["L1"], try seed.command("New-NetNat"))
    _ = try await inside(["L1"], try seed.command("Get-NetAdapter \"vEthernet"))
    _ = try await inside(
      ["L1"],
      """
      New-VM -Name L2 -MemoryStartupBytes 256MB -SwitchName VmNAT
      Start-VM -Name L2
      Wait-VM -Name L2 -For Heartbeat
      """)
    _ = try await inside(["L1", "L2"], try seed.command("Get-NetAdapter \"Ethernet\""))
    _ = try await inside(["L1", "L2"], try seed.command("Netsh"))

    let outside = try await inside(
      ["L1", "L2"],
      "(Test-NetConnection -ComputerName 10.77.0.1).PingSucceeded; Get-Content /etc/resolv.conf; ip route")
    #expect(outside.output.hasPrefix("True"), "\(outside)")
    #expect(outside.output.contains("nameserver 10.77.0.3"), "\(outside)")
    #expect(outside.output.contains("default via 192.168.100.1"), "\(outside)")
    // It went through the translation in L1.
    let translated = try await droste.client.inside("L1").status().nats.first
    #expect(translated?.configuration.name == "LocalNAT")
    #expect((translated?.status.translatedPackets ?? 0) > 0)
  }
}
