internal import Ethernet
internal import HyperV

/// What an adapter may send and receive.
extension LabChecker {
  /// Sets what the file says, and reports everything in it that is wrong.
  func checkPolicies(_ draft: AdapterDraft, _ adapter: inout NetworkAdapterConfiguration) {
    let policies = draft.policies
    adapter.dhcpGuard = policies.dhcpGuard?.value == true ? .on : .off
    adapter.routerGuard = policies.routerGuard?.value == true ? .on : .off
    adapter.portMirroring = policies.portMirroring ?? .none
    adapter.stormLimit = UInt32(clamping: policies.stormLimit?.value ?? 0)
    adapter.allowedMACAddresses = policies.allowedMACs.map(\.value)
    checkAllowed(policies, adapter)
    if let vlan = policies.vlan { adapter.vlan = checked(vlan) }
    if let bandwidth = policies.bandwidth {
      adapter.bandwidth = bandwidth.configuration
      report(
        bandwidth.configuration.problems, bandwidth.section,
        [
          "minimumAbsolute": "minimum", "minimumWeight": "weight",
        ])
    }
    adapter.accessControl = policies.accessControl.flatMap(\.entries)
    checkEntries(policies)
  }

  /// Problems as the model gives them, `field: text`, at the keys that the file has for the fields.
  private func report(_ problems: [String], _ section: PolicyDraft.Section, _ keys: [String: String]) {
    for problem in problems {
      let field = String(problem.prefix { $0 != ":" })
      sink.error(section.place(of: keys[field] ?? field), String(problem.dropFirst(field.count + 2)))
    }
  }

  private func checkAllowed(_ policies: PolicyDraft, _ adapter: NetworkAdapterConfiguration) {
    for (index, address) in policies.allowedMACs.enumerated() {
      let (value, place) = (address.value, address.place)
      if value.isMulticast || value == .zero {
        sink.error(place, "\(value) is not the address of an adapter")
      } else if value == adapter.macAddress {
        sink.error(place, "\(value) is the adapter's own address, which may send anyway")
      } else if let other = policies.allowedMACs[..<index].first(where: { $0.value == value }) {
        sink.error(place, "\(value) is listed already, at line \(other.place.position.line)")
      }
    }
    if !policies.allowedMACs.isEmpty, adapter.macAddressSpoofing == .on {
      sink.error(
        policies.allowedPlace, "allowedMacs is for macSpoofing: off; with on the adapter may send from any address")
    }
  }

  /// An address that an adapter of the same host has is its own alone.
  func checkAllowed(_ machines: [MachineDraft]) {
    var owners: [MACAddress: (title: String, adapter: String)] = [:]
    for machine in machines {
      for adapter in machine.adapters {
        if let mac = adapter.mac { owners[mac.value] = (machine.title, adapter.effectiveName) }
      }
    }
    for address in machines.flatMap(\.adapters).flatMap({ adapter in
      adapter.policies.allowedMACs.filter { $0.value != adapter.mac?.value }
    }) {
      guard let owner = owners[address.value] else { continue }
      sink.error(address.place, "\(address.value) is the address of adapter \"\(owner.adapter)\" of \(owner.title)")
    }
  }

  private func checked(_ draft: PolicyDraft.VLAN) -> VLANConfiguration {
    let section = draft.section
    let modes = ["access", "trunk", "isolated", "community", "promiscuous"].filter(section.has)
    guard modes.count == 1, let mode = modes.first else {
      sink.error(
        section.place,
        "a VLAN setting has exactly one of access, trunk, isolated, community and promiscuous, found "
          + (modes.isEmpty ? "none" : modes.joined(separator: " and ")))
      return .untagged
    }
    if section.has("native"), mode != "trunk" { sink.error(section.place(of: "native"), "native is for trunk") }
    let isPrivate = mode != "access" && mode != "trunk"
    if section.has("primary"), !isPrivate {
      sink.error(section.place(of: "primary"), "primary is for isolated, community and promiscuous")
    } else if isPrivate, !section.has("primary") {
      sink.error(section.place(of: mode), "\(mode) needs primary, the id of the private VLAN")
    }
    let primary = draft.primary?.value
    let vlan: VLANConfiguration?
    switch mode {
    case "access": vlan = draft.access.map { .access(id: $0.value) }
    case "trunk": vlan = draft.trunk.map { .trunk(native: draft.native?.value ?? 0, allowed: $0.value) }
    case "isolated":
      vlan = primary.flatMap { id in draft.isolated.map { .privateIsolated(primary: id, secondary: $0.value) } }
    case "community":
      vlan = primary.flatMap { id in draft.community.map { .privateCommunity(primary: id, secondary: $0.value) } }
    default:
      vlan = primary.flatMap { id in draft.promiscuous.map { .privatePromiscuous(primary: id, secondaries: $0.value) } }
    }
    for problem in vlan?.problems ?? [] { sink.error(section.place(of: mode), problem) }
    return vlan ?? .untagged
  }

  private func checkEntries(_ policies: PolicyDraft) {
    var earlier: [AccessControlEntry: Int] = [:]
    var count = 0
    for draft in policies.accessControl {
      let section = draft.section
      if !section.has("weight") {
        for key in ["protocol", "localPorts", "remotePorts"] where section.has(key) {
          sink.error(section.place(of: key), "\(key) needs weight, which makes an extended entry")
        }
      } else if let entry = draft.entries.first {
        report(entry.problems, section, ["payloadProtocol": "protocol"])
      }
      if !section.has("weight"), let entry = draft.entries.first, !entry.local.goes(with: entry.remote) {
        report(entry.problems.filter { $0.hasPrefix("remote:") }, section, [:])
      }
      for entry in draft.entries {
        if let line = earlier.updateValue(section.place.position.line, forKey: entry) {
          sink.error(section.place, "this entry is there already, at line \(line)")
          break
        }
      }
      count += draft.entries.count
    }
    if count > AccessControlEntry.limit {
      sink.error(
        policies.accessControlPlace,
        "an adapter has at most \(AccessControlEntry.limit) entries, found \(count); one for both directions counts twice"
      )
    }
  }
}
