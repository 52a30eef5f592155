/// What a command's name turned out to be.
enum ResolvedCommand {
  case function(FunctionObject)
  case cmdlet(CommandInfo, @Sendable () -> any Cmdlet)
  case script(String)
  case native(String)
  /// ForEach-Object and Where-Object with script blocks, which the evaluator runs itself.
  case forEach, filter
}

extension Session {
  /// Steps from alias to alias that are followed.
  private static let aliasLimit = 16

  func alias(_ key: String, _ scope: Scope) -> String? {
    if let number = names.existingNumber(of: key), let target = scope.findAlias(number) { return target }
    if case .alias(let target)? = commands.find(key)?.implementation { return target }
    switch key {
    case "%", "foreach": return "ForEach-Object"
    case "?", "where": return "Where-Object"
    default: return nil
    }
  }

  /// Aliases come first, then functions, cmdlets, scripts and programs (about_Command_Precedence). Errors:
  /// CommandNotFoundException.
  func resolve(_ given: String, _ scope: Scope) throws -> ResolvedCommand {
    var name = given
    for _ in 0..<Self.aliasLimit {
      guard let target = alias(name.caseFolded, scope), !target.isSameName(as: name) else { break }
      name = target
    }
    if let command = try known(name, scope) { return command }
    if let slash = name.lastIndex(of: "\\"), !name.hasPrefix("."), !name.hasPrefix("\\"),
      let command = try known(String(name[name.index(after: slash)...]), scope)
    {
      return command
    }
    if name.caseFolded.hasSuffix(".ps1") { return .script(name) }
    if let path = options.native?.find(name) { return .native(path) }
    throw CommandNotFound.error(given)
  }

  private func known(_ name: String, _ scope: Scope) throws -> ResolvedCommand? {
    if let number = names.existingNumber(of: name), let function = scope.findFunction(number) {
      return .function(function)
    }
    let info = commands.find(name)
    switch info?.implementation {
    case .cmdlet(let make)?:
      guard let info else { return nil }
      return .cmdlet(info, make)
    case .application(let path)?: return .native(path)
    case .script(let path)?: return .script(path)
    case .function(let block)?, .filter(let block)?:
      guard let object = block.reference(as: ScriptBlockObject.self) else { return nil }
      return .function(try FunctionObject(name, object, isFilter: info?.kind == .filter))
    case .alias?, nil: break
    }
    switch name.caseFolded {
    case "foreach-object": return .forEach
    case "where-object": return .filter
    default: return nil
    }
  }

  /// A function by name, as a scope sees it.
  package func function(_ name: String, in scope: Scope? = nil) -> FunctionObject? {
    names.existingNumber(of: name).flatMap { (scope ?? currentScope).findFunction($0) }
  }

  package func setAlias(_ name: String, _ target: String?, in scope: Scope? = nil) {
    (scope ?? currentScope).set(alias: target, names.number(of: name))
  }
}
