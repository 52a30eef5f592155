internal import PowerShell

/// Get-ItemProperty, Get-ItemPropertyValue and Set-ItemProperty.
enum ItemProperties {
  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-ItemProperty", module: ModuleName.management, aliases: ["gp"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-ItemProperty", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetItemPropertyCommand",
          ItemSelection.parameters + ItemSelection.filters + ["Name@1<property String[] = PSProperty"],
          defaultSetName: "Path", synopsis: "Gives the properties of a file or the values of a registry key.")
      }, { ClosureCmdlet(get) }),
    CommandInfo(
      cmdlet: "Get-ItemPropertyValue", module: ModuleName.management, aliases: ["gpv"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-ItemPropertyValue", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetItemPropertyValueCommand",
          [
            "Path@0<value<property String[] in Path", "!LiteralPath<property String[] = PSPath in LiteralPath",
            "!Name@1 String[] = PSProperty",
          ] + ItemSelection.filters, defaultSetName: "Path",
          synopsis: "Gives the value of one property of a file or of a registry key.")
      }, { ClosureCmdlet(value) }),
    CommandInfo(
      cmdlet: "Set-ItemProperty", module: ModuleName.management, aliases: ["sp"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Set-ItemProperty", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.SetItemPropertyCommand",
          ItemSelection.parameters + ItemSelection.filters + [
            "!Name@1<property = PSProperty", "!Value@2<property Object", "Type<property", "Force SwitchParameter",
            "PassThru SwitchParameter",
          ], defaultSetName: "Path", supportsShouldProcess: true,
          synopsis: "Changes a property of a file: IsReadOnly, LastWriteTime, LastAccessTime.")
      }, { ClosureCmdlet(set) }),
  ]

  private static func get(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let names = invocation.bound.strings("Name")
    for place in try ItemSelection(invocation).places(invocation) {
      do {
        if let value = try properties(place, names, state) { try invocation.writeOutput(value) }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func properties(_ place: ItemPath, _ names: [String]?, _ state: ManagementState) throws -> Value? {
    let bag = PropertyBag()
    switch place.provider {
    case .fileSystem:
      guard let item = state.item(place) else { return nil }
      guard let names else { return item }
      for name in names {
        guard let value = try Members.property(item, name) else { throw missing(name, place) }
        bag[name] = value
      }
    case .registry:
      guard let key = RegistryView.key(place) else { return nil }
      let patterns = try names?.map { try Wildcard($0) }
      for (name, value) in key.values where patterns?.contains(where: { $0.matches(name) }) ?? true {
        bag[name] = value
      }
      for name in names ?? [] where !Wildcard.isPattern(name) && bag[name] == nil { throw missing(name, place) }
      // A key without values gives nothing.
      if bag.properties.count == 0 { return nil }
    default: throw ItemError.notSupported("properties of items", place)
    }
    bag["PSPath"] = .string(place.qualified)
    bag["PSParentPath"] = .text(place.parent?.qualified)
    bag["PSChildName"] = .string(place.name)
    bag["PSDrive"] = place.drive.value
    bag["PSProvider"] = place.provider.value
    return .object(bag)
  }

  private static func value(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let selection = try ItemSelection(invocation)
    for place in try selection.places(invocation, default: ".") {
      for name in invocation.bound.strings("Name") ?? [] {
        do {
          guard let bag = try properties(place, [name], state) else { throw missing(name, place) }
          if let value = try Members.property(bag, name) { try invocation.writeOutput(value) }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  private static func set(_ invocation: Invocation) throws {
    try invocation.refuse(["Type"], because: "it is for values of the registry, which is read only here.")
    let state = try invocation.management()
    let name = invocation.bound.string("Name") ?? ""
    let value = invocation.bound["Value"] ?? .null
    for place in try ItemSelection(invocation).places(invocation) {
      do {
        guard place.provider == .fileSystem else {
          throw place.provider == .registry
            ? ItemError.registryDenied(place) : ItemError.notSupported("properties of items", place)
        }
        guard
          try invocation.shouldProcess("Item: \(place.text) Property: \(name)", "Set Property File")
        else { continue }
        try change(place, name, value, invocation)
        if invocation.bound.isSet("PassThru"), let item = state.item(place) { try invocation.writeOutput(item) }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func change(_ place: ItemPath, _ name: String, _ value: Value, _ invocation: Invocation) throws {
    switch name.caseFolded {
    case "isreadonly": try FileChange.setReadOnly(place.path, value.isTrue)
    case "lastwritetime", "lastwritetimeutc", "lastaccesstime", "lastaccesstimeutc":
      try FileChange.setTime(place.path, name, value, invocation.host.values)
    case "attributes":
      // Of the attributes only ReadOnly is the file's own to change.
      let wanted = try value.converted(to: FileTypes.attributes).integerValue ?? 0
      guard wanted & ~(1 | 16 | 32 | 128) == 0 else { throw fixed(name, place) }
      try FileChange.setReadOnly(place.path, wanted & 1 != 0)
    default:
      let isKnown = try Members.property(FileEntry(place.path).value, name) != nil
      throw isKnown ? fixed(name, place) : missing(name, place)
    }
  }

  private static func missing(_ name: String, _ place: ItemPath) -> PowerShellError {
    PowerShellError(
      "Property \(name) does not exist at path \(place.providerPath).",
      id: "System.Management.Automation.PSArgumentException", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException", target: .string(name))
  }

  private static func fixed(_ name: String, _ place: ItemPath) -> PowerShellError {
    PowerShellError(
      "The property \(name) of \(place.text) cannot be set on this system.", id: "SetPropertyError",
      category: .invalidOperation, exceptionType: "System.Management.Automation.SetValueException",
      target: .string(name))
  }
}
