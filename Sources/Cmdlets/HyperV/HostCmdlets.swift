internal import HostAPI
internal import HyperV
internal import PowerShell

/// Get- and Set-VMHost, Get-VMHostSupportedVersion.
enum HostCmdlets {
  static let all: [CmdletDefinition] = [get, set, versions]

  private static let get = CmdletDefinition(
    "Get-VMHost", "Gives a host: what it has, and where it keeps what.", supports: "ComputerName"
  ) { call in
    for connection in try call.connections() { try call.attempt { try call.write(object(connection).value) } }
  }

  private static func object(_ connection: HostConnection) throws -> VMHostObject {
    let (information, settings) = try connection.read { client in
      (try await client.hostInformation(), try await client.hostSettings())
    }
    return VMHostObject(connection: connection, information: information, settings: settings)
  }

  private static let set = CmdletDefinition(
    "Set-VMHost", "Changes a host's pool of MAC addresses, its folder for disks, and which machines may nest.",
    supports: "ComputerName MacAddressMinimum MacAddressMaximum VirtualHardDiskPath VirtualMachinePath",
    more: [
      "NestedVirtualizationPolicy", "NestedVirtualizationMachine String[]", "NestedVirtualizationDepth Int32",
      "EnforceNestedRequirements Boolean",
    ],
    facts: [
      "EnableEnhancedSessionMode": .init("False", "there are no sessions with a guest's screen."),
      "NumaSpanningEnabled": .init("True", "machines are not bound to nodes of memory."),
      "UseAnyNetworkForMigration": .init("False", "machines are not moved between hosts."),
    ]
  ) { call in
    for connection in try call.connections() {
      guard try call.proceeds("Set-VMHost will configure the host \"\(connection.computerName)\".") else { continue }
      try call.attempt {
        var settings = try connection.read { try await $0.hostSettings() }
        if let address = try call.macAddress("MacAddressMinimum") { settings.macAddressMinimum = address }
        if let address = try call.macAddress("MacAddressMaximum") { settings.macAddressMaximum = address }
        if let path = call.bound.string("VirtualHardDiskPath") { settings.virtualHardDiskPath = path }
        if let path = call.bound.string("VirtualMachinePath") { settings.virtualMachinePath = path }
        try change(&settings.nesting, call)
        let wanted = settings
        _ = try connection.change { try await $0.updateHostSettings(wanted) }
        try call.pass(object(connection).value)
      }
    }
  }

  /// Naming machines without a policy is the policy of named machines.
  private static func change(_ policy: inout NestingPolicy, _ call: HostCall) throws {
    if let names = call.bound.strings("NestedVirtualizationMachine") {
      policy.machines = names
      policy.mode = .named
    }
    if let text = call.bound.string("NestedVirtualizationPolicy") {
      guard let mode = NestingPolicy.Mode.allCases.first(where: { Names.same($0.rawValue, text) }) else {
        throw DrosteError(
          .invalidParameter,
          "NestedVirtualizationPolicy: \"\(text)\" is not one of "
            + NestingPolicy.Mode.allCases.map(\.rawValue).joined(separator: ", ") + ".")
      }
      policy.mode = mode
    }
    if let depth = call.bound.integer("NestedVirtualizationDepth") {
      // The deepest is no limit.
      policy.depth = depth == NestingPolicy.depthRange.upperBound ? nil : Int(clamping: depth)
    }
    if let isEnforced = call.bound.boolean("EnforceNestedRequirements") { policy.enforcesRequirements = isEnforced }
  }

  private static let versions = CmdletDefinition(
    "Get-VMHostSupportedVersion", "Gives the configuration versions of machines that a host runs.",
    supports: "ComputerName Default"
  ) { call in
    for connection in try call.connections() {
      for version in ConfigurationVersion.supported where !call.bound.isSet("Default") || version == .newest {
        try call.write(SupportedVersionObject(connection: connection, version: version).value)
      }
    }
  }
}
