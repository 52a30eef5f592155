/// The `dynamicparam` block of a function: parameters that depend on those that are bound
/// (about_Functions_Advanced_Parameters).
struct DynamicParameters {
  private static let limit = 1000

  let session: Session
  let call: CommandCall
  let frame: Frame
  let state: CallState

  init(_ session: Session, _ call: CommandCall, _ frame: Frame, _ state: CallState) {
    (self.session, self.call, self.frame, self.state) = (session, call, frame, state)
  }

  /// Runs the block with what can be bound so far, and gives the metadata with the parameters that it makes, and those.
  func extend(
    _ metadata: CommandMetadata, _ arguments: [RuntimeArgument], _ block: BlockNode
  ) throws -> (metadata: CommandMetadata, made: [PropertyBag]) {
    try bindKnown(metadata, arguments)
    let collector = session.collector()
    try session.run(block, frame, collector)
    guard let table = collector.values.last?.reference(as: DictionaryObject.self), table.count > 0 else {
      return (metadata, [])
    }
    guard table.count <= Self.limit else {
      throw PowerShellError(
        "A function has at most \(Self.limit) dynamic parameters.", id: "TooManyParameters", category: .limitsExceeded)
    }
    let made = table.values.compactMap { $0.reference(as: PropertyBag.self) }
    let extended = try CommandMetadata(
      metadata.name, module: metadata.module, errorSource: metadata.errorSource,
      parameters: metadata.parameters.filter { !$0.isCommon } + made.map(parameter),
      defaultSetName: metadata.defaultSetName, isAdvanced: true,
      supportsShouldProcess: metadata.supportsShouldProcess, confirmImpact: metadata.confirmImpact,
      outputTypes: metadata.outputTypes, synopsis: metadata.synopsis, isFunction: true)
    return (extended, made)
  }

  /// Binds leniently: what no parameter is there for yet is left out, with the value behind it.
  private func bindKnown(_ metadata: CommandMetadata, _ arguments: [RuntimeArgument]) throws {
    let lenient = try CommandMetadata(
      metadata.name, parameters: metadata.parameters.filter { !$0.isCommon }, isAdvanced: false, isFunction: true)
    let probe = ParameterBinder(metadata, session.bindingContext(call.frame.scope, call.position))
    var known: [RuntimeArgument] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard case .parameter(let name, let value) = argument.kind else {
        known.append(argument)
        continue
      }
      guard let slot = try? probe.match(name), !metadata.parameters[slot].isCommon else {
        let isSwitch = (try? probe.match(name)).flatMap { $0 }.map { metadata.parameters[$0].isSwitch } ?? false
        if value == nil, !isSwitch, index < arguments.count, arguments[index].isPlainValue { index += 1 }
        continue
      }
      known.append(argument)
    }
    let binder = ParameterBinder(lenient, session.bindingContext(call.frame.scope, call.position))
    // What is wrong with them is said when all parameters are known.
    try? binder.bind(known, expectsInput: call.expectsInput)
    try ParameterVariables.assign(binder.bound, frame.code, frame, state)
  }

  private func parameter(_ bag: PropertyBag) throws -> ParameterMetadata {
    guard let name = try bag["Name"]?.displayString(), !name.isEmpty else {
      throw PowerShellError(
        "A RuntimeDefinedParameter needs a name.", id: "DynamicParameterWithoutName", category: .invalidArgument)
    }
    var type = BuiltInType.object
    if case .type(let given)? = bag["ParameterType"]?.unwrapped { type = given }
    var parameter = ParameterMetadata(name, type)
    var entries: [ParameterSetEntry] = []
    for attribute in bag["Attributes"]?.reference?.enumerated ?? [] {
      guard let attribute = attribute.reference(as: PropertyBag.self) else { continue }
      let title = String(attribute.type.shortName.dropLast("Attribute".count))
      if title == "Parameter" {
        entries.append(try entry(attribute, &parameter))
      } else {
        try apply(title, attribute, &parameter)
      }
    }
    if !entries.isEmpty { parameter.entries = entries }
    return parameter
  }

  private func entry(_ bag: PropertyBag, _ parameter: inout ParameterMetadata) throws -> ParameterSetEntry {
    func flag(_ name: String) -> Bool { bag[name]?.isTrue ?? false }
    let set = try bag["ParameterSetName"]?.displayString() ?? CommandMetadata.allSetsName
    let position = bag["Position"]?.integerValue ?? Int64(Int32.min)
    parameter.isHidden = flag("DontShow")
    return ParameterSetEntry(
      setName: set.isSameName(as: CommandMetadata.allSetsName) ? nil : set, isMandatory: flag("Mandatory"),
      position: position == Int64(Int32.min) ? nil : Int(position), takesPipelineValue: flag("ValueFromPipeline"),
      takesPipelineProperty: flag("ValueFromPipelineByPropertyName"),
      takesRemainingArguments: flag("ValueFromRemainingArguments"),
      helpMessage: try bag["HelpMessage"].flatMap { $0.isNull ? nil : try $0.displayString() })
  }

  private func apply(_ title: String, _ bag: PropertyBag, _ parameter: inout ParameterMetadata) throws {
    func texts(_ name: String) throws -> [String] {
      try (bag[name]?.reference?.enumerated ?? []).map { try $0.displayString() }
    }
    func number(_ name: String) -> Int { Int(bag[name]?.integerValue ?? 0) }
    switch title {
    case "ValidateSet":
      parameter.validations.append(
        .set(try texts("ValidValues"), ignoresCase: bag["IgnoreCase"]?.isTrue ?? true, message: nil))
    case "ValidateRange": parameter.validations.append(.range(bag["MinRange"] ?? .null, bag["MaxRange"] ?? .null))
    case "ValidateLength": parameter.validations.append(.length(number("MinLength"), number("MaxLength")))
    case "ValidateCount": parameter.validations.append(.count(number("MinLength"), number("MaxLength")))
    case "ValidatePattern":
      parameter.validations.append(.pattern(try bag["RegexPattern"]?.displayString() ?? "", message: nil))
    case "ValidateScript":
      let block = bag["ScriptBlock"] ?? .null
      parameter.validations.append(
        .script(text: try block.displayString(), message: nil) { [context = session.context] value in
          Value.collected(try context.invoke(block, value, [])).isTrue
        })
    case "ValidateNotNull": parameter.validations.append(.notNull)
    case "ValidateNotNullOrEmpty": parameter.validations.append(.notNullOrEmpty)
    case "AllowNull": parameter.allowsNull = true
    case "AllowEmptyString": parameter.allowsEmptyString = true
    case "AllowEmptyCollection": parameter.allowsEmptyCollection = true
    case "Alias": parameter.aliases += try texts("AliasNames")
    default:
      throw PowerShellError(
        "The attribute '\(bag.type.name)' is not supported on a dynamic parameter.", id: "AttributeNotSupported",
        category: .notImplemented)
    }
  }
}
