internal import Netlink
internal import PowerShell

/// What Windows binds to an adapter, as far as Linux has it.
enum AdapterBinding: String, CaseIterable, Sendable {
  case ipv4 = "ms_tcpip"
  case ipv6 = "ms_tcpip6"
  case virtualSwitch = "vms_pp"

  var displayName: String {
    switch self {
    case .ipv4: "Internet Protocol Version 4 (TCP/IPv4)"
    case .ipv6: "Internet Protocol Version 6 (TCP/IPv6)"
    case .virtualSwitch: "Hyper-V Extensible Virtual Switch"
    }
  }

  /// A port of a bridge or bond gives what it receives to that, so neither version of IP is bound to it.
  func isEnabled(_ adapter: Adapter, _ state: NetworkState) -> Bool {
    let isPort = adapter.link.master != nil
    switch self {
    case .ipv4: return !isPort
    case .ipv6: return !isPort && KernelSwitches(adapter.interface, .v6, state.environment).read("disable_ipv6") == 0
    case .virtualSwitch:
      let master = adapter.link.master.flatMap { try? state.adapter(index: $0) }
      return master?.switchName != nil
    }
  }

  /// Errors: BindingNotChangeable, where Linux has no such switch.
  func set(_ isEnabled: Bool, _ adapter: Adapter, _ state: NetworkState) throws {
    guard self.isEnabled(adapter, state) != isEnabled else { return }
    if self == .virtualSwitch {
      throw failure(
        adapter, isEnabled,
        isEnabled
          ? "Make a switch over the adapter: New-VMSwitch -Name NAME -NetAdapterName '\(adapter.name)'."
          : "Remove the switch that uses the adapter: Remove-VMSwitch.")
    }
    if adapter.link.master != nil {
      throw failure(adapter, isEnabled, "The adapter is a port of a bridge or bond; take it out of that first.")
    }
    guard self == .ipv6 else {
      throw failure(
        adapter, isEnabled,
        "Linux cannot take IPv4 from one adapter. Remove its addresses (Remove-NetIPAddress) or disable the adapter "
          + "(Disable-NetAdapter).")
    }
    try KernelSwitches(adapter.interface, .v6, state.environment).set("disable_ipv6", isEnabled ? 0 : 1)
  }

  private func failure(_ adapter: Adapter, _ isEnabled: Bool, _ mend: String) -> PowerShellError {
    PowerShellError(
      "'\(displayName)' cannot be \(isEnabled ? "enabled" : "disabled") on '\(adapter.name)'. \(mend)",
      id: "BindingNotChangeable", category: .invalidOperation, exceptionType: NetworkFailure.cimException,
      target: CimClass.binding.target)
  }

  func object(_ adapter: Adapter, _ state: NetworkState) -> PropertyBag {
    let bag = CimClass.binding.make([:])
    let values: [(String, Value)] = [
      ("DisplayName", .string(displayName)), ("ComponentID", .string(rawValue)),
      ("Enabled", .boolean(isEnabled(adapter, state))),
    ]
    for (name, value) in AdapterSetting.identity(adapter) + values { bag[name] = value }
    return bag
  }
}
