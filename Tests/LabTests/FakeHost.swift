internal import Ethernet
internal import FoundationEssentials
internal import GuestLink
internal import HyperV
internal import Lab

/// A host that keeps the rules of a real one in memory: states, names in use, nested hosts, spoofing protection.
struct FakeHost: LabHost {
  let world: FakeWorld
  var path: [String] = []

  func inside(_ machine: String) -> FakeHost { FakeHost(world: world, path: path + [machine.lowercased()]) }
  func status() async throws -> HostStatus { try await world.status(path) }
  func machine(_ name: String) async throws -> MachineResource { try await world.machine(path, name) }
  func createMachine(_ c: MachineConfiguration) async throws -> MachineResource { try await world.create(path, c) }
  func updateMachine(_ name: String, _ c: MachineConfiguration) async throws -> MachineResource {
    try await world.update(path, name, c)
  }
  func removeMachine(_ name: String) async throws { try await world.removeMachine(path, name) }
  func startMachine(_ name: String) async throws -> MachineResource { try await world.start(path, name) }
  func shutDownMachine(_ name: String) async throws -> MachineResource { try await world.shutDown(path, name) }
  func turnOffMachine(_ name: String) async throws -> MachineResource { try await world.turnOff(path, name) }
  func waitForGuest(_ name: String, seconds: Double) async throws -> MachineResource {
    try await world.waitForGuest(path, name)
  }
  func createSwitch(_ c: SwitchConfiguration) async throws -> SwitchResource { try await world.create(path, c) }
  func updateSwitch(_ name: String, _ c: SwitchConfiguration) async throws -> SwitchResource {
    try await world.update(path, name, c)
  }
  func removeSwitch(_ name: String) async throws { try await world.removeSwitch(path, name) }
  func createNAT(_ c: NATConfiguration) async throws -> NATResource { try await world.create(path, c) }
  func removeNAT(_ name: String) async throws { try await world.removeNAT(path, name) }
  func execute(_ machine: String, _ request: ExecRequest) async throws -> ExecResult {
    try await world.execute(path, machine, request)
  }
  func guestInformation(_ machine: String) async throws -> GuestInformation {
    try await world.information(path, machine)
  }
}

/// All hosts of a test, and what was done to them.
actor FakeWorld {
  typealias Path = [String]
  /// Each change, as `HOST: verb NAME`, in order. Questions are not changes.
  private(set) var log: [String] = []
  /// Machines whose agent never shuts them down.
  var hanging: Set<String> = []
  private var machines: [Path: [MachineResource]] = [:]
  private var switches: [Path: [SwitchResource]] = [:]
  private var nats: [Path: [NATResource]] = [:]
  /// Static addresses by machine and MAC address.
  private var addresses: [Path: [String: String]] = [:]
  private var nextMAC: UInt64 = 0x0015_5D00_0100

  nonisolated var host: FakeHost { FakeHost(world: self) }

  func clearLog() { log = [] }
  func setHanging(_ names: Set<String>) { hanging = names }
  func counts(_ path: Path) -> [Int] {
    [machines[path]?.count ?? 0, switches[path]?.count ?? 0, nats[path]?.count ?? 0]
  }

  // MARK: Questions

  /// Throws unless every machine on the way runs and is a host.
  private func reach(_ path: Path) throws {
    for depth in path.indices {
      let machine = machines[Array(path[..<depth])]?.first { $0.configuration.name.lowercased() == path[depth] }
      guard machine?.status.guest.isHost == true else {
        throw DrosteError(.unavailable, "The service in \"\(path[depth])\" does not answer.")
      }
    }
  }

  func status(_ path: Path) throws -> HostStatus {
    try reach(path)
    return HostStatus(
      host: .init(
        name: path.last ?? "L0", version: "1", kernel: "6.1", processors: 2, memory: 8 << 30, vendor: .amd,
        engine: .tcg,
        engineReason: "", nestingSupported: true, nestingReason: "", isRoot: true, processID: 1),
      machines: machines[path] ?? [], switches: switches[path] ?? [], nats: nats[path] ?? [])
  }

  private func index(_ path: Path, _ name: String) throws -> Int {
    try reach(path)
    guard let index = machines[path]?.firstIndex(where: { $0.configuration.name.lowercased() == name.lowercased() })
    else { throw DrosteError(.objectNotFound, "Hyper-V was unable to find a virtual machine with name \"\(name)\".") }
    return index
  }

  func machine(_ path: Path, _ name: String) throws -> MachineResource { machines[path]![try index(path, name)] }

  private func note(_ path: Path, _ text: String) {
    log.append("\(path.isEmpty ? "L0" : path.joined(separator: "/")): \(text)")
  }

  // MARK: Machines

  func create(_ path: Path, _ configuration: MachineConfiguration) throws -> MachineResource {
    try reach(path)
    guard (try? index(path, configuration.name)) == nil else {
      throw DrosteError(.alreadyExists, "\(configuration.name) is there already.")
    }
    var configuration = configuration
    for index in configuration.adapters.indices {
      if let name = configuration.adapters[index].switchName { _ = try switchIndex(path, name) }
      if configuration.adapters[index].macAddress == nil {
        configuration.adapters[index].macAddress = MACAddress(rawValue: nextMAC)
        nextMAC += 1
      }
    }
    note(path, "create \(configuration.name)")
    let machine = MachineResource(id: UUID(), configuration: configuration, status: .init())
    machines[path, default: []].append(machine)
    return machine
  }

  func update(_ path: Path, _ name: String, _ configuration: MachineConfiguration) throws -> MachineResource {
    let index = try index(path, name)
    let current = machines[path]![index]
    let (memory, processor) = (current.configuration.memory, current.configuration.processor)
    let needsOff =
      processor != configuration.processor || !memory.changesThatNeedOff(to: configuration.memory).isEmpty
      || processor.exposeVirtualizationExtensions && memory.changesAmount(to: configuration.memory)
    if needsOff, current.status.state != .off {
      throw DrosteError(
        .invalidState, "The operation cannot be performed while the virtual machine is in its current state.")
    }
    guard configuration.adapters.allSatisfy({ $0.macAddress != nil }) else {
      throw DrosteError(.invalidParameter, "an adapter would lose its address")
    }
    note(path, "update \(name)")
    machines[path]![index].configuration = configuration
    updatePorts(path)
    return machines[path]![index]
  }

  func removeMachine(_ path: Path, _ name: String) throws {
    let index = try index(path, name)
    guard machines[path]![index].status.state == .off else { throw DrosteError(.invalidState, "\(name) is running") }
    note(path, "remove \(name)")
    machines[path]!.remove(at: index)
  }

  func start(_ path: Path, _ name: String) throws -> MachineResource {
    let index = try index(path, name)
    guard machines[path]![index].status.state == .off else { throw DrosteError(.invalidState, "\(name) is running") }
    if let parent = path.last {
      let host = try machine(path.dropLast(), parent)
      guard host.configuration.processor.exposeVirtualizationExtensions else {
        throw DrosteError(
          .invalidState,
          """
          '\(name)' failed to start.
          Failed to start the virtual machine '\(name)' because one of the Hyper-V components is not running.
          """, cause: "/dev/kvm is missing", hint: "doctor")
      }
    }
    note(path, "start \(name)")
    machines[path]![index].status.state = .running
    updatePorts(path)
    return machines[path]![index]
  }

  func waitForGuest(_ path: Path, _ name: String) throws -> MachineResource {
    let index = try index(path, name)
    machines[path]![index].status.guest.connected = true
    machines[path]![index].status.guest.isHost = machines[path]![index].configuration.boot == .image("host")
    return machines[path]![index]
  }

  func shutDown(_ path: Path, _ name: String) async throws -> MachineResource {
    while hanging.contains(name), try machine(path, name).status.state != .off {
      try? await Task.sleep(for: .milliseconds(5))
    }
    note(path, "shut down \(name)")
    return try off(path, name)
  }

  func turnOff(_ path: Path, _ name: String) throws -> MachineResource {
    note(path, "turn off \(name)")
    return try off(path, name)
  }

  /// What was inside dies with the machine.
  private func off(_ path: Path, _ name: String) throws -> MachineResource {
    let index = try index(path, name)
    let inner = path + [name.lowercased()]
    for key in machines.keys where key.starts(with: inner) { machines[key] = nil }
    for key in switches.keys where key.starts(with: inner) { switches[key] = nil }
    for key in nats.keys where key.starts(with: inner) { nats[key] = nil }
    addresses[inner] = nil
    machines[path]![index].status = .init()
    return machines[path]![index]
  }

  // MARK: Switches and NATs

  private func switchIndex(_ path: Path, _ name: String) throws -> Int {
    try reach(path)
    guard let index = switches[path]?.firstIndex(where: { $0.configuration.name.lowercased() == name.lowercased() })
    else { throw DrosteError(.objectNotFound, "Hyper-V was unable to find a virtual switch with name \"\(name)\".") }
    return index
  }

  func create(_ path: Path, _ configuration: SwitchConfiguration) throws -> SwitchResource {
    try reach(path)
    if let address = configuration.address,
      switches[path]?.contains(where: { $0.configuration.address?.overlaps(address) == true }) == true
    {
      throw DrosteError(.invalidParameter, "\(address) overlaps another switch")
    }
    note(path, "create switch \(configuration.name)")
    let made = SwitchResource(id: UUID(), configuration: configuration, status: .init(running: true))
    switches[path, default: []].append(made)
    return made
  }

  func update(_ path: Path, _ name: String, _ configuration: SwitchConfiguration) throws -> SwitchResource {
    let index = try switchIndex(path, name)
    note(path, "update switch \(name)")
    switches[path]![index].configuration = configuration
    return switches[path]![index]
  }

  func removeSwitch(_ path: Path, _ name: String) throws {
    let index = try switchIndex(path, name)
    guard !(machines[path] ?? []).contains(where: { $0.configuration.adapters.contains { $0.switchName == name } })
    else {
      throw DrosteError(.invalidOperation, "The virtual switch '\(name)' is being used by running virtual machines.")
    }
    note(path, "remove switch \(name)")
    switches[path]!.remove(at: index)
  }

  func create(_ path: Path, _ configuration: NATConfiguration) throws -> NATResource {
    try reach(path)
    note(path, "create nat \(configuration.name)")
    let made = NATResource(id: UUID(), configuration: configuration, status: .init(active: true))
    nats[path, default: []].append(made)
    return made
  }

  func removeNAT(_ path: Path, _ name: String) throws {
    try reach(path)
    guard let index = nats[path]?.firstIndex(where: { $0.configuration.name == name }) else {
      throw DrosteError(.objectNotFound, "no NAT \(name)")
    }
    note(path, "remove nat \(name)")
    nats[path]!.remove(at: index)
  }

  private func updatePorts(_ path: Path) {
    for index in (switches[path] ?? []).indices {
      let name = switches[path]![index].configuration.name
      let old = switches[path]![index].status.ports
      switches[path]![index].status.ports = (machines[path] ?? []).flatMap { machine in
        machine.configuration.adapters.filter { $0.switchName == name }.map { adapter in
          let port = "\(machine.configuration.name)/\(adapter.name)"
          return PortStatus(
            name: port, kind: .machine, connected: machine.status.state == .running, macAddress: adapter.macAddress,
            macAddressSpoofing: adapter.macAddressSpoofing, drops: old.first { $0.name == port }?.drops ?? [])
        }
      }
    }
  }

  // MARK: Guests

  /// Understands the one command that labs run: `sh -c SCRIPT sh MAC ADDRESS GATEWAY DNS...`.
  func execute(_ path: Path, _ name: String, _ request: ExecRequest) throws -> ExecResult {
    let machine = try machine(path, name)
    guard machine.status.guest.connected, request.arguments.count >= 7 else {
      return ExecResult(exitCode: 127, output: [], error: Array("not found".utf8))
    }
    let (mac, address) = (request.arguments[4], request.arguments[5])
    guard machine.configuration.adapters.contains(where: { $0.macAddress == MACAddress(mac) }) else {
      return ExecResult(exitCode: 3, output: [], error: Array("no interface has the MAC address \(mac)".utf8))
    }
    note(path, "set \(name) \(request.arguments[5...].filter { !$0.isEmpty }.joined(separator: " "))")
    let key = path + [name.lowercased()]
    addresses[key, default: [:]][mac] = address
    let index = try index(path, name)
    machines[path]![index].status.guest.addresses = addresses[key]!.values.sorted()
    return ExecResult(exitCode: 0, output: [], error: [])
  }

  /// Each question stands for a DHCP Discover of every adapter without a static address.
  func information(_ path: Path, _ name: String) throws -> GuestInformation {
    let machine = try machine(path, name)
    guard machine.status.guest.connected else { throw DrosteError(.unavailable, "The agent does not answer.") }
    let interfaces = machine.configuration.adapters.enumerated().map { number, adapter in
      let mac = adapter.macAddress ?? .zero
      var found = [addresses[path + [name.lowercased()]]?[mac.colonSeparated]].compactMap(\.self)
      if found.isEmpty, let address = lease(path, adapter, mac) { found = [address] }
      return fakeInterface("eth\(number)", mac.colonSeparated, found)
    }
    return fakeInformation(interfaces)
  }

  /// Follows a Discover outward; where spoofing protection stops it, it is counted.
  private func lease(_ path: Path, _ adapter: NetworkAdapterConfiguration, _ mac: MACAddress) -> String? {
    guard let name = adapter.switchName, let index = try? switchIndex(path, name) else { return nil }
    let found = switches[path]![index].configuration
    if adapter.macAddress != mac, adapter.macAddressSpoofing == .off {
      guard let port = switches[path]![index].status.ports.firstIndex(where: { $0.macAddress == adapter.macAddress })
      else { return nil }
      let frames = switches[path]![index].status.ports[port].drops.first?.frames ?? 0
      switches[path]![index].status.ports[port].drops = [
        .init(reason: .macSpoofing, frames: frames + 1, lastMAC: mac, lastFrame: "DHCP Discover")
      ]
      return nil
    }
    switch found.type {
    case .nat:
      guard let prefix = found.address else { return nil }
      return "\(prefix.network.advanced(by: 10 + Int(mac.rawValue & 0xF)))/\(prefix.length)"
    case .external:
      guard let parent = path.last, let host = try? machine(path.dropLast(), parent),
        let outer = host.configuration.adapters.first
      else { return nil }
      return lease(path.dropLast(), outer, mac)
    case .internal, .private: return nil
    }
  }
}
