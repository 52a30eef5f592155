internal import Ethernet
package import HyperV

extension SwitchEngine {
  /// Makes the switch what `new` says: removes and adds ports, and changes the others in place. A port keeps its
  /// endpoint, counters and learned addresses while its endpoint stays the same.
  /// - Throws: `DrosteError` with every problem of `new`, having changed nothing. That an endpoint cannot be made is no
  ///   error: the port stays disconnected, `problems` tells why, and `tick` tries again.
  package func apply(_ new: SwitchProcessConfiguration) throws {
    let problems = new.problems
    guard problems.isEmpty else {
      throw DrosteError(
        .invalidParameter,
        "The configuration of the switch \"\(new.name)\" was refused:\n" + problems.joined(separator: "\n"))
    }
    let wanted = Dictionary(uniqueKeysWithValues: new.ports.map { ($0.name, $0) })
    rename(wanted)
    for case let port? in ports where wanted[port.name]?.kind != port.configuration.kind { remove(port) }
    configuration = new
    longestFrame = new.mtu + EthernetHeader.length + EthernetHeader.tagLength
    for next in new.ports {
      if let port = port(named: next.name) {
        change(port, to: next)
      } else {
        add(next)
      }
    }
    configureDHCP(new.dhcp)
    rebuildStaticAddresses()
    for case let port? in ports where port.endpoint == nil { open(port) }
  }

  /// Does what is due once a second: ages addresses every ten seconds, saves leases, and makes endpoints anew that
  /// failed.
  package func tick() {
    if now.isMultiple(of: 10) {
      sweep()
      saveChangedLeases()
    }
    for case let port? in ports where port.endpoint == nil { open(port) }
  }

  /// Closes every endpoint and saves the leases.
  package func close() {
    saveChangedLeases()
    for case let port? in ports { remove(port) }
  }

  /// The port of that name.
  package func port(named name: String) -> SwitchPort? {
    for case let port? in ports where port.name == name { return port }
    return nil
  }

  /// Why ports have no endpoint, a line each; nil when all have one.
  package var problems: String? {
    let lines = ports.compactMap { port in port?.problem.map { "Port \"\(port!.name)\": \($0)" } }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// The ports in the order of the configuration.
  package var portStatus: [PortStatus] {
    // An address may be learned in several VLANs.
    var learned: [Int32: Set<MACAddress>] = [:]
    table.visit { entry in
      if !entry.isAged(at: now) { learned[entry.port, default: []].insert(entry.address) }
    }
    return configuration.ports.compactMap { configured in
      guard let port = port(named: configured.name) else { return nil }
      return PortStatus(
        name: port.name, kind: port.configuration.kind, connected: port.endpoint?.isConnected ?? false,
        macAddress: port.configuration.macAddress, macAddressSpoofing: port.configuration.macAddressSpoofing,
        vlan: port.configuration.vlan, receivedFrames: port.receivedFrames, receivedBytes: port.receivedBytes,
        sentFrames: port.sentFrames,
        sentBytes: port.sentBytes, drops: port.drops.dropCounts, learned: (learned[port.slot] ?? []).sorted())
    }
  }

  /// Closes an endpoint that cannot go on; `tick` makes it anew.
  func fail(_ port: SwitchPort, _ error: any Error) {
    port.problem = text(of: error)
    log("port \"\(port.name)\" failed: \(text(of: error))")
    close(port)
  }

  /// Gives ports their new names: one whose name is gone and whose kind and endpoint a new name has is the same port. It keeps its
  /// connection, counters and addresses.
  private func rename(_ wanted: [String: PortConfiguration]) {
    for next in wanted.values.sorted(by: { $0.name < $1.name }) where port(named: next.name) == nil {
      let same = ports.lazy.compactMap { $0 }.first {
        wanted[$0.name] == nil && $0.configuration.kind == next.kind && $0.configuration.endpoint == next.endpoint
      }
      guard let same else { continue }
      log("port \"\(same.name)\" is \"\(next.name)\" now")
      same.configuration.name = next.name
    }
  }

  private func add(_ configuration: PortConfiguration) {
    let slot = ports.firstIndex { $0 == nil } ?? ports.count
    let port = SwitchPort(id: nextPortID, slot: Int32(slot), configuration)
    nextPortID += 1
    if slot == ports.count { ports.append(port) } else { ports[slot] = port }
    log("port \"\(port.name)\" added")
  }

  private func remove(_ port: SwitchPort) {
    close(port)
    ports[Int(port.slot)] = nil
    let slot = port.slot
    forget { $0.port == slot }
    log("port \"\(port.name)\" removed")
  }

  private func change(_ port: SwitchPort, to next: PortConfiguration) {
    let old = port.configuration
    guard old != next else { return }
    port.configuration = next
    if old.endpoint != next.endpoint {
      close(port)
      port.problem = nil
    }
    if !port.learns || old.vlan != next.vlan {
      let slot = port.slot
      forget { $0.port == slot }
    }
    log("port \"\(port.name)\" changed")
  }

  private func open(_ port: SwitchPort) {
    do {
      port.endpoint = try makeEndpoint(port.configuration)
      port.problem = nil
      opened(port)
    } catch {
      let found = text(of: error)
      if port.problem != found { log("port \"\(port.name)\" cannot be opened: \(found)") }
      port.problem = found
    }
  }

  private func close(_ port: SwitchPort) {
    guard let endpoint = port.endpoint else { return }
    closing(port)
    endpoint.close()
    port.endpoint = nil
  }

  /// Binds every port's own addresses to it, and the switch's own to the switch. A learned address that becomes some
  /// port's own leaves the port that learned it.
  private func rebuildStaticAddresses() {
    table.removeAll { $0.isStatic }
    if let dhcp { table.setStatic(dhcp.macAddress, port: Self.local) }
    var own: Set<MACAddress> = []
    for case let port? in ports {
      for address in port.staticAddresses {
        table.setStatic(address, port: port.slot)
        own.insert(address)
      }
    }
    forget { own.contains($0.address) }
  }

  private func text(of error: any Error) -> String {
    (error as? DrosteError).map { [$0.message, $0.cause].compactMap { $0 }.joined(separator: " ") } ?? "\(error)"
  }
}
