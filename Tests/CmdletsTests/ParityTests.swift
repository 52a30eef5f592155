import FoundationEssentials
import HyperV
import PowerShell
import Testing

@testable import Cmdlets

struct ParityTests {
  private static func commands() -> (all: [CommandInfo], known: [CommandInfo]) {
    let environment = HostEnvironment(hostName: "h") { throw DrosteError(.unavailable, "") }
    let built = HyperVModule.commands(environment: environment) + NetNatModule.commands(environment: environment)
    let known = KnownCommands.commands(except: Set(built.map(\.name)))
    return (built + known, known)
  }

  @Test func report() throws {
    let path = "/tmp/droste-parity-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = """
      {"name":"Set-VMMemory","module":"Hyper-V","shouldProcess":true,"sets":[{"name":"a","parameters":["VMName","Buffer"]}],\
      "parameters":[{"name":"VMName","type":"String[]"},{"name":"Buffer","type":"Int32"},{"name":"Passthru","type":"switch"}]}
      {"name":"Save-VM","module":"Hyper-V","shouldProcess":true,"sets":[],"parameters":[{"name":"Name","type":"String[]"}]}
      {"name":"Get-Nothing","module":"Other","shouldProcess":false,"sets":[],"parameters":[{"name":"X","type":"String"}]}

      """
    try rows.write(toFile: path, atomically: true, encoding: .utf8)
    let (all, known) = Self.commands()
    let text = try ParityReport.text(commands: all, known: known, path: path)
    #expect(text.contains("| Hyper-V | 2 | 1 | 1 | 0 | 3 | 3 | 0 |"))
    #expect(text.contains("| Other | 1 | 0 | 0 | 1 | 0 | 0 | 0 |"))
    #expect(text.contains("| `Set-VMMemory` | Buffer, Passthru, VMName |"))
    #expect(text.contains("Refused: `Save-VM`"))
    #expect(text.contains("Unknown: `Get-Nothing`"))
  }

  @Test func badLine() throws {
    let path = "/tmp/droste-parity-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "{".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: (any Error).self) { try ParityReport.text(commands: [], known: [], path: path) }
    #expect(throws: (any Error).self) { try ParityReport.text(commands: [], known: [], path: path + "x") }
  }

  /// Start-up is a few milliseconds for the whole program: making the commands may take but a small part of it.
  @Test func commandsAreMadeQuickly() {
    _ = Self.commands()
    let start = ContinuousClock.now
    for _ in 0..<20 { _ = Self.commands() }
    #expect((ContinuousClock.now - start) / 20 < .milliseconds(50))
  }
}
