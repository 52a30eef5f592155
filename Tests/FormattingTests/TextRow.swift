import Formatting
import PowerShell
import Testing

/// A script and the lines that it shows on a console of `width` columns, blanks at their ends included.
struct TextRow: CustomTestStringConvertible, Sendable {
  let script: String
  let width: Int
  let expected: String

  /// `|` stands for the end of a line with blanks before it.
  init(_ script: String, width: Int = 80, _ expected: String) {
    self.script = script
    self.width = width
    self.expected = expected
  }

  var testDescription: String { script }

  func check() throws {
    let shown = try TextHost.run(script, width: width).map { $0.hasSuffix(" ") ? $0 + "|" : $0 }
    #expect(shown.joined(separator: "\n") == expected, "\(script)")
  }
}

/// A script and what it gives: values as text with " | " between them, "!Id: message" for errors.
struct ValueRow: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String

  init(_ script: String, _ expected: String) { (self.script, self.expected) = (script, expected) }

  var testDescription: String { script }

  func check() throws {
    let host = ValueHost()
    let session = TestSession.make(host)
    try session.run(script)
    #expect(host.lines.joined(separator: " | ") == expected, "\(script)")
  }
}

enum TestSession {
  static func make(_ host: any ShellHost) -> Session {
    let registry = CommandRegistry()
    for command in FormattingModule.commands(views: TestViews.table) + TestCommands.all {
      registry.add(command)
    }
    return Session(host: host, commands: registry)
  }
}

/// Shows objects as the shell does.
final class TextHost: ShellHost {
  private(set) var lines: [String] = []
  private let formatter: OutputFormatter
  private let sink = Lines()

  final class Lines { var all: [String] = [] }

  init(width: Int, views: ViewTable, usesColor: Bool = false) {
    let sink = sink
    // The last column stays free.
    formatter = OutputFormatter(
      views: views, width: { width + 1 }, usesColor: usesColor, patience: .seconds(3600), write: { sink.all.append($0) }
    )
  }

  func write(_ value: Value) throws { try formatter.write(value, .standalone) }

  func write(_ record: StreamRecord) throws {
    try formatter.flush()
    switch record {
    case .error(let record): sink.all.append("!\(record.fullyQualifiedErrorID): \(record.message)")
    case .warning(let text): sink.all.append("WARNING: \(text)")
    case .host(let text): sink.all.append(text)
    default: break
    }
  }

  static func run(_ script: String, width: Int, usesColor: Bool = false) throws -> [String] {
    let host = TextHost(width: width, views: TestViews.table, usesColor: usesColor)
    let session = TestSession.make(host)
    host.session = session
    try session.run(script)
    try host.formatter.finish()
    return host.sink.all
  }

  weak var session: Session?
}

/// Keeps what a session shows as short texts.
final class ValueHost: ShellHost {
  private(set) var lines: [String] = []

  func write(_ value: Value) throws { lines.append(value.isNull ? "<null>" : try value.displayString()) }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record):
      let id = record.fullyQualifiedErrorID.split(separator: ",").first.map(String.init) ?? ""
      lines.append("!\(id): \(record.message)")
    case .warning(let text): lines.append("W:\(text)")
    case .host(let text): lines.append("H:\(text)")
    default: break
    }
  }
}

/// Views of types that only the rows have.
enum TestViews {
  static let table = ViewTable(
    FormattingModule.views + [
      ViewDefinition(
        ["Test.Machine"],
        .table([
          ViewColumn("Name", width: 8), ViewColumn("CPU(%)", .property("Load"), width: 6),
          ViewColumn(
            "State",
            .computed { value, context in
              try Members.property(value, "State", context) ?? "Unknown"
            }), ViewColumn("Memory", width: 10, format: "N0"),
        ]), name: "plain"),
      ViewDefinition(
        ["Test.Machine"],
        .list([ViewColumn("Name"), ViewColumn("Load", .property("Load"), format: "0.0")]), isDefault: false),
      ViewDefinition(["Test.Machine"], .wide(ViewColumn("State")), isDefault: false),
      ViewDefinition(
        ["Test.Part"], .table([ViewColumn("Part", width: 10), ViewColumn("Rest", fillsLine: true)]),
        groupBy: ViewColumn("Machine", .property("Owner"))),
      ViewDefinition(
        ["Test.File"], .table([ViewColumn("Name", width: 10)]), groupBy: ViewColumn("Directory", .property("Folder")),
        isGroupFramed: true),
      ViewDefinition(
        ["Test.Notice"],
        .text { value, context in
          ["** " + (try Members.property(value, "Text", context)?.displayString() ?? "") + " **"]
        }, isOutOfBand: true),
    ])
}

/// The few commands that the rows need besides the target's own.
enum TestCommands {
  static let all: [CommandInfo] = [
    make("Write-Output", ["InputObject@0<value<remaining Object", "NoEnumerate SwitchParameter"]) {
      let value = $0.expectsInput ? $0.input : $0.bound["InputObject"] ?? .null
      try $0.writeOutput($0.bound.isSet("NoEnumerate") ? [value] : value.reference?.enumerated ?? [value])
    },
    // An object of a type: New-Typed NAME @{…}
    make("New-Typed", ["TypeName@0 String", "Properties@1 Object"]) { invocation in
      let bag = PropertyBag()
      for (key, value) in (invocation.bound.object("Properties", as: DictionaryObject.self)?.pairs ?? []) {
        bag[try key.displayString()] = value
      }
      bag.addedMembers().typeNames = [invocation.bound.string("TypeName") ?? ""]
      try invocation.writeOutput(.object(bag))
    },
  ].compactMap { $0 }

  private static func make(
    _ name: String, _ lines: [String], _ body: @escaping @Sendable (Invocation) throws -> Void
  ) -> CommandInfo? {
    (try? CommandMetadata(cmdlet: name, lines)).map { .cmdlet($0) { ClosureCmdlet(body) } }
  }
}
