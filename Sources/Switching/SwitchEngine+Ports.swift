internal import CDroste
internal import Ethernet
package import HyperV
internal import Virtio

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
    guard new.workers == configuration.workers, new.workerProcessors == configuration.workerProcessors else {
      throw DrosteError(
        .invalidState,
        "The switch \"\(new.name)\" runs with \(configuration.workers) workers; that does not change while it runs.",
        hint: "End the switch process; it starts again with the new number.")
    }
    let wanted = Dictionary(uniqueKeysWithValues: new.ports.map { ($0.name, $0) })
    rename(wanted)
    for case let port? in ports where wanted[port.name]?.kind != port.configuration.kind { remove(port) }
    configuration = new
    unsafe planes.shared.pointee.longestFrame = new.mtu + EthernetHeader.length + EthernetHeader.tagLength
    for next in new.ports {
      if let port = port(named: next.name) {
        change(port, to: next)
      } else {
        add(next)
      }
    }
    configureDHCP(new.dhcp)
    rebuildStaticAddresses()
    updateShared()
    for case let port? in ports { updateRecord(port) }
    for case let port? in ports where !port.isOpen { open(port) }
  }

  /// Does what is due once a second: ages addresses every ten seconds, saves leases, and makes endpoints anew that
  /// failed.
  package func tick() {
    if now.isMultiple(of: 10) {
      sweep()
      saveChangedLeases()
    }
    unsafe planes.shared.pointee.groups.pointee.sweep(at: now)
    for case let port? in ports {
      port.vhost?.tick()
      if !port.isOpen { open(port) }
    }
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
      let record = unsafe planes.record(port.slot).pointee
      return PortStatus(
        name: port.name, kind: port.configuration.kind, connected: port.isConnected,
        macAddress: port.configuration.macAddress, macAddressSpoofing: port.configuration.macAddressSpoofing,
        vlan: port.configuration.vlan, receivedFrames: record.receivedFrames, receivedBytes: record.receivedBytes,
        sentFrames: record.sentFrames, sentBytes: record.sentBytes, drops: drops(port),
        learned: (learned[port.slot] ?? []).sorted(), stopped: port.vhost?.violation?.text,
        meters: port.accessControl.meters)
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
    let record = unsafe planes.record(port.slot)
    unsafe record.pointee.reset(slot: port.slot)
    unsafe record.pointee.worker = leastLoadedWorker(except: port.slot)
    unsafe planes.shared.pointee.slotCount = ports.count
    unsafe planes.shared.pointee.lost[slot] = 0
    unsafe planes.shared.pointee.groups.pointee.restart(port: slot, at: now)
    updateRecord(port)
    log("port \"\(port.name)\" added")
  }

  /// The worker with the fewest ports.
  private func leastLoadedWorker(except slot: Int32) -> Int32 {
    var load = [Int](repeating: 0, count: planes.planes.count)
    for case let port? in ports where port.slot != slot {
      unsafe load[Int(planes.record(port.slot).pointee.worker)] += 1
    }
    return Int32(load.indices.min { (load[$0], $0) < (load[$1], $1) } ?? 0)
  }

  private func remove(_ port: SwitchPort) {
    close(port)
    ports[Int(port.slot)] = nil
    let slot = port.slot
    unsafe planes.record(slot).pointee.flags = []
    unsafe planes.shared.pointee.faces[Int(slot)] = PortFace()
    unsafe planes.shared.pointee.groups.pointee.remove(port: Int(slot))
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
      unsafe planes.shared.pointee.groups.pointee.restart(port: Int(slot), at: now)
      forget { $0.port == slot }
    }
    log("port \"\(port.name)\" changed")
  }

  private func open(_ port: SwitchPort) {
    do {
      let worker = unsafe workers.isEmpty ? nil : workers[Int(planes.record(port.slot).pointee.worker)]
      if case .vhostUser(let path, let pairs) = port.configuration.endpoint {
        port.vhost = try VhostPort(
          socketPath: path, queuePairs: pairs, mtu: configuration.mtu, slot: port.slot, planes: planes, worker: worker,
          log: { [unowned self, unowned port] in log("port \"\(port.name)\": \($0)") },
          broadcastRARP: { [unowned self, unowned port] in announce($0, from: port) })
      } else {
        port.endpoint = try makeEndpoint(port.configuration)
        let record = unsafe planes.record(port.slot)
        unsafe record.pointee.endpoint = unsafe port.box.map(Unmanaged.passUnretained)
        unsafe record.pointee.accepts = port.endpoint?.capabilities ?? []
        if let endpoint = port.endpoint { try worker?.addEndpoint(slot: port.slot, descriptor: endpoint.descriptor) }
      }
      port.problem = nil
      opened(port)
    } catch {
      close(port)
      let found = text(of: error)
      if port.problem != found { log("port \"\(port.name)\" cannot be opened: \(found)") }
      port.problem = found
    }
  }

  private func close(_ port: SwitchPort) {
    guard port.isOpen else { return }
    closing(port)
    let record = unsafe planes.record(port.slot)
    if let endpoint = port.endpoint {
      if !workers.isEmpty { unsafe workers[Int(record.pointee.worker)].removeEndpoint(descriptor: endpoint.descriptor) }
      endpoint.close()
    }
    port.vhost?.close()
    unsafe record.pointee.endpoint = nil
    unsafe record.pointee.accepts = []
    unsafe record.pointee.unflushed = 0
    port.endpoint = nil
    port.vhost = nil
  }

  /// A RARP frame from a machine's address to everybody: switches beyond the uplink learn where it is.
  private func announce(_ address: MACAddress, from port: SwitchPort) {
    var frame = [UInt8](repeating: 0xFF, count: 6)
    for shift in stride(from: 40, through: 0, by: -8) {
      frame.append(UInt8(truncatingIfNeeded: address.rawValue >> shift))
    }
    // RFC 903: Ethernet, IPv4, reverse request, of and for the address itself.
    frame += [0x80, 0x35, 0, 1, 8, 0, 6, 4, 0, 3] + frame[6..<12] + [0, 0, 0, 0] + frame[6..<12] + [0, 0, 0, 0]
    frame += [UInt8](repeating: 0, count: 60 - frame.count)
    frame.withRawSpan { receive($0, from: port) }
    flush()
  }

  /// Writes into a port's record what workers are to know of its configuration.
  func updateRecord(_ port: SwitchPort) {
    let configuration = port.configuration
    let record = unsafe planes.record(port.slot)
    var flags: PortFlags = [.inUse]
    let kept: PortFlags = [.hasRings, .isStopped]
    unsafe flags.formUnion(record.pointee.flags.intersection(kept))
    if port.learns { flags.insert(.learns) }
    if port.isTrunk { flags.insert(.isTrunk) }
    if configuration.kind == .uplink { flags.insert(.isUplink) }
    if configuration.kind == .nat { flags.insert(.isNAT) }
    if configuration.kind == .uplink || (!port.isTrunk && configuration.macAddressSpoofing == .on) {
      flags.insert(.takesUnknown)
    }
    unsafe record.pointee.guards = Guards(configuration)
    if unsafe !record.pointee.guards.isEmpty { flags.insert(.inspectsIngress) }
    unsafe record.pointee.ownAddress = configuration.macAddress?.rawValue ?? 0
    unsafe record.pointee.learningCap = UInt32(port.learningCap)
    unsafe record.pointee.vlan = port.membership.port
    switch configuration.vlan {
    case .untagged: unsafe record.pointee.plainVLAN = 0
    case .access(let id): unsafe record.pointee.plainVLAN = UInt16(id)
    case .trunk, .privateIsolated, .privateCommunity, .privatePromiscuous:
      flags.formUnion([.inspectsIngress, .inspectsEgress])
    }
    let sources = AllowedSources(own: configuration.macAddress, listed: configuration.allowedMACAddresses)
    let accessControl = AccessControlTable(configuration.accessControl, continuing: port.accessControl)
    unsafe record.pointee.sourceCheck = sources.check
    unsafe record.pointee.accessControl = accessControl.handle
    // The handles are the new ones before the old owners go.
    port.sources = sources
    port.accessControl = accessControl
    if !accessControl.handle.isEmpty { flags.formUnion([.inspectsIngress, .inspectsEgress]) }
    let time = unsafe planes.plane(of: port.slot).own.pointee.nanoseconds
    unsafe record.pointee.bandwidth.change(bitsPerSecond: configuration.bandwidth.maximum, at: time)
    if configuration.bandwidth.maximum > 0 { flags.formUnion([.isShaped, .inspectsIngress]) }
    if unsafe record.pointee.storm.framesPerSecond != configuration.stormLimit {
      unsafe record.pointee.storm = StormLimit(framesPerSecond: configuration.stormLimit)
    }
    if configuration.stormLimit > 0 { flags.insert(.limitsStorms) }
    switch configuration.portMirroring {
    case .none: break
    case .source: flags.formUnion([.mirrorsSource, .inspectsIngress, .inspectsEgress])
    case .destination: flags.insert(.mirrorsDestination)
    }
    if captures.isCaptured(port.slot) { flags.formUnion([.isCaptured, .inspectsIngress, .inspectsEgress]) }
    unsafe record.pointee.flags = flags
    unsafe planes.shared.pointee.faces[Int(port.slot)] = PortFace(
      flags: flags.subtracting(kept), worker: record.pointee.worker, vlan: record.pointee.vlan,
      plainVLAN: record.pointee.plainVLAN)
  }

  /// What the planes know of the configuration beside each port's record: private VLANs, mirrors, shares, routers.
  private func updateShared() {
    let map = PrivateVLANMap(configuration.ports.map(\.vlan))
    unsafe planes.shared.pointee.privateVLANs = map.handle
    privateVLANs = map
    var mirrors = PortSet()
    var routers = PortSet()
    let present = ports.compactMap { $0 }
    for port in present {
      if port.configuration.portMirroring == .destination { mirrors.insert(Int(port.slot)) }
      if port.isTrunk { routers.insert(Int(port.slot)) }
    }
    unsafe planes.shared.pointee.mirrors = mirrors
    unsafe planes.shared.pointee.groups.pointee.permanentRouters = routers
    let claims = present.map { DeficitSchedule.Claim($0.configuration.bandwidth, kind: $0.configuration.kind) }
    for (port, share) in zip(present, DeficitSchedule.shares(claims)) {
      unsafe planes.record(port.slot).pointee.share = share
    }
  }

  /// Has workers show the frames of captured ports, and of no others.
  package func updateCaptured() {
    for case let port? in ports { updateRecord(port) }
  }

  /// A port's drops, with the frames that found the ring to its worker full, or that its endpoint lost after it took them.
  private func drops(_ port: SwitchPort) -> [DropCount] {
    var counts = unsafe planes.record(port.slot).pointee.drops.dropCounts
    let lost =
      unsafe UInt64(droste_load_32(planes.shared.pointee.lost + Int(port.slot))) + (port.endpoint?.lostFrames ?? 0)
    guard lost > 0 else { return counts }
    if let index = counts.firstIndex(where: { $0.reason == .queueFull }) {
      counts[index].frames += lost
    } else {
      counts.append(DropCount(reason: .queueFull, frames: lost, lastMAC: nil, lastFrame: nil))
    }
    return counts
  }

  /// Binds every port's own addresses to it, and the switch's own to the switch. A learned address that becomes some
  /// port's own leaves the port that learned it.
  private func rebuildStaticAddresses() {
    table.removeAll { $0.isStatic }
    if let dhcp { table.setStatic(dhcp.macAddress, port: AddressTable.local) }
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
