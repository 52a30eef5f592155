import FoundationEssentials
import Testing

/// The program as its users have it: arguments in; text and exit code out.
@Suite struct CommandTests {
  static let verbs: [[String]] = [
    ["up"], ["plan"], ["status"], ["down"], ["demo"], ["create"], ["set"], ["start"], ["stop"], ["restart"],
    ["remove"], ["list"], ["inspect"], ["console"], ["exec"], ["copy"], ["switch", "create"], ["switch", "list"],
    ["switch", "remove"], ["nat", "create"], ["nat", "list"], ["nat", "remove"], ["image", "build"],
    ["image", "list"], ["host"], ["host", "stop"],
  ]

  @Test(arguments: verbs)
  func everyVerbShowsAnExample(_ verb: [String]) async throws {
    try await withHome { home in
      let run = try await CommandLineRun(verb + ["--help"], home: home)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("Example"))
      #expect(run.output.contains("  droste " + verb.joined(separator: " ")))
      #expect(run.error.isEmpty)
    }
  }

  static let mistakes: [[String]] = [
    ["fly"], ["start"], ["start", "L1//x"], ["create", "L1", "--memory", "much"],
    ["copy", "a", "b"], ["copy", "L1:x", "b"], ["exec", "L1"], ["switch", "create", "A", "--type", "Round"],
    ["set", "L1", "--nested", "maybe"], ["nat", "create", "A", "--prefix", "10.0.0.0"],
  ]

  @Test(arguments: mistakes)
  func mistakesEndWithTwo(_ arguments: [String]) async throws {
    try await withHome { home in
      let run = try await CommandLineRun(arguments, home: home)
      #expect(run.exitCode == 2)
      #expect(run.error.hasPrefix("droste: error: "))
      #expect(run.output.isEmpty)
    }
  }

  @Test func aLabFileThatIsNotThereIsAMistake() async throws {
    try await withHome { home in
      let run = try await CommandLineRun(["up", "no.yaml"], home: home)
      #expect(run.exitCode == 2)
      #expect(run.error.contains("no such file") && run.error.contains("mend it: ls ."))
    }
  }

  /// Looking leaves nothing behind where nothing was: no service, no folder.
  @Test(arguments: [["status"], ["list"], ["down"], ["host", "stop"]])
  func lookingAtNothingStartsNothing(_ arguments: [String]) async throws {
    try await withHome { home in
      let run = try await CommandLineRun(arguments, home: home)
      #expect(run.exitCode == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: home).isEmpty)
    }
  }

  @Test func statusAsJSONIsOneObject() async throws {
    try await withHome { home in
      let run = try await CommandLineRun(["status", "--json"], home: home)
      let json = try JSONDecoder().decode([String: AnyValue].self, from: Data(run.output.utf8))
      #expect(json["level"] != nil)
    }
  }

  /// Pipes get neither colours nor drawing.
  @Test func noEscapeSequencesIntoPipes() async throws {
    try await withHome { home in
      let run = try await CommandLineRun(["start"], home: home, environment: ["TERM": "xterm-256color"])
      #expect(!(run.output + run.error).contains("\u{1B}"))
    }
  }
}

/// Any JSON.
private struct AnyValue: Decodable { init(from decoder: any Decoder) throws {} }
