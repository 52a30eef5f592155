import PowerShell
import Testing

/// Commands by name: precedence, modules, aliases, search (about_Command_Precedence, Get-Command).
@Suite struct CommandRegistryTests {
  private static func make(_ name: String, _ module: String) throws -> CommandInfo {
    .cmdlet(try CommandMetadata(cmdlet: name, module: module, ["!Name@0", "Size Int", "Force Switch"])) {
      ClosureCmdlet { _ in }
    }
  }

  private static func registry() throws -> CommandRegistry {
    let first = CommandModule(
      "First", version: Version(1, 0),
      commands: [
        try make("Get-Thing", "First"), try make("Set-Thing", "First"), .alias("gt", for: "Get-Thing", module: "First"),
      ])
    let second = CommandModule(
      "Second", version: Version(2, 0), commands: [try make("Get-Thing", "Second"), try make("Get-Other", "Second")])
    let registry = CommandRegistry(modules: [first, second])
    let function = try CommandMetadata("Show-It", isAdvanced: false, isFunction: true)
    registry.add(.function(function, .string("block")))
    registry.add(.alias("loop1", for: "loop2"))
    registry.add(.alias("loop2", for: "loop1"))
    registry.add(.alias("Show-It", for: "Show-It"))
    registry.add(.alias("dangling", for: "Nothing"))
    registry.findExternal = { name in
      name == "qemu-img" ? CommandInfo(name, metadata: nil, .application("/usr/bin/qemu-img")) : nil
    }
    return registry
  }

  @Test(arguments: [
    ("Get-Thing", "Second Cmdlet Get-Thing"), ("GET-THING", "Second Cmdlet Get-Thing"),
    ("First\\Get-Thing", "First Cmdlet Get-Thing"), ("second\\get-thing", "Second Cmdlet Get-Thing"),
    ("Third\\Get-Thing", "!module"), (".\\nope", "!"), ("a\\b\\c", "!"), ("First\\Get-Other", "!"), ("First\\", "!"),
    ("\\", "!"), ("", "!"),
    ("gt", "Second Cmdlet Get-Thing"), ("Show-It", " Function Show-It"), ("show-it", " Function Show-It"),
    ("loop1", "!"), ("dangling", "!"), ("qemu-img", " Application qemu-img"), ("Nothing", "!"), ("Get-*", "!"),
  ])
  func resolves(_ name: String, _ expected: String) throws {
    let registry = try Self.registry()
    do {
      let found = try registry.resolve(name)
      #expect("\(found.module ?? "") \(found.kind.rawValue) \(found.name)" == expected)
    } catch let error as PowerShellError {
      guard expected != "!module" else {
        #expect(error.id == "CouldNotAutoLoadModule" && error.message.hasPrefix("The module 'Third' could not be"))
        return
      }
      #expect(expected == "!" && error.id == "CommandNotFoundException" && error.category == .objectNotFound)
      #expect(
        error.message
          == "The term '\(name)' is not recognized as the name of a cmdlet, function, script file, or operable program. "
          + "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.")
    }
  }

  @Test func scopesAndRemoval() throws {
    let registry = try Self.registry()
    registry.pushScope()
    registry.add(.alias("here", for: "Get-Thing"), isGlobal: false)
    #expect(registry.find("here") != nil)
    registry.popScope()
    #expect(registry.find("here") == nil)
    registry.popScope()
    #expect(registry.removeAlias("gt") && !registry.removeAlias("gt"))
    #expect(registry.removeAlias("Show-It"))
    #expect(registry.removeFunction("show-it") && registry.find("Show-It") == nil)
    #expect(registry.removeModule("second") && !registry.removeModule("second"))
    #expect(try registry.resolve("Get-Thing").module == "First")
    #expect(registry.modules.map(\.name) == ["First"] && registry.module("FIRST")?.version == Version(1, 0))
  }

  @Test(arguments: [
    ("n:get-*", "Get-Other Get-Thing"), ("n:*thing", "Get-Thing Set-Thing"), ("v:set", "Set-Thing"),
    ("o:thing", "Get-Thing Set-Thing"), ("m:first", "gt Set-Thing"), ("k:Alias n:l*", "loop1 loop2"),
    ("n:gt n:get-other", "Get-Other gt"), ("n:nope", ""), ("v:get o:o*", "Get-Other"), ("k:Function", ""),
  ])
  func searches(_ text: String, _ expected: String) throws {
    var search = CommandSearch()
    for word in text.split(separator: " ") {
      let value = String(word.dropFirst(2))
      switch word.first {
      case "n": search.names.append(value)
      case "v": search.verbs.append(value)
      case "o": search.nouns.append(value)
      case "m": search.modules.append(value)
      default: search.kinds = CommandKind(rawValue: value).map { [$0] } ?? []
      }
    }
    let found = try Self.registry().search(search).map(\.name)
    #expect(Set(found) == Set(expected.split(separator: " ").map(String.init)))
  }

  @Test func metadataAliasesComeAndGo() throws {
    let metadata = try CommandMetadata(cmdlet: "Get-Alpha", module: "M", ["Name"], aliases: ["ga", "gt"])
    let registry = try Self.registry()
    registry.add(CommandModule("M", version: Version(1, 0), commands: [.cmdlet(metadata) { ClosureCmdlet { _ in } }]))
    #expect(try registry.resolve("GA").name == "Get-Alpha")
    #expect(try registry.resolve("gt").name == "Get-Thing")
    #expect(registry.removeModule("M") && registry.find("ga") == nil && registry.find("gt") != nil)
  }

  @Test func badPatternsAreErrors() throws {
    var search = CommandSearch()
    search.names = ["[a"]
    #expect(throws: PowerShellError.self) { try Self.registry().search(search) }
  }

  @Test(arguments: [
    ("Name", "Get-Thing"), ("CommandType", "Cmdlet"), ("Source", "First"), ("Verb", "Get"), ("Noun", "Thing"),
    ("Definition", "Get-Thing [-Name] <string> [-Size <int>] [-Force] [<CommonParameters>]"),
  ])
  func commandsHaveProperties(_ name: String, _ expected: String) throws {
    let value = Value.object(try Self.make("Get-Thing", "First"))
    #expect(try Members.property(value, name)?.displayString() == expected)
    #expect(value.type.name == "System.Management.Automation.CmdletInfo")
  }

  @Test func syntaxShowsEverySet() throws {
    let command = try CommandMetadata(
      cmdlet: "Stop-It", ["!Id Int[] in Id", "!Name@0 String[] in Name", "Wait Switch", "Level@1 Long in Name"],
      defaultSetName: "Name", supportsShouldProcess: true)
    #expect(
      command.syntax == [
        "Stop-It [-Name] <string[]> [[-Level] <long>] [-Wait] [-WhatIf] [-Confirm] [<CommonParameters>]",
        "Stop-It -Id <int[]> [-Wait] [-WhatIf] [-Confirm] [<CommonParameters>]",
      ])
  }

  @Test(arguments: [
    ("ScriptName", "C:\\d\\s.ps1"), ("PSScriptRoot", "C:\\d"), ("ScriptLineNumber", "3"), ("OffsetInLine", "2"),
    ("Line", " Foo"), ("InvocationName", "Foo"), ("MyCommand", "Foo"), ("PipelineLength", "1"),
  ])
  func invocationsHaveProperties(_ name: String, _ expected: String) throws {
    let origin = InvocationInfo(
      commandName: "Foo", scriptName: "C:\\d\\s.ps1", line: 3, column: 2, endColumn: 5, lineText: " Foo")
    #expect(try Members.property(.object(origin), name)?.displayString() == expected)
  }
}
