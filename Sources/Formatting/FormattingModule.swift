package import PowerShell

/// The commands that show, arrange and convert objects (Microsoft.PowerShell.Utility and .Core of Windows PowerShell).
package enum FormattingModule {
  static let utility = "Microsoft.PowerShell.Utility"
  static let core = "Microsoft.PowerShell.Core"

  /// - Parameter views: the session's views, asked for at every use.
  package static func commands(views: @escaping @Sendable () -> ViewTable) -> [CommandInfo] {
    FormatCommands.all(views) + OutCommands.all(views) + ObjectCommands.all + TextCommands.all + ClixmlCommands.all
  }

  package static func commands(views: ViewTable) -> [CommandInfo] { commands { views } }

  package static let views: [ViewDefinition] = BuiltInViews.definitions + FileViews.definitions

  package static let types: [(TypeReference, accelerators: [String])] = [(MatchInfo.type, [])]
}
