import FoundationEssentials
import PowerShell
import Testing

/// Positions, comments with meaning, and whole documents.
struct ScriptTests {
  @Test(
    arguments: [
      (0, 1, 1), (2, 1, 3), (3, 2, 1), (6, 3, 1), (7, 3, 2), (9, 3, 4), (99, 3, 4), (-5, 1, 1),
    ] as [(Int32, Int, Int)])
  func positions(_ offset: Int32, _ line: Int, _ column: Int) {
    let source = SourceText("ab\nc\r\nd😀")
    #expect(source.position(at: offset) == SourcePosition(line: line, column: column))
  }

  @Test func lines() {
    let source = SourceText("\u{FEFF}ab\r\nc\rd\n")
    #expect((0...5).map { source.line($0) } == ["", "ab", "c", "d", "", ""])
  }

  @Test func ranges() {
    let source = SourceText("foo;  $a.b + 'x' ; bar")
    let statements = source.parse().body.end?.statements ?? []
    #expect(statements.map { source.text(of: $0.range) } == ["foo", "$a.b + 'x'", "bar"])
  }

  @Test func requirements() {
    let body = SourceText("#Requires -Version 5.1\n#requires -Modules A, 'B' -RunAsAdministrator\n#required -x\n1")
      .parse().body
    #expect(body.requirements.map(\.name.key) == ["version", "modules", "runasadministrator"])
    #expect(body.requirements.map(\.values) == [["5.1"], ["A", "B"], []])
  }

  @Test(
    "Help",
    arguments: [
      "function f { <#\n.SYNOPSIS\n#> 1 }", "function f {\n# .Synopsis\n# x\n1 }",
      "<#\n.SYNOPSIS\n#>\nfunction f { 1 }",
      "# x\n# .SYNOPSIS\nfunction f { 1 }", "function f { 1\n<# .DESCRIPTION\n#>\n}",
    ])
  func help(_ text: String) {
    guard case .function(let function)? = SourceText(text).parse().body.end?.statements.first else {
      Issue.record("There is no function.")
      return
    }
    #expect(function.body.help != nil)
  }

  @Test("No help", arguments: ["function f { <# synopsis #> 1 }", "<# .SYNOPSIS #>\n1\nfunction f { 1 }"])
  func noHelp(_ text: String) {
    guard case .function(let function)? = SourceText(text).parse().body.end?.statements.last else {
      Issue.record("There is no function.")
      return
    }
    #expect(function.body.help == nil)
  }

  @Test func names() {
    #expect(Name("Get-VM") == Name("get-vm") && Name("Äb") == Name("äB") && Name("a") != Name("b"))
    #expect(Name("Get-VM").text == "Get-VM" && Name("Get-VM").key == "get-vm")
  }

  private struct Example: Decodable {
    let title: String
    let code: String
  }

  /// A document that comes with the sources of the product's facts; nil where `DROSTE_SHARED` does not say where.
  private static func document(_ path: String) -> String? {
    guard let folder = ProcessInfo.processInfo.environment["DROSTE_SHARED"],
      let data = try? Data(contentsOf: URL(filePath: folder).appending(path: path))
    else {
      print("Skipped: \(path) is looked for in the folder that DROSTE_SHARED names.")
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  @Test func documentationExamples() throws {
    guard let text = Self.document("hyperv/examples.jsonl") else { return }
    let lines = text.split(separator: "\n")
    #expect(lines.count >= 340)
    for line in lines {
      let example = try JSONDecoder().decode(Example.self, from: Data(line.utf8))
      let source = SourceText(example.code)
      #expect(source.parse().errors.isEmpty, "\(example.title): \(example.code)")
    }
  }

  @Test func seedCommands() {
    guard let text = Self.document("seed/nested-hyper-v.txt") else { return }
    let verbs = ["Set-VM", "Get-VM", "New-VM", "New-Net", "Get-Net"]
    let commands = text.split(whereSeparator: \.isNewline).filter { line in verbs.contains { line.hasPrefix($0) } }
    #expect(commands.count >= 7)
    for command in commands {
      // Placeholders in angle brackets stand for words.
      let script = command.filter { $0 != "<" && $0 != ">" }
      #expect(SourceText(String(script)).parse().errors.isEmpty, "\(script)")
    }
  }
}
