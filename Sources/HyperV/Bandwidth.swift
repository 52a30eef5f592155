/// How much of a switch's capacity a port may use, and how much is kept for it (Hyper-V's `Set-VMNetworkAdapter
/// -MaximumBandwidth`, `-MinimumBandwidthAbsolute` and `-MinimumBandwidthWeight`). It holds for what the port sends.
public struct BandwidthConfiguration: Codable, Hashable, Sendable {
  /// Bits per second that a port may be given at most: 1 Tbit/s.
  public static let limit: UInt64 = 1_000_000_000_000
  /// The relative weights that Hyper-V takes.
  public static let weightRange = 1...100

  /// Bits per second that the port gets even while others want them too; 0: none are kept. Excludes `minimumWeight`.
  public var minimumAbsolute: UInt64
  /// The port's share against that of other ports, 1 to 100; 0: none. Excludes `minimumAbsolute`.
  public var minimumWeight: Int
  /// Bits per second that the port may not exceed; 0: no limit.
  public var maximum: UInt64

  public init(minimumAbsolute: UInt64 = 0, minimumWeight: Int = 0, maximum: UInt64 = 0) {
    self.minimumAbsolute = minimumAbsolute
    self.minimumWeight = minimumWeight
    self.maximum = maximum
  }

  /// What is absent is not limited.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      minimumAbsolute: try container.decodeIfPresent(UInt64.self, forKey: .minimumAbsolute) ?? 0,
      minimumWeight: try container.decodeIfPresent(Int.self, forKey: .minimumWeight) ?? 0,
      maximum: try container.decodeIfPresent(UInt64.self, forKey: .maximum) ?? 0)
  }

  /// Everything that is wrong, each as `field: text`.
  package var problems: [String] {
    var found: [String] = []
    for (name, value) in [("minimumAbsolute", minimumAbsolute), ("maximum", maximum)] where value > Self.limit {
      found.append("\(name): \(value) bit/s are more than \(Self.limit)")
    }
    if minimumWeight != 0, !Self.weightRange.contains(minimumWeight) {
      found.append("minimumWeight: \(minimumWeight) is out of range, the range is 1 through 100, or 0 for none")
    }
    if minimumWeight != 0, minimumAbsolute != 0 {
      found.append("minimumWeight: a port has a minimum as a weight or in bit/s (minimumAbsolute), not both")
    }
    if maximum != 0, minimumAbsolute > maximum {
      found.append("minimumAbsolute: \(minimumAbsolute) bit/s are more than the maximum of \(maximum)")
    }
    return found
  }

  /// `100 Mbit/s`: a rate in the largest unit that divides it.
  public static func text(rate: UInt64) -> String {
    for (factor, unit) in [(1_000_000_000, "Gbit/s"), (1_000_000, "Mbit/s"), (1000, "kbit/s")] as [(UInt64, String)]
    where rate >= factor && rate.isMultiple(of: factor) {
      return "\(rate / factor) \(unit)"
    }
    return "\(rate) bit/s"
  }
}

extension BandwidthConfiguration: CustomStringConvertible {
  /// `at most 100 Mbit/s, at least 8 Mbit/s`; `unlimited` where nothing is set.
  public var description: String {
    var parts: [String] = []
    if maximum != 0 { parts.append("at most \(Self.text(rate: maximum))") }
    if minimumAbsolute != 0 { parts.append("at least \(Self.text(rate: minimumAbsolute))") }
    if minimumWeight != 0 { parts.append("weight \(minimumWeight)") }
    return parts.isEmpty ? "unlimited" : parts.joined(separator: ", ")
  }
}

/// What a switch keeps for its ports (Hyper-V's `New-VMSwitch -MinimumBandwidthMode`). It is chosen when the switch is made.
public enum BandwidthMode: String, Codable, Hashable, Sendable, CaseIterable {
  /// What each adapter asks for: a weight or bits per second.
  case `default` = "Default"
  /// Weights only.
  case weight = "Weight"
  /// Bits per second only.
  case absolute = "Absolute"
  /// Nothing.
  case none = "None"

  /// Why an adapter with this bandwidth cannot be plugged into a switch of this mode; nil when it can.
  package func problem(_ bandwidth: BandwidthConfiguration) -> String? {
    if bandwidth.minimumWeight != 0, self == .absolute || self == .none {
      return "minimumWeight: the switch's minimum bandwidth mode is \(rawValue)"
    }
    if bandwidth.minimumAbsolute != 0, self == .weight || self == .none {
      return "minimumAbsolute: the switch's minimum bandwidth mode is \(rawValue)"
    }
    return nil
  }
}
