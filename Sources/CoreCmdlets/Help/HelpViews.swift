internal import Formatting
internal import PowerShell

/// How help is shown: headings in capitals, everything below them four columns in.
enum HelpViews {
  static let all: [ViewDefinition] = [
    text("", examples: false, parameters: .none),
    text("DetailedView", examples: true, parameters: .brief),
    text("FullView", examples: true, parameters: .full),
    ViewDefinition(
      ["\(HelpObject.typeName)#ExamplesView"],
      .text { value, context in
        let help = try Reader(value, context)
        return try help.names() + help.examples()
      }),
    ViewDefinition(
      [HelpObject.parameterTypeName], .text { value, context in try parameter(value, context, isFull: true) + [""] }),
    ViewDefinition(
      [HelpObject.shortTypeName],
      .table([
        ViewColumn("Name", width: 33), ViewColumn("Category", width: 9), ViewColumn("Module", width: 25),
        ViewColumn("Synopsis"),
      ])),
  ]

  private enum Depth { case none, brief, full }

  private static func text(_ view: String, examples: Bool, parameters: Depth) -> ViewDefinition {
    let name = view.isEmpty ? HelpObject.typeName : "\(HelpObject.typeName)#\(view)"
    return ViewDefinition(
      [name],
      .text { value, context in
        let help = try Reader(value, context)
        var lines = try help.names()
        lines += try section("SYNTAX", help.list("Syntax").flatMap { [$0, ""] })
        let aliases = try help.list("Aliases")
        if !aliases.isEmpty { lines += section("ALIASES", aliases) }
        let description = try help.text("Description")
        if !description.isEmpty { lines += section("DESCRIPTION", [description]) }
        if parameters != .none { lines += try help.parameters(isFull: parameters == .full) }
        if parameters == .full {
          for (title, name) in [("INPUTS", "Inputs"), ("OUTPUTS", "Outputs"), ("NOTES", "Notes")] {
            let text = try help.text(name)
            if !text.isEmpty { lines += section(title, [text]) }
          }
        }
        if examples { lines += try help.examples() }
        let links = try help.list("RelatedLinks")
        if !links.isEmpty { lines += section("RELATED LINKS", links) }
        return lines + section("REMARKS", [try help.text("Remarks")])
      })
  }

  static func section(_ title: String, _ texts: [String]) -> [String] {
    let lines = texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    return [title] + lines.map { $0.isEmpty ? "" : "    \($0)" } + ["", ""]
  }

  static func parameter(_ value: Value, _ context: ValueContext, isFull: Bool) throws -> [String] {
    let reader = try Reader(value, context)
    let isSwitch = try Members.property(value, "IsSwitch", context)?.isTrue ?? false
    var lines = ["    -\(try reader.text("Name"))\(isSwitch ? "" : " <\(try reader.text("Type"))>")"]
    let description = try reader.text("Description")
    lines += description.split(separator: "\n", omittingEmptySubsequences: false).map { "        \($0)" }
    guard isFull else { return lines + [""] }
    let rows = [
      ("Required?", try Members.property(value, "Required", context)?.isTrue ?? false ? "true" : "false"),
      ("Position?", try reader.text("Position")), ("Accept pipeline input?", try reader.text("PipelineInput")),
      ("Parameter set name", try reader.text("ParameterSetName")), ("Aliases", try reader.text("Aliases")),
    ]
    return lines + [""]
      + rows.map { "        \($0)\(String(repeating: " ", count: max(1, 29 - $0.count)))\($1)" } + [""]
  }

  /// The properties of a help object.
  struct Reader {
    let value: Value
    let context: ValueContext

    init(_ value: Value, _ context: ValueContext) throws { (self.value, self.context) = (value, context) }

    func text(_ name: String) throws -> String {
      try Members.property(value, name, context)?.displayString(context) ?? ""
    }

    func elements(_ name: String) throws -> [Value] {
      guard let found = try Members.property(value, name, context), !found.isNull else { return [] }
      return found.reference?.enumerated ?? [found]
    }

    func list(_ name: String) throws -> [String] { try elements(name).map { try $0.displayString(context) } }

    func names() throws -> [String] {
      try ["", "NAME", "    \(text("Name"))", ""] + section("SYNOPSIS", [text("Synopsis")])
    }

    func parameters(isFull: Bool) throws -> [String] {
      var lines = ["PARAMETERS"]
      for element in try elements("Parameters") {
        lines += try HelpViews.parameter(element, context, isFull: isFull)
      }
      return lines + [
        "    <CommonParameters>",
        "        This command takes the common parameters: Verbose, Debug, ErrorAction, ErrorVariable, WarningAction,",
        "        WarningVariable, OutBuffer, PipelineVariable and OutVariable.", "",
      ]
    }

    func examples() throws -> [String] {
      var lines: [String] = []
      for (index, example) in try list("Examples").enumerated() {
        var parts = example.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let code = parts.isEmpty ? "" : parts.removeFirst()
        while parts.first?.isEmpty == true { parts.removeFirst() }
        lines += [
          "    -------------------------- EXAMPLE \(index + 1) --------------------------", "",
          "    PS C:\\>\(code)", "",
        ]
        lines += parts.map { $0.isEmpty ? "" : "    \($0)" } + ["", ""]
      }
      return lines
    }
  }
}
