internal import PowerShell

/// Write-Host and Write-Output.
enum OutputCommands {
  static var all: [CommandInfo] {
    [
      .core(
        "Write-Output", in: ModuleName.utility, "WriteOutputCommand", aliases: ["write", "echo"],
        ["!InputObject@0<value<remaining Object", "NoEnumerate SwitchParameter"],
        allowing: ["InputObject": [.null, .emptyString, .emptyCollection]],
        synopsis: "Sends objects down the pipeline."
      ) { invocation in
        let value = invocation.bound["InputObject"] ?? .null
        if !invocation.bound.isSet("NoEnumerate"), let elements = value.reference?.enumerated {
          try invocation.writeOutput(elements)
        } else {
          try invocation.writeOutput(value)
        }
      },
      .core(
        "Write-Host", in: ModuleName.utility, "WriteHostCommand",
        [
          "Object@0<value<remaining Object = Msg, Message", "NoNewline SwitchParameter", "Separator Object",
          "ForegroundColor ConsoleColor", "BackgroundColor ConsoleColor",
        ], synopsis: "Writes text to the host, in colours if wanted."
      ) { invocation in
        let bound = invocation.bound
        let separator = try bound["Separator"].map { try text($0, " ", invocation) } ?? " "
        let shown = try text(bound["Object"] ?? .null, separator, invocation)
        try invocation.writeInformation(
          InformationRecord(
            .string(shown), tags: ["PSHOST"], isHostOutput: true, hasNewLine: !bound.isSet("NoNewline"),
            foreground: bound.enumeration("ForegroundColor")?.text,
            background: bound.enumeration("BackgroundColor")?.text))
      },
    ]
  }

  /// Collections within collections are joined as the outermost one is.
  private static func text(_ value: Value, _ separator: String, _ invocation: Invocation, depth: Int = 0) throws
    -> String
  {
    guard depth < 8, let elements = value.reference?.enumerated else { return try hostText(value, invocation) }
    return try elements.map { try text($0, separator, invocation, depth: depth + 1) }.joined(separator: separator)
  }

  private static func hostText(_ value: Value, _ invocation: Invocation) throws -> String {
    if value.isNull { return "" }
    if let table = value.reference(as: DictionaryObject.self) {
      return Array(repeating: "System.Collections.DictionaryEntry", count: table.count).joined(separator: " ")
    }
    if value.reference is PropertyBag { return try value.displayString(invocation.host.values) }
    return try value.text(invocation.host.values)
  }
}
