internal import PowerShell

/// The computers and scripts that parameters name.
enum RemoteTargets {
  private static let own: Set = ["localhost", ".", "127.0.0.1", "::1"]

  /// What -ComputerName means: this computer, or machines within machines (L1/L2).
  static func computer(_ name: String) throws -> RemoteTarget {
    if own.contains(name.caseFolded) { return .localProcess }
    let path = name.split { $0 == "/" || $0 == "\\" }.map(String.init)
    guard !path.isEmpty else {
      throw PowerShellError(
        "One or more computer names are not valid: '\(name)'. Give the names of machines, from the outermost to the "
          + "innermost, with slashes between them, as in L1/L2.", id: "PSSessionInvalidComputerName",
        category: .invalidArgument, exceptionType: "System.ArgumentException", target: .string(name))
    }
    return .host(path: path)
  }

  /// Of -ComputerName, -VMName and -VMId.
  static func targets(_ bound: BoundParameters) throws -> [RemoteTarget] {
    try (bound.strings("ComputerName") ?? []).map { try computer($0) }
      + (bound.strings("VMName") ?? []).map { .machine(name: $0) }
      + (bound.elements("VMId") ?? []).map { .machineID(try $0.displayString()) }
  }

  /// Of -ScriptBlock or -FilePath: the text, and what it is made of. Errors: ParseException, PathNotFound.
  static func script(_ invocation: Invocation, _ session: Session) throws -> (text: String, body: ScriptBody) {
    if let block = invocation.bound["ScriptBlock"]?.reference(as: ScriptBlockObject.self) {
      return (block.body.text, block.body)
    }
    guard let path = invocation.bound.string("FilePath") ?? invocation.bound.string("LiteralPath") else {
      throw PowerShellError("There is no script to run.", id: "ScriptBlockMissing", category: .invalidArgument)
    }
    let full = path.hasPrefix("/") ? path : invocation.location + "/" + path
    let lines: [String]
    do { lines = try session.options.readLines(full) } catch {
      throw PowerShellError(
        "Cannot find path '\(full)' because it does not exist.", id: "PathNotFound", category: .objectNotFound,
        exceptionType: "System.Management.Automation.ItemNotFoundException", target: .string(full))
    }
    let text = lines.joined(separator: "\n")
    return (text, try session.scriptBlock(text).body)
  }

  /// The request of a script with the parameters of a call. Errors: a `$using:` variable that is not set, values that
  /// cannot be sent.
  static func request(
    _ invocation: Invocation, _ session: Session, expectsInput: Bool
  ) throws -> RemoteRequest {
    let (text, body) = try script(invocation, session)
    var request = RemoteRequest(script: text, expectsInput: expectsInput)
    let context = session.context
    if let arguments = invocation.bound.elements("ArgumentList"), !arguments.isEmpty {
      request.arguments = try encoded(.array(arguments), context)
    }
    let using = UsingVariables(body)
    if !using.isEmpty, let scope = invocation.host.scope {
      request.using = try encoded(.object(using.values(in: scope, of: session)), context)
    }
    return request
  }

  /// Errors: the value cannot be sent.
  static func encoded(_ value: Value, _ context: ValueContext) throws -> [UInt8] {
    do { return try ValueCoding.encode(value, context) } catch let failure as CodingFailure {
      throw CommandFailure(RemoteErrors.notSent(failure, value))
    }
  }
}
