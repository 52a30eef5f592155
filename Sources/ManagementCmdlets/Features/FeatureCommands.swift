internal import PowerShell

/// Windows' optional features and server roles. Hyper-V is what this computer has, and it is always on.
enum FeatureCommands {
  /// Name and display name of the optional features that are on.
  private static let optional: [(name: String, displayName: String)] = [
    ("Microsoft-Hyper-V-All", "Hyper-V"), ("Microsoft-Hyper-V", "Hyper-V Platform"),
    ("Microsoft-Hyper-V-Tools-All", "Hyper-V Management Tools"),
    ("Microsoft-Hyper-V-Management-PowerShell", "Hyper-V Module for Windows PowerShell"),
    ("Microsoft-Hyper-V-Hypervisor", "Hyper-V Hypervisor"), ("Microsoft-Hyper-V-Services", "Hyper-V Services"),
    ("Microsoft-Hyper-V-Management-Clients", "Hyper-V GUI Management Tools"),
  ]

  /// Server roles and their tools, with their depth in the tree.
  private static let roles: [(name: String, displayName: String, kind: String, depth: Int32)] = [
    ("Hyper-V", "Hyper-V", "Role", 1), ("RSAT", "Remote Server Administration Tools", "Feature", 1),
    ("RSAT-Role-Tools", "Role Administration Tools", "Feature", 2),
    ("RSAT-Hyper-V-Tools", "Hyper-V Management Tools", "Feature", 3),
    ("Hyper-V-Tools", "Hyper-V GUI Management Tools", "Feature", 4),
    ("Hyper-V-PowerShell", "Hyper-V Module for Windows PowerShell", "Feature", 4),
  ]

  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-WindowsOptionalFeature", module: ModuleName.dism,
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-WindowsOptionalFeature", module: ModuleName.dism,
          errorSource: "Microsoft.Dism.Commands.GetWindowsOptionalFeatureCommand",
          ["FeatureName@0<property", "PackageName<property"] + images, defaultSetName: "Online",
          synopsis: "Lists the optional features of Windows that this computer offers: Hyper-V's.")
      }, { ReportingCmdlet(getOptional) }),
    CommandInfo(
      cmdlet: "Enable-WindowsOptionalFeature", module: ModuleName.dism,
      metadata: {
        try CommandMetadata(
          cmdlet: "Enable-WindowsOptionalFeature", module: ModuleName.dism,
          errorSource: "Microsoft.Dism.Commands.EnableWindowsOptionalFeatureCommand",
          [
            "!FeatureName@0<property String[]", "PackageName<property", "All SwitchParameter",
            "LimitAccess SwitchParameter",
            "Source String[]", "NoRestart SwitchParameter",
          ] + images, defaultSetName: "Online",
          synopsis: "Turns an optional feature on; Hyper-V is on already.")
      }, { ReportingCmdlet { try changeOptional($0, isEnabling: true) } }),
    CommandInfo(
      cmdlet: "Disable-WindowsOptionalFeature", module: ModuleName.dism,
      metadata: {
        try CommandMetadata(
          cmdlet: "Disable-WindowsOptionalFeature", module: ModuleName.dism,
          errorSource: "Microsoft.Dism.Commands.DisableWindowsOptionalFeatureCommand",
          [
            "!FeatureName@0<property String[]", "PackageName<property", "Remove SwitchParameter",
            "NoRestart SwitchParameter",
          ] + images, defaultSetName: "Online",
          synopsis: "Is refused: Hyper-V cannot be turned off.")
      }, { ReportingCmdlet { try changeOptional($0, isEnabling: false) } }),
    CommandInfo(
      cmdlet: "Get-WindowsFeature", module: ModuleName.serverManager,
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-WindowsFeature", module: ModuleName.serverManager,
          errorSource: "Microsoft.Windows.ServerManager.Commands.GetWindowsFeatureCommand",
          ["Name@0<value String[]", "ComputerName = Cn", "Vhd", "Credential Object", "LogPath"],
          synopsis: "Lists the roles of Windows Server that this computer offers: Hyper-V and its tools.")
      }, { ReportingCmdlet(getRoles) }),
    CommandInfo(
      cmdlet: "Install-WindowsFeature", module: ModuleName.serverManager, aliases: ["Add-WindowsFeature"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Install-WindowsFeature", module: ModuleName.serverManager,
          errorSource: "Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand",
          [
            "!Name@0<value Object[]", "Restart SwitchParameter", "IncludeAllSubFeature SwitchParameter",
            "IncludeManagementTools SwitchParameter", "Source String[]", "ComputerName = Cn", "Vhd",
            "Credential Object",
            "LogPath", "ConfigurationFilePath",
          ], supportsShouldProcess: true, synopsis: "Installs a role of Windows Server; Hyper-V is there already.")
      }, { ReportingCmdlet(install) }),
  ]

  private static let images = [
    "Online SwitchParameter in Online", "!Path<property in Offline", "WindowsDirectory", "SystemDrive", "LogPath",
    "ScratchDirectory", "LogLevel",
  ]

  private static func refuseImages(_ invocation: Invocation) throws {
    try invocation.refuse(
      ["Path", "WindowsDirectory", "SystemDrive", "LogPath", "ScratchDirectory", "LogLevel", "PackageName", "Source"],
      because: "only the running computer (-Online) has features.")
    guard invocation.bound.isSet("Online") else {
      throw PowerShellError(
        "Parameter set cannot be resolved using the specified named parameters.", id: "AmbiguousParameterSet",
        category: .invalidArgument, exceptionType: "System.Management.Automation.ParameterBindingException")
    }
  }

  private static func getOptional(_ invocation: Invocation) throws {
    try refuseImages(invocation)
    guard let name = invocation.bound.string("FeatureName") else {
      for feature in optional {
        try invocation.writeOutput(
          .object(
            PropertyBag(
              ["FeatureName": .string(feature.name), "State": "Enabled"],
              typeName: "Microsoft.Dism.Commands.BasicFeatureObject")))
      }
      return
    }
    let wildcard = try Wildcard(name)
    let found = optional.filter { wildcard.matches($0.name) }
    if found.isEmpty, !Wildcard.isPattern(name) { try invocation.writeError(unknown(name, invocation)) }
    for feature in found {
      try invocation.writeOutput(
        .object(
          PropertyBag(
            [
              "FeatureName": .string(feature.name), "DisplayName": .string(feature.displayName),
              "Description": .string("\(feature.displayName), as this computer offers it."),
              "RestartRequired": "Possible",
              "State": "Enabled", "CustomProperties": .null, "Path": "Online", "Online": true, "RestartNeeded": false,
            ], typeName: "Microsoft.Dism.Commands.AdvancedFeatureObject")))
    }
  }

  private static func changeOptional(_ invocation: Invocation, isEnabling: Bool) throws {
    try refuseImages(invocation)
    for name in invocation.bound.strings("FeatureName") ?? [] {
      guard optional.contains(where: { $0.name.isSameName(as: name) }) else {
        try invocation.writeError(unknown(name, invocation))
        continue
      }
      guard isEnabling else {
        throw PowerShellError(
          "The feature \(name) cannot be disabled: it is what this computer's machines run on.",
          id: "FeatureNotDisabled", category: .permissionDenied, exceptionType: "System.NotSupportedException",
          target: .string(name))
      }
      try invocation.writeOutput(
        .object(
          PropertyBag(
            ["Path": "", "Online": true, "RestartNeeded": false], typeName: "Microsoft.Dism.Commands.ImageObject")))
    }
  }

  private static func getRoles(_ invocation: Invocation) throws {
    try refuseComputers(invocation)
    for name in invocation.bound.strings("Name") ?? ["*"] {
      let wildcard = try Wildcard(name)
      for role in roles where wildcard.matches(role.name) { try invocation.writeOutput(value(role)) }
    }
  }

  private static func value(_ role: (name: String, displayName: String, kind: String, depth: Int32)) -> Value {
    .object(
      PropertyBag(
        [
          "Name": .string(role.name), "DisplayName": .string(role.displayName), "Installed": true,
          "InstallState": "Installed", "FeatureType": .string(role.kind), "Path": .string(role.displayName),
          "Depth": .int32(role.depth), "DependsOn": .array([]), "Parent": .null, "SubFeatures": .array([]),
          "Notification": .array([]),
        ], typeName: "Microsoft.Windows.ServerManager.Commands.Feature"))
  }

  private static func refuseComputers(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(
      ["Vhd", "Credential", "LogPath", "ConfigurationFilePath", "Source"], because: "only this computer has roles.")
  }

  private static func install(_ invocation: Invocation) throws {
    try refuseComputers(invocation)
    for value in invocation.bound.elements("Name") ?? [] {
      let name = try Members.property(value, "Name")?.displayString() ?? value.displayString()
      guard roles.contains(where: { $0.name.isSameName(as: name) }) else {
        throw PowerShellError(
          "ArgumentNotValid: The role, role service, or feature name is not valid: '\(name)'. The name was not found.",
          id: "NameDoesNotExist", category: .invalidArgument, exceptionType: "System.Exception", target: .string(name))
      }
    }
    let result = PropertyBag(
      ["Success": true, "RestartNeeded": "No", "ExitCode": "NoChangeNeeded", "FeatureResult": .array([])],
      typeName: "Microsoft.Windows.ServerManager.Commands.FeatureOperationResult")
    try invocation.writeOutput(.object(result))
  }

  /// Its id is the command's class alone.
  private static func unknown(_ name: String, _ invocation: Invocation) -> ErrorRecord {
    let error = PowerShellError(
      "Feature name \(name) is unknown.", id: "", exceptionType: "System.Runtime.InteropServices.COMException")
    return ErrorRecord(
      exception: ExceptionObject(error), id: invocation.metadata.errorSource, category: .notSpecified,
      activity: invocation.metadata.name, invocation: .object(invocation.origin))
  }
}
