internal import Doctor
internal import Ethernet
internal import FoundationEssentials
public import HyperV
internal import Machines
internal import Processes
internal import Switching

/// Making, changing and removing machines.
extension MachineService {
  public func create(_ asked: MachineConfiguration) async throws -> MachineResource {
    let id = UUID()
    return try await inventory.run {
      var configuration = try await completed(asked, besides: id)
      try await checkExposure(of: configuration)
      configuration.createdAt = Date()
      guard !entries.values.contains(where: { Names.same($0.configuration.name, configuration.name) }) else {
        throw DrosteError(
          .alreadyExists, "There is a virtual machine \"\(configuration.name)\" already.",
          hint: "droste inspect \(configuration.name)")
      }
      entries[id] = Entry(configuration: configuration)
      do {
        try await store.save(.machine, id: id, name: configuration.name, value: configuration)
      } catch {
        entries[id] = nil
        throw error
      }
      return resource(id, try entry(id))
    }
  }

  /// Replaces the configuration. What needs the Off state is refused on a machine that runs, and then nothing
  /// changes; names, notes, integration services, all of an adapter but its address, and what a static machine has of
  /// memory change while it runs. Of memory it gets, or gives, as much as its guest takes part in: the configuration says then
  /// what it has, and what is missing is an error.
  public func update(_ name: String, _ asked: MachineConfiguration) async throws -> MachineResource {
    let id = try id(name)
    return try await entry(id).gate.run {
      let old = try entry(id)
      var asked = asked
      // An adapter that is named without an address keeps the one it has.
      for index in asked.adapters.indices where asked.adapters[index].macAddress == nil {
        let known = old.configuration.adapters.first { Names.same($0.name, asked.adapters[index].name) }
        asked.adapters[index].macAddress = known?.macAddress
        if let known { asked.adapters[index].isMACAddressDynamic = known.isMACAddressDynamic }
      }
      var configuration = try await completed(asked, besides: id)
      configuration.createdAt = old.configuration.createdAt
      if !old.configuration.processor.exposeVirtualizationExtensions { try await checkExposure(of: configuration) }
      if entries.contains(where: { $0.key != id && Names.same($0.value.configuration.name, configuration.name) }) {
        throw DrosteError(.alreadyExists, "There is a virtual machine \"\(configuration.name)\" already.")
      }
      if configuration.version < old.configuration.version {
        throw DrosteError(
          .notSupported,
          "The configuration version of \"\(name)\" cannot be lowered from \(old.configuration.version) "
            + "to \(configuration.version).")
      }
      if let running = old.running {
        try await checkMemoryChange(id, from: old.configuration, to: configuration, running)
      }
      if old.running != nil || old.transition != nil {
        let changes = old.configuration.changesThatNeedOff(to: configuration)
        guard changes.isEmpty else {
          let state = resource(id, old).status.state
          let properties = changes.map { "\($0.device) \($0.property)" }.joined(separator: ", ")
          entries[id]?.refusedChange = RefusedChange(properties: properties, state: state)
          throw old.configuration.modifyRefusal(id: id, changes: changes, state: state)
        }
        try await switches.plug(machine: id, ports: ports(id, configuration))
      }
      var shortfall: DrosteError?
      if let running = old.running, configuration.memory.startupBytes != old.configuration.memory.startupBytes {
        let asked = configuration.memory.startupBytes
        let result = try await resize(configuration, running, to: asked)
        if let cause = result.shortfall {
          configuration.memory.startupBytes = result.assigned
          shortfall = .some(
            MemoryRefusal.incomplete(name, id: id, asked: asked, assigned: result.assigned, cause: cause))
        }
      }
      do {
        try await store.save(.machine, id: id, name: configuration.name, value: configuration)
      } catch {
        if old.running != nil { try? await switches.plug(machine: id, ports: ports(id, old.configuration)) }
        throw error
      }
      entries[id]?.configuration = configuration
      entries[id]?.refusedChange = nil
      if let shortfall { throw shortfall }
      return resource(id, try entry(id))
    }
  }

  /// Throws when the host's policy does not let a machine expose extensions that it asks for.
  private func checkExposure(of configuration: MachineConfiguration) async throws {
    guard configuration.processor.exposeVirtualizationExtensions else { return }
    try await settings.current().nesting.require(configuration.name, inherited: HostFacts.inheritedNestingDepth)
  }

  public func remove(_ name: String) async throws {
    let id = try id(name)
    try await entry(id).gate.run {
      let entry = try entry(id)
      guard entry.running == nil else {
        throw StateRefusal.wrongState(name: name, state: resource(id, entry).status.state, hint: "droste stop \(name)")
      }
      try await store.remove(id)
      entries[id] = nil
      Files.removeFolder(folder(id))
    }
  }

  /// Runs `body`, which renames a switch, while no machine changes. It is given the machines whose adapters name the switch, as
  /// they shall be, and returns when those are in the store.
  func renameSwitch(
    _ old: String, to new: String, _ body: @Sendable ([Store.Record]) async throws -> Void
  ) async throws {
    try await inventory.run {
      try await holdingGates(entries.keys.sorted { $0.uuidString < $1.uuidString }[...]) {
        var changed: [UUID: MachineConfiguration] = [:]
        for (id, entry) in entries {
          var configuration = entry.configuration
          for index in configuration.adapters.indices {
            guard let name = configuration.adapters[index].switchName, Names.same(name, old) else { continue }
            configuration.adapters[index].switchName = new
          }
          if configuration != entry.configuration { changed[id] = configuration }
        }
        try await body(changed.map { Store.Record(.machine, id: $0, name: $1.name, value: $1) })
        for (id, configuration) in changed { entries[id]?.configuration = configuration }
      }
    }
  }

  /// Runs `body` while it holds the gates of these machines. Nobody else holds the gates of two, so that nobody waits in a circle.
  private func holdingGates(_ ids: ArraySlice<UUID>, _ body: () async throws -> Void) async throws {
    guard let first = ids.first else { return try await body() }
    guard let gate = entries[first]?.gate else { return try await holdingGates(ids.dropFirst(), body) }
    try await gate.run { try await holdingGates(ids.dropFirst(), body) }
  }

  /// The configuration with a MAC address for every adapter, both COM ports, and the whole path of its disk. Throws one error
  /// with everything that is wrong.
  private func completed(_ asked: MachineConfiguration, besides id: UUID) async throws -> MachineConfiguration {
    var configuration = asked
    if case .disk(let path) = asked.boot, !path.hasPrefix("/"), !path.isEmpty {
      configuration.boot = .disk(path: try await settings.current().virtualHardDiskPath + "/" + path)
    }
    for standard in ComPortConfiguration.standard
    where !asked.comPorts.contains(where: { $0.number == standard.number }) {
      configuration.comPorts.append(standard)
    }
    configuration.comPorts.sort { $0.number < $1.number }
    var problems = configuration.problems(vendor: accelerator.report.vendor)
    let others = entries.filter { $0.key != id }.map(\.value.configuration)
    let otherAdapters = others.flatMap(\.adapters)
    for adapter in asked.adapters {
      if let mac = adapter.macAddress, otherAdapters.contains(where: { $0.macAddress == mac }) {
        problems.append("adapters: \(mac) is the address of another machine's adapter")
      }
      for mac in adapter.allowedMACAddresses where otherAdapters.contains(where: { $0.macAddress == mac }) {
        problems.append("adapters: allowedMACAddresses: \(mac) is the address of another machine's adapter")
      }
    }
    if let path = configuration.secondComPortPath, let other = others.first(where: { $0.secondComPortPath == path }) {
      problems.append("comPorts: \(path) is the path of COM 2 of \"\(other.name)\"")
    }
    guard problems.isEmpty else {
      throw DrosteError(
        .invalidParameter,
        "The virtual machine \"\(asked.name)\" cannot be configured so:\n"
          + problems.joined(separator: "\n"))
    }
    for adapter in asked.adapters {
      if let name = adapter.switchName { try await switches.require(name, for: adapter) }
    }
    var taken = Set((otherAdapters + asked.adapters).compactMap(\.macAddress))
    for index in configuration.adapters.indices where configuration.adapters[index].macAddress == nil {
      let address = try await MACPool(store: store).next(taken: taken)
      taken.insert(address)
      configuration.adapters[index].macAddress = address
      configuration.adapters[index].isMACAddressDynamic = true
    }
    return configuration
  }

  /// The switch ports that a running machine has.
  func ports(_ id: UUID, _ configuration: MachineConfiguration) -> [(switchName: String, port: PortConfiguration)] {
    configuration.adapters.enumerated().compactMap { index, adapter in
      guard let name = adapter.switchName else { return nil }
      return (
        name,
        PortConfiguration(
          name: "\(configuration.name)/\(adapter.name)", kind: .machine,
          endpoint: .vhostUser(
            socketPath: "\(folder(id))/\(MachineLaunch.portSocketName(index))",
            queuePairs: MachineLaunch.queuePairs(processors: configuration.processor.count)),
          macAddress: adapter.macAddress, macAddressSpoofing: adapter.macAddressSpoofing, vlan: adapter.vlan,
          dhcpGuard: adapter.dhcpGuard, routerGuard: adapter.routerGuard,
          allowedMACAddresses: adapter.allowedMACAddresses, portMirroring: adapter.portMirroring,
          bandwidth: adapter.bandwidth, stormLimit: adapter.stormLimit, accessControl: adapter.accessControl)
      )
    }
  }
}
