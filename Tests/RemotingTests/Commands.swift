import PowerShell
import Remoting
import Synchronization

/// The few cmdlets that the scripts of these tests use, in their plainest form, and an object that leads to others.
enum TestCommands {
  static let all: [CommandInfo] = [
    make("Write-Output", ["InputObject@0<value<remaining Object"]) {
      let value = $0.bound["InputObject"] ?? .null
      try $0.writeOutput(value.reference?.enumerated ?? [value])
    },
    make("Out-Null", ["InputObject<value Object"]) { _ in },
    make("Write-Host", ["Object@0 Object", "ForegroundColor String", "NoNewline SwitchParameter"]) {
      try $0.writeInformation(
        InformationRecord(
          $0.bound["Object"] ?? .null, tags: ["PSHOST"], isHostOutput: true, hasNewLine: !$0.bound.isSet("NoNewline"),
          foreground: $0.bound.string("ForegroundColor")))
    },
    make("Write-Warning", ["Message@0"]) { try $0.writeWarning($0.bound.string("Message") ?? "") },
    make("Write-Verbose", ["Message@0"]) { try $0.writeVerbose($0.bound.string("Message") ?? "") },
    make("Write-Debug", ["Message@0"]) { try $0.writeDebug($0.bound.string("Message") ?? "") },
    make("Write-Progress", ["Activity@0"]) {
      try $0.writeProgress(ProgressRecord(activity: $0.bound.string("Activity") ?? "", percentComplete: 40))
    },
    make("Write-Error", ["Message@0", "ErrorId"]) {
      try $0.writeError(
        PowerShellError(
          $0.bound.string("Message") ?? "", id: $0.bound.string("ErrorId") ?? "WriteErrorException",
          category: .notSpecified, exceptionType: "Microsoft.PowerShell.Commands.WriteErrorException"))
    },
    make("Stop-Here", ["Message@0"]) {
      throw PowerShellError(
        $0.bound.string("Message") ?? "", id: "Stopped", category: .objectNotFound,
        exceptionType: "System.IO.FileNotFoundException", target: "the-target")
    },
    make("Read-Host", ["Prompt@0", "Secret SwitchParameter"]) { invocation in
      guard let host = invocation.host.session?.host else { return }
      let prompt = invocation.bound.string("Prompt") ?? ""
      let line =
        invocation.bound.isSet("Secret") ? try host.readSecret(prompt: prompt) : try host.readLine(prompt: prompt)
      try invocation.writeOutput(line.map { .string($0) } ?? .null)
    },
    make("Read-Choice", []) {
      let prompt = ChoicePrompt(
        caption: "Caption", message: "Message", choices: [.init("&Yes", help: "does it"), .init("&No")],
        defaultChoice: 1)
      try $0.writeOutput(.count(try $0.host.choose(prompt)))
    },
    make("Read-Fields", []) {
      let fields = [
        PromptField(name: "Name", type: BuiltInType.string), PromptField(name: "Age", type: BuiltInType.int32),
      ]
      try $0.writeOutput(try $0.host.prompt(caption: "C", message: "M", fields: fields))
    },
    make("Get-Thing", ["Depth@0 Int32"]) {
      try $0.writeOutput(Thing.value(Int($0.bound.integer("Depth") ?? 3)))
    },
    make("Get-Secret", []) {
      try $0.writeOutput(.object(HostObject(TypeReference("System.Security.SecureString"), payload: 1)))
    },
    make("Break-Link", []) { _ in Links.shared.breakLast() },
    make("Select-First", ["InputObject<value Object"]) {
      try $0.writeOutput($0.input)
      throw StopUpstream()
    },
  ].compactMap { $0 }

  private static func make(
    _ name: String, _ lines: [String], _ body: @escaping @Sendable (Invocation) throws -> Void
  ) -> CommandInfo? {
    (try? CommandMetadata(cmdlet: name, lines)).map { .cmdlet($0) { ClosureCmdlet(body) } }
  }
}

/// An object of a type with members, each leading to another.
enum Thing {
  static let state = EnumType("Test.State", ["Off", "Running", "Paused"])
  static let type = TypeReference(
    "Test.Thing", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("Depth") { value, _ in .count(depth(value)) },
        Property("State") { _, _ in .enumeration(EnumValue(state, 1)) },
        Property("Inner") { value, _ in depth(value) > 0 ? Thing.value(depth(value) - 1) : .null },
        Property("Bad") { _, _ in throw PowerShellError("no", id: "Bad") },
      ],
      methods: [Method("Act", 0) { _, _, _ in "acted" }]))

  static func value(_ depth: Int) -> Value {
    .object(HostObject(type, payload: depth) { "thing \($0)" })
  }

  private static func depth(_ value: Value) -> Int { value.payload(as: Int.self) ?? 0 }
}

/// The channels that tests break from within.
final class Links: Sendable {
  static let shared = Links()
  private let last = Mutex<(any RemoteChannel)?>(nil)

  func note(_ channel: any RemoteChannel) { last.withLock { $0 = channel } }
  func breakLast() { last.withLock { $0?.close() } }
}
