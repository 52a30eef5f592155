package import Formatting
package import ManagementCmdlets
package import PowerShell
package import Remoting

/// What a program that has a shell brings along beyond the language and the cmdlets that work anywhere.
package struct ShellModules: Sendable {
  package var commands: [CommandInfo]
  package var views: [ViewDefinition]
  package var types: [(TypeReference, accelerators: [String])]
  /// The way into machines; nil where there are none.
  package var connector: (any RemoteConnector)?
  package var values: ValueCompleter?
  /// Whether the service that Windows calls vmms runs; nil where there is none.
  package var serviceState: (@Sendable () -> ServiceState)?

  package init(
    commands: [CommandInfo] = [], views: [ViewDefinition] = [], types: [(TypeReference, accelerators: [String])] = [],
    connector: (any RemoteConnector)? = nil, values: ValueCompleter? = nil,
    serviceState: (@Sendable () -> ServiceState)? = nil
  ) {
    self.commands = commands
    self.views = views
    self.types = types
    self.connector = connector
    self.values = values
    self.serviceState = serviceState
  }
}
