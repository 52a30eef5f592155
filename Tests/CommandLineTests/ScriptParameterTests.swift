import FoundationEssentials
import Testing

/// A script with a `param()` block, and what the command line makes of its parameters.
@Suite struct ScriptParameterTests {
  static let script = #"""
    [CmdletBinding()]
    param(
      [Parameter(Mandatory = $true, Position = 0)][ValidatePattern('^[A-Za-z]\w*$')][string]$Name,
      [Alias('n')][ValidateRange(1, 8)][int]$Count = 2,
      [ValidateSet('Fast', 'Slow')][string]$Mode = 'Fast',
      [switch]$Force,
      [string[]]$Tag = @(),
      [datetime]$Day = '2020-02-29',
      [ValidateScript({ Test-Path $_ })][string]$Folder = '/'
    )
    "Name=$Name Count=$Count Mode=$Mode Force=$Force Tag=$($Tag -join '+') Day=$($Day.DayOfYear) Folder=$Folder"
    'Bound=' + (($PSBoundParameters.Keys | Sort-Object) -join ',')
    Write-Verbose "verbose $Name"
    if ($Count -gt 5) { Write-Error "too many: $Count"; exit 7 }
    if ($Name -eq 'boom') { throw "no $Name" }
    if ($Name -eq 'soft') { Write-Error 'soft'; 'goes on' }
    """#

  private static func row(
    _ arguments: [String], _ values: String, _ bound: String, more: String = "", error: String = "", exit: Int32 = 0
  ) -> CommandRow {
    let defaults = ["Count": "2", "Mode": "Fast", "Force": "False", "Tag": "", "Day": "60", "Folder": "/"]
    let given = Dictionary(
      uniqueKeysWithValues: values.split(separator: " ").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts[1])
      })
    let shown = ["Name", "Count", "Mode", "Force", "Tag", "Day", "Folder"].map {
      "\($0)=\(given[$0] ?? defaults[$0] ?? "")"
    }
    return CommandRow(
      ["-File", "p.ps1"] + arguments, "\(shown.joined(separator: " "))\nBound=\(bound)\n\(more)", error: error,
      exit: exit)
  }

  private static func refused(_ arguments: [String], _ text: String) -> CommandRow {
    CommandRow(["-File", "p.ps1"] + arguments, error: text, exit: 1)
  }

  static let rows: [CommandRow] = [
    row(["web"], "Name=web", "Name"),
    row(
      ["-Name", "web", "-Count", "3", "-Force", "-Mode", "slow"], "Name=web Count=3 Mode=slow Force=True",
      "Count,Force,Mode,Name"),
    row(["web", "-n", "4"], "Name=web Count=4", "Count,Name"),
    row(["web", "-C", "3"], "Name=web Count=3", "Count,Name"),
    row(["web", "-Count:3"], "Name=web Count=3", "Count,Name"),
    row(["web", "-Force:$false"], "Name=web", "Force,Name"),
    row(["-FORCE", "web"], "Name=web Force=True", "Force,Name"),
    // Words are text here: commas make no array, and nothing is expanded.
    row(["web", "-Tag", "a,b"], "Name=web Tag=a,b", "Name,Tag"),
    row(["web", "-Tag", "$x"], "Name=web Tag=$x", "Name,Tag"),
    row(["web", "-Day", "2021-01-31"], "Name=web Day=31", "Day,Name"),
    row(["web", "-Folder", "/tmp"], "Name=web Folder=/tmp", "Folder,Name"),
    row(["web", "-Verbose"], "Name=web", "Name,Verbose", more: "VERBOSE: verbose web\n"),
    row(["web", "-Count", "6"], "Name=web Count=6", "Count,Name", error: "p.ps1 : too many: 6\n", exit: 7),
    row(["boom"], "Name=boom", "Name", error: "no boom\nAt p.ps1:15 char:25\n+ if ($Name -eq 'boom') {", exit: 1),
    // An error that does not end the script is no failure of the script.
    row(["soft"], "Name=soft", "Name", more: "goes on\n", error: "p.ps1 : soft\n"),
    row(["soft", "-ErrorAction", "Stop"], "Name=soft", "ErrorAction,Name", error: "p.ps1 : soft\n", exit: 1),

    refused([], "Cannot process command because of one or more missing mandatory parameters: Name."),
    refused(["9x"], "Cannot validate argument on parameter 'Name'. The argument \"9x\" does not match the \""),
    refused(
      ["web", "-Count", "9"],
      "Cannot validate argument on parameter 'Count'. The 9 argument is greater than the maximum allowed range of 8. "
        + "Supply an argument that is less than or equal to 8 and then try the command again.\n"),
    refused(
      ["web", "-Count", "x"],
      "Cannot process argument transformation on parameter 'Count'. Cannot convert value \"x\" to type "
        + "\"System.Int32\". Error: \"Input string was not in a correct format.\"\n"),
    refused(
      ["web", "-Mode", "Odd"],
      "Cannot validate argument on parameter 'Mode'. The argument \"Odd\" does not belong to the set \"Fast,Slow\" "
        + "specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command "
        + "again.\n"),
    refused(["web", "-Nope", "1"], "A parameter cannot be found that matches parameter name 'Nope'.\n"),
    refused(["web", "more"], "A positional parameter cannot be found that accepts argument 'more'.\n"),
    refused(
      ["web", "-Count"], "Missing an argument for parameter 'Count'. Specify a parameter of type 'System.Int32' "),
    refused(["web", "-Day", "soon"], "Cannot process argument transformation on parameter 'Day'."),
    refused(
      ["web", "-Folder", "/nope"],
      "Cannot validate argument on parameter 'Folder'. The \" Test-Path $_ \" "
        + "validation script for the argument with value \"/nope\" did not return a result of True."),
    refused(
      ["-Name", "web", "-Name", "db"], "Cannot bind parameter because parameter 'Name' is specified more than once."),
  ]

  @Test(arguments: rows) func fileTakesParameters(_ row: CommandRow) async throws {
    try await withHome { home in
      try Data(Self.script.utf8).write(to: URL(filePath: home + "/p.ps1"))
      let result = try await powerShell(row.arguments, home: home)
      #expect(result.exitCode == row.exitCode, "\(result.error)")
      #expect(result.output == row.output, "\(result.error)")
      // The file's full name, and before the message of a parameter that is wrong that of the script.
      var complaint = CommandRow.unbroken(result.error.replacing(home + "/", with: ""))
      if !row.error.hasPrefix("p.ps1"), complaint.hasPrefix("p.ps1 : ") { complaint.removeFirst("p.ps1 : ".count) }
      if row.error.isEmpty {
        #expect(complaint.isEmpty)
      } else {
        #expect(complaint.hasPrefix(row.error), "\(complaint)")
      }
    }
  }

  /// `droste run` is the same.
  @Test func runTakesParametersAsFileDoes() async throws {
    try await withHome { home in
      try Data(Self.script.utf8).write(to: URL(filePath: home + "/p.ps1"))
      for arguments in [["web", "-Count", "3"], ["boom"], ["web", "-Count", "9"]] {
        let one = try await program(["run", "p.ps1"] + arguments, home: home)
        let other = try await powerShell(["-File", "p.ps1"] + arguments, home: home)
        #expect(one == other)
      }
    }
  }

  /// A missing parameter is asked for where somebody may answer.
  @Test func whatIsMissingIsAskedFor() async throws {
    try await withHome { home in
      try Data(Self.script.utf8).write(to: URL(filePath: home + "/p.ps1"))
      let result = try await powerShell(["-File", "p.ps1"], home: home, input: "web\n", isInteractive: true)
      #expect(result.exitCode == 0)
      #expect(
        result.output.hasPrefix(
          "\ncmdlet p.ps1 at command pipeline position 1\nSupply values for the following parameters:\nName: Name=web "),
        "\(result.output)")
    }
  }

  static let automatic: [(line: String, output: String)] = [
    ("$PSCommandPath", "HOME/s/w.ps1"), ("$PSScriptRoot", "HOME/s"), ("$MyInvocation.MyCommand.Path", "HOME/s/w.ps1"),
    ("$MyInvocation.MyCommand.Name", "w.ps1"), ("$MyInvocation.MyCommand.Definition", "HOME/s/w.ps1"),
    ("function f { $script:MyInvocation.MyCommand.Path }; f", "HOME/s/w.ps1"),
    ("$args.Count; $args -join '|'", "3\na|-b|1 2"), ("$PWD.Path", "HOME"),
    ("Join-Path $PSScriptRoot 'x'", "HOME/s/x"), (". $PSScriptRoot/lib.ps1; Get-Lib", "from HOME/s/lib.ps1"),
    ("& \"$PSScriptRoot/lib.ps1\"; $?", "True"),
    (". $PSScriptRoot\\how.ps1 7; \"$args\"; $PSCommandPath", "<.> HOME/s/how.ps1 7\na -b 1 2\nHOME/s/w.ps1"),
    ("& \"$PSScriptRoot/how.ps1\" 7", "<&> HOME/s/how.ps1 7"),
    ("Set-Location $PSScriptRoot; .\\how.ps1 7", "<.\\how.ps1> HOME/s/how.ps1 7"),
    ("Set-Location s; . ./../s/how.ps1; Set-Location /; $PSScriptRoot", "<.> HOME/s/how.ps1 \nHOME/s"),
    ("if ($MyInvocation.InvocationName -ne '.') { 'main' }", "main"),
    ("$x = 1; function g { $script:x++ }; g; g; $x", "3"),
  ]

  /// What a script knows of itself, however it is named.
  @Test(arguments: automatic.indices) func aScriptKnowsItsPlace(_ index: Int) async throws {
    let row = Self.automatic[index]
    try await withHome { home in
      try FileManager.default.createDirectory(atPath: home + "/s", withIntermediateDirectories: true)
      try Data(row.line.utf8).write(to: URL(filePath: home + "/s/w.ps1"))
      try Data("function Get-Lib { \"from $PSCommandPath\" }".utf8).write(to: URL(filePath: home + "/s/lib.ps1"))
      try Data("\"<$($MyInvocation.InvocationName)> $PSCommandPath $args\"".utf8).write(
        to: URL(filePath: home + "/s/how.ps1"))
      for path in ["s/w.ps1", "./s/w.ps1", "s/../s/w.ps1", home + "/s/w.ps1"] {
        let result = try await powerShell(["-File", path, "a", "-b", "1 2"], home: home)
        let expected = row.output.replacing("HOME", with: home) + "\n"
        #expect(result == ProgramResult(exitCode: 0, output: expected, error: ""), "\(path)")
      }
    }
  }
}
