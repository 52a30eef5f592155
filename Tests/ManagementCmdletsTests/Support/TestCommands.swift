import PowerShell

/// The few cmdlets of other modules that the rows need, in their plainest form.
enum TestCommands {
  static let all: [CommandInfo] = [
    make("Write-Output", ["InputObject@0<value<remaining Object"]) {
      let value = $0.bound["InputObject"] ?? .null
      try $0.writeOutput(value.reference?.enumerated ?? [value])
    },
    make("Out-Null", ["InputObject<value Object"]) { _ in },
    cmdlet("Select-Object", ["InputObject<value Object", "First Int32", "ExpandProperty"]) { First() },
    cmdlet("Measure-Object", ["InputObject<value Object"]) { Count() },
    make("New-Object", ["!TypeName@0", "ArgumentList@1 Object[]"]) { invocation in
      let type = try invocation.host.values.types.get(invocation.bound.string("TypeName") ?? "")
      try invocation.writeOutput(Members.construct(type, invocation.bound.elements("ArgumentList") ?? []))
    },
    make("Select-String", ["!Pattern@0", "InputObject<value Object"]) { invocation in
      let text = try invocation.input.displayString()
      guard text.firstRange(of: invocation.bound.string("Pattern") ?? "") != nil else { return }
      try invocation.writeOutput(.object(PropertyBag(["Line": .string(text)])))
    },
  ].compactMap { $0 }

  private static func make(
    _ name: String, _ lines: [String], _ body: @escaping @Sendable (Invocation) throws -> Void
  ) -> CommandInfo? { cmdlet(name, lines) { ClosureCmdlet(body) } }

  private static func cmdlet(
    _ name: String, _ lines: [String], _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo? { (try? CommandMetadata(cmdlet: name, lines)).map { .cmdlet($0, make) } }

  private final class First: Cmdlet {
    private var left: Int64?

    func process(_ invocation: Invocation) throws {
      let rest = left ?? invocation.bound.integer("First") ?? .max
      guard rest > 0 else { throw StopUpstream() }
      left = rest - 1
      if let name = invocation.bound.string("ExpandProperty") {
        let value = try Members.property(invocation.input, name) ?? .null
        try invocation.writeOutput(value.reference?.enumerated ?? [value])
      } else {
        try invocation.writeOutput(invocation.input)
      }
      if rest == 1 { throw StopUpstream() }
    }
  }

  private final class Count: Cmdlet {
    private var count = 0

    func process(_ invocation: Invocation) throws { count += 1 }

    func end(_ invocation: Invocation) throws {
      try invocation.writeOutput(.object(PropertyBag(["Count": .count(count)])))
    }
  }
}
