internal import Formatting

extension ManagementViews {
  /// Both the CIM and the older type of an instance.
  private static func names(_ className: String) -> [String] {
    [
      "Microsoft.Management.Infrastructure.CimInstance#root/cimv2/\(className)",
      "System.Management.ManagementObject#root\\cimv2\\\(className)",
    ]
  }

  private static func table(_ className: String, _ columns: [String]) -> ViewDefinition {
    ViewDefinition(names(className), .table(columns.map { ViewColumn($0) }))
  }

  private static func list(_ className: String, _ lines: [String]) -> ViewDefinition {
    ViewDefinition(names(className), .list(lines.map { ViewColumn($0) }))
  }

  static let cim: [ViewDefinition] = [
    table(
      "Win32_ComputerSystem", ["Name", "PrimaryOwnerName", "Domain", "TotalPhysicalMemory", "Model", "Manufacturer"]),
    table("Win32_Processor", ["DeviceID", "Name", "Caption", "MaxClockSpeed", "SocketDesignation", "Manufacturer"]),
    table(
      "Win32_OperatingSystem",
      ["SystemDirectory", "Organization", "BuildNumber", "RegisteredUser", "SerialNumber", "Version"]),
    list("Win32_BIOS", ["SMBIOSBIOSVersion", "Manufacturer", "Name", "SerialNumber", "Version"]),
    table("Win32_LogicalDisk", ["DeviceID", "DriveType", "ProviderName", "VolumeName", "Size", "FreeSpace"]),
    table("Win32_NetworkAdapter", ["DeviceID", "Name", "AdapterType", "ServiceName"]),
    table("Win32_NetworkAdapterConfiguration", ["ServiceName", "DHCPEnabled", "Index", "Description"]),
    table("Win32_Service", ["Name", "StartMode", "State", "Status"]),
    table("Win32_Process", ["ProcessId", "Name", "WorkingSetSize", "VirtualSize"]),
    list("Win32_ComputerSystemProduct", ["IdentifyingNumber", "Name", "Vendor", "Version", "Caption"]),
    ViewDefinition(
      ["Microsoft.Management.Infrastructure.CimClass"],
      .table([
        ViewColumn("CimClassName", width: 35), ViewColumn("CimClassMethods", width: 20),
        ViewColumn("CimClassProperties"),
      ])),
  ]
}
