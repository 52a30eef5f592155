internal import Ethernet
internal import HostAPI
internal import HyperV
internal import PowerShell

/// Which network adapters a call is about.
extension HostCall {
  /// The machines' adapters: `-VMNetworkAdapter`, or those of the machines of a call whose name is one of `names`
  /// (nil: all). A name that a machine's adapters do not have is an error; a pattern may match none.
  func adapters(named names: [String]?) throws -> [AdapterObject] {
    if let objects = bound.elements("VMNetworkAdapter"), !objects.isEmpty {
      return try objects.compactMap { object in
        if let adapter = object.payload(as: AdapterObject.self) { return adapter }
        throw refuse(
          "VMNetworkAdapter", (try? object.displayString()) ?? "", "this is an adapter of the host, not of a machine.")
      }
    }
    var found: [AdapterObject] = []
    for machine in try machines() {
      try attempt { found += try adapters(named: names, of: machine) }
    }
    return found
  }

  func adapters(named names: [String]?, of machine: MachineObject) throws -> [AdapterObject] {
    guard let names else { return machine.adapters }
    var found: [AdapterObject] = []
    for name in names {
      let pattern = try Wildcard(name)
      let matching = machine.adapters.filter { pattern.matches($0.current.name) }
      if matching.isEmpty, !Wildcard.isPattern(name) {
        throw DrosteError(
          .objectNotFound, "Hyper-V was unable to find a virtual network adapter with name \"\(name)\".",
          hint: "the adapters of \(machine.name) are: \(machine.adapters.map(\.current.name).joined(separator: ", "))")
      }
      found += matching
    }
    return found
  }

  /// The host's own adapters on its switches.
  func hostAdapters(named name: String?, switchName: String?) throws -> [InternalAdapterObject] {
    var found: [InternalAdapterObject] = []
    let pattern = try name.map { try Wildcard($0) }
    let switchPattern = try switchName.map { try Wildcard($0) }
    for connection in try connections() {
      try attempt {
        let (adapters, switches) = try connection.read { client in
          (try await client.hostAdapters(), try await client.status().switches)
        }
        for resource in switches {
          let own = resource.configuration.name
          guard pattern?.matches(own) ?? true, switchPattern?.matches(own) ?? true,
            let adapter = adapters.first(where: { $0.isVirtual && Names.same($0.name, "vEthernet (\(own))") })
          else { continue }
          found.append(InternalAdapterObject(connection: connection, switch: resource, adapter: adapter))
        }
      }
    }
    return found
  }

  /// Changes one adapter in its machine's configuration.
  func update(_ adapter: AdapterObject, _ change: (inout NetworkAdapterConfiguration) throws -> Void) throws {
    try update(adapter.machine) { configuration in
      guard let index = adapter.index(in: configuration) else {
        throw DrosteError(
          .objectNotFound,
          "Hyper-V was unable to find a virtual network adapter with name \"\(adapter.current.name)\".")
      }
      try change(&configuration.adapters[index])
    }
  }

  /// A static address of a parameter. Errors: a text that is none.
  func macAddress(_ parameter: String) throws -> MACAddress? {
    guard let text = bound.string(parameter) else { return nil }
    if let address = MACAddress(text) { return address }
    throw DrosteError(
      .invalidParameter, "\"\(text)\" is not a MAC address.", hint: "-\(parameter) takes it as in 00155D000411")
  }
}
