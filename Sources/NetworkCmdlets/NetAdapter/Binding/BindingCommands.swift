internal import Netlink
internal import PowerShell

/// Get-, Set-, Enable- and Disable-NetAdapterBinding.
enum BindingCommands {
  private static let chosen = """
    ComponentID String[] in ByName, ByInstanceID
    DisplayName String[] in ByName, ByInstanceID
    AllBindings SwitchParameter in ByName, ByInstanceID

    """

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-NetAdapterBinding", module: AdapterSetting.module,
      synopsis: "Shows what is bound to network adapters: the versions of IP, and virtual switches.",
      defaultSetName: "ByName",
      lines: AdapterSetting.queryLines + """
        ComponentID String[]
        DisplayName String[]
        AllBindings SwitchParameter
        """, outputs: [CimClass.binding.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        let found = try select(invocation, state)
        try invocation.writeOutput(found.map { .object($0.binding.object($0.adapter, state)) })
      }
    },
    changer("Set", "Switches what is bound to network adapters on or off.", "Enabled Boolean\n") {
      $0.bound.boolean("Enabled")
    },
    changer("Enable", "Binds to network adapters what can be bound to them.", "") { _ in true },
    changer("Disable", "Takes from network adapters what is bound to them.", "") { _ in false },
  ]

  private static func changer(
    _ verb: String, _ synopsis: String, _ lines: String, _ value: @escaping @Sendable (Invocation) -> Bool?
  ) -> NetworkCommand {
    NetworkCommand(
      name: "\(verb)-NetAdapterBinding", module: AdapterSetting.module, synopsis: synopsis, defaultSetName: "ByName",
      supportsShouldProcess: true, lines: AdapterSetting.changeLines + chosen + lines,
      typeNames: ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(CimClass.binding.name)"],
      outputs: [CimClass.binding.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        let value = value(invocation)
        for (adapter, binding) in try select(invocation, state) {
          do {
            let text = "\(verb)-NetAdapterBinding '\(adapter.name)' -ComponentID \(binding.rawValue)"
            guard try invocation.shouldProcess(description: text, question: text) else { continue }
            if let value { try binding.set(value, adapter, state) }
            if invocation.bound.isSet("PassThru") {
              try invocation.writeOutput(.object(binding.object(adapter, state)))
            }
          } catch let error as PowerShellError {
            try invocation.writeError(error)
          }
        }
      }
    }
  }

  private static func select(
    _ invocation: Invocation, _ state: NetworkState
  ) throws -> [(adapter: Adapter, binding: AdapterBinding)] {
    if let objects = invocation.bound.elements("InputObject") {
      return try objects.compactMap { object in
        guard let bag = object.reference(as: PropertyBag.self),
          let binding = AdapterBinding(rawValue: bag.text("ComponentID") ?? "")
        else { return nil }
        if let adapter = try state.adapter(named: bag.text("Name") ?? "") { return (adapter, binding) }
        try invocation.writeError(NetworkFailure.notFound(.binding, "Name", bag["Name"] ?? .null))
        return nil
      }
    }
    let adapters = try AdapterSelection.select(invocation, state, .binding)
    let pairs = adapters.flatMap { adapter in AdapterBinding.allCases.map { (adapter: adapter, binding: $0) } }
    let criteria = ["ComponentID", "DisplayName"].compactMap { Criterion(invocation, $0) }
    let found = try pairs.filter { pair in
      let bag = pair.binding.object(pair.adapter, state)
      return try criteria.allSatisfy { try $0.matches(bag) }
    }
    if found.isEmpty, !adapters.isEmpty, criteria.contains(where: { !$0.exactValues.isEmpty }) {
      try invocation.writeError(NetworkFailure.notFound(.binding, where: criteria.map(\.condition)))
    }
    return found
  }
}
