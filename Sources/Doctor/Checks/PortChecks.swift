internal import Ethernet
internal import HyperV

/// A machine's ports, as the switch counts.
enum PortChecks {
  static let all = [spoofing, stopped]

  /// Frames that were dropped longer ago, in seconds, say nothing of what is so now: the machine inside may have been put
  /// behind a NAT since, which nobody tells the switch.
  static let recent: UInt64 = 120

  static let spoofing = Check("net.port.mac-spoofing", "Are frames dropped for their source address?") { place in
    ports(place).flatMap { adapter, name, port -> [Finding] in
      guard adapter.macAddressSpoofing == .off else { return [] }
      // A single frame may come from a guest that changes its address once.
      let drops = port.drops.filter { $0.reason == .macSpoofing && $0.frames >= 2 }
      return drops.compactMap { drop in
        let age = drop.lastSecond.flatMap { last in
          place.host.system.clock.seconds.map { now in now > last ? now - last : 0 }
        }
        guard age ?? 0 <= recent else { return nil }
        return place.finding(
          "net.port.mac-spoofing", .error, object: "switch \(name), port \(port.name)",
          "The switch drops what machines inside \(place.name) send.",
          measured: "\(drop.frames) frames dropped, the last" + (age.map { " \($0) s ago" } ?? "")
            + (drop.lastMAC.map { " from \($0)" } ?? "")
            + (drop.lastFrame.map { " (\($0))" } ?? "")
            + (port.macAddress.map { "; the adapter's address is \($0)" } ?? ""),
          why:
            "With MAC address spoofing off only the adapter's own address may send: a machine bridged inside gets no "
            + "address, and no answer.",
          mend: place.cmdlet("Set-VMNetworkAdapter", "-MacAddressSpoofing On")
            + ", or put the machine behind a NAT in \(place.name)",
          fix: .allowSpoofing(host: place.host.path, machine: place.machine.name, adapter: adapter.name))
      }
    }
  }

  static let stopped = Check("net.port.stopped", "Has the switch stopped a port?") { place in
    ports(place).compactMap { _, name, port in
      guard let reason = port.stopped else { return nil }
      return place.finding(
        "net.port.stopped", .error, object: "switch \(name), port \(port.name)", "The switch has stopped the port.",
        measured: reason,
        why:
          "A guest that breaks the rules of its rings is not listened to: nothing passes until its driver starts anew.",
        mend: "droste restart \(place.host.path(of: place.machine.name))")
    }
  }

  /// The ports of a machine's adapters, each with the name of its switch.
  private static func ports(
    _ place: MachinePlace
  ) -> [(adapter: NetworkAdapterConfiguration, switchName: String, port: PortStatus)] {
    place.machine.configuration.adapters.compactMap { adapter in
      guard let name = adapter.switchName,
        let found = place.host.facts.switches.first(where: { Names.same($0.configuration.name, name) }),
        let port = found.status.ports.first(where: {
          $0.kind == .machine && Names.same($0.name, "\(place.machine.name)/\(adapter.name)")
        })
      else { return nil }
      return (adapter, name, port)
    }
  }
}
