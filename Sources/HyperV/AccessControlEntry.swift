/// What an access control entry does with the frames that it names.
public enum AccessAction: String, Codable, Hashable, Sendable, CaseIterable {
  case allow = "Allow"
  case deny = "Deny"
  /// Counts frames and lets other entries decide.
  case meter = "Meter"
}

/// Which way a frame goes, seen from the machine.
public enum AccessDirection: String, Codable, Hashable, Sendable, CaseIterable {
  /// To the machine.
  case inbound = "Inbound"
  /// From the machine.
  case outbound = "Outbound"
}

/// A port's rule about what its machine may send and receive (Hyper-V's `Add-VMNetworkAdapterAcl` and
/// `Add-VMNetworkAdapterExtendedAcl`).
///
/// Extended entries come first, the higher weight before the lower, of equal ones the earlier in the list; the first that matches
/// decides. When none does, the basic entry with the longest prefix decides, deny before allow among equals. When none
/// matches, the frame passes. Every meter entry that matches counts the frames that pass.
public struct AccessControlEntry: Hashable, Sendable {
  /// Most entries of one port.
  public static let limit = 512
  /// The weights of extended entries.
  public static let weightRange = 1...65535

  public var action: AccessAction
  public var direction: AccessDirection
  /// The machine's side: the source of what it sends, the destination of what it receives.
  public var local: AddressMatch
  /// The other side.
  public var remote: AddressMatch
  /// What the IP packet carries (IANA protocol numbers); nil: anything. Extended entries only.
  public var payloadProtocol: UInt8?
  /// TCP or UDP ports of the machine's side; nil: any. Extended entries only.
  public var localPorts: ClosedRange<UInt16>?
  public var remotePorts: ClosedRange<UInt16>?
  /// 1 to 65535 for extended entries, 0 for basic ones.
  public var weight: Int
  /// Of `Add-VMNetworkAdapterExtendedAcl`: with protocol, ports and weight; IP only, and never a meter.
  public var isExtended: Bool

  public init(
    action: AccessAction, direction: AccessDirection, local: AddressMatch = .any, remote: AddressMatch = .any,
    payloadProtocol: UInt8? = nil, localPorts: ClosedRange<UInt16>? = nil, remotePorts: ClosedRange<UInt16>? = nil,
    weight: Int = 0, isExtended: Bool = false
  ) {
    self.action = action
    self.direction = direction
    self.local = local
    self.remote = remote
    self.payloadProtocol = payloadProtocol
    self.localPorts = localPorts
    self.remotePorts = remotePorts
    self.weight = weight
    self.isExtended = isExtended
  }

  /// Everything that is wrong, each as `field: text`.
  package var problems: [String] {
    var found: [String] = []
    if !local.goes(with: remote) {
      found.append("remote: \(remote) and the local \(local) are never in one frame: use two of one kind")
    }
    guard isExtended else {
      if payloadProtocol != nil { found.append("payloadProtocol: only an extended entry has one") }
      if localPorts != nil { found.append("localPorts: only an extended entry has ports") }
      if remotePorts != nil { found.append("remotePorts: only an extended entry has ports") }
      if weight != 0 { found.append("weight: \(weight), a basic entry has none (0)") }
      return found
    }
    if action == .meter { found.append("action: an extended entry cannot be Meter, use Allow or Deny") }
    for (name, match) in [("local", local), ("remote", remote)] {
      if case .mac(let address) = match {
        found.append("\(name): \(address) is a MAC address, an extended entry takes IP addresses")
      }
    }
    if localPorts != nil || remotePorts != nil, payloadProtocol != 6, payloadProtocol != 17 {
      let name = localPorts != nil ? "localPorts" : "remotePorts"
      found.append("\(name): only TCP (6) and UDP (17) have ports, name one of them as the protocol")
    }
    if !Self.weightRange.contains(weight) {
      found.append("weight: \(weight) is out of range, the range is 1 through 65535")
    }
    return found
  }
}

extension AccessControlEntry: CustomStringConvertible {
  /// `Deny Inbound local Any remote 10.0.0.0/8`, `Allow Inbound local AnyIP port 80 remote AnyIP TCP weight 10`.
  public var description: String {
    func side(_ name: String, _ match: AddressMatch, _ ports: ClosedRange<UInt16>?) -> String {
      "\(name) \(match)" + (ports.map { " port \(Self.text(of: $0))" } ?? "")
    }
    var parts = [
      action.rawValue, direction.rawValue, side("local", local, localPorts), side("remote", remote, remotePorts),
    ]
    if let payloadProtocol { parts.append(PayloadProtocol.text(of: payloadProtocol)) }
    if isExtended { parts.append("weight \(weight)") }
    return parts.joined(separator: " ")
  }
}

extension [AccessControlEntry] {
  /// Everything that is wrong with the entries of one port, each with its path behind `path`: `accessControl[3].weight: ...`.
  package func problems(_ path: String) -> [String] {
    guard count <= AccessControlEntry.limit else {
      return ["\(path): \(count) entries are more than \(AccessControlEntry.limit)"]
    }
    var found: [String] = []
    var earlier: [AccessControlEntry: Int] = [:]
    for (index, entry) in enumerated() {
      found += entry.problems.map { "\(path)[\(index)].\($0)" }
      if let other = earlier.updateValue(index, forKey: entry) {
        found.append("\(path)[\(index)]: is the same as \(path)[\(other)]")
      }
    }
    return found
  }
}

/// In JSON ports are a text: `"localPorts":"80"`, `"remotePorts":"1024-65535"`.
extension AccessControlEntry: Codable {
  private enum Key: String, CodingKey {
    case action, direction, local, remote, payloadProtocol, localPorts, remotePorts, weight, isExtended
  }

  /// What is absent means anything; without `isExtended` the entry is basic.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func ports(_ key: Key) throws -> ClosedRange<UInt16>? {
      guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
      guard let range = Self.ports(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "\"\(text.prefix(100))\" is no port or range of ports, such as 80 or 1024-65535")
      }
      return range
    }
    self.init(
      action: try container.decode(AccessAction.self, forKey: .action),
      direction: try container.decode(AccessDirection.self, forKey: .direction),
      local: try container.decodeIfPresent(AddressMatch.self, forKey: .local) ?? .any,
      remote: try container.decodeIfPresent(AddressMatch.self, forKey: .remote) ?? .any,
      payloadProtocol: try container.decodeIfPresent(UInt8.self, forKey: .payloadProtocol),
      localPorts: try ports(.localPorts), remotePorts: try ports(.remotePorts),
      weight: try container.decodeIfPresent(Int.self, forKey: .weight) ?? 0,
      isExtended: try container.decodeIfPresent(Bool.self, forKey: .isExtended) ?? false)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(action, forKey: .action)
    try container.encode(direction, forKey: .direction)
    try container.encode(local, forKey: .local)
    try container.encode(remote, forKey: .remote)
    try container.encodeIfPresent(payloadProtocol, forKey: .payloadProtocol)
    try container.encodeIfPresent(localPorts.map(Self.text(of:)), forKey: .localPorts)
    try container.encodeIfPresent(remotePorts.map(Self.text(of:)), forKey: .remotePorts)
    try container.encode(weight, forKey: .weight)
    try container.encode(isExtended, forKey: .isExtended)
  }

  /// Parses `80` and `1024-65535`, both ends included; nil for anything else.
  public static func ports(_ text: some StringProtocol) -> ClosedRange<UInt16>? {
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    func number(_ text: some StringProtocol) -> UInt16? {
      text.utf8.count <= 5 && text.utf8.allSatisfy { (48...57).contains($0) } ? UInt16(text) : nil
    }
    guard let first = number(ends[0]), let last = number(ends[ends.count - 1]), first <= last else { return nil }
    return first...last
  }

  /// What `ports` parses.
  public static func text(of ports: ClosedRange<UInt16>) -> String {
    ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)"
  }
}

/// What a meter entry has counted.
public struct AccessMeter: Codable, Hashable, Sendable {
  /// The entry's place in the port's list.
  public var entry: Int
  public var frames: UInt64
  public var bytes: UInt64

  public init(entry: Int, frames: UInt64 = 0, bytes: UInt64 = 0) {
    self.entry = entry
    self.frames = frames
    self.bytes = bytes
  }
}
