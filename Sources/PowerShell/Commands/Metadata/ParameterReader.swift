/// Reads one parameter of a function with its attributes (about_Functions_Advanced_Parameters).
struct ParameterReader {
  var parameter: ParameterMetadata
  /// A `[Parameter()]` stands before it, which makes the function an advanced one.
  private(set) var hasParameterAttribute = false
  /// It says its position or set itself: then no parameter of the function gets a position by itself.
  private(set) var hasOwnPlace = false

  init(_ declaration: ParameterDeclaration, _ evaluation: FunctionMetadata.Evaluation) throws {
    let type = try declaration.types.last.map(evaluation.type) ?? BuiltInType.object
    parameter = ParameterMetadata(declaration.name.text, type)
    var entries: [ParameterSetEntry] = []
    for attribute in declaration.attributes {
      if try readFlag(attribute) { continue }
      switch attribute.shortKey {
      case "parameter": entries.append(try entry(attribute, evaluation))
      case "alias": parameter.aliases += try attribute.positional.map { try evaluation.text($0) }
      case "pstypename": parameter.requiredTypeName = try attribute.positional.first.map { try evaluation.text($0) }
      case "supportswildcards", "credential", "validatetrusteddata", "argumentcompleter", "argumentcompletions",
        "psdefaultvalue",
        "diagnostics.codeanalysis.suppressmessage", "system.diagnostics.codeanalysis.suppressmessage",
        "system.diagnostics.codeanalysis.suppressmessageattribute":
        // They speak to help, completion and analyzers alone.
        break
      default: try readRule(attribute, evaluation)
      }
    }
    hasParameterAttribute = !entries.isEmpty
    if !entries.isEmpty { parameter.entries = entries }
  }

  private mutating func readFlag(_ attribute: Attribute) throws -> Bool {
    switch attribute.shortKey {
    case "allownull": parameter.allowsNull = true
    case "allowemptystring": parameter.allowsEmptyString = true
    case "allowemptycollection": parameter.allowsEmptyCollection = true
    case "validatenotnull": parameter.validations.append(.notNull)
    case "validatenotnullorempty": parameter.validations.append(.notNullOrEmpty)
    case "validatenotnullorwhitespace": parameter.validations.append(.notNullOrWhiteSpace)
    default: return false
    }
    return true
  }

  private mutating func readRule(_ attribute: Attribute, _ evaluation: FunctionMetadata.Evaluation) throws {
    if let rule = try ValidationReader(evaluation).rule(attribute, for: parameter.type) {
      parameter.validations.append(rule)
    } else if let transformation = try evaluation.custom(attribute) {
      parameter.transformations.append(transformation)
    } else {
      throw AttributeError.unknown(attribute)
    }
  }

  private mutating func entry(
    _ attribute: Attribute, _ evaluation: FunctionMetadata.Evaluation
  ) throws -> ParameterSetEntry {
    var entry = ParameterSetEntry()
    for argument in attribute.named {
      switch argument.name.key {
      case "mandatory": entry.isMandatory = try evaluation.flag(argument)
      case "position":
        entry.position = try evaluation.number(argument)
        hasOwnPlace = true
      case "parametersetname":
        let name = try evaluation.text(argument)
        entry.setName = name.isSameName(as: CommandMetadata.allSetsName) ? nil : name
        if entry.setName != nil { hasOwnPlace = true }
      case "valuefrompipeline": entry.takesPipelineValue = try evaluation.flag(argument)
      case "valuefrompipelinebypropertyname": entry.takesPipelineProperty = try evaluation.flag(argument)
      case "valuefromremainingarguments": entry.takesRemainingArguments = try evaluation.flag(argument)
      case "helpmessage": entry.helpMessage = try evaluation.text(argument)
      case "dontshow": parameter.isHidden = try evaluation.flag(argument)
      case "helpmessagebasename", "helpmessageresourceid": throw AttributeError.notSupported(attribute, argument)
      default: throw AttributeError.noSuchArgument(attribute, argument)
      }
    }
    return entry
  }
}
