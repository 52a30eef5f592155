import PowerShell
import Testing

/// -WhatIf, -Confirm, `$ConfirmPreference` and the keys (about_Functions_CmdletBindingAttribute).
@Suite struct ShouldProcessTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let line: String
    let impact: ConfirmImpact
    let variables: [String: Value]
    let answers: [Int]
    /// What two calls give.
    let results: [Bool]
    let log: [String]

    init(
      _ line: String, _ impact: ConfirmImpact, with variables: [String: Value] = [:], answers: [Int] = [],
      gives results: [Bool], log: [String] = []
    ) {
      (self.line, self.impact, self.variables) = (line, impact, variables)
      (self.answers, self.results, self.log) = (answers, results, log)
    }

    var testDescription: String { "\(line) \(impact) \(variables.keys.sorted()) \(answers)" }
  }

  private static let whatIf = [
    "host: What if: Performing the operation \"Remove\" on target \"A\".",
    "host: What if: Performing the operation \"Remove-It\" on target \"B\".",
  ]

  static let rows: [Row] = [
    Row("", .medium, gives: [true, true]),
    Row("-WhatIf", .medium, gives: [false, false], log: whatIf),
    Row("", .low, with: ["whatifpreference": true], gives: [false, false], log: whatIf),
    Row("-WhatIf:$false", .medium, with: ["whatifpreference": true], gives: [true, true]),
    Row("-WhatIf -Confirm", .medium, gives: [false, false], log: whatIf),
    Row("-Confirm", .medium, answers: [0, 0], gives: [true, true]),
    Row("-Confirm", .medium, answers: [2, 0], gives: [false, true]),
    Row("-Confirm", .medium, answers: [1], gives: [true, true]),
    Row("-Confirm", .medium, answers: [3], gives: [false, false]),
    Row("-Confirm", .medium, answers: [4, 0, 2], gives: [true, false], log: ["suspended"]),
    Row("-Confirm", .low, answers: [0, 2], gives: [true, false]),
    Row("-Confirm", .none, gives: [true, true]),
    Row("", .high, answers: [0, 2], gives: [true, false]),
    Row("-Confirm:$false", .high, gives: [true, true]),
    Row("", .high, with: ["confirmpreference": "None"], gives: [true, true]),
    Row("", .medium, with: ["confirmpreference": "Medium"], answers: [2, 2], gives: [false, false]),
    Row("", .low, with: ["confirmpreference": "Low"], answers: [3], gives: [false, false]),
    Row("", .low, with: ["confirmpreference": "Medium"], gives: [true, true]),
    Row("", .high, with: ["confirmpreference": "Nonsense"], answers: [1], gives: [true, true]),
    Row("", .medium, with: ["confirmpreference": 1], answers: [1], gives: [true, true]),
    Row(
      "-Verbose", .medium, gives: [true, true],
      log: [
        "verbose: Performing the operation \"Remove\" on target \"A\".",
        "verbose: Performing the operation \"Remove-It\" on target \"B\".",
      ]),
  ]

  @Test(arguments: rows)
  func asks(_ row: Row) throws {
    let (invocation, host) = try call(row.line, impact: row.impact, row.variables, answers: row.answers)
    let results = [try invocation.shouldProcess("A", "Remove"), try invocation.shouldProcess("B")]
    #expect(results == row.results)
    #expect(host.log == row.log)
    #expect(host.answers.isEmpty)
  }

  @Test func theQuestionIsPowerShells() throws {
    let (invocation, host) = try call("-Confirm", answers: [0])
    _ = try invocation.shouldProcess("X", "Remove")
    let prompt = try #require(host.prompts.first)
    #expect(
      prompt.headText + prompt.choicesText(width: 120) == """
        Confirm
        Are you sure you want to perform this action?
        Performing the operation "Remove" on target "X".
        [Y] Yes  [A] Yes to All  [N] No  [L] No to All  [S] Suspend  [?] Help (default is "Y"):\(" ")
        """)
    #expect(prompt.helpText.hasPrefix("Y - Continue with only the next step of the operation.\nA - Continue with all"))
  }

  @Test func whereNobodyCanBeAskedTheCommandFails() throws {
    let (invocation, _) = try call("-Confirm")
    #expect(throws: RecordingCommandHost.NobodyToAsk.self) { try invocation.shouldProcess("X") }
  }

  @Test func textsOfOnesOwn() throws {
    let (invocation, host) = try call("-WhatIf")
    let isGo = try invocation.shouldProcess(
      description: "Remove-VM will remove virtual machine \"test\".", question: "Are you sure?")
    #expect(!isGo && host.log == ["host: What if: Remove-VM will remove virtual machine \"test\"."])
  }

  @Test(arguments: [
    ("", [0], true, 1), ("", [1], false, 1), ("", [2, 0], true, 2),
  ])
  func continues(_ line: String, _ answers: [Int], _ expected: Bool, _ asked: Int) throws {
    let (invocation, host) = try call(line, answers: answers)
    #expect(try invocation.shouldContinue("Really?") == expected)
    #expect(host.prompts.count == asked)
  }

  @Test(arguments: [
    ("-Force", [], [true, true]), ("", [0, 2], [true, false]), ("", [1], [true, true]), ("", [3, 0], [false, true]),
    ("-Force:$false", [0, 0], [true, true]),
  ])
  func force(_ line: String, _ answers: [Int], _ expected: [Bool]) throws {
    let (invocation, _) = try call(line, answers: answers)
    let results = [
      try invocation.shouldContinueUnlessForced("Delete?"), try invocation.shouldContinueUnlessForced("Delete?"),
    ]
    #expect(results == expected)
  }

  private static let prompt = ChoicePrompt(
    caption: "", message: "m", choices: ConfirmAnswer.choices, defaultChoice: 0)

  @Test(arguments: [
    ("", ChoicePrompt.Reply.choice(0)), ("y", .choice(0)), ("A", .choice(1)), (" n ", .choice(2)), ("l", .choice(3)),
    ("S", .choice(4)), ("yes to all", .choice(1)), ("?", .help), ("x", .unknown), ("yy", .unknown), ("\u{0}", .unknown),
  ])
  func replies(_ typed: String, _ reply: ChoicePrompt.Reply) { #expect(Self.prompt.reply(typed) == reply) }

  @Test func oddPrompts() {
    let plain = ChoicePrompt(
      caption: "", message: "", choices: [.init("One"), .init("T&wo"), .init("&")], defaultChoice: 9)
    #expect(plain.choicesText(width: 80) == "[One] One  [W] Two  []   [?] Help: ")
    #expect(plain.reply("") == .unknown && plain.reply("w") == .choice(1) && plain.reply("one") == .choice(0))
    #expect(plain.headText.isEmpty)
    #expect(Self.prompt.choicesText(width: 30).split(separator: "\n").count == 4)
    #expect(Self.prompt.choicesText(width: 0).split(separator: "\n").count == 6)
  }
}
