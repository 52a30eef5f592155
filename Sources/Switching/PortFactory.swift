internal import HyperV

/// Makes the endpoint of a port. The engine gets it as a value, so that tests can give endpoints in memory.
public typealias PortFactory = (_ port: PortConfiguration) throws -> any PortEndpoint

/// The endpoints that a real switch process has.
/// - Throws: `DrosteError` when what the endpoint stands on (a tap device, an adapter) is not there or not ours.
public func makeEndpoint(for port: PortConfiguration) throws -> any PortEndpoint {
  switch port.endpoint {
  case .stream(let socketPath): return try StreamPort(socketPath: socketPath)
  case .vhostUser:
    // Rings are the engine's own: see VhostPort.
    throw DrosteError(.invalidParameter, "The port \"\(port.name)\" has rings and needs no endpoint.")
  case .tap(let interface): return try TapPort(interface: interface)
  case .packet(let interface, let own): return try UplinkPort(interface: interface, ownAddresses: own)
  case .userNAT(let configuration): return try NATPort(configuration: configuration)
  }
}
