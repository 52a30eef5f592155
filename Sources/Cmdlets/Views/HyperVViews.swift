internal import Formatting
internal import PowerShell

/// The default tables of Hyper-V's objects: columns and headers of hyperv/semantics.md section 7, in this order.
enum HyperVViews {
  static let all: [ViewDefinition] = [
    table(
      "VirtualMachine",
      [
        ViewColumn("Name"), ViewColumn("State"), ViewColumn("CPUUsage(%)", .property("CPUUsage"), alignment: .left),
        ViewColumn("MemoryAssigned(M)", megabytes("MemoryAssigned"), alignment: .left), ViewColumn("Uptime"),
        ViewColumn("Status"), ViewColumn("Version"),
      ]),
    table(
      "VMProcessor",
      [
        ViewColumn("VMName"), ViewColumn("Count", alignment: .left), ViewColumn("CompatibilityForMigrationEnabled"),
        ViewColumn("CompatibilityForOlderOperatingSystemsEnabled"),
      ]),
    table(
      "VMMemory",
      [
        ViewColumn("VMName"), ViewColumn("DynamicMemoryEnabled"),
        ViewColumn("Minimum(M)", megabytes("Minimum"), alignment: .left),
        ViewColumn("Startup(M)", megabytes("Startup"), alignment: .left),
        ViewColumn("Maximum(M)", megabytes("Maximum"), alignment: .left),
      ]),
    ViewDefinition(
      ["VMNetworkAdapter", "VMInternalNetworkAdapter"].map(full),
      .table(
        ["Name", "IsManagementOs", "VMName", "SwitchName", "MacAddress", "Status", "IPAddresses"].map { ViewColumn($0) }
      )),
    table("VMSwitch", ["Name", "SwitchType", "NetAdapterInterfaceDescription"].map { ViewColumn($0) }),
    table(
      "VMNetworkAdapterVlanSetting",
      [
        ViewColumn("VMName", parent("VMName")), ViewColumn("VMNetworkAdapterName", parent("Name")),
        ViewColumn("Mode", .property("OperationMode")), ViewColumn("VlanList", .computed(vlans)),
      ]),
    table(
      "VMNetworkAdapterAclSetting",
      [
        ViewColumn("VMName", parent("VMName")), ViewColumn("VMNetworkAdapterName", parent("Name")),
        ViewColumn("Direction"), ViewColumn("Address", .computed(addresses)),
        ViewColumn("Action", .computed(actions)),
      ]),
    table(
      "VMHost",
      [
        ViewColumn("Name"), ViewColumn("LogicalProcessorCount", alignment: .left),
        ViewColumn("MemoryCapacity(M)", megabytes("MemoryCapacity"), alignment: .left),
        ViewColumn("VirtualHardDiskPath"), ViewColumn("VirtualMachinePath"),
      ]),
    table("VMHostSupportedVersion", ["Name", "Version", "IsDefault"].map { ViewColumn($0) }),
    table(
      "VMIntegrationComponent",
      ["VMName", "Name", "Enabled", "PrimaryStatusDescription", "SecondaryStatusDescription"].map { ViewColumn($0) }),
    table("VMNestedRequirement", ["VMName", "Requirement", "Met", "Measured", "Mend"].map { ViewColumn($0) }),
    table("VMComPort", ["VMName", "Name", "Path"].map { ViewColumn($0) }),
  ]

  private static func full(_ name: String) -> String { "\(HyperVEnum.namespace).\(name)" }

  private static func table(_ type: String, _ columns: [ViewColumn]) -> ViewDefinition {
    ViewDefinition([full(type)], .table(columns))
  }

  /// Bytes as whole MiB.
  private static func megabytes(_ property: String) -> ViewColumn.Source {
    .computed { object, context in
      guard let bytes = try Members.property(object, property, context)?.integerValue else { return .null }
      return .int64(bytes >> 20)
    }
  }

  private static func parent(_ property: String) -> ViewColumn.Source {
    .computed { object, context in
      guard let parent = try Members.property(object, "ParentAdapter", context) else { return .null }
      return try Members.property(parent, property, context) ?? .null
    }
  }

  /// `Remote 10.0.0.0/8`; both sides where both are named.
  @Sendable private static func addresses(_ object: Value, _ context: ValueContext) throws -> Value {
    let sides = try ["Local", "Remote"].map { side in
      (side, try Members.property(object, "\(side)Address", context)?.displayString(context) ?? "")
    }
    let named = sides.filter { $0.1 != AccessEntryObject.anything }
    return .string((named.isEmpty ? [sides[1]] : named).map { "\($0) \($1)" }.joined(separator: " "))
  }

  /// `Deny`, `Meter (12 Mbytes)`.
  @Sendable private static func actions(_ object: Value, _ context: ValueContext) throws -> Value {
    let text = { (name: String) in try Members.property(object, name, context)?.displayString(context) ?? "" }
    let action = try text("Action")
    return .string(action == "Meter" ? "Meter (\(try text("MeteredMegabytes")) Mbytes)" : action)
  }

  @Sendable private static func vlans(_ object: Value, _ context: ValueContext) throws -> Value {
    let text = { (name: String) in try Members.property(object, name, context)?.displayString(context) ?? "" }
    switch try text("OperationMode") {
    case "Access": return .string(try text("AccessVlanId"))
    case "Trunk": return .string("\(try text("NativeVlanId")),\(try text("AllowedVlanIdListString"))")
    case "Private":
      let isPromiscuous = try text("PrivateVlanMode") == "Promiscuous"
      let other = try text(isPromiscuous ? "SecondaryVlanIdListString" : "SecondaryVlanId")
      return .string("\(try text("PrimaryVlanId")),\(other)")
    default: return ""
    }
  }
}
