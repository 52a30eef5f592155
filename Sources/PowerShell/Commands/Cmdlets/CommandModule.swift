/// Commands that come together (about_Modules).
package struct CommandModule: Sendable {
  package let name: String
  package let version: Version
  package let synopsis: String
  package let commands: [CommandInfo]

  package init(_ name: String, version: Version, synopsis: String = "", commands: [CommandInfo]) {
    self.name = name
    self.version = version
    self.synopsis = synopsis
    self.commands = commands
  }
}
