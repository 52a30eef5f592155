internal import FoundationEssentials
internal import HyperV
package import PowerShell

/// What is built, beside a list of what there is on Windows: the text of docs/parity.md.
package enum ParityReport {
  /// Compares `commands` with the list of cmdlets at `path`, one JSON object per line.
  ///
  /// - Parameters:
  ///   - commands: everything that a session has. A cmdlet of the five modules that `KnownCommands` makes counts as refused.
  ///   - refusedParameters: those that other modules' cmdlets take and refuse, by cmdlet.
  ///   - known: what `KnownCommands.commands(except:)` gave for this session.
  /// - Throws: a file that cannot be read, a line that is not valid.
  package static func text(
    commands: [CommandInfo], known: [CommandInfo], refusedParameters: [String: [String]] = [:], path: String
  ) throws -> String {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let rows = try lines.map { try JSONDecoder().decode(CommandTableRow.self, from: Data($0.utf8)) }
    return text(
      rows: rows, commands: commands, refused: Set(known.map { $0.name.lowercased() }),
      refusedParameters: refusedParameters)
  }

  static func text(
    rows: [CommandTableRow], commands: [CommandInfo], refused: Set<String>, refusedParameters: [String: [String]]
  ) -> String {
    let refusals = Dictionary(
      refusedParameters.map { ($0.key.lowercased(), Set($0.value.map { $0.lowercased() })) },
      uniquingKeysWith: { first, _ in first })
    let byName = Dictionary(commands.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    var modules: [String] = []
    for row in rows where !modules.contains(row.module ?? "") { modules.append(row.module ?? "") }
    let parts = modules.map { module in
      Part(
        module, rows.filter { $0.module == module }.map { entry($0, byName[$0.name.lowercased()], refused, refusals) })
    }
    var text = head(parts)
    for part in parts { text += part.text }
    return text
  }

  private static func entry(
    _ row: CommandTableRow, _ command: CommandInfo?, _ refused: Set<String>, _ refusals: [String: Set<String>]
  ) -> ParityEntry {
    let names = row.parameters.map(\.name).filter { !CommonParameters.contains($0) }
    guard let command else { return ParityEntry(name: row.name, state: .unknown, refused: names) }
    guard !refused.contains(row.name.lowercased()) else {
      return ParityEntry(name: row.name, state: .refused, refused: names)
    }
    let supports: (String) -> Bool
    if let definition = definitions[row.name.lowercased()] {
      supports = definition.supports
    } else {
      let metadata = command.metadata
      let own = refusals[row.name.lowercased()] ?? []
      supports = { metadata?.parameter(named: $0) != nil && !own.contains($0.lowercased()) }
    }
    return ParityEntry(
      name: row.name, state: .supported, supported: names.filter(supports), refused: names.filter { !supports($0) })
  }

  private static let definitions = Dictionary(
    (HyperVModule.definitions + NetNatModule.definitions).map { ($0.name.lowercased(), $0) },
    uniquingKeysWith: { first, _ in first })

  private static func head(_ parts: [Part]) -> String {
    var text = """
      # Parity with Windows

      Made by `make parity`; not to be edited. A cmdlet is supported when it does what its name says, for the parameters
      that are listed as supported. A parameter that is refused is an error that names it, and nothing is done. A cmdlet that
      is refused takes its parameters and says why it does nothing. Common parameters are not counted.

      | module | cmdlets | supported | refused | unknown | parameters of supported cmdlets | supported | refused |
      |---|---|---|---|---|---|---|---|

      """
    for part in parts { text += part.row }
    return text
  }

  private struct Part {
    let module: String
    let entries: [ParityEntry]

    init(_ module: String, _ entries: [ParityEntry]) { (self.module, self.entries) = (module, entries) }

    func count(_ state: ParityEntry.State) -> Int { entries.count { $0.state == state } }

    var row: String {
      let built = entries.filter { $0.state == .supported }
      let (supported, refused) = (built.map(\.supported.count).reduce(0, +), built.map(\.refused.count).reduce(0, +))
      return "| \(module) | \(entries.count) | \(count(.supported)) | \(count(.refused)) | \(count(.unknown)) | "
        + "\(supported + refused) | \(supported) | \(refused) |\n"
    }

    var text: String {
      var text = "\n## \(module)\n\n| cmdlet | supported parameters | refused parameters |\n|---|---|---|\n"
      for entry in entries where entry.state == .supported {
        text += "| `\(entry.name)` | \(list(entry.supported)) | \(list(entry.refused)) |\n"
      }
      for (state, title) in [(ParityEntry.State.refused, "Refused"), (.unknown, "Unknown")] {
        let names = entries.filter { $0.state == state }.map { "`\($0.name)`" }
        if !names.isEmpty { text += "\n\(title): \(names.joined(separator: ", "))\n" }
      }
      return text
    }

    private func list(_ names: [String]) -> String { names.isEmpty ? "–" : names.sorted().joined(separator: ", ") }
  }
}

/// One cmdlet of the list.
struct ParityEntry: Sendable {
  enum State: Sendable { case supported, refused, unknown }
  let name: String
  let state: State
  var supported: [String] = []
  var refused: [String] = []
}
