import PowerShell
import Synchronization

@testable import Cmdlets

/// Every cmdlet of the five modules with its real parameters and nothing behind them: each says how it was bound, and
/// gives one object of the type that it is documented to give.
final class StubCommands: Sendable {
  struct Binding: Sendable {
    let command: String
    let set: String
    let parameters: [String]
  }

  private let found = Mutex<[Binding]>([])

  var bindings: [Binding] { found.withLock(\.self) }

  func commands() -> [CommandInfo] {
    CommandTable.modules.flatMap { CommandTable.rows($0.name) }.map { row in
      CommandInfo(
        cmdlet: row.name, module: row.module, metadata: { try row.metadata(errorSource: row.name, synopsis: "") },
        {
          ClosureCmdlet { invocation in
            let names = invocation.bound.values.entries.map(\.name)
            self.found.withLock {
              $0.append(Binding(command: row.name, set: invocation.bound.setName, parameters: names))
            }
            try invocation.writeOutput(Self.object(invocation.metadata.outputTypes.first ?? "System.Object"))
          }
        })
    }
  }

  /// Commands of other modules that stand beside them in the examples.
  static var others: [CommandInfo] {
    let names = [
      "Get-Disk", "Get-Partition", "Get-Volume", "Initialize-Disk", "New-Partition", "Format-Volume", "Test-Path",
    ]
    return names.map { name in
      let lines = [
        "Number@0 Object", "InputObject<value Object", "PathType", "FileSystem", "Passthru switch", "Force switch",
        "AssignDriveLetter switch", "UseMaximumSize switch",
      ]
      return CommandInfo(
        cmdlet: name, module: "Other",
        metadata: { try CommandMetadata(cmdlet: name, lines, supportsShouldProcess: name == "Format-Volume") },
        {
          ClosureCmdlet { invocation in
            let bag = PropertyBag()
            bag["Number"] = .integer(SizedInteger(UInt32(2)))
            bag["DiskNumber"] = .integer(SizedInteger(UInt32(2)))
            try invocation.writeOutput(.object(bag))
          }
        })
    }
  }

  /// An object of a type, with the properties that the examples read.
  static func object(_ type: String) -> Value {
    let short = type.split(separator: ".").last.map(String.init) ?? type
    let known =
      HyperVClass.all[short]
      ?? (type.hasPrefix(CommandTypes.cimInstance.name) ? TypeReference(type, base: CommandTypes.cimInstance) : nil)
    let bag = PropertyBag(type: known ?? TypeReference(type, base: BuiltInType.object))
    let setting = PropertyBag()
    for name in ["EnableDhcpGuard", "DefaultFlowReservation"] { setting[name] = 0 }
    let incompatibility = PropertyBag()
    incompatibility["Source"] = .object(PropertyBag(type: AdapterObject.type))
    let properties: [(String, Value)] = [
      ("Name", "x"), ("VMName", "x"), ("Id", .guid(.empty)), ("ResourcePoolName", "GpuChildPool"), ("Enabled", true),
      ("SettingData", .object(setting)), ("Incompatibilities", .array([.object(incompatibility)])),
      ("ifIndex", .integer(SizedInteger(UInt32(3)))), ("NextHop", "10.0.0.1"), ("ifAlias", "x"),
    ]
    for (name, value) in properties { bag[name] = value }
    return .object(bag)
  }
}
