public import Ethernet

/// What can be set on a host (Hyper-V's `Set-VMHost`).
public struct HostSettings: Codable, Hashable, Sendable {
  /// The first and the last address of the pool from which adapters get theirs.
  public var macAddressMinimum: MACAddress
  public var macAddressMaximum: MACAddress
  /// Where machines' configurations are kept: the service's home. It cannot be changed while the service runs.
  public var virtualMachinePath: String
  /// The folder from which a machine's disk is taken when its path is relative.
  public var virtualHardDiskPath: String
  /// Which machines may expose virtualization extensions.
  public var nesting: NestingPolicy

  public init(
    macAddressMinimum: MACAddress, macAddressMaximum: MACAddress, virtualMachinePath: String,
    virtualHardDiskPath: String, nesting: NestingPolicy = NestingPolicy()
  ) {
    self.macAddressMinimum = macAddressMinimum
    self.macAddressMaximum = macAddressMaximum
    self.virtualMachinePath = virtualMachinePath
    self.virtualHardDiskPath = virtualHardDiskPath
    self.nesting = nesting
  }

  /// What earlier versions did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      macAddressMinimum: try container.decode(MACAddress.self, forKey: .macAddressMinimum),
      macAddressMaximum: try container.decode(MACAddress.self, forKey: .macAddressMaximum),
      virtualMachinePath: try container.decode(String.self, forKey: .virtualMachinePath),
      virtualHardDiskPath: try container.decode(String.self, forKey: .virtualHardDiskPath),
      nesting: try container.decodeIfPresent(NestingPolicy.self, forKey: .nesting) ?? NestingPolicy())
  }

  /// How many addresses the pool has.
  public var macAddressCount: UInt64 {
    macAddressMaximum < macAddressMinimum ? 0 : macAddressMaximum.rawValue - macAddressMinimum.rawValue + 1
  }

  /// Everything that is wrong, each as `field: text`; empty when it may be used.
  public func problems() -> [String] {
    var found: [String] = []
    for (name, address) in [("macAddressMinimum", macAddressMinimum), ("macAddressMaximum", macAddressMaximum)]
    where address.isMulticast || address == .zero {
      found.append("\(name): \(address) is not the address of one adapter")
    }
    if macAddressMaximum < macAddressMinimum {
      found.append("macAddressMaximum: \(macAddressMaximum) is below the minimum \(macAddressMinimum)")
    } else if macAddressMinimum.rawValue >> 24 != macAddressMaximum.rawValue >> 24 {
      // Within one manufacturer's addresses no group address lies between two that are none.
      found.append("macAddressMaximum: the first three octets must be those of the minimum \(macAddressMinimum)")
    }
    for (name, path) in [("virtualMachinePath", virtualMachinePath), ("virtualHardDiskPath", virtualHardDiskPath)]
    where !path.hasPrefix("/") || path.utf8.contains(0) || path.utf8.count > 4095 {
      found.append("\(name): \"\(path.prefix(200))\" is not an absolute path")
    }
    return found + nesting.problems
  }
}
