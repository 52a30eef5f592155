internal import Ethernet
internal import FoundationEssentials
package import HyperV

/// The host's settings, in the store; what was never set has its default.
package struct HostSettingsStore: Sendable {
  let store: Store
  /// The service's home.
  let home: String

  package init(store: Store, home: String) {
    self.store = store
    self.home = home
  }

  private struct Kept: Codable {
    var macAddressMinimum: MACAddress?
    var macAddressMaximum: MACAddress?
    var virtualHardDiskPath: String?
    var nesting: NestingPolicy?
  }
  private static let name = "hostSettings"

  package func current() async throws -> HostSettings {
    let kept = try await store.setting(Self.name, as: Kept.self)
    let pool = try await MACPool(store: store).standardRange()
    return HostSettings(
      macAddressMinimum: kept?.macAddressMinimum ?? pool.lowerBound,
      macAddressMaximum: kept?.macAddressMaximum ?? pool.upperBound, virtualMachinePath: home,
      virtualHardDiskPath: kept?.virtualHardDiskPath ?? home, nesting: kept?.nesting ?? NestingPolicy())
  }

  /// - Throws: `DrosteError` with everything that is wrong, having changed nothing.
  package func update(_ settings: HostSettings) async throws -> HostSettings {
    let old = try await current()
    var problems = settings.problems()
    if settings.virtualMachinePath != old.virtualMachinePath {
      throw DrosteError(
        .notSupported, "VirtualMachinePath cannot be changed: machines are kept in the service's home, \(home).",
        hint: "droste host stop, move the folder, and start the service with DROSTE_HOME=NEW")
    }
    if problems.isEmpty, settings.virtualHardDiskPath != old.virtualHardDiskPath,
      !Files.isFolder(settings.virtualHardDiskPath)
    {
      problems.append("virtualHardDiskPath: there is no folder \(settings.virtualHardDiskPath)")
    }
    guard problems.isEmpty else {
      throw DrosteError(
        .invalidParameter, "The host cannot be configured so:\n" + problems.joined(separator: "\n"))
    }
    try await store.saveSetting(
      Self.name,
      Kept(
        macAddressMinimum: settings.macAddressMinimum, macAddressMaximum: settings.macAddressMaximum,
        virtualHardDiskPath: settings.virtualHardDiskPath, nesting: settings.nesting))
    return try await current()
  }

  /// The pool's range as it was set; nil when it was not.
  static func range(_ store: Store) async throws -> ClosedRange<MACAddress>? {
    guard let kept = try await store.setting(name, as: Kept.self), let first = kept.macAddressMinimum,
      let last = kept.macAddressMaximum, first <= last
    else { return nil }
    return first...last
  }
}
