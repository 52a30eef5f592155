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
    "Set-VMHost", "Changes a host's pool of MAC addresses and its folder for disks.",
    supports: "ComputerName MacAddressMinimum MacAddressMaximum VirtualHardDiskPath VirtualMachinePath",
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
        let wanted = settings
        _ = try connection.change { try await $0.updateHostSettings(wanted) }
        try call.pass(object(connection).value)
      }
    }
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
