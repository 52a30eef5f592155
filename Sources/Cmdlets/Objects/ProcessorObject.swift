internal import HyperV
internal import PowerShell

/// What an object of `VMProcessor` is: a machine's processors.
struct ProcessorObject: Sendable {
  let machine: MachineObject

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMProcessor", base: HyperVClass.component, members: MemberTable(properties: properties))

  private static let field = Fields<ProcessorObject>()
  /// The device's GUID, the same on every host (hyperv/semantics.md section 7).
  private static let device = "b637f346-6a0e-4dec-af52-bd70cb80a21d"

  /// Nothing limits, reserves, weighs or hides what a machine may have of the processors, so those are at the values that
  /// mean so.
  private static let properties: [Property] =
    [
      field("ResourcePoolName", "Primordial"),
      field("Count") { .int64(Int64($0.configuration.count)) },
      field("CompatibilityForMigrationEnabled", false),
      field("CompatibilityForOlderOperatingSystemsEnabled", false),
      field("HwThreadCountPerCore", .int64(1)),
      field("ExposeVirtualizationExtensions") { .boolean($0.configuration.exposeVirtualizationExtensions) },
      field("EnablePerfmonPmu", false),
      field("EnablePerfmonLbr", false),
      field("EnablePerfmonPebs", false),
      field("EnablePerfmonIpt", false),
      field("EnableLegacyApicMode", false),
      field("Maximum", .int64(100)),
      field("Reserve", .int64(0)),
      field("RelativeWeight", 100),
      field("EnableHostResourceProtection", false),
      field("OperationalStatus") { _ in .array([HyperVEnum.value("VMProcessorOperationalStatus", "Ok")]) },
      field("StatusDescription") { _ in .list(["Operating normally"]) },
      field("Name", "Processor"),
      field("Id") { MachinePart.id($0.machine, device) },
    ] + MachinePart.properties(\ProcessorObject.machine)

  private var configuration: ProcessorConfiguration { machine.current.configuration.processor }

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}
