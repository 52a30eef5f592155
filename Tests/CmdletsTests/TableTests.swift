import PowerShell
import Testing

@testable import Cmdlets

/// The tables that come with the product.
struct TableTests {
  @Test func everyCmdletIsThere() {
    let counts = CommandTable.modules.map { ($0.name, CommandTable.rows($0.name).count) }
    #expect(counts.map(\.0) == ["Hyper-V", "NetNat", "NetAdapter", "NetTCPIP", "DnsClient"])
    #expect(counts.map(\.1) == [240, 13, 70, 34, 21])
  }

  @Test(arguments: CommandTable.modules.map(\.name))
  func everyRowIsValid(module: String) throws {
    for row in CommandTable.rows(module) {
      let metadata = try row.metadata(errorSource: "x", synopsis: "")
      #expect(metadata.name == row.name)
      #expect(!metadata.parameters.isEmpty)
    }
  }

  @Test func everyDefinitionIsInTheTable() throws {
    for (module, definitions) in [("Hyper-V", HyperVModule.definitions), ("NetNat", NetNatModule.definitions)] {
      let rows = CommandTable.rows(module)
      #expect(Set(definitions.map(\.name)).count == definitions.count)
      for definition in definitions {
        let row = try #require(rows.first { $0.name == definition.name }, "\(definition.name)")
        let metadata = try row.metadata(errorSource: "", synopsis: "", more: definition.more)
        for name in definition.supported {
          #expect(metadata.parameter(named: name) != nil, "\(definition.name) -\(name)")
        }
        #expect(definition.synopsis.hasSuffix("."), "\(definition.name)")
      }
    }
    #expect(Set(NetNatModule.definitions.map(\.name)) == Set(CommandTable.rows("NetNat").map(\.name)))
  }

  @Test func enumerationsHaveHyperVsValues() {
    for (type, name, value) in [
      ("VMState", "Running", 2), ("VMState", "Off", 3), ("VMState", "Paused", 9), ("OnOffState", "On", 0),
      ("VMSwitchType", "External", 2), ("StartAction", "StartIfRunning", 3), ("StopAction", "TurnOff", 2),
      ("CheckpointType", "Standard", 5), ("VMIntegrationComponentOperationalStatus", "NoContact", 12),
      ("VMNetworkAdapterVlanMode", "Trunk", 2), ("VhdType", "Differencing", 4),
    ] {
      #expect(HyperVEnum.all[type]?.value(named: name)?.rawValue == Int64(value), "\(type).\(name)")
    }
    #expect(HyperVEnum.known("VhdFormat").name == "Microsoft.Vhd.PowerShell.VhdFormat")
  }

  @Test func refusedCmdletsSayWhy() throws {
    let known = KnownCommands.commands(except: ["get-vm", "New-NetNat"])
    #expect(known.count == 376)
    for command in known {
      #expect(command.metadata?.synopsis?.isEmpty == false, "\(command.name)")
    }
  }
}
