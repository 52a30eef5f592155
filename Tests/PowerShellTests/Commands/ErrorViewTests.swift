import PowerShell
import Testing

/// The texts of errors as the console shows them.
@Suite struct ErrorViewTests {
  private static func record(
    _ message: String, id: String = "PathNotFound", category: PowerShellError.Category = .objectNotFound,
    target: Value = "C:\\nope", origin: InvocationInfo?
  ) -> ErrorRecord {
    ErrorRecord(
      PowerShellError(
        message, id: id, category: category, exceptionType: "System.Management.Automation.ItemNotFoundException",
        target: target), origin: origin)
  }

  private static let typed = InvocationInfo(
    commandName: "Get-Item", errorSource: "Microsoft.PowerShell.Commands.GetItemCommand", line: 1, column: 1,
    endColumn: 17, lineText: "Get-Item C:\\nope")

  @Test func normalView() {
    let record = Self.record("Cannot find path 'C:\\nope' because it does not exist.", origin: Self.typed)
    let expected = """
      Get-Item : Cannot find path 'C:\\nope' because it does not exist.
      At line:1 char:1
      + Get-Item C:\\nope
      + ~~~~~~~~~~~~~~~~
          + CategoryInfo          : ObjectNotFound: (C:\\nope:String) [Get-Item], ItemNotFoundException
          + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand
      \(" ")
      """
    #expect(ErrorView.normal.text(record) == expected)
  }

  @Test func normalViewWraps() {
    let record = Self.record("Cannot find path 'C:\\nope' because it does not exist.", origin: Self.typed)
    let lines = ErrorView.normal.text(record, width: 80).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.map(String.init) == [
        "Get-Item : Cannot find path 'C:\\nope' because it does not exist.", "At line:1 char:1",
        "+ Get-Item C:\\nope", "+ ~~~~~~~~~~~~~~~~",
        "    + CategoryInfo          : ObjectNotFound: (C:\\nope:String) [Get-Item], Ite ",
        "   mNotFoundException",
        "    + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetIt ",
        "   emCommand", " ",
      ])
  }

  @Test(arguments: [20, 21, 40, 60, 79, 80, 120, 200])
  func noLineIsTooLong(_ width: Int) {
    let long = String(repeating: "word ", count: 60) + String(repeating: "x", count: 300)
    let record = Self.record(long, target: .string(long), origin: Self.typed)
    for view in ErrorView.allCases {
      for line in view.text(record, width: width).split(separator: "\n") where view != .concise || width >= 40 {
        // The excerpt of the source has limits of its own.
        #expect(line.utf16.count <= max(width, 21) || line.hasPrefix("+ "), "\(view) \(line)")
      }
    }
  }

  @Test(arguments: [
    (ErrorView.category, "ObjectNotFound: (C:\\nope:String) [Get-Item], ItemNotFoundException"),
    (.concise, "Get-Item: It is not there."),
  ])
  func otherViews(_ view: ErrorView, _ expected: String) {
    #expect(view.text(Self.record("It is not there.", origin: Self.typed)) == expected)
  }

  @Test func conciseViewInScripts() {
    let origin = InvocationInfo(
      commandName: "Get-Item", scriptName: "C:\\a.ps1", line: 12, column: 3, endColumn: 16,
      lineText: "  Get-Item nope # x")
    let expected = """
      Get-Item: C:\\a.ps1:12
      Line |
        12 |    Get-Item nope # x
           |    ~~~~~~~~~~~~~
           | It is not there.
      """
    #expect(ErrorView.concise.text(Self.record("It is not there.", origin: origin)) == expected)
  }

  @Test(arguments: [
    ("normalview", ErrorView.normal), ("CategoryView", .category), ("ConciseView", .concise), ("x", .normal),
  ])
  func chosenByName(_ name: String, _ view: ErrorView) { #expect(ErrorView(name) == view) }

  @Test func otherShapes() {
    let bare = ErrorRecord(PowerShellError("Bad.", id: "Bad", category: .invalidOperation))
    #expect(
      ErrorView.normal.text(bare)
        == "Bad.\n    + CategoryInfo          : InvalidOperation: (:) [], RuntimeException\n"
        + "    + FullyQualifiedErrorId : Bad\n ")
    let detailed = Self.record("Inner.", origin: Self.typed)
    detailed.details = "Outer."
    #expect(ErrorView.normal.text(detailed).hasPrefix("Get-Item : Outer.\nAt line:1"))
    #expect(!ErrorView.normal.text(detailed).hasSuffix("\n "))
    let native = ErrorRecord(PowerShellError("oops", id: "NativeCommandError", category: .notSpecified))
    #expect(ErrorView.normal.text(native) == "oops")
    let called = InvocationInfo(
      commandName: "f", invocationName: "&", line: 2, column: 1, endColumn: 4, lineText: "& f")
    #expect(
      ErrorView.normal.text(Self.record("x", origin: called)).hasPrefix("f : x\nAt line:2 char:1\n+ & f\n+ ~~~\n"))
  }

  @Test(arguments: [
    ("Get-Foo -Bar", 1, 8, "At line:1 char:1\n+ Get-Foo -Bar\n+ ~~~~~~~"),
    ("  $x = Foo", 8, 11, "At line:1 char:8\n+   $x = Foo\n+        ~~~"),
    ("\tFoo", 2, 5, "At line:1 char:2\n+     Foo\n+     ~~~"),
    ("Foo   ", 1, 99, "At line:1 char:1\n+ Foo\n+ ~~~"),
    ("", 1, 1, "At line:1 char:1"),
    ("Foo", 4, 4, "At line:1 char:4\n+ Foo\n+    ~"),
    ("Foo", 99, 2, "At line:1 char:99\n+ Foo\n+    ~"),
    (
      "Get-ChildItem | ForEach-Object { Write-Output $_ } | Where-Object { $_ -eq 'abcdef' } | Foo -Bar baz", 89, 100,
      "At line:1 char:89\n+ ... { Write-Output $_ } | Where-Object { $_ -eq 'abcdef' } | Foo -Bar baz\n"
        + "+ " + String(repeating: " ", count: 61) + String(repeating: "~", count: 11)
    ),
  ])
  func positions(_ line: String, _ column: Int, _ end: Int, _ expected: String) {
    let origin = InvocationInfo(line: 1, column: column, endColumn: end, lineText: line)
    #expect(origin.positionMessage == expected)
  }

  @Test func excerptsOfLongLinesStayWithinLimits() {
    for (column, end) in [(1, 500), (100, 110), (495, 501), (1, 2), (250, 400), (600, 700), (0, 0), (-5, -9)] {
      let line = String(repeating: "abcd ", count: 100) + "\u{1F600}"
      let excerpt = SourceExcerpt(line: line, column: column, endColumn: end, limit: 69)
      #expect(excerpt.text.utf16.count <= 69 + 8 && excerpt.indent >= 0 && excerpt.length >= 1)
    }
  }

  @Test func sourcesGivePlaces() throws {
    let source = SourceText("$a = 1\n  Get-Foo -Bar `\n  1", name: "C:\\s.ps1")
    let origin = InvocationInfo(commandName: "Get-Foo", source: source, range: SourceRange(start: 9, end: 28))
    #expect(origin.line == 2 && origin.column == 3 && origin.scriptName == "C:\\s.ps1")
    #expect(origin.positionMessage == "At C:\\s.ps1:2 char:3\n+   Get-Foo -Bar `\n+   ~~~~~~~~~~~~~~")
  }

  @Test(arguments: [
    ("a b c", 10, ["a b c"]), ("aaa bbb ccc", 8, ["aaa bbb ", "ccc"]), ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
    ("a\nb\r\nc", 5, ["a", "b", "c"]), ("", 5, [""]), ("abc", 0, ["a", "b", "c"]),
    ("aa bbbbbb", 4, ["aa b", "bbbb", "b"]),
    ("a\tb", 2, ["a\t", "b"]), ("x ", 1, ["x", " "]), ("\n", 3, ["", ""]),
  ])
  func wraps(_ text: String, _ columns: Int, _ expected: [String]) {
    #expect(TextWrapping.lines(text, columns: columns) == expected)
  }

  @Test(arguments: [
    ("short", "short"),
    (String(repeating: "a", count: 40), String(repeating: "a", count: 40)),
    (
      String(repeating: "a", count: 30) + String(repeating: "b", count: 30),
      String(repeating: "a", count: 19) + "..." + String(repeating: "b", count: 18)
    ),
  ])
  func longTargetsLoseTheirMiddle(_ text: String, _ expected: String) {
    #expect(CategoryInfo.ellipsized(text) == expected)
  }

  @Test func recordsKnowTheirCommand() {
    let origin = InvocationInfo(commandName: "Get-VM", errorSource: "Vendor.GetVM")
    let error = PowerShellError("x", id: "NotFound", category: .objectNotFound)
    #expect(ErrorRecord(error, origin: origin).fullyQualifiedErrorID == "NotFound,Vendor.GetVM")
    #expect(ErrorRecord(error, origin: nil).fullyQualifiedErrorID == "NotFound")
    #expect(CommandFailure(error, origin: origin).record.origin === origin)
    struct Odd: Error {}
    #expect(CommandFailure(Odd(), origin: origin).record.fullyQualifiedErrorID == "HostError,Vendor.GetVM")
    let same = CommandFailure(ErrorRecord(error))
    #expect(CommandFailure(same, origin: origin).record === same.record)
  }
}
