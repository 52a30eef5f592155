internal import PowerShell

/// The errors of the module cmdlets.
enum ModuleErrors {
  static func notFound(_ name: String) -> PowerShellError {
    PowerShellError(
      "The specified module '\(name)' was not loaded because no valid module file was found in any module directory.",
      id: "Modules_ModuleNotFound", category: .resourceUnavailable, exceptionType: "System.IO.FileNotFoundException",
      target: .string(name))
  }

  static func wrongVersion(_ name: String, _ wanted: String, _ found: Version) -> PowerShellError {
    PowerShellError(
      "The specified module '\(name)' with version '\(wanted)' was not loaded because no valid module file was found in "
        + "any module directory. The version that is there is \(found.text).", id: "Modules_ModuleWithVersionNotFound",
      category: .resourceUnavailable, exceptionType: "System.IO.FileNotFoundException", target: .string(name))
  }

  static func binary(_ path: String) -> PowerShellError {
    PowerShellError(
      "The module '\(path)' cannot be imported: it is a library of .NET. Modules are .psm1 and .psd1 files here.",
      id: "Modules_BinaryModuleNotSupported", category: .notImplemented,
      exceptionType: "System.Management.Automation.PSNotSupportedException", target: .string(path))
  }

  static func invalidManifest(_ path: String, _ reason: String) -> PowerShellError {
    PowerShellError(
      "The module manifest '\(path)' could not be processed because it is not a valid PowerShell module manifest file. "
        + reason, id: "Modules_InvalidManifest", category: .resourceUnavailable,
      exceptionType: "System.InvalidOperationException", target: .string(path))
  }

  static func missingRequirement(_ name: String, _ path: String) -> PowerShellError {
    PowerShellError(
      "The required module '\(name)' is not loaded. Load the module or remove the module from 'RequiredModules' in the "
        + "file '\(path)'.", id: "Modules_InvalidManifest", category: .resourceUnavailable,
      exceptionType: "System.Management.Automation.MissingMemberException", target: .string(path))
  }

  static func newerShell(_ path: String, _ wanted: String, _ version: Version) -> PowerShellError {
    PowerShellError(
      "The version of the loaded PowerShell is '\(version.text)'. The module '\(path)' requires a minimum PowerShell "
        + "version of '\(wanted)' to run correctly. Please verify the installation of the PowerShell and try again.",
      id: "Modules_InsufficientPowerShellVersion", category: .resourceUnavailable,
      exceptionType: "System.InvalidOperationException", target: .string(path))
  }

  static func notRemoved(_ name: String) -> PowerShellError {
    PowerShellError(
      "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in "
        + "the runspace.", id: "Modules_NoModulesRemoved", category: .resourceUnavailable,
      exceptionType: "System.InvalidOperationException", target: .string(name))
  }

  static let outsideOfModule = PowerShellError(
    "The Export-ModuleMember cmdlet can only be called from inside a module.",
    id: "Modules_CanOnlyExecuteExportModuleMemberInsideAModule", category: .permissionDenied,
    exceptionType: "System.InvalidOperationException")

  static let tooDeep = PowerShellError(
    "Modules import one another more than \(ModuleLoader.depthLimit) deep.", id: "Modules_TooDeep",
    category: .limitsExceeded, exceptionType: "System.InvalidOperationException")
}
