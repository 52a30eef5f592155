internal import Ethernet
internal import HyperV

extension SwitchProcessConfiguration {
  /// Most ports of a switch.
  static let portLimit = 256
  /// Threads that carry frames.
  package static let workerRange = 1...8
  /// The processors that a set of processors of Linux's C library can name.
  static let processorRange = 0...1023

  /// Everything that is wrong, each with its path: `ports[1].macAddress: ...`. Empty when the switch can be run.
  package var problems: [String] {
    var found: [String] = []
    if name.isEmpty || name.count > 100 { found.append("name: must have 1 to 100 characters") }
    if !(576...9000).contains(mtu) { found.append("mtu: \(mtu) is not within 576 to 9000") }
    if ports.count > Self.portLimit { found.append("ports: \(ports.count) are more than \(Self.portLimit)") }
    if !Self.workerRange.contains(workers) { found.append("workers: \(workers) is not within 1 to 8") }
    if !workerProcessors.isEmpty {
      if workerProcessors.count != workers {
        found.append("workerProcessors: \(workerProcessors.count) processors for \(workers) workers, name one for each")
      }
      for (index, processor) in workerProcessors.enumerated() {
        if !Self.processorRange.contains(processor) {
          found.append("workerProcessors[\(index)]: \(processor) is not within 0 to 1023")
        }
        if workerProcessors[..<index].contains(processor) {
          found.append("workerProcessors[\(index)]: \(processor) is another worker's")
        }
      }
    }
    var names: [String: Int] = [:]
    var addresses: [MACAddress: Int] = [:]
    for (index, port) in ports.enumerated() {
      found += port.problems.map { "ports[\(index)].\($0)" }
      if let earlier = names.updateValue(index, forKey: port.name) {
        found.append("ports[\(index)].name: \"\(port.name)\" is the name of ports[\(earlier)] too")
      }
      if let address = port.macAddress, let earlier = addresses.updateValue(index, forKey: address) {
        found.append("ports[\(index)].macAddress: \(address) is the address of ports[\(earlier)] too")
      }
    }
    found += PrivateVLANMap.problems(ports.map(\.vlan))
    found += dhcp?.problems.map { "dhcp.\($0)" } ?? []
    return found
  }
}

extension PortConfiguration {
  /// Queue pairs of a vhost-user device.
  package static let queuePairRange = 1...8

  private static func pathProblems(_ path: String) -> [String] {
    var found: [String] = []
    if path.isEmpty || path.utf8.contains(0) { found.append("socketPath: not a path") }
    if path.split(separator: "/").last.map({ $0.utf8.count > 80 }) ?? true {
      found.append("socketPath: the last part must have 1 to 80 bytes")
    }
    return found
  }

  /// What is wrong with what a port may send and receive.
  private var policyProblems: [String] {
    var found = allowedMACAddresses.allowedProblems(
      "allowedMACAddresses", own: macAddress, macAddressSpoofing: macAddressSpoofing)
    found += bandwidth.problems.map { "bandwidth.\($0)" }
    found += accessControl.problems("accessControl")
    guard kind == .uplink || kind == .nat else { return found }
    for (name, isSet) in [
      ("allowedMACAddresses", !allowedMACAddresses.isEmpty), ("portMirroring", portMirroring != .none),
      ("bandwidth", bandwidth != BandwidthConfiguration()), ("stormLimit", stormLimit != 0),
      ("accessControl", !accessControl.isEmpty),
    ] where isSet {
      found.append("\(name): a port of kind \(kind.rawValue) has none")
    }
    return found
  }

  fileprivate var problems: [String] {
    var found: [String] = []
    if name.isEmpty || name.utf8.count > 300 { found.append("name: must have 1 to 300 bytes") }
    if !(1...4096).contains(learningCap) { found.append("learningCap: \(learningCap) is not within 1 to 4096") }
    if let macAddress, macAddress.isMulticast || macAddress == .zero {
      found.append("macAddress: \(macAddress) is not the address of one adapter")
    }
    if macAddress == nil, kind == .machine || kind == .hostAdapter {
      found.append("macAddress: needed for a port of kind \(kind.rawValue)")
    }
    found += vlan.problems.map { "vlan: \($0)" }
    if vlan != .untagged, kind == .uplink || kind == .nat {
      found.append("vlan: a port of kind \(kind.rawValue) cannot be \(vlan.modeName)")
    }
    found += policyProblems
    switch endpoint {
    case .stream(let path): found += Self.pathProblems(path).map { "endpoint.stream.\($0)" }
    case .vhostUser(let path, let queuePairs):
      found += Self.pathProblems(path).map { "endpoint.vhostUser.\($0)" }
      if !Self.queuePairRange.contains(queuePairs) {
        found.append("endpoint.vhostUser.queuePairs: \(queuePairs) is not within 1 to 8")
      }
      if kind != .machine { found.append("kind: \(kind.rawValue) cannot have an endpoint of kind vhostUser") }
    case .tap(let interface), .packet(let interface, _):
      if !(1...15).contains(interface.utf8.count) {
        found.append("endpoint.interface: \"\(interface)\" is not the name of an adapter (1 to 15 bytes)")
      }
    case .userNAT(let nat):
      found += nat.problems.map { "endpoint.userNAT.\($0)" }
      if kind != .nat { found.append("kind: \(kind.rawValue) cannot have an endpoint of kind userNAT") }
    }
    return found
  }
}

extension UserNATConfiguration {
  fileprivate var problems: [String] {
    var found: [String] = []
    if !(576...9000).contains(mtu) { found.append("mtu: \(mtu) is not within 576 to 9000") }
    if !prefix.contains(gateway) { found.append("gateway: \(gateway) is not within \(prefix)") }
    if !prefix.contains(dns) { found.append("dns: \(dns) is not within \(prefix)") }
    if dns == gateway { found.append("dns: \(dns) is the gateway's address too") }
    return found
  }
}

extension DHCPConfiguration {
  /// Most addresses of a pool.
  static let poolLimit: UInt32 = 65536

  fileprivate var problems: [String] {
    var found: [String] = []
    for (name, address) in [
      ("serverAddress", serverAddress), ("firstAddress", firstAddress), ("lastAddress", lastAddress),
      ("gateway", gateway ?? serverAddress),
    ] where !prefix.contains(address) {
      found.append("\(name): \(address) is not within \(prefix)")
    }
    if lastAddress < firstAddress {
      found.append("lastAddress: \(lastAddress) is below firstAddress \(firstAddress)")
    } else if lastAddress.rawValue - firstAddress.rawValue >= Self.poolLimit {
      found.append("lastAddress: the pool has more than \(Self.poolLimit) addresses")
    }
    if dns.count > 3 { found.append("dns: \(dns.count) name servers are more than 3") }
    if let mtu, !(576...9000).contains(mtu) { found.append("mtu: \(mtu) is not within 576 to 9000") }
    if leaseSeconds < 60 || leaseSeconds == .max {
      found.append("leaseSeconds: \(leaseSeconds) is not within 60 to 4294967294")
    }
    if let serverMACAddress, serverMACAddress.isMulticast || serverMACAddress == .zero {
      found.append("serverMACAddress: \(serverMACAddress) is not the address of one adapter")
    }
    return found
  }
}
