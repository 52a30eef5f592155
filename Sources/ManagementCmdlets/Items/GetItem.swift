internal import PowerShell

/// Get-Item.
final class GetItem: Cmdlet {
  static let command = CommandInfo(
    cmdlet: "Get-Item", module: ModuleName.management, aliases: ["gi"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Get-Item", module: ModuleName.management, errorSource: "Microsoft.PowerShell.Commands.GetItemCommand",
        ItemSelection.parameters + ItemSelection.filters + ["Force SwitchParameter"], defaultSetName: "Path",
        synopsis: "Gets the item at a path: a file, a folder, a registry key, a variable.")
    }, { GetItem() })

  func process(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for place in try ItemSelection(invocation).places(invocation) {
      if let item = state.item(place) { try invocation.writeOutput(item) }
    }
  }
}
