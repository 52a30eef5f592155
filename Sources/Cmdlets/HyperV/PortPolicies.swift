internal import Ethernet
internal import HyperV
internal import PowerShell

/// What Set-VMNetworkAdapter's parameters say about how much an adapter may send, who watches it, and which addresses it may
/// send from. Nil: not given.
struct PortPolicies {
  private let mirroring: PortMirroringMode?
  private let maximum: UInt64?
  private let minimumAbsolute: UInt64?
  private let minimumWeight: Int?
  private let stormLimit: UInt32?
  private let allowed: [MACAddress]?

  /// Errors: a negative number, a text that is no MAC address.
  init(_ call: HostCall) throws {
    mirroring = call.bound.enumeration("PortMirroring").flatMap { PortMirroringMode(rawValue: $0.text) }
    maximum = try Self.bits(call, "MaximumBandwidth")
    minimumAbsolute = try Self.bits(call, "MinimumBandwidthAbsolute")
    minimumWeight = call.bound.integer("MinimumBandwidthWeight").map { Int(clamping: $0) }
    stormLimit = call.bound.integer("StormLimit").map { UInt32(clamping: $0) }
    allowed = try call.bound.strings("AllowedMacAddress")?.filter { !$0.isEmpty }.map { text in
      if let address = MACAddress(text) { return address }
      throw DrosteError(
        .invalidParameter, "\"\(text)\" is not a MAC address.", hint: "-AllowedMacAddress takes it as in 00155D000411")
    }
  }

  /// Bits per second, rounded to a multiple of eight as Hyper-V does.
  private static func bits(_ call: HostCall, _ parameter: String) throws -> UInt64? {
    guard let number = call.bound.integer(parameter) else { return nil }
    guard let bits = UInt64(exactly: number) else {
      throw DrosteError(.invalidParameter, "-\(parameter) takes bits per second, 0 or more; \(number) is less.")
    }
    return (bits + 4) / 8 * 8
  }

  func apply(to adapter: inout NetworkAdapterConfiguration) {
    if let mirroring { adapter.portMirroring = mirroring }
    if let maximum { adapter.bandwidth.maximum = maximum }
    if let minimumAbsolute { adapter.bandwidth.minimumAbsolute = minimumAbsolute }
    if let minimumWeight { adapter.bandwidth.minimumWeight = minimumWeight }
    if let stormLimit { adapter.stormLimit = stormLimit }
    if let allowed { adapter.allowedMACAddresses = allowed }
  }
}
