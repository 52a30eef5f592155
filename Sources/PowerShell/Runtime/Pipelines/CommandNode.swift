/// An argument as written.
enum ArgumentNode {
  case value(Node, text: String?, SourceRange)
  case parameter(String, Node?, hasColon: Bool, SourceRange)
  case splat(Node, SourceRange)
  case endOfParameters
  case verbatim(String)
}

/// A command with its arguments.
final class CommandNode {
  let range: SourceRange
  private let invocation: Command.Invocation
  /// The name where it is a constant.
  private let constant: Name?
  private let name: Node
  let arguments: [ArgumentNode]
  private let redirections: [RedirectionNode]

  init(
    _ command: Command, _ constant: Name?, _ name: Node, _ arguments: [ArgumentNode],
    _ redirections: [RedirectionNode]
  ) {
    (range, invocation) = (command.range, command.invocation)
    (self.constant, self.name, self.arguments, self.redirections) = (constant, name, arguments, redirections)
  }

  func stage(_ frame: Frame, expectsInput: Bool, position: Int, length: Int) throws -> Stage {
    let stage = try bareStage(frame, expectsInput: expectsInput, position: position, length: length)
    return redirections.isEmpty ? stage : RedirectedStage(stage, redirections, frame)
  }

  private func bareStage(_ frame: Frame, expectsInput: Bool, position: Int, length: Int) throws -> Stage {
    let call = CommandCall(frame, range, expectsInput: expectsInput, position: position, length: length)
    let isDotSourced = invocation == .dotSource
    if let constant { return try stage(named: constant.text, call, isDotSourced: isDotSourced) }
    let target = try name.evaluate(frame)
    switch target {
    case .object(let block as ScriptBlockObject):
      return ScriptStage(block, call, try evaluated(frame), isDotSourced: isDotSourced)
    case .object(let info as CommandInfo): return try stage(info, call, isDotSourced: isDotSourced)
    case .object(let module as ModuleObject):
      // `& $module { … }` runs a block with the module's state.
      var given = try evaluated(frame)
      if case .value(.object(let block as ScriptBlockObject))? = given.first?.kind {
        given.removeFirst()
        let bound = ScriptBlockObject(block.code, session: frame.session, module: module.state)
        return ScriptStage(bound, call, given, isDotSourced: isDotSourced)
      }
    case .null, .nothing:
      throw PowerShellError(
        "The expression after '\(isDotSourced ? "." : "&")' in a pipeline element produced an object that was not "
          + "valid. It must result in a command name, a script block, or a CommandInfo object.",
        id: "BadExpression")
    default: break
    }
    let text = try target.displayString(frame.context)
    return try stage(named: text, call, isDotSourced: isDotSourced)
  }

  private func stage(_ info: CommandInfo, _ call: CommandCall, isDotSourced: Bool) throws -> Stage {
    switch info.implementation {
    case .cmdlet(let make): return try cmdlet(info, make, call)
    case .function(let block), .filter(let block):
      guard let object = block.reference(as: ScriptBlockObject.self) else { break }
      let function = try FunctionObject(info.name, object, isFilter: info.kind == .filter)
      return ScriptStage(function, call, try evaluated(call.frame), isDotSourced: isDotSourced)
    default: break
    }
    return try stage(named: info.name, call, isDotSourced: isDotSourced)
  }

  private func stage(named name: String, _ call: CommandCall, isDotSourced: Bool) throws -> Stage {
    let (frame, session) = (call.frame, call.frame.session)
    switch invocation {
    case .plain: call.invocationName = name
    case .call: call.invocationName = "&"
    case .dotSource: call.invocationName = "."
    }
    let command: ResolvedCommand
    do {
      command = try session.resolve(name, frame.scope)
    } catch let error as PowerShellError {
      throw failure(error, name, call)
    }
    switch command {
    case .function(let function):
      return ScriptStage(function, call, try evaluated(frame), isDotSourced: isDotSourced)
    case .cmdlet(let info, let make):
      if info.name.isSameName(as: "ForEach-Object"), let stage = try blocks(call, isFilter: false) { return stage }
      if info.name.isSameName(as: "Where-Object"), let stage = try blocks(call, isFilter: true) { return stage }
      return try cmdlet(info, make, call)
    case .forEach: if let stage = try blocks(call, isFilter: false) { return stage }
    case .filter: if let stage = try blocks(call, isFilter: true) { return stage }
    case .script(let path):
      let block: ScriptBlockObject
      do { block = try session.scriptFile(path) } catch let error as PowerShellError
        where error.id == "CommandNotFoundException"
      {
        throw failure(error, name, call)
      }
      return ScriptStage(block, call, try evaluated(frame), isDotSourced: isDotSourced, isFile: true)
    case .native(let path): return NativeStage(path, try words(frame), call)
    }
    throw PowerShellError(
      "The parameters of \(name) need a script block.", id: "AmbiguousParameterSet", category: .invalidArgument,
      exceptionType: "System.Management.Automation.ParameterBindingException")
  }

  /// A command that is not there.
  private func failure(_ error: PowerShellError, _ name: String, _ call: CommandCall) -> CommandFailure {
    let origin = InvocationInfo(
      commandName: name, source: call.frame.code.source, range: self.name.range, pipelinePosition: call.position,
      pipelineLength: call.length)
    let record = ErrorRecord(error, origin: origin)
    // No command ran, so the error is of none.
    record.activity = ""
    return CommandFailure(record)
  }

  private func cmdlet(_ info: CommandInfo, _ make: () -> any Cmdlet, _ call: CommandCall) throws -> Stage {
    guard let metadata = info.metadata else {
      throw PowerShellError("The command '\(info.name)' cannot be run.", id: "CommandWithoutMetadata")
    }
    call.command = info
    return CmdletStage(metadata, make(), call, try evaluated(call.frame))
  }

  /// The arguments' values, in order.
  private func evaluated(_ frame: Frame) throws -> [RuntimeArgument] {
    var values: [RuntimeArgument] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments {
      switch argument {
      case .value(let node, let text, let range): values.append(.value(try node.value(frame), text: text, range: range))
      case .parameter(let name, let node, _, let range):
        values.append(.parameter(name, try node?.value(frame), range: range))
      case .splat(let node, let range): values += RuntimeArgument.splatting(try node.evaluate(frame), range: range)
      case .endOfParameters: values.append(.endOfParameters)
      case .verbatim(let text): values.append(.value(.string(text)))
      }
    }
    return values
  }

  /// The arguments as the words of a native command line.
  private func words(_ frame: Frame) throws -> [String] {
    var words: [String] = []
    func add(_ value: Value) throws {
      for element in value.reference?.enumerated ?? [value] where !element.isNull {
        words.append(try element.displayString(frame.context))
      }
    }
    for argument in arguments {
      switch argument {
      case .value(_, let text?, _): words.append(text)
      case .value(let node, nil, _): try add(node.evaluate(frame))
      case .parameter(let name, let node, let hasColon, _):
        let value = try node?.evaluate(frame).displayString(frame.context)
        words.append("-\(name)\(hasColon ? ":" : "")\(value ?? "")")
      case .splat(let node, _):
        let value = try node.evaluate(frame)
        if let table = value.reference(as: DictionaryObject.self) {
          for (key, value) in table.pairs {
            words.append("-\(try key.displayString()):\(try value.displayString(frame.context))")
          }
        } else {
          try add(value)
        }
      case .endOfParameters: words.append("--")
      case .verbatim(let text): words += text.split(separator: " ").map(String.init)
      }
    }
    return words
  }
}

/// The place of a command's call.
final class CommandCall {
  let frame: Frame
  let range: SourceRange
  let expectsInput: Bool
  let position: Int
  let length: Int
  var invocationName = "&"
  /// The cmdlet, for MyCommand.
  var command: CommandInfo?

  init(_ frame: Frame, _ range: SourceRange, expectsInput: Bool, position: Int, length: Int) {
    (self.frame, self.range, self.expectsInput) = (frame, range, expectsInput)
    (self.position, self.length) = (position, length)
  }

  func origin(_ name: String, errorSource: String) -> InvocationInfo {
    let info = InvocationInfo(
      commandName: name, invocationName: invocationName, errorSource: errorSource, source: frame.code.source,
      range: range, pipelinePosition: position, pipelineLength: length)
    info.expectsInput = expectsInput
    if let command { info.command = { .object(command) } }
    return info
  }
}
