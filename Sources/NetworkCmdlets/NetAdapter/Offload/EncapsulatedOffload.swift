internal import PowerShell

/// Get-, Set-, Enable- and Disable-NetAdapterEncapsulatedPacketTaskOffload: segmentation of what is inside a tunnel.
enum EncapsulatedOffload {
  /// NVGRE is GRE to the driver, VXLAN a tunnel over UDP.
  private static let kinds: [(type: String, property: String, features: [String])] = [
    ("NVGRE", "NvgreEncapsulatedPacketTaskOffloadEnabled", ["tx-gre-segmentation", "tx-gre-csum-segmentation"]),
    (
      "VXLAN", "VxlanEncapsulatedPacketTaskOffloadEnabled",
      ["tx-udp_tnl-segmentation", "tx-udp_tnl-csum-segmentation"]
    ),
  ]

  private static let setting: AdapterSetting = AdapterSetting(
    noun: "EncapsulatedPacketTaskOffload", title: "task offload for encapsulated packets",
    cimClass: CimClass(name: "MSFT_NetAdapterEncapsulatedPacketTaskOffloadSettingData"),
    hasIt: { adapter in AdapterFeatures(adapter)?.has(kinds.flatMap(\.features)) ?? false },
    properties: { adapter, _ in
      let features = AdapterFeatures(adapter)
      let states = kinds.map { ($0.property, Value.boolean(features?.isOn($0.features) ?? false)) }
      let isOn = Value.boolean(features?.isOn(kinds.flatMap(\.features)) ?? false)
      return [("EncapsulatedPacketTaskOffloadEnabled", isOn)] + states + [("Enabled", isOn)]
    })

  static let commands: [NetworkCommand] = [
    setting.getter(),
    setting.changer(
      "Set", synopsis: "Changes the task offload for encapsulated packets of network adapters.",
      lines: kinds.map { "\($0.property) Boolean\n" }.joined() + "~VxlanUDPPortNumber UInt16\n"
    ) { adapter, invocation, state in
      try change(adapter, kinds.map { invocation.bound.boolean($0.property) }, isNamed: true, state)
    },
    switcher("Enable", true, "Switches the task offload for encapsulated packets of network adapters on."),
    switcher("Disable", false, "Switches the task offload for encapsulated packets of network adapters off."),
  ]

  private static func switcher(_ verb: String, _ isOn: Bool, _ synopsis: String) -> NetworkCommand {
    setting.changer(
      verb, synopsis: synopsis, lines: "EncapsulationType String\n",
      validations: ["EncapsulationType": [.set(kinds.map(\.type))]]
    ) { adapter, invocation, state in
      let type = invocation.bound.string("EncapsulationType")
      let wanted = kinds.map { kind in type.map { kind.type.isSameName(as: $0) } ?? true ? isOn : nil }
      try change(adapter, wanted, isNamed: type != nil, state)
    }
  }

  /// - Parameter wanted: for each kind, in their order; nil: as it is.
  private static func change(
    _ adapter: Adapter, _ wanted: [Bool?], isNamed: Bool, _ state: NetworkState
  ) throws {
    guard let features = AdapterFeatures(adapter) else { return }
    var changes: [String: Bool] = [:]
    for (kind, isOn) in zip(kinds, wanted) {
      guard let isOn else { continue }
      let own = kind.features.filter { features.has([$0]) }
      guard !own.isEmpty || !isNamed || !isOn else {
        throw AdapterFeatures.failure("'\(adapter.name)' has no task offload for \(kind.type).")
      }
      for name in own { changes[name] = isOn }
    }
    try features.set(changes, state)
  }
}
