import PowerShell

/// The few cmdlets that the rows need, in their plainest form.
enum TestCommands {
  static func registry() -> CommandRegistry {
    let registry = CommandRegistry()
    for command in commands { registry.add(command) }
    return registry
  }

  private static let commands: [CommandInfo] = [
    make("Write-Output", ["InputObject@0<value<remaining Object", "NoEnumerate SwitchParameter"]) {
      let value = $0.bound["InputObject"] ?? .null
      try $0.writeOutput(value.reference?.enumerated ?? [value])
    },
    make("Out-Null", ["InputObject<value Object"]) { _ in },
    make("Write-Host", ["Object@0<value Object"]) {
      try $0.writeInformation(InformationRecord($0.bound["Object"] ?? .null, isHostOutput: true))
    },
    make("Write-Warning", ["Message@0"]) { try $0.writeWarning($0.bound.string("Message") ?? "") },
    make("Write-Verbose", ["Message@0"]) { try $0.writeVerbose($0.bound.string("Message") ?? "") },
    make("Write-Error", ["Message@0", "ErrorId"]) {
      try $0.writeError(
        PowerShellError(
          $0.bound.string("Message") ?? "", id: $0.bound.string("ErrorId") ?? "WriteErrorException",
          category: .notSpecified, exceptionType: "Microsoft.PowerShell.Commands.WriteErrorException"))
    },
    make("Stop-Here", ["Message@0"]) {
      throw PowerShellError($0.bound.string("Message") ?? "", id: "Stopped", category: .invalidOperation)
    },
    make("Set-StrictMode", ["Version"]) { _ in },
    cmdlet("Measure-Object", ["InputObject<value Object", "Sum SwitchParameter"]) { Measure() },
    cmdlet("Select-Object", ["InputObject<value Object", "First Int32"]) { First() },
  ].compactMap { $0 }

  private static func make(
    _ name: String, _ lines: [String], _ body: @escaping @Sendable (Invocation) throws -> Void
  ) -> CommandInfo? {
    cmdlet(name, lines) { ClosureCmdlet(body) }
  }

  private static func cmdlet(
    _ name: String, _ lines: [String], _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo? {
    (try? CommandMetadata(cmdlet: name, lines)).map { .cmdlet($0, make) }
  }

  private final class Measure: Cmdlet {
    private var count = 0
    private var sum = 0.0

    func process(_ invocation: Invocation) throws {
      count += 1
      sum += invocation.input.doubleValue ?? 0
    }

    func end(_ invocation: Invocation) throws {
      try invocation.writeOutput(.object(PropertyBag(["Count": .count(count), "Sum": .double(sum)])))
    }
  }

  private final class First: Cmdlet {
    private var left: Int64?

    func process(_ invocation: Invocation) throws {
      let rest = left ?? invocation.bound.integer("First") ?? .max
      guard rest > 0 else { throw StopUpstream() }
      left = rest - 1
      try invocation.writeOutput(invocation.input)
      if rest == 1 { throw StopUpstream() }
    }
  }
}
