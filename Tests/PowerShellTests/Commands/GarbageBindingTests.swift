import PowerShell
import Testing

/// Whatever is declared and given, binding ends in values or in an error of the language.
@Suite struct GarbageBindingTests {
  /// A generator that gives the same numbers every time.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let names = ["A", "Ab", "Abc", "Name", "Nam", "Verbose", "WhatIf", "Path", "P", "É", "I"]
  private static let types = [
    "String", "String[]", "Int", "Int[]", "Switch", "Bool", "Object", "DayOfWeek", "Hashtable",
  ]
  private static let words = [
    "-A", "-Ab", "-Abc", "-N", "-Na", "-Verbose", "-W", "-P", "-", "--", "-:", "-A:", "-A:1", "-É", "-I:x", "1", "x",
    "$null", "''", "@()", "a,b", "1,2", "$true", "99999999999999999999", "-ea", "Stop", "@-A:1", "@-Nam:x", "\u{2013}A",
    "\u{0}", "-\u{301}", "-ev", "+", "Monday",
  ]

  @Test(arguments: 0..<400)
  func anythingBindsOrIsRefused(_ seed: Int) throws {
    var numbers = Numbers(state: UInt64(seed) &* 7919 &+ 1)
    var lines: [String] = []
    for name in Self.names.shuffled(using: &numbers).prefix(Int.random(in: 0...6, using: &numbers)) {
      var line = Bool.random(using: &numbers) ? "!\(name)" : name
      if Bool.random(using: &numbers) { line += "@\(Int.random(in: 0...3, using: &numbers))" }
      if Bool.random(using: &numbers) { line += "<value" }
      if Bool.random(using: &numbers) { line += "<property" }
      if Int.random(in: 0...5, using: &numbers) == 0 { line += "<remaining" }
      line += " " + (Self.types.randomElement(using: &numbers) ?? "Int")
      if Bool.random(using: &numbers) { line += " in S\(Int.random(in: 0...3, using: &numbers))" }
      lines.append(line)
    }
    let own = try CommandMetadata(
      cmdlet: "Test-It", lines, defaultSetName: Bool.random(using: &numbers) ? "S1" : nil,
      supportsShouldProcess: Bool.random(using: &numbers))
    let command =
      Bool.random(using: &numbers)
      ? own
      : try CommandMetadata(
        "f", parameters: own.parameters.filter { !$0.isCommon }, defaultSetName: own.defaultSetName,
        isAdvanced: Bool.random(using: &numbers), isFunction: true)
    for _ in 0..<20 {
      let count = Int.random(in: 0...6, using: &numbers)
      let line = (0..<count).map { _ in Self.words.randomElement(using: &numbers) ?? "" }.joined(separator: " ")
      let expectsInput = Bool.random(using: &numbers)
      let binder = ParameterBinder(command, BindingContext(defaults: DictionaryObject(["*:*": "1"])))
      do {
        try binder.bind(CommandLine.arguments(line), expectsInput: expectsInput)
        for input in [Value("x"), 5, .null, ["a", "b"], .object(PropertyBag(["A": 1, "Name": "n"]))] where expectsInput
        {
          do { try binder.bindInput(input) } catch let error as PowerShellError { #expect(!error.message.isEmpty) }
        }
        // What was bound has the type that was asked for.
        for (name, value) in binder.bound.values.entries where !value.isNull {
          let parameter = try #require(command.parameter(named: name))
          let type = parameter.isSwitch ? BuiltInType.boolean : parameter.type
          #expect(value.isInstance(of: type), "\(name) of \(lines) for \(line)")
        }
      } catch let error as PowerShellError {
        #expect(!error.id.isEmpty && !error.message.isEmpty)
      }
    }
  }

  /// Time in proportion to the arguments, not to their square.
  @Test func manyArguments() throws {
    let binder = ParameterBinder(cmdlet("Name@0", "Rest<remaining Object[]"))
    try binder.bind((0..<100_000).map { .value(.count($0)) })
    #expect(binder.bound.elements("Rest")?.count == 99_999)
  }
}
