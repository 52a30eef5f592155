/// `[CmdletBinding(…)]` and `[OutputType(…)]` before `param`.
struct CmdletBinding {
  private(set) var isPresent = false
  private(set) var supportsShouldProcess = false
  private(set) var confirmImpact = ConfirmImpact.medium
  private(set) var defaultSetName: String?
  private(set) var positional = true
  private(set) var outputTypes: [String] = []

  init(_ attributes: [Attribute], _ evaluation: FunctionMetadata.Evaluation) throws {
    for attribute in attributes {
      switch attribute.shortKey {
      case "cmdletbinding": try read(attribute, evaluation)
      case "outputtype": outputTypes += attribute.positional.compactMap(\.typeText)
      case "diagnostics.codeanalysis.suppressmessage", "diagnostics.codeanalysis.suppressmessageattribute", "alias",
        "system.diagnostics.codeanalysis.suppressmessage", "system.diagnostics.codeanalysis.suppressmessageattribute":
        // They speak to analyzers, and the alias is the evaluator's to define.
        break
      default: throw AttributeError.unknown(attribute)
      }
    }
  }

  private mutating func read(_ attribute: Attribute, _ evaluation: FunctionMetadata.Evaluation) throws {
    isPresent = true
    for argument in attribute.named {
      switch argument.name.key {
      case "supportsshouldprocess": supportsShouldProcess = try evaluation.flag(argument)
      case "defaultparametersetname": defaultSetName = try evaluation.text(argument)
      case "positionalbinding": positional = try evaluation.flag(argument)
      case "confirmimpact":
        let name = try evaluation.text(argument)
        guard let impact = ConfirmImpact(named: name) else { throw AttributeError.badArgument(attribute, argument) }
        confirmImpact = impact
      case "helpuri", "remotingcapability": break
      case "supportspaging", "supportstransactions":
        if try evaluation.flag(argument) { throw AttributeError.notSupported(attribute, argument) }
      default: throw AttributeError.noSuchArgument(attribute, argument)
      }
    }
  }
}

extension Expression {
  /// The name in `[string]` or `'string'`.
  fileprivate var typeText: String? {
    switch self {
    case .type(let node): node.type.fullName
    case .string(let node): node.value
    default: nil
    }
  }
}
