internal import Ethernet
internal import FoundationEssentials
internal import HostNetwork
public import HyperV
internal import Logging
internal import Processes

/// The host's NATs (WinNAT): prefixes that leave through the host's own addresses.
public actor NATService {
  private let store: Store
  private let translation: HostNATs
  private let adapters: HostAdapters
  private let log: Logger
  private var entries: [UUID: NATConfiguration] = [:]
  private let gate = SerialGate()

  init(store: Store, translation: HostNATs, adapters: HostAdapters, log: Logger) {
    self.store = store
    self.translation = translation
    self.adapters = adapters
    self.log = log
  }

  public var isEmpty: Bool { entries.isEmpty }

  public func list() async -> [NATResource] {
    var found: [NATResource] = []
    for (id, configuration) in entries.sorted(by: { $0.value.name < $1.value.name }) {
      found.append(NATResource(id: id, configuration: configuration, status: await status(id)))
    }
    return found
  }

  private func status(_ id: UUID) async -> NATStatus {
    (try? await translation.status(id: id)) ?? NATStatus(active: false)
  }

  public func create(_ asked: NATConfiguration) async throws -> NATResource {
    try await gate.run {
      if entries.values.contains(where: { Names.same($0.name, asked.name) }) {
        throw DrosteError(
          .alreadyExists, "There is a NAT \"\(asked.name)\" already.", hint: "droste nat remove \(asked.name)")
      }
      let id = UUID()
      let configuration = try await checked(asked, besides: id)
      try await store.save(.nat, id: id, name: configuration.name, value: configuration)
      entries[id] = configuration
      do {
        try await translation.apply(id: id, configuration)
      } catch {
        try? await translation.remove(id: id)
        try await store.remove(id)
        entries[id] = nil
        throw error
      }
      return NATResource(id: id, configuration: configuration, status: await status(id))
    }
  }

  /// Makes a NAT what `asked` says. What cannot be done is taken back before the error is thrown. Connections that are open keep
  /// what they have.
  public func update(_ name: String, _ asked: NATConfiguration) async throws -> NATResource {
    try await gate.run {
      let id = try id(name)
      guard let old = entries[id] else { throw notFound(name) }
      guard Names.same(old.name, asked.name) else {
        throw DrosteError(
          .notSupported, "The NAT \"\(old.name)\" cannot be renamed.",
          hint: "Remove-NetNat -Name \"\(old.name)\", then New-NetNat -Name \"\(asked.name)\"")
      }
      let configuration = try await checked(asked, besides: id)
      do {
        try await translation.apply(id: id, configuration)
        try await store.save(.nat, id: id, name: configuration.name, value: configuration)
      } catch {
        do {
          try await translation.apply(id: id, old)
        } catch {
          log.error("NAT cannot be brought back", metadata: ["nat": "\(old.name)", "error": "\(error)"])
        }
        throw error
      }
      entries[id] = configuration
      return NATResource(id: id, configuration: configuration, status: await status(id))
    }
  }

  /// The connections that a NAT translates. Throws `notSupported` where the kernel does not tell.
  public func sessions(_ name: String) async throws -> [NATSession] {
    guard let configuration = entries[try id(name)] else { throw notFound(name) }
    return try await translation.sessions(configuration)
  }

  public func remove(_ name: String) async throws {
    try await gate.run {
      let id = try id(name)
      try await translation.remove(id: id)
      try await store.remove(id)
      entries[id] = nil
    }
  }

  private func id(_ name: String) throws -> UUID {
    guard let id = entries.first(where: { Names.same($0.value.name, name) })?.key else { throw notFound(name) }
    return id
  }

  private func notFound(_ name: String) -> DrosteError {
    DrosteError(
      .objectNotFound,
      "No MSFT_NetNat objects found with property 'Name' equal to '\(name)'.  Verify the value of the property "
        + "and retry.",
      hint: entries.isEmpty
        ? nil : "the NATs here are: \(entries.values.map(\.name).sorted().joined(separator: ", "))")
  }

  /// The configuration with a number for each mapping and address. Throws one error with everything that is wrong.
  private func checked(_ asked: NATConfiguration, besides id: UUID) async throws -> NATConfiguration {
    let hostAdapters = try await adapters.list()
    let others = entries.filter { $0.key != id }.map(\.value)
    var problems = asked.problems(others: others, hostAddresses: hostAdapters.flatMap(\.addresses))
    // The way out must not lead into the prefix. The host's address on an Internal switch is within it, as it must be.
    for adapter in hostAdapters where !adapter.isVirtual {
      for address in adapter.addresses where asked.internalPrefix.contains(address.address) {
        problems.append(
          "internalPrefix: \(asked.internalPrefix) holds \(address.address), the address of \(adapter.name)")
      }
    }
    guard problems.isEmpty else {
      throw DrosteError(.invalidParameter, "The parameter is incorrect.", cause: problems.joined(separator: "\n"))
    }
    return asked.numbered()
  }

  /// Puts back what a crash or another program took away.
  func recover() async throws {
    for (id, configuration) in try await store.resources(.nat, as: NATConfiguration.self) {
      entries[id] = configuration
      do {
        try await translation.apply(id: id, configuration)
      } catch {
        log.error("NAT does not come up", metadata: ["nat": "\(configuration.name)", "error": "\(error)"])
      }
    }
  }
}
