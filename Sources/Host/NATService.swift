internal import FoundationEssentials
internal import HostNetwork
public import HyperV
internal import Logging
internal import Processes

/// The host's NATs (WinNAT): prefixes that leave through the host's own addresses.
public actor NATService {
  private let store: Store
  private let translation: HostNATs
  private let log: Logger
  private var entries: [UUID: NATConfiguration] = [:]
  private let gate = SerialGate()

  init(store: Store, translation: HostNATs, log: Logger) {
    self.store = store
    self.translation = translation
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

  public func create(_ configuration: NATConfiguration) async throws -> NATResource {
    try await gate.run {
      if entries.values.contains(where: { Names.same($0.name, configuration.name) }) {
        throw DrosteError(
          .alreadyExists, "There is a NAT \"\(configuration.name)\" already.",
          hint: "droste nat remove \(configuration.name)")
      }
      let problems = configuration.problems(others: Array(entries.values))
      guard problems.isEmpty else {
        throw DrosteError(.invalidParameter, "The parameter is incorrect.", cause: problems.joined(separator: "\n"))
      }
      let id = UUID()
      try await store.save(.nat, id: id, name: configuration.name, value: configuration)
      entries[id] = configuration
      do {
        try await translation.apply(id: id, internalPrefix: configuration.internalPrefix)
      } catch {
        try? await translation.remove(id: id)
        try await store.remove(id)
        entries[id] = nil
        throw error
      }
      return NATResource(id: id, configuration: configuration, status: await status(id))
    }
  }

  public func remove(_ name: String) async throws {
    try await gate.run {
      guard let id = entries.first(where: { Names.same($0.value.name, name) })?.key else {
        throw DrosteError(
          .objectNotFound,
          "No MSFT_NetNat objects found with property 'Name' equal to '\(name)'.  Verify the value of the property "
            + "and retry.",
          hint: entries.isEmpty
            ? nil : "the NATs here are: \(entries.values.map(\.name).sorted().joined(separator: ", "))")
      }
      try await translation.remove(id: id)
      try await store.remove(id)
      entries[id] = nil
    }
  }

  /// Puts back what a crash or another program took away.
  func recover() async throws {
    for (id, configuration) in try await store.resources(.nat, as: NATConfiguration.self) {
      entries[id] = configuration
      do {
        try await translation.apply(id: id, internalPrefix: configuration.internalPrefix)
      } catch {
        log.error("NAT does not come up", metadata: ["nat": "\(configuration.name)", "error": "\(error)"])
      }
    }
  }
}
