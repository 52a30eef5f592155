/// Members and elements: what Values knows, and what only an evaluator can do.
extension Operations {
  static func member(_ owner: Value, _ name: String, isStatic: Bool, _ frame: Frame) throws -> Value {
    if isStatic { return try staticMember(owner, name, frame) }
    if case .object(let object) = owner {
      if let table = object as? DictionaryObject, let value = table[name] { return value }
      if let bag = object as? PropertyBag, bag.added == nil, let value = bag[name] { return value }
    }
    if let value = try Members.property(owner, name, frame.context) { return value }
    guard frame.scope.isStrict else { return .null }
    throw PowerShellError(
      "The property '\(name)' cannot be found on this object. Verify that the property exists.",
      id: "PropertyNotFoundStrict", exceptionType: "System.Management.Automation.PropertyNotFoundException")
  }

  private static func staticMember(_ owner: Value, _ name: String, _ frame: Frame) throws -> Value {
    let type = try type(owner, frame)
    if let value = try Members.staticProperty(type, name, frame.context) { return value }
    guard frame.scope.isStrict else { return .null }
    throw PowerShellError(
      "The property '\(name)' cannot be found on this object. Verify that the property exists.",
      id: "PropertyNotFoundStrict", exceptionType: "System.Management.Automation.PropertyNotFoundException")
  }

  static func setMember(_ owner: Value, _ name: String, _ value: Value, isStatic: Bool, _ frame: Frame) throws {
    if isStatic {
      let type = try type(owner, frame)
      if let own = type as? ScriptClass, try own.setStatic(name, value) { return }
      guard try Members.setStaticProperty(type, name, to: value, frame.context) else {
        throw PowerShellError(
          "The property '\(name)' cannot be found on this object. Verify that the property exists and can be set.",
          id: "PropertyNotFound")
      }
      return
    }
    if owner.isNull {
      throw PowerShellError(
        "The property '\(name)' cannot be found on this object. Verify that the property exists and can be set.",
        id: "PropertyNotFound")
    }
    try Members.setProperty(owner, name, to: value, frame.context)
  }

  static func element(_ owner: Value, _ index: Value, _ frame: Frame) throws -> Value {
    try Indexing.get(owner, index, frame.context)
  }

  static func setElement(_ owner: Value, _ index: Value, _ value: Value, _ frame: Frame) throws {
    try Indexing.set(owner, index, to: value, frame.context)
  }

  static func invoke(
    _ owner: Value, _ name: String, _ arguments: [Value], isStatic: Bool, _ frame: Frame
  ) throws -> Value {
    try frame.session.checkStack()
    if isStatic {
      let type = try type(owner, frame)
      if type.kind == .scriptBlock, name.isSameName(as: "Create"), arguments.count == 1 {
        return .object(try created(arguments[0].displayString(frame.context), frame.session))
      }
      return try Members.invokeStatic(type, name, arguments, frame.context)
    }
    switch owner {
    case .object(let block as ScriptBlockObject):
      if let result = try invoke(block, name.caseFolded, arguments, frame) { return result }
    case .object(let cmdlet as CmdletObject):
      if let result = try cmdlet.invoke(name.caseFolded, arguments, frame) { return result }
    default: break
    }
    switch name.caseFolded {
    case "foreach" where !arguments.isEmpty && !owner.isNull: return try forEach(owner, arguments, frame)
    case "where" where !arguments.isEmpty && !owner.isNull: return try filter(owner, arguments, frame)
    default: return try Members.invoke(owner, name, arguments, frame.context)
    }
  }

  /// `[scriptblock]::Create(text)`, whose errors are those of a method.
  private static func created(_ text: String, _ session: Session) throws -> ScriptBlockObject {
    do { return try session.scriptBlock(text) } catch let error as PowerShellError {
      throw PowerShellError(
        "Exception calling \"Create\" with \"1\" argument(s): \"\(error.message)\"", id: "ParseException",
        category: .notSpecified, exceptionType: "System.Management.Automation.MethodInvocationException",
        inner: .init(error.exceptionType, error.message))
    }
  }

  private static func invoke(
    _ block: ScriptBlockObject, _ name: String, _ arguments: [Value], _ frame: Frame
  ) throws -> Value? {
    let session = frame.session
    switch name {
    case "invoke":
      let output = try session.invoke(block, underscore: nil, arguments: arguments)
      return .object(ListObject(output, type: .list(of: BuiltInType.psObject)))
    case "invokereturnasis":
      return .collected(try session.invoke(block, underscore: nil, arguments: arguments))
    case "getnewclosure": return .object(block.closure(in: frame.scope, session))
    default: return nil
    }
  }

  /// `collection.ForEach({ … })` (about_Arrays).
  private static func forEach(_ owner: Value, _ arguments: [Value], _ frame: Frame) throws -> Value {
    let elements = owner.reference?.enumerated ?? [owner]
    var result: [Value] = []
    for element in elements {
      switch arguments[0] {
      case .object(let block as ScriptBlockObject):
        result += try frame.session.invoke(block, underscore: element, arguments: Array(arguments.dropFirst()))
      case .type(let type): result.append(try element.converted(to: type, frame.context))
      default:
        let name = try arguments[0].displayString(frame.context)
        if arguments.count > 1 {
          try Members.setProperty(element, name, to: arguments[1], frame.context)
        } else if let value = try Members.property(element, name, frame.context) {
          result.append(value)
        } else {
          result.append(try Members.invoke(element, name, [], frame.context))
        }
      }
    }
    return .object(ListObject(result, type: .list(of: BuiltInType.psObject)))
  }

  /// `collection.Where({ … }, mode, count)` (about_Arrays).
  private static func filter(_ owner: Value, _ arguments: [Value], _ frame: Frame) throws -> Value {
    guard let block = arguments[0].reference(as: ScriptBlockObject.self) else {
      throw PowerShellError(
        "The where method takes a script block.", id: "MethodArgumentConversionInvalidCastArgument",
        category: .notSpecified, exceptionType: "System.Management.Automation.MethodException")
    }
    let mode = arguments.count > 1 ? try arguments[1].displayString(frame.context).caseFolded : "default"
    let limit = arguments.count > 2 ? Int(arguments[2].integerValue ?? 0) : 0
    var (chosen, rest): ([Value], [Value]) = ([], [])
    var hasTurned = false
    for element in owner.reference?.enumerated ?? [owner] {
      var holds = hasTurned
      if !hasTurned || mode == "default" || mode == "split" || mode == "last" {
        holds = Value.collected(try frame.session.invoke(block, underscore: element, arguments: [])).isTrue
      }
      switch mode {
      case "first":
        if holds { chosen.append(element) }
        if chosen.count >= max(1, limit) { return list(chosen) }
      case "until":
        if holds { return list(chosen) }
        chosen.append(element)
      case "skipuntil":
        if holds { hasTurned = true }
        if hasTurned { chosen.append(element) }
      default:
        if holds { chosen.append(element) } else { rest.append(element) }
        if mode == "default", limit > 0, chosen.count >= limit { return list(chosen) }
      }
    }
    if mode == "last" { return list(Array(chosen.suffix(max(1, limit)))) }
    return mode == "split" ? .array([list(chosen), list(rest)]) : list(chosen)
  }

  private static func list(_ values: [Value]) -> Value {
    .object(ListObject(values, type: .list(of: BuiltInType.psObject)))
  }
}

extension CmdletObject {
  /// The methods of `$PSCmdlet`; nil for those of any object.
  func invoke(_ name: String, _ arguments: [Value], _ frame: Frame) throws -> Value? {
    func text(_ index: Int) throws -> String {
      index < arguments.count ? try arguments[index].displayString(frame.context) : ""
    }
    switch (name, arguments.count) {
    case ("shouldprocess", 1): return .boolean(try invocation.shouldProcess(text(0)))
    case ("shouldprocess", 2): return .boolean(try invocation.shouldProcess(text(0), text(1)))
    case ("shouldprocess", 3...):
      return .boolean(try invocation.shouldProcess(description: text(0), question: text(1), caption: text(2)))
    case ("shouldcontinue", 2...): return .boolean(try invocation.shouldContinue(text(0), caption: text(1)))
    case ("writeobject", 1...):
      let isEnumerated = arguments.count > 1 && arguments[1].isTrue
      if isEnumerated, let elements = arguments[0].reference?.enumerated {
        try invocation.writeOutput(elements)
      } else {
        try invocation.writeOutput(arguments[0])
      }
    case ("writeerror", 1):
      guard let record = arguments[0].reference(as: ErrorRecord.self) else { return nil }
      try invocation.writeError(record.attributed(to: invocation.origin))
      frame.session.lastSucceeded = false
    case ("throwterminatingerror", 1):
      guard let record = arguments[0].reference(as: ErrorRecord.self) else { return nil }
      throw CommandFailure(record.attributed(to: invocation.origin))
    case ("writewarning", 1): try invocation.writeWarning(text(0))
    case ("writeverbose", 1): try invocation.writeVerbose(text(0))
    case ("writedebug", 1): try invocation.writeDebug(text(0))
    case ("getvariablevalue", 1...):
      let value = invocation.host.variable(try text(0))
      return value.isNull && arguments.count > 1 ? arguments[1] : value
    case ("writeinformation", 1...2):
      let tags = arguments.count > 1 ? arguments[1].reference?.enumerated ?? [arguments[1]] : []
      try invocation.writeInformation(
        InformationRecord(arguments[0], tags: tags.map { try $0.displayString(frame.context) }))
    case ("writecommanddetail", 1): try invocation.writeVerbose(text(0))
    case ("shouldprocess", 0): return nil
    case ("getunresolvedproviderpathfrompspath", 1), ("getresolvedproviderpathfrompspath", 1...2):
      let path = Value.string(try frame.session.resolvedPath(text(0)))
      return name.hasPrefix("getun") ? path : .array([path])
    case ("throwifstopping", 0): try frame.session.checkpoint()
    default: return nil
    }
    return .nothing
  }
}
