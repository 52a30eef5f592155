internal import Ethernet
internal import HyperV

extension LabChecker {
  /// A machine's adapters, and the segment of each in the same order: nil where one is not connected.
  func adapters(
    _ machine: MachineDraft, on networks: Networks, in scope: HostScope
  ) -> (adapters: [LabAdapter], segments: [Segment?]) {
    var adapters: [LabAdapter] = []
    var segments: [Segment?] = []
    var names = NameTable()
    for draft in machine.adapters {
      let nameLine = (draft.name?.place ?? draft.place).position.line
      if let line = names.insert(draft.effectiveName, line: nameLine) {
        sink.error(
          draft.name?.place ?? draft.place,
          "\(machine.title) has an adapter named \"\(draft.effectiveName)\" already, at line \(line)"
            + (draft.name == nil ? "; give this one a name" : ""))
      }
      if let mac = draft.mac { checkMAC(mac) }
      let segment = draft.switch.flatMap { self.segment(named: $0, on: networks, in: scope) }
      segments.append(segment)
      checkAddress(draft, machine, segment)
      var configuration = NetworkAdapterConfiguration(
        name: draft.effectiveName, switchName: draft.switch?.value, macAddress: draft.mac?.value,
        macAddressSpoofing: draft.macSpoofing?.value == true ? .on : .off)
      checkPolicies(draft, &configuration)
      adapters.append(
        .init(
          configuration: configuration,
          spoken: Set(AdapterPolicy.allCases.filter { draft.given.contains($0.rawValue) }),
          address: draft.address?.value, gateway: draft.gateway?.value, dns: draft.dns.map(\.value),
          expectsLease: draft.address == nil && segment?.hasLeases == true, network: segment?.prefix,
          place: draft.place, macSpoofingPlace: draft.macSpoofingPlace))
    }
    return (adapters, segments)
  }

  private func segment(
    named name: SectionReader.Located<String>, on networks: Networks, in scope: HostScope
  ) -> Segment? {
    if let segment = networks.segments[name.value.lowercased()] { return segment }
    var text = "no switch named \"\(name.value)\" on \(scope.title)"
    let suggestion = Suggestion.text(for: name.value, among: networks.names)
    if !suggestion.isEmpty {
      text += suggestion
    } else if networks.names.isEmpty {
      text += "; it has none"
    } else {
      text += "; it has \(networks.names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", "))"
    }
    sink.error(name.place, text)
    return nil
  }

  private func checkAddress(_ draft: AdapterDraft, _ machine: MachineDraft, _ segment: Segment?) {
    let dnsPlace = draft.dns.first?.place ?? draft.place
    guard let address = draft.address else {
      // An address that is there but could not be read has its error already.
      if draft.given.contains("address") { return }
      if let gateway = draft.gateway {
        sink.error(gateway.place, "gateway needs address: without it, DHCP gives the gateway")
      }
      if !draft.dns.isEmpty { sink.error(dnsPlace, "dns needs address: without it, DHCP gives the DNS servers") }
      return
    }
    if !draft.given.contains("switch") {
      sink.error(address.place, "address needs switch: this adapter is not connected")
    }
    let prefix = address.value
    guard (8...30).contains(prefix.length) else {
      sink.error(address.place, "the length of the prefix must be 8 to 30, found \(prefix.length)")
      return
    }
    let name = draft.switch?.value ?? ""
    if prefix.address == prefix.network || prefix.address == prefix.broadcast {
      sink.error(address.place, "\(prefix) is not an address that a machine can have")
    } else if let wanted = segment?.prefix {
      if !wanted.contains(prefix.address) {
        sink.error(
          address.place,
          "\(prefix.address) is outside \(wanted.network)/\(wanted.length), the prefix of switch \"\(name)\"")
      } else if wanted.length != prefix.length {
        sink.error(
          address.place, "the prefix of switch \"\(name)\" has length \(wanted.length), found \(prefix.length)")
      }
    }
    let owner = "adapter \"\(draft.effectiveName)\" of \(machine.title)"
    if let other = segment?.take(prefix.address, owner: owner, line: address.place.position.line) {
      sink.error(address.place, "\(prefix.address) is the address of \(other.owner) already, at line \(other.line)")
    }
    if let gateway = draft.gateway {
      if gateway.value == prefix.address {
        sink.error(gateway.place, "the gateway \(gateway.value) is the adapter's own address")
      } else if !prefix.contains(gateway.value) {
        sink.error(gateway.place, "the gateway \(gateway.value) is outside \(prefix.network)/\(prefix.length)")
      } else if gateway.value == prefix.network || gateway.value == prefix.broadcast {
        sink.error(gateway.place, "\(gateway.value) is not an address that a gateway can have")
      }
    }
  }
}
