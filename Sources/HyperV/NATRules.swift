public import Ethernet

extension NATConfiguration {
  /// Most static mappings of a NAT, and most external addresses.
  public static let mappingLimit = 4096
  public static let externalAddressLimit = 64
  /// Seconds that a timeout may have: up to a day.
  public static let timeoutRange = 1...86400

  /// Everything that is wrong with this configuration beside `others`, the NATs that are there.
  ///
  /// - Parameter hostAddresses: the host's own addresses with their prefixes, as far as they are known.
  public func problems(others: [NATConfiguration], hostAddresses: [IPv4Prefix] = []) -> [String] {
    var found: [String] = []
    if let problem = Names.problem(name) { found.append("name: \(problem)") }
    if internalPrefix.length < 8 || internalPrefix.length > 30 {
      found.append("internalPrefix: \(internalPrefix) is not a prefix of length 8 through 30")
    }
    for other in others where other.internalPrefix.overlaps(internalPrefix) {
      found.append("internalPrefix: \(internalPrefix) overlaps \(other.internalPrefix) of NAT \"\(other.name)\"")
    }
    if let externalPrefix {
      if externalPrefix.overlaps(internalPrefix) {
        found.append("externalPrefix: \(externalPrefix) overlaps the internal prefix \(internalPrefix)")
      }
      if !hostAddresses.isEmpty, !hostAddresses.contains(where: { externalPrefix.contains($0.address) }) {
        found.append("externalPrefix: no address of this host is within \(externalPrefix)")
      }
    }
    return found + timeoutProblems() + mappingProblems(others) + externalAddressProblems(hostAddresses)
  }

  private func timeoutProblems() -> [String] {
    [
      ("icmpQueryTimeout", icmpQueryTimeout), ("tcpEstablishedConnectionTimeout", tcpEstablishedConnectionTimeout),
      ("tcpTransientConnectionTimeout", tcpTransientConnectionTimeout),
      ("udpIdleSessionTimeout", udpIdleSessionTimeout),
    ].filter { !Self.timeoutRange.contains($0.1) }.map { "\($0.0): \($0.1) is not within 1 through 86400 seconds" }
  }

  private func mappingProblems(_ others: [NATConfiguration]) -> [String] {
    guard staticMappings.count <= Self.mappingLimit else {
      return ["staticMappings: \(staticMappings.count) mappings, a NAT may have \(Self.mappingLimit)"]
    }
    var found: [String] = []
    // By protocol and port, of this NAT and the others: 0.0.0.0 is every address.
    var taken: [String: [(address: IPv4Address, owner: String)]] = [:]
    for other in others {
      for mapping in other.staticMappings {
        taken[mapping.portKey, default: []].append((mapping.externalAddress, "NAT \"\(other.name)\""))
      }
    }
    var ids: Set<Int> = []
    for (index, mapping) in staticMappings.enumerated() {
      let place = "staticMappings[\(index)]"
      if mapping.id < 0 { found.append("\(place).id: \(mapping.id) is below 0") }
      if mapping.id > 0, !ids.insert(mapping.id).inserted { found.append("\(place).id: \(mapping.id) is there twice") }
      if mapping.externalPort == 0 || mapping.internalPort == 0 { found.append("\(place): 0 is not a port") }
      if !internalPrefix.contains(mapping.internalAddress) {
        found.append("\(place).internalAddress: \(mapping.internalAddress) is not within \(internalPrefix)")
      }
      if mapping.externalAddress != .any, internalPrefix.contains(mapping.externalAddress) {
        found.append("\(place).externalAddress: \(mapping.externalAddress) is within the internal prefix")
      }
      if mapping.externalAddress != .any, let externalPrefix, !externalPrefix.contains(mapping.externalAddress) {
        found.append("\(place).externalAddress: \(mapping.externalAddress) is not within \(externalPrefix)")
      }
      let clash = taken[mapping.portKey, default: []].first {
        $0.address == .any || mapping.externalAddress == .any || $0.address == mapping.externalAddress
      }
      if let clash {
        found.append("\(place).externalPort: \(mapping.portKey) leads elsewhere already, by \(clash.owner)")
      }
      taken[mapping.portKey, default: []].append((mapping.externalAddress, "staticMappings[\(index)]"))
    }
    return found
  }

  private func externalAddressProblems(_ hostAddresses: [IPv4Prefix]) -> [String] {
    guard externalAddresses.count <= Self.externalAddressLimit else {
      return [
        "externalAddresses: \(externalAddresses.count) addresses, a NAT may have \(Self.externalAddressLimit)"
      ]
    }
    var found: [String] = []
    var ids: Set<Int> = []
    for (index, external) in externalAddresses.enumerated() {
      let place = "externalAddresses[\(index)]"
      if external.id < 0 { found.append("\(place).id: \(external.id) is below 0") }
      if external.id > 0, !ids.insert(external.id).inserted {
        found.append("\(place).id: \(external.id) is there twice")
      }
      if external.portStart == 0 || external.portEnd < external.portStart {
        found.append("\(place): \(external.portStart) to \(external.portEnd) is no range of ports")
      }
      if internalPrefix.contains(external.address) {
        found.append("\(place).address: \(external.address) is within the internal prefix \(internalPrefix)")
      }
      if let externalPrefix, !externalPrefix.contains(external.address) {
        found.append("\(place).address: \(external.address) is not within \(externalPrefix)")
      }
      if !hostAddresses.isEmpty, !hostAddresses.contains(where: { $0.address == external.address }) {
        found.append("\(place).address: \(external.address) is not an address of this host")
      }
      for (other, earlier) in externalAddresses[..<index].enumerated()
      where earlier.address == external.address && earlier.portStart <= external.portEnd
        && external.portStart <= earlier.portEnd
      {
        found.append("\(place): its ports are also externalAddresses[\(other)]'s")
      }
    }
    return found
  }

  /// With a number for every mapping and address that has none: one more than the highest.
  public func numbered() -> NATConfiguration {
    var result = self
    for index in result.staticMappings.indices where result.staticMappings[index].id == 0 {
      result.staticMappings[index].id = (result.staticMappings.map(\.id).max() ?? 0) + 1
    }
    for index in result.externalAddresses.indices where result.externalAddresses[index].id == 0 {
      result.externalAddresses[index].id = (result.externalAddresses.map(\.id).max() ?? 0) + 1
    }
    return result
  }
}

extension NATStaticMapping {
  fileprivate var portKey: String { "\(self.protocol.rawValue) port \(externalPort)" }
}
