import FoundationEssentials
import Testing

/// What is wrong with a script, as powershell.exe says it: to standard error, with line, column and the line itself.
@Suite struct MistakeTests {
  /// Texts that are no scripts: the message, and where.
  static let unparsable: [CommandRow] = [
    wrong("if (", 5, "Missing condition in if statement after 'if ('.", "IfStatementMissingCondition"),
    wrong("\"unterminated", 1, "The string is missing the terminator: \".", "TerminatorExpectedAtEndOfString"),
    wrong("Get-Date | | Out-Null", 12, "An empty pipe element is not allowed.", "EmptyPipeElement"),
    wrong("$a = @{ x = }", 13, "Missing statement after '=' in hash literal.", "MissingStatementInHashLiteral"),
    wrong(
      "foreach ($x in 1..3", 20, "The closing ')' was expected after expression in foreach loop.",
      "MissingEndParenthesisAfterForeach"),
    wrong("1 +", 3, "You must provide a value expression following the '+' operator.", "ExpectedValueExpression"),
    wrong("}", 1, "Unexpected token '}' in expression or statement.", "UnexpectedToken"),
    wrong("function { }", 10, "Missing name after function keyword.", "MissingNameAfterKeyword"),
  ]

  private static func wrong(_ text: String, _ column: Int, _ message: String, _ id: String) -> CommandRow {
    let mark = String(repeating: " ", count: column - 1) + "~"
    return CommandRow(
      ["-Command", text], "",
      error: """
        At line:1 char:\(column)
        + \(text)
        + \(mark)
        \(message)
            + CategoryInfo          : ParserError: (:) [], ParentContainsErrorRecordException
            + FullyQualifiedErrorId : \(id)
         

        """, exit: 1, isWholeError: true)
  }

  /// Scripts that fail.
  static let failing: [CommandRow] = [
    CommandRow(
      "Get-Nothing -x",
      error: """
        Get-Nothing : The term 'Get-Nothing' is not recognized as the name of a cmdlet, function, script file, or operable \
        program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.
        At line:1 char:1
        + Get-Nothing -x
        + ~~~~~~~~~~~
            + CategoryInfo          : ObjectNotFound: (Get-Nothing:String) [], CommandNotFoundException
            + FullyQualifiedErrorId : CommandNotFoundException
        """, exit: 1),
    CommandRow(
      "Get-Item /nope",
      error: """
        Get-Item : Cannot find path '/nope' because it does not exist.
        At line:1 char:1
        + Get-Item /nope
        + ~~~~~~~~~~~~~~
            + CategoryInfo          : ObjectNotFound: (/nope:String) [Get-Item], ItemNotFoundException
            + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand
        """, exit: 1),
    CommandRow(
      "Get-ChildItem -Nope",
      error: """
        Get-ChildItem : A parameter cannot be found that matches parameter name 'Nope'.
        At line:1 char:1
        + Get-ChildItem -Nope
        + ~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : InvalidArgument: (:) [Get-ChildItem], ParameterBindingException
            + FullyQualifiedErrorId : NamedParameterNotFound,Microsoft.PowerShell.Commands.GetChildItemCommand
        """, exit: 1),
    CommandRow(
      "$null.Foo()",
      error: """
        You cannot call a method on a null-valued expression.
        At line:1 char:1
        + $null.Foo()
        + ~~~~~~~~~~~
            + CategoryInfo          : InvalidOperation: (:) [], RuntimeException
            + FullyQualifiedErrorId : InvokeMethodOnNull
        """, exit: 1),
    CommandRow(
      "throw 'no disk'",
      error: """
        no disk
        At line:1 char:1
        + throw 'no disk'
        + ~~~~~~~~~~~~~~~
            + CategoryInfo          : OperationStopped: (no disk:String) [], RuntimeException
            + FullyQualifiedErrorId : no disk
        """, exit: 1),
    // An error that does not end the command leaves the code to the last one.
    CommandRow("1/0; 'after'", "after\n", error: "Attempted to divide by zero.\nAt line:1 char:1\n"),
    CommandRow("'before'; 1/0", "before\n", error: "Attempted to divide by zero.\nAt line:1 char:11\n", exit: 1),
    CommandRow(
      "$ErrorActionPreference = 'Stop'; Get-Item /nope; 'never'",
      error: "Get-Item : Cannot find path '/nope' because it does not exist.\nAt line:1 char:34\n", exit: 1),
    // Questions that nobody is there to answer.
    CommandRow(
      "Read-Host 'Name'",
      error: "Read-Host : PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.\n",
      exit: 1
    ),
  ]

  /// Recursion without end, in every way that a script has to call itself.
  static let runaways: [CommandRow] = [
    "function f { f }; f; 'never'", "function f($n) { f ($n + 1) }; f 0", "$b = { & $b }; & $b",
    "function f { 1 | ForEach-Object { f } }; f", "function f { Invoke-Expression 'f' }; f",
    "filter g { $_ | g }; 1 | g", "class C { [int] F() { return $this.F() } }; [C]::new().F()",
  ].map { CommandRow($0, error: "", exit: 1) }

  @Test(arguments: unparsable) func whatIsNoScriptSaysWhere(_ row: CommandRow) async throws {
    try await withHome { try await row.check(home: $0) }
  }

  @Test(arguments: failing) func whatFailsSaysWhyAndWhere(_ row: CommandRow) async throws {
    try await withHome { try await row.check(home: $0) }
  }

  @Test(arguments: runaways) func recursionWithoutEndEndsWithAnError(_ row: CommandRow) async throws {
    try await withHome { home in
      let result = try await powerShell(row.arguments, home: home)
      #expect(result.exitCode == 1)
      #expect(result.output.isEmpty)
      #expect(result.error.contains("call depth overflow"), "\(result.error.prefix(2000))")
    }
  }

  @Test func recursionWithoutEndCanBeCaught() async throws {
    try await withHome { home in
      let row = CommandRow("function f { f }; try { f } catch { $_.FullyQualifiedErrorId }", "CallDepthOverflow\n")
      try await row.check(home: home)
    }
  }

  /// A file's mistakes name the file; nothing of it runs.
  @Test func aFileWithAMistakeDoesNothing() async throws {
    try await withHome { home in
      let file = home + "/bad.ps1"
      try Data("Write-Host 'one'\r\nif ($x {\r\n  'two'\r\n}\r\n".utf8).write(to: URL(filePath: file))
      for arguments in [["run", "bad.ps1"], ["powershell", "-NoProfile", "-File", "bad.ps1"]] {
        let result = try await program(arguments, home: home)
        #expect(result.exitCode == 1)
        #expect(result.output.isEmpty)
        #expect(
          result.error.hasPrefix(
            """
            At \(file):2 char:7
            + if ($x {
            +       ~
            Missing closing ')' after expression in 'if' statement.
                + CategoryInfo          : ParserError: (:) [], Parse
            """), "\(result.error)")
      }
    }
  }

  /// Command lines that mean nothing: 64, as PowerShell has it, and one line that says what is wrong.
  static let usage: [CommandRow] = [
    CommandRow(
      ["-File", "nope.ps1"],
      error:
        "The argument 'nope.ps1' to the -File parameter does not exist. Provide the path to an existing '.ps1' file "
        + "as an argument to the -File parameter.\n", exit: 64, isWholeError: true),
    CommandRow(
      ["-Fuzz"], error: "The argument '-Fuzz' is not recognized as the name of a parameter. See powershell -Help.\n",
      exit: 64, isWholeError: true),
    CommandRow(
      ["-EncodedCommand", "zzz!"],
      error: "Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The "
        + "value must be Base64 encoded.\n", exit: 64, isWholeError: true),
    CommandRow(["-Command"], error: "Cannot process the command because of a missing parameter.", exit: 64),
    CommandRow(["-File"], error: "Cannot process the command because of a missing parameter.", exit: 64),
    CommandRow(["-ExecutionPolicy", "Lax", "-Command", "1"], error: "'Lax' is no execution policy;", exit: 64),
    CommandRow(["-OutputFormat", "XML", "-Command", "1"], error: "-OutputFormat can be Text;", exit: 64),
  ]

  @Test(arguments: usage) func aWrongCommandLineIs64(_ row: CommandRow) async throws {
    try await withHome { try await row.check(home: $0) }
  }
}
