internal import PowerShell

/// An instance of a class as an object.
enum CimInstance {
  /// `properties`: those that keep their values; empty is all. The others are there without one, as CIM does it.
  static func value(
    _ found: CimClasses.Class, _ instance: CimClasses.Instance, properties: [String], keysOnly: Bool,
    _ isManagementObject: Bool
  ) -> Value {
    let path = found.namespace
    let bag = PropertyBag()
    if isManagementObject {
      bag["__GENUS"] = 2
      bag["__CLASS"] = .string(found.name)
      bag["__NAMESPACE"] = .string(path.map { $0 == "/" ? "\\" : String($0) }.joined())
      bag["__SERVER"] = .string(SystemFacts.machineName())
    }
    for (name, value) in instance {
      let isKey = found.keys.contains { $0.isSameName(as: name) }
      let isWanted = properties.isEmpty && !keysOnly || isKey || properties.contains { $0.isSameName(as: name) }
      if isManagementObject, !isWanted { continue }
      bag[name] = isWanted ? value : .null
    }
    bag["PSComputerName"] = isManagementObject ? .string(SystemFacts.machineName()) : .null
    if isManagementObject {
      bag.addedMembers().typeNames = [
        "System.Management.ManagementObject#\(path.map { $0 == "/" ? "\\" : String($0) }.joined())\\\(found.name)",
        "System.Management.ManagementObject",
      ]
      return .object(bag)
    }
    bag["CimClass"] = .string("\(path):\(found.name)")
    bag.addedMembers().typeNames = [
      "Microsoft.Management.Infrastructure.CimInstance#\(path)/\(found.name)",
      "Microsoft.Management.Infrastructure.CimInstance#\(found.name)",
      "Microsoft.Management.Infrastructure.CimInstance",
    ]
    return .object(bag)
  }

  static func classValue(_ found: CimClasses.Class, _ options: ManagementOptions) -> Value {
    let names = found.instances(HostFacts(root: options.systemRoot), options).first?.map(\.name) ?? []
    return .object(
      PropertyBag(
        [
          "CimClassName": .string(found.name), "CimClassMethods": .array([]), "CimClassProperties": .strings(names),
          "CimSuperClassName": .null, "CimSystemProperties": .string("\(found.namespace):\(found.name)"),
        ], typeName: "Microsoft.Management.Infrastructure.CimClass"))
  }
}
