internal import PowerShell

/// What Get-Help gives of one command: an object whose view is the help's text.
enum HelpObject {
  static let typeName = "MamlCommandHelpInfo"
  static let shortTypeName = "HelpInfoShort"

  /// `view`: "", "DetailedView", "FullView" or "ExamplesView".
  static func make(_ command: CommandInfo, names: [String], view: String) -> Value {
    let comment = command.block?.reference(as: ScriptBlockObject.self)?.body.help.map { CommentHelpText($0.text) }
    return make(
      command.name, category: command.kind.rawValue, module: command.module ?? "", command.metadata, comment,
      names: names, view: view)
  }

  static func make(
    _ name: String, category: String, module: String, _ metadata: CommandMetadata?, _ comment: CommentHelpText?,
    names: [String], view: String
  ) -> Value {
    let synopsis = [comment?.synopsis, metadata?.synopsis].compactMap { $0 }.first { !$0.isEmpty }
    let syntax = metadata?.syntax ?? []
    let bag = PropertyBag([
      "Name": .string(name), "Category": .string(category), "ModuleName": .string(module),
      "Synopsis": .string(synopsis ?? syntax.joined(separator: "\n")),
      "Syntax": .array(syntax.map { .string($0) }),
      "Description": .string(comment?.description ?? metadata?.synopsis ?? ""),
      "Aliases": .array(names.map { .string($0) }),
      "Parameters": .array(parameters(metadata, comment, nil)),
      "Examples": .array((comment?.examples ?? []).map { .string($0) }),
      "Inputs": .string(comment?.inputs ?? ""),
      "Outputs": .string(comment?.outputs ?? (metadata?.outputTypes ?? []).joined(separator: "\n")),
      "Notes": .string(comment?.notes ?? ""), "RelatedLinks": .array((comment?.links ?? []).map { .string($0) }),
      "Remarks": .string(
        "To see the examples, type: \"get-help \(name) -examples\".\n"
          + "For more information, type: \"get-help \(name) -detailed\".\n"
          + "For technical information, type: \"get-help \(name) -full\"."),
    ])
    let typeNames = (view.isEmpty ? [] : ["\(typeName)#\(view)"]) + [typeName, "HelpInfo"]
    bag.addedMembers().typeNames = typeNames
    return .object(bag)
  }

  static let parameterTypeName = "MamlCommandHelpInfo#parameter"

  /// The parameters whose names match, the common ones only when they are asked for.
  static func parameters(
    _ metadata: CommandMetadata?, _ comment: CommentHelpText?, _ pattern: Wildcard?
  ) -> [Value] {
    (metadata?.parameters ?? []).filter { parameter in
      guard let pattern else { return !parameter.isCommon || ["whatif", "confirm"].contains(parameter.key) }
      return pattern.matches(parameter.name) || parameter.aliases.contains(where: pattern.matches)
    }.map { parameter in
      let entries = parameter.entries
      let positions = entries.compactMap(\.position)
      let isByValue = entries.contains(where: \.takesPipelineValue)
      let isByName = entries.contains(where: \.takesPipelineProperty)
      let ways = [isByValue ? "ByValue" : nil, isByName ? "ByPropertyName" : nil].compactMap { $0 }
      let sets = entries.compactMap(\.setName)
      let isRequired = entries.contains(where: \.isMandatory)
      let message = entries.compactMap(\.helpMessage).first
      return .object(
        PropertyBag(
          [
            "Name": .string(parameter.name), "Type": .string(CommandMetadata.typeText(parameter.type)),
            "IsSwitch": .boolean(parameter.isSwitch),
            "Description": .string(comment?.parameters[parameter.key] ?? message ?? ""),
            "Required": .boolean(isRequired),
            "Position": .string(positions.min().map(String.init) ?? "Named"),
            "PipelineInput": .string(ways.isEmpty ? "false" : "true (\(ways.joined(separator: ", ")))"),
            "ParameterSetName": .string(sets.isEmpty ? "(All)" : sets.joined(separator: ", ")),
            "Aliases": .string(parameter.aliases.isEmpty ? "None" : parameter.aliases.joined(separator: ", ")),
          ], typeName: parameterTypeName))
    }
  }
}
