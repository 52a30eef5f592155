internal import PowerShell

/// A script module that was imported, with what its manifest says of it.
// SAFETY: used on the session's thread, as the module's state.
final class ModuleRecord: @unchecked Sendable {
  let name: String
  let path: String
  let state: ModuleState
  var version = Version(0, 0)
  var kind = "Script"
  var description = ""
  var manifest: DictionaryObject?
  /// The modules that the manifest brings along.
  var nested: [ModuleRecord] = []
  /// What is given to those who import it, by the module's own names.
  var functions: [FunctionObject] = []
  var aliases: [(name: String, target: String)] = []
  var variables: [Variable] = []
  /// What was put where, to be taken back.
  var imports: [(scope: Scope, functions: [String], aliases: [String], variables: [String])] = []

  init(_ name: String, path: String, state: ModuleState) { (self.name, self.path, self.state) = (name, path, state) }

  /// The module as scripts see it.
  var value: Value {
    let object = ModuleObject(state)
    let members = object.addedMembers()
    func note(_ name: String, _ value: Value) { members[name] = .note(value) }
    note("Path", .string(path))
    note("ModuleBase", .string(FilePaths.folder(path)))
    note("Version", .version(version))
    note("ModuleType", .string(kind))
    note("Description", .string(description))
    for (key, name) in [("Author", "Author"), ("CompanyName", "CompanyName"), ("Guid", "GUID")] {
      note(key, manifest?[name] ?? .null)
    }
    note("PrivateData", manifest?["PrivateData"] ?? .null)
    let commands = DictionaryObject()
    let (functions, aliases, variables) = (DictionaryObject(), DictionaryObject(), DictionaryObject())
    for function in self.functions {
      let info = CommandInfo(function.name, module: self.name, metadata: nil, .function(.object(function.block)))
      functions[function.name] = .object(info)
      commands[function.name] = .object(info)
    }
    for alias in self.aliases {
      let info = CommandInfo.alias(alias.name, for: alias.target, module: self.name)
      aliases[alias.name] = .object(info)
      commands[alias.name] = .object(info)
    }
    for variable in self.variables { variables[variable.name] = VariableObject(variable).value }
    note("ExportedFunctions", .object(functions))
    note("ExportedAliases", .object(aliases))
    note("ExportedVariables", .object(variables))
    note("ExportedCmdlets", .object(DictionaryObject()))
    note("ExportedCommands", .object(commands))
    note("NestedModules", .array(nested.map(\.value)))
    return .object(object)
  }

  static let typeName = "System.Management.Automation.PSModuleInfo"

  /// One of the modules that come with the shell.
  static func value(of module: CommandModule) -> Value {
    let (commands, aliases) = (DictionaryObject(), DictionaryObject())
    for command in module.commands {
      commands[command.name] = .object(command)
      for alias in command.aliases {
        aliases[alias] = .object(CommandInfo.alias(alias, for: command.name, module: module.name))
      }
    }
    return ModuleInfo.make(
      name: module.name,
      [
        "Path": "", "ModuleBase": "", "Version": .version(module.version), "ModuleType": "Manifest",
        "Description": .string(module.synopsis), "ExportedCmdlets": .object(commands),
        "ExportedFunctions": .object(DictionaryObject()), "ExportedAliases": .object(aliases),
        "ExportedVariables": .object(DictionaryObject()), "ExportedCommands": .object(commands),
      ])
  }
}
