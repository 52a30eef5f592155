internal import Netlink
internal import PowerShell

/// Get-, Set- and Reset-NetAdapterAdvancedProperty.
enum AdvancedPropertyCommands {
  private static let inputType = [
    "InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(CimClass.advancedProperty.name)"
  ]

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-NetAdapterAdvancedProperty", module: AdapterSetting.module,
      synopsis: "Shows the advanced properties of network adapters.", defaultSetName: "ByName",
      lines: """
        Name@0<property String[] = ifAlias, InterfaceAlias in ByName, ByNameRegistryKeyword, ByNameDisplayName
        IncludeHidden SwitchParameter
        AllProperties SwitchParameter
        !RegistryKeyword<property String[] = RegKey in ByNameRegistryKeyword, ByInstanceIDKeyword
        !DisplayName<property String[] = DispN in ByNameDisplayName, ByInstanceIDDisplayName
        !InterfaceDescription String[] = ifDesc, InstanceID in ByInstanceIDKeyword, ByInstanceIDDisplayName, ByInstanceID
        \(NetworkCommand.remote)
        """, outputs: [CimClass.advancedProperty.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        try invocation.writeOutput(try select(invocation, state).map { .object(object($0, $1)) })
      }
    },
    changer(
      "Set", "Changes advanced properties of network adapters.",
      """
      DisplayName<property String[] = DispN in ByName, ByInstanceID
      RegistryKeyword<property String[] = RegKey in ByName, ByInstanceID
      AllProperties SwitchParameter in ByName, ByInstanceID
      DisplayValue<property String
      RegistryValue<property String[]
      """
    ) { property, adapter, invocation, state in
      let display = invocation.bound.string("DisplayValue")
      let value = invocation.bound.strings("RegistryValue")?.first ?? display.flatMap { property.value(display: $0) }
      guard let value else {
        throw AdvancedProperty.refused(
          display ?? "", property.displayName, property.choices.map(\.text).joined(separator: ", "))
      }
      try property.write(value, adapter, state)
    },
    changer(
      "Reset", "Gives advanced properties of network adapters back what they had before they were changed here.",
      "!DisplayName<property String[] = DispN in ByName, ByInstanceID\n"
    ) { property, adapter, _, state in
      guard let value = property.original(adapter, state), value != property.read(adapter) else { return }
      try property.write(value, adapter, state)
    },
  ]

  private static func changer(
    _ verb: String, _ synopsis: String, _ lines: String,
    _ change: @escaping @Sendable (AdvancedProperty, Adapter, Invocation, NetworkState) throws -> Void
  ) -> NetworkCommand {
    NetworkCommand(
      name: "\(verb)-NetAdapterAdvancedProperty", module: AdapterSetting.module, synopsis: synopsis,
      defaultSetName: "ByName", supportsShouldProcess: true,
      lines: """
        Name@0<property String[] = ifAlias, InterfaceAlias in ByName
        !InterfaceDescription String[] = ifDesc, InstanceID in ByInstanceID
        !InputObject<value CimInstance[] in InputObject (cdxml)
        IncludeHidden SwitchParameter in ByName, ByInstanceID
        NoRestart SwitchParameter
        PassThru SwitchParameter
        \(NetworkCommand.remote)

        """ + lines, typeNames: inputType, outputs: [CimClass.advancedProperty.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        for (chosen, property) in try select(invocation, state) {
          do {
            let text = "\(verb)-NetAdapterAdvancedProperty '\(chosen.name)' -DisplayName '\(property.displayName)'"
            guard try invocation.shouldProcess(description: text, question: text) else { continue }
            // What another property changed counts.
            state.forget()
            guard let adapter = try state.adapter(index: chosen.index) else { continue }
            try NetworkFailure.requesting(.advancedProperty) { try change(property, adapter, invocation, state) }
            state.forget()
            if invocation.bound.isSet("PassThru"), let now = try state.adapter(index: chosen.index) {
              try invocation.writeOutput(.object(object(now, property)))
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
  ) throws -> [(Adapter, AdvancedProperty)] {
    if let objects = invocation.bound.elements("InputObject") {
      return try objects.compactMap { value in
        guard let bag = value.reference(as: PropertyBag.self),
          let property = AdvancedProperty.all.first(where: { $0.keyword == bag.text("RegistryKeyword") })
        else { return nil }
        if let adapter = try state.adapter(named: bag.text("Name") ?? "") { return (adapter, property) }
        try invocation.writeError(NetworkFailure.notFound(.advancedProperty, "Name", bag["Name"] ?? .null))
        return nil
      }
    }
    let adapters = try AdapterSelection.select(invocation, state, .advancedProperty)
    let criteria = ["DisplayName", "RegistryKeyword"].compactMap { parameter -> Criterion? in
      // The star before Windows' own keywords is no wildcard.
      guard parameter == "RegistryKeyword", let words = invocation.bound.strings(parameter) else {
        return Criterion(invocation, parameter)
      }
      return Criterion(
        parameter, words.map { .string($0.hasPrefix("*") && $0.count > 1 ? "[*]" + $0.dropFirst() : $0) })
    }
    let pairs = adapters.flatMap { adapter in
      AdvancedProperty.all.filter { $0.read(adapter) != nil }.map { (adapter, $0) }
    }
    let found = try pairs.filter { adapter, property in
      try criteria.allSatisfy { try $0.matches(object(adapter, property)) }
    }
    if found.isEmpty, !adapters.isEmpty, criteria.contains(where: { !$0.exactValues.isEmpty }) {
      try invocation.writeError(NetworkFailure.notFound(.advancedProperty, where: criteria.map(\.condition)))
    }
    return found
  }

  private static func object(_ adapter: Adapter, _ property: AdvancedProperty) -> PropertyBag {
    let value = property.read(adapter) ?? ""
    let bag = CimClass.advancedProperty.make([:])
    let own: [(String, Value)] = [
      ("DisplayName", .string(property.displayName)), ("DisplayValue", .string(property.display(value))),
      ("RegistryKeyword", .string(property.keyword)), ("RegistryValue", .strings([value])),
      ("ValidDisplayValues", .strings(property.choices.map(\.text))),
      ("ValidRegistryValues", .strings(property.choices.map(\.value))),
    ]
    for (name, value) in AdapterSetting.identity(adapter) + own { bag[name] = value }
    return bag
  }
}
