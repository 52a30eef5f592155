/// Reads the validation attributes that have arguments.
struct ValidationReader {
  let evaluation: FunctionMetadata.Evaluation

  init(_ evaluation: FunctionMetadata.Evaluation) { self.evaluation = evaluation }

  /// Nil when the attribute is none of them.
  func rule(_ attribute: Attribute, for type: TypeReference) throws -> ParameterValidation? {
    let values = attribute.positional
    switch attribute.shortKey {
    case "validateset":
      let message = try message(attribute)
      let ignoresCase = try attribute.named.first { $0.name == "IgnoreCase" }.map(evaluation.flag) ?? true
      return .set(try values.map { try evaluation.text($0) }, ignoresCase: ignoresCase, message: message)
    case "validaterange": return try range(attribute, type)
    case "validatepattern":
      guard values.count == 1 else { throw AttributeError.badCount(attribute) }
      let options = try attribute.named.first { $0.name == "Options" }.map { try evaluation.text($0).caseFolded }
      return .pattern(
        try evaluation.text(values[0]), ignoresCase: options?.contains("ignorecase") ?? true,
        message: try message(attribute))
    case "validatelength": return .length(try evaluation.pair(attribute).0, try evaluation.pair(attribute).1)
    case "validatecount": return .count(try evaluation.pair(attribute).0, try evaluation.pair(attribute).1)
    case "validatedrive":
      let drives = try values.map { try evaluation.text($0).caseFolded }
      let shown = try values.map { try evaluation.text($0) }.joined(separator: ",")
      return .script(
        text: "",
        message: "The path argument {0} is on a drive that does not belong to the set of approved drives: \(shown). "
          + "Supply a path argument with an approved drive."
      ) { value in
        let path = try value.displayString()
        guard let colon = path.firstIndex(of: ":") else { return false }
        return drives.contains(String(path[..<colon]).caseFolded)
      }
    case "validatescript":
      guard values.count == 1, case .scriptBlock(let block) = values[0] else {
        throw AttributeError.badCount(attribute)
      }
      return .script(text: block.body.text, message: try message(attribute), try evaluation.test(block))
    default: return nil
    }
  }

  private func message(_ attribute: Attribute) throws -> String? {
    try attribute.named.first { $0.name == "ErrorMessage" }.map(evaluation.text)
  }

  private func range(_ attribute: Attribute, _ type: TypeReference) throws -> ParameterValidation {
    let values = try attribute.positional.map(evaluation.constant)
    if values.count == 1, case .string(let name) = values[0].unwrapped,
      let kind = ParameterValidation.RangeKind.allCases.first(where: { $0.rawValue.isSameName(as: name) })
    {
      return .rangeKind(kind)
    }
    guard values.count == 2 else { throw AttributeError.badCount(attribute) }
    return .range(values[0], values[1])
  }
}
