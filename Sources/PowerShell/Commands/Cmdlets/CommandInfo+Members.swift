/// What scripts see of a command that `Get-Command` gave.
extension CommandInfo {
  static let table = MemberTable(properties: [
    property("CommandType") { .string($0.kind.rawValue) },
    property("Name") { .string($0.name) },
    property("Source") { .string($0.module ?? "") },
    property("ModuleName") { .string($0.module ?? "") },
    property("Verb") { .string($0.verb) },
    property("Noun") { .string($0.noun) },
    property("Definition") { .string($0.definition) },
    property("Path") { info in
      switch info.implementation {
      case .script(let path), .application(let path): .string(path)
      default: .null
      }
    },
    property("ScriptBlock") { $0.block ?? .null },
    property("DefaultParameterSet") { $0.metadata?.defaultSetName.map { .string($0) } ?? .null },
    property("OutputType") { .array(($0.metadata?.outputTypes ?? []).map { .string($0) }) },
    property("Parameters") { .object($0.parameterTable) },
  ])

  private static func property(_ name: String, _ get: @escaping @Sendable (CommandInfo) -> Value) -> Property {
    Property(name) { value, _ in value.reference(as: CommandInfo.self).map(get) ?? .null }
  }

  /// The type of a kind of command: System.Management.Automation.CmdletInfo and its like.
  static func typeReference(_ kind: CommandKind) -> TypeReference {
    types[kind] ?? BuiltInType.object
  }

  private static let types = Dictionary(
    uniqueKeysWithValues: CommandKind.allCases.map { kind in
      (kind, TypeReference("System.Management.Automation.\(kind.rawValue)Info", members: table))
    })

  /// The function's block; nil for all else.
  package var block: Value? {
    switch implementation {
    case .function(let block), .filter(let block): block
    case .cmdlet, .alias, .application, .script: nil
    }
  }

  /// A function's text, an alias's target, a program's path; a cmdlet's syntax.
  package var definition: String {
    switch implementation {
    case .function(let block), .filter(let block): (try? block.text()) ?? ""
    case .alias(let target), .application(let target), .script(let target): target
    case .cmdlet: metadata?.syntax.joined(separator: "\n") ?? ""
    }
  }

  /// Parameter names and their types.
  private var parameterTable: DictionaryObject {
    let table = DictionaryObject()
    for parameter in metadata?.parameters ?? [] {
      table[parameter.name] = .object(
        PropertyBag([
          "Name": .string(parameter.name), "ParameterType": .type(parameter.type),
          "Aliases": .array(parameter.aliases.map { .string($0) }), "SwitchParameter": .boolean(parameter.isSwitch),
        ]))
    }
    return table
  }
}
