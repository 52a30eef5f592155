internal import PowerShell

/// A cmdlet of one of the modules: what it is called, which of its parameters have an effect, and what it does.
struct CmdletDefinition: Sendable {
  let name: String
  /// One sentence for Get-Help.
  let synopsis: String
  /// The parameters that have an effect. Every other one that the table has is refused by name when it is given.
  let supported: [String]
  /// Parameters of this product's own, as parameter lines; they have an effect too.
  let more: [String]
  let aliases: [String]
  /// Parameters that may say only what is so on this host anyway: their one value, and why there is no other.
  let facts: [String: Fact]
  let body: @Sendable (HostCall) throws -> Void
  private let supportedKeys: Set<String>

  struct Fact: Sendable {
    let value: String
    let why: String

    init(_ value: String, _ why: String) { (self.value, self.why) = (value, why) }
  }

  /// - Parameters:
  ///   - supports: names between blanks. `Passthru` and the common parameters need not be named.
  init(
    _ name: String, _ synopsis: String, supports: String, more: [String] = [], aliases: [String] = [],
    facts: [String: Fact] = [:], _ body: @escaping @Sendable (HostCall) throws -> Void
  ) {
    self.name = name
    self.synopsis = synopsis
    let own = more.map { line in String(line.drop { $0 == "!" }.prefix { !" @<".contains($0) }) }
    supported = supports.split(separator: " ").map(String.init) + own + facts.keys.sorted()
    self.more = more
    self.aliases = aliases
    self.facts = facts
    self.body = body
    supportedKeys = Set(supported.map { $0.lowercased() } + ["passthru"])
  }

  func supports(_ parameter: String) -> Bool {
    supportedKeys.contains(parameter.lowercased()) || CommonParameters.contains(parameter)
  }

  /// The second part of FullyQualifiedErrorId. The CIM cmdlets have their own name there.
  func errorSource(_ module: String) -> String {
    module == "Hyper-V" ? "\(HyperVEnum.namespace).Commands.\(name.filter { $0 != "-" })" : name
  }

  /// The command for a registry. Its parameters are read when it is first used.
  func command(_ row: CommandTable.Row, _ environment: HostEnvironment) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: row.module, aliases: aliases,
      metadata: {
        try row.metadata(errorSource: errorSource(row.module), synopsis: synopsis, more: more)
      }, { DefinedCmdlet(self, environment) })
  }
}

/// Runs a definition.
final class DefinedCmdlet: Cmdlet {
  private let definition: CmdletDefinition
  private let environment: HostEnvironment

  init(_ definition: CmdletDefinition, _ environment: HostEnvironment) {
    (self.definition, self.environment) = (definition, environment)
  }

  func process(_ invocation: Invocation) throws {
    environment.serve(invocation.host.session)
    try refuse(invocation)
    let call = HostCall(invocation, environment, definition)
    do {
      try call.attempt { try definition.body(call) }
    } catch is EvaluatorBridge.Stopped {
      try invocation.host.session?.checkpoint()
    }
  }

  /// Nothing is accepted and ignored: the first parameter without an effect ends the command before it does anything.
  private func refuse(_ invocation: Invocation) throws {
    for (name, fact) in definition.facts {
      guard let value = try invocation.bound[name]?.displayString(invocation.host.values),
        value.lowercased() != fact.value.lowercased()
      else { continue }
      throw HyperVFailure.valueNotSupported(name, value, fact.why, definition.name)
    }
    for (name, value) in invocation.bound.values.entries where !definition.supports(name) {
      // A switch that is given as false asks for nothing.
      if case .boolean(false) = value.unwrapped,
        invocation.metadata.parameter(named: name)?.isSwitch ?? false
      {
        continue
      }
      throw HyperVFailure.parameterNotSupported(name, definition.name)
    }
  }
}
