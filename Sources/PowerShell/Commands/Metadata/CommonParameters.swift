/// The parameters that every advanced command has (about_CommonParameters).
package enum CommonParameters {
  private static let preferences = [
    ("ErrorAction", "ea"), ("WarningAction", "wa"), ("InformationAction", "infa"), ("ProgressAction", "proga"),
  ]
  private static let variables = [
    ("ErrorVariable", "ev"), ("WarningVariable", "wv"), ("InformationVariable", "iv"), ("OutVariable", "ov"),
    ("PipelineVariable", "pv"),
  ]

  private static let always: [ParameterMetadata] =
    [common("Verbose", "vb", BuiltInType.switchParameter), common("Debug", "db", BuiltInType.switchParameter)]
    + preferences.map { common($0, $1, BuiltInType.actionPreference) }
    + variables.map { common($0, $1, BuiltInType.string) } + [common("OutBuffer", "ob", BuiltInType.int32)]

  /// Those of commands that support ShouldProcess.
  private static let risk = [
    common("WhatIf", "wi", BuiltInType.switchParameter), common("Confirm", "cf", BuiltInType.switchParameter),
  ]

  static func list(withShouldProcess: Bool) -> [ParameterMetadata] { withShouldProcess ? always + risk : always }

  /// Whether a name is that of a common parameter, in any case.
  package static func contains(_ name: String) -> Bool { names.contains(name.caseFolded) }

  private static let names = Set((always + risk).map(\.key))

  private static func common(_ name: String, _ alias: String, _ type: TypeReference) -> ParameterMetadata {
    ParameterMetadata(name, type, aliases: [alias], isCommon: true)
  }
}
