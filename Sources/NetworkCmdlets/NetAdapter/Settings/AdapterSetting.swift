internal import Netlink
internal import PowerShell

/// What the cmdlets about one setting of adapters have in common: `Get-NetAdapterLso` and its siblings. A change takes
/// effect at once, so there is no restart that -NoRestart could leave out.
struct AdapterSetting: Sendable {
  /// The end of the names of its cmdlets: `Lso`.
  let noun: String
  /// What it is, for help: `large send offload`.
  let title: String
  let cimClass: CimClass
  /// Whether an adapter has it. The cmdlets do not see the others.
  let hasIt: @Sendable (Adapter) -> Bool
  /// What its objects say beside whose they are.
  let properties: @Sendable (Adapter, NetworkState) -> [(String, Value)]

  static let module = "NetAdapter"

  static let queryLines = """
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    IncludeHidden SwitchParameter
    \(NetworkCommand.remote)

    """

  static let changeLines = """
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    IncludeHidden SwitchParameter in ByName, ByInstanceID
    PassThru SwitchParameter
    \(NetworkCommand.remote)

    """

  /// `Get-NetAdapterNOUN`.
  func getter(lines: String = "", criteria: [String] = []) -> NetworkCommand {
    NetworkCommand(
      name: "Get-NetAdapter\(noun)", module: Self.module, synopsis: "Shows the \(title) of network adapters.",
      defaultSetName: "ByName", lines: Self.queryLines + lines, outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        let adapters = try AdapterSelection.select(invocation, state, cimClass, where: hasIt)
        let wanted = criteria.compactMap { Criterion(invocation, $0) }
        let objects = try adapters.map { make($0, state) }.filter { object in
          try wanted.allSatisfy { try $0.matches(object) }
        }
        try invocation.writeOutput(objects.map { .object($0) })
      }
    }
  }

  /// A cmdlet that changes it on every adapter that is meant.
  ///
  /// - Parameter lines: parameters beside those that name adapters.
  func changer(
    _ verb: String, synopsis: String, lines: String, validations: [String: [ParameterValidation]] = [:],
    hasNoRestart: Bool = true, change: @escaping @Sendable (Adapter, Invocation, NetworkState) throws -> Void
  ) -> NetworkCommand {
    NetworkCommand(
      name: "\(verb)-NetAdapter\(noun)", module: Self.module, synopsis: synopsis, defaultSetName: "ByName",
      supportsShouldProcess: true,
      lines: Self.changeLines + (hasNoRestart ? "NoRestart SwitchParameter\n" : "") + lines,
      typeNames: ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(cimClass.name)"],
      validations: validations, outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        for adapter in try AdapterSelection.select(invocation, state, cimClass, where: hasIt) {
          do {
            let text = "\(verb)-NetAdapter\(noun) '\(adapter.name)'"
            guard try invocation.shouldProcess(description: text, question: text) else { continue }
            try NetworkFailure.requesting(cimClass) { try change(adapter, invocation, state) }
            if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(make(adapter, state))) }
          } catch let error as PowerShellError {
            try invocation.writeError(error)
          }
        }
      }
    }
  }

  /// What every object about a setting begins with.
  static func identity(_ adapter: Adapter) -> [(String, Value)] {
    [
      ("Name", .string(adapter.name)), ("InterfaceDescription", .string(adapter.description)),
      ("InterfaceAlias", .string(adapter.name)), ("ifAlias", .string(adapter.name)),
      ("ifDesc", .string(adapter.description)),
      ("InstanceID", .string("{\(adapter.guid.text.uppercased())}")),
      ("SystemName", .string(SystemFacts.machineName())), ("LinuxName", .string(adapter.interface)),
    ]
  }

  func make(_ adapter: Adapter, _ state: NetworkState) -> PropertyBag {
    let bag = cimClass.make([:])
    for (name, value) in Self.identity(adapter) + properties(adapter, state) { bag[name] = value }
    return bag
  }
}
