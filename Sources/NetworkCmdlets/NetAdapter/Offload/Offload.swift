internal import Netlink
internal import PowerShell

/// An offload with its cmdlets: Get-, Set-, Enable- and Disable-NetAdapterNOUN.
struct Offload: Sendable {
  let noun: String
  let title: String
  let className: String
  let switches: [OffloadSwitch]
  /// The values of Set-: directions (`RxTxEnabled`), or Booleans.
  var hasDirections = false
  /// Parameters of Set-, Enable- and Disable- that are known and refused, `~` before each.
  var refusedBySet = ""
  var refusedByEnable = ""
  /// More parameters of Get-, and properties.
  var queryLines = ""
  var queryCriteria: [String] = []
  var more: @Sendable (AdapterFeatures) -> [(String, Value)] = { _ in [] }

  private var setting: AdapterSetting {
    AdapterSetting(
      noun: noun, title: title, cimClass: CimClass(name: className),
      hasIt: { adapter in
        guard let features = AdapterFeatures(adapter) else { return false }
        return switches.contains { $0.isThere(features) }
      },
      properties: { adapter, _ in properties(adapter) })
  }

  var commands: [NetworkCommand] {
    let names = switches.map { "\($0.name) SwitchParameter\n" }.joined() + refusedByEnable
    let values = switches.map { "\($0.property) \(hasDirections ? "String" : "Boolean")\n" }.joined() + refusedBySet
    let directions = ParameterValidation.set(OffloadSwitch.Direction.allCases.map(\.text))
    let rules = hasDirections ? Dictionary(uniqueKeysWithValues: switches.map { ($0.property, [directions]) }) : [:]
    return [
      setting.getter(lines: queryLines, criteria: queryCriteria),
      setting.changer("Set", synopsis: "Changes the \(title) of network adapters.", lines: values, validations: rules) {
        adapter, invocation, state in
        try change(adapter, requested(invocation), invocation, state)
      },
      setting.changer("Enable", synopsis: "Switches the \(title) of network adapters on.", lines: names) {
        adapter, invocation, state in
        try change(adapter, named(invocation, .both), invocation, state)
      },
      setting.changer("Disable", synopsis: "Switches the \(title) of network adapters off.", lines: names) {
        adapter, invocation, state in
        try change(adapter, named(invocation, .none), invocation, state)
      },
    ]
  }

  private func properties(_ adapter: Adapter) -> [(String, Value)] {
    guard let features = AdapterFeatures(adapter) else { return [] }
    var properties = switches.map { item -> (String, Value) in
      let direction = item.direction(features)
      return (item.property, hasDirections ? .string(direction.text) : .boolean(direction != .none))
    }
    // Windows' own objects have no such property, but its examples ask for it.
    properties.append(("Enabled", .boolean(switches.contains { $0.direction(features) != .none })))
    return properties + more(features)
  }

  /// A switch and what it is to be.
  typealias Order = (item: OffloadSwitch, direction: OffloadSwitch.Direction)

  /// What Enable- and Disable- are to do: what was named, else all of them.
  private func named(_ invocation: Invocation, _ direction: OffloadSwitch.Direction) -> [Order] {
    let found = switches.filter { invocation.bound.isSet($0.name) }
    return (found.isEmpty ? switches : found).map { ($0, direction) }
  }

  private func requested(_ invocation: Invocation) -> [Order] {
    switches.compactMap { item in
      if hasDirections {
        guard let text = invocation.bound.string(item.property) else { return nil }
        return OffloadSwitch.Direction(text: text).map { (item, $0) }
      }
      return invocation.bound.boolean(item.property).map { (item, $0 ? .both : .none) }
    }
  }

  /// Carries out orders on one adapter; what else is switched with them is told.
  ///
  /// - Throws: OffloadNotChangeable where the adapter cannot, or where two orders are about the same feature.
  private func change(
    _ adapter: Adapter, _ orders: [Order], _ invocation: Invocation, _ state: NetworkState
  ) throws {
    guard let features = AdapterFeatures(adapter) else { return }
    let isNamed = orders.contains {
      invocation.bound.contains($0.item.name) || invocation.bound.contains($0.item.property)
    }
    var wanted: [String: Bool] = [:]
    for order in orders {
      let capability = order.item.capability(features)
      guard capability != .none else {
        guard isNamed, order.direction != .none else { continue }
        throw AdapterFeatures.failure("'\(adapter.name)' has no \(title) for \(order.item.name).")
      }
      let exceeds =
        hasDirections && invocation.bound.contains(order.item.property)
        && (order.direction.sends && !capability.sends || order.direction.receives && !capability.receives)
      guard !exceeds else {
        throw AdapterFeatures.failure(
          "'\(adapter.name)' can do \(capability.text) at most for \(order.item.property), not "
            + "\(order.direction.text).")
      }
      for (name, isOn) in order.item.wanted(order.direction, features) {
        guard wanted[name] ?? isOn == isOn else {
          throw AdapterFeatures.failure(
            "'\(adapter.name)' has one switch, \(name), for what is to be on and for what is to be off, so nothing was "
              + "done. Give both the same value.")
        }
        wanted[name] = isOn
      }
    }
    let changed = Set(wanted.filter { features.features[$0.key]?.isOn != $0.value }.keys)
    let others = switches.filter { item in
      !orders.contains { $0.item.name == item.name }
        && !changed.isDisjoint(with: item.send + item.receive + item.alsoOff)
    }
    try features.set(wanted, state)
    guard !others.isEmpty else { return }
    try invocation.writeWarning(
      "The driver of '\(adapter.name)' has one switch (\(changed.sorted().joined(separator: ", "))) for "
        + "\(orders.map(\.item.name).joined(separator: ", ")) and \(others.map(\.name).joined(separator: ", ")): "
        + "they changed together.")
  }
}
