public import HyperV

/// A host's status with that of the hosts inside its machines, to any depth. Its JSON is what
/// `droste status --json` prints.
public struct HostTree: Codable, Hashable, Sendable {
  /// `""` for the host that was asked, else the path of the machine that this host is: `L1`, `L1/L2`.
  public var path: String
  /// 0 for the host that was asked.
  public var level: Int
  /// What the host told; nil when it did not answer.
  public var status: HostStatus?
  /// Why it did not answer.
  public var problem: DrosteError?
  /// The hosts inside its machines, by machine name.
  public var inside: [String: HostTree]

  public init(
    path: String = "", level: Int = 0, status: HostStatus? = nil, problem: DrosteError? = nil,
    inside: [String: HostTree] = [:]
  ) {
    self.path = path
    self.level = level
    self.status = status
    self.problem = problem
    self.inside = inside
  }

  /// The path of a machine of this host.
  public func path(of machine: String) -> String { path.isEmpty ? machine : path + "/" + machine }

  /// This host and all inside it, outer ones first, in the order of their machines.
  public var all: [HostTree] {
    [self] + (status?.machines ?? []).flatMap { inside[$0.configuration.name]?.all ?? [] }
  }

  /// The host at a path below this one: names of machines from here inwards.
  public func host(at names: some Collection<String>) -> HostTree? {
    guard let name = names.first else { return self }
    return inside[name]?.host(at: Array(names.dropFirst()))
  }
}

extension HostStatus {
  public func machine(named name: String) -> MachineResource? {
    machines.first { Names.same($0.configuration.name, name) }
  }

  public func `switch`(named name: String) -> SwitchResource? {
    switches.first { Names.same($0.configuration.name, name) }
  }

  /// The switch and the port that an adapter is plugged into.
  public func port(machine: String, adapter: NetworkAdapterConfiguration) -> (SwitchResource, PortStatus)? {
    guard let name = adapter.switchName, let found = self.switch(named: name),
      let port = found.status.ports.first(where: {
        $0.kind == .machine && Names.same($0.name, "\(machine)/\(adapter.name)")
      })
    else { return nil }
    return (found, port)
  }
}
