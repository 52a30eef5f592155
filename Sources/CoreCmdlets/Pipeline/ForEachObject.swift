internal import PowerShell

/// ForEach-Object in the forms that the evaluator does not run itself: members by name, `-InputObject`, blocks that come
/// by splatting or with common parameters.
final class ForEachObject: Cmdlet {
  static var command: CommandInfo {
    .core(
      "ForEach-Object", in: ModuleName.core, "ForEachObjectCommand", aliases: ["%", "foreach"],
      [
        "InputObject<value Object", "Begin ScriptBlock in ScriptBlockSet", "!Process@0 ScriptBlock[] in ScriptBlockSet",
        "End ScriptBlock in ScriptBlockSet", "RemainingScripts<remaining ScriptBlock[] in ScriptBlockSet",
        "!MemberName@0 in PropertyAndMethodSet",
        "ArgumentList<remaining Object[] = Args in PropertyAndMethodSet",
      ], defaultSet: "ScriptBlockSet", shouldProcess: true,
      allowing: ["Process": [.null, .emptyCollection]],
      synopsis:
        "Does something with each object of the pipeline: runs a script block, reads a property or calls a method."
    ) { ForEachObject() }
  }

  private var process: [ScriptBlockObject] = []
  private var begin: ScriptBlockObject?
  private var end: ScriptBlockObject?

  func begin(_ invocation: Invocation) throws {
    guard invocation.parameterSetName == "ScriptBlockSet" else { return }
    begin = invocation.block("Begin")
    end = invocation.block("End")
    process = blocks("Process", invocation) + blocks("RemainingScripts", invocation)
    // Of several blocks without names the first is for the beginning, the last, from three on, for the end.
    if begin == nil, process.count > 1, !invocation.bound.contains("Begin") { begin = process.removeFirst() }
    if end == nil, process.count > 1, !invocation.bound.contains("End") { end = process.removeLast() }
    if let begin { try invocation.run(begin) }
  }

  func process(_ invocation: Invocation) throws {
    let input = invocation.bound["InputObject"] ?? .null
    guard let name = invocation.bound.string("MemberName") else {
      for block in process { try invocation.run(block, underscore: input) }
      return
    }
    try member(name, input, invocation)
  }

  func end(_ invocation: Invocation) throws { if let end { try invocation.run(end) } }

  private func blocks(_ name: String, _ invocation: Invocation) -> [ScriptBlockObject] {
    (invocation.bound.elements(name) ?? []).compactMap { $0.reference(as: ScriptBlockObject.self) }
  }

  private func member(_ pattern: String, _ input: Value, _ invocation: Invocation) throws {
    let context = invocation.host.values
    guard !input.isNull else {
      // A property of null is null; a method of null is an error.
      guard invocation.bound.contains("ArgumentList") else { return try invocation.writeOutput(.null) }
      return try invocation.writeError(
        failure("You cannot call a method on a null-valued expression.", "InvokeMethodOnNull", .null))
    }
    let arguments = invocation.bound.elements("ArgumentList")
    let name = try resolved(pattern, input, invocation)
    if arguments == nil {
      if let table = input.reference(as: DictionaryObject.self), let value = table[name] {
        return try write(value, invocation)
      }
      if Members.propertyNames(input).contains(where: name.isSameName(as:)),
        let value = try Members.property(input, name, context)
      {
        guard
          try invocation.shouldProcess(
            "InputObject: \(shown(input, context))", "Retrieve the value for property '\(name)'")
        else { return }
        return try write(value, invocation)
      }
      if let value = try Members.property(input, name, context) { return try write(value, invocation) }
    }
    do {
      guard
        try invocation.shouldProcess("InputObject: \(shown(input, context))", "Invoke method '\(name)'")
      else { return }
      let result = try Members.invoke(input, name, arguments ?? [], context)
      if case .nothing = result { return }
      try write(result, invocation)
    } catch let error as PowerShellError where error.id == "MethodNotFound" {
      // What an object does not have is null, unless it is called.
      guard arguments != nil else { return try invocation.writeOutput(.null) }
      try invocation.writeError(
        failure("Input name \"\(name)\" cannot be resolved to a method.", "MethodNotFound", input))
    } catch let error as PowerShellError {
      try invocation.writeError(
        PowerShellError(
          error.message, id: "MethodInvocationError", category: .invalidOperation, exceptionType: error.exceptionType,
          inner: error.inner, target: input))
    }
  }

  /// Collections are passed on element by element.
  private func write(_ value: Value, _ invocation: Invocation) throws {
    if let elements = value.reference?.enumerated { return try invocation.writeOutput(elements) }
    try invocation.writeOutput(value)
  }

  /// Wildcards stand for the one member that they match.
  private func resolved(_ pattern: String, _ input: Value, _ invocation: Invocation) throws -> String {
    guard Wildcard.isPattern(pattern) else { return pattern }
    let wildcard = try Wildcard(pattern)
    let found = Members.propertyNames(input).filter { wildcard.matches($0) }
    guard found.count > 1 else { return found.first ?? pattern }
    throw PowerShellError(
      "Input name \"\(pattern)\" is ambiguous. It can be resolved to multiple matched members. Possible matches include:"
        + "\(found.map { " " + $0 }.joined()).", id: "AmbiguousPropertyOrMethodName", category: .invalidOperation,
      exceptionType: "System.Management.Automation.PSArgumentException", target: .string(pattern))
  }

  private func shown(_ value: Value, _ context: ValueContext) -> String { (try? value.displayString(context)) ?? "" }

  private func failure(_ message: String, _ id: String, _ target: Value) -> PowerShellError {
    PowerShellError(
      message, id: id, category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException", target: target)
  }
}
