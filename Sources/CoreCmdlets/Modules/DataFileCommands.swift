internal import PowerShell

/// Import-PowerShellDataFile, Import-LocalizedData and Unblock-File.
enum DataFileCommands {
  static var all: [CommandInfo] {
    [
      .core(
        "Import-PowerShellDataFile", in: ModuleName.utility, "ImportPowerShellDataFileCommand",
        ["!Path@0<value<property String[] in ByPath", "!LiteralPath<property String[] = PSPath in ByLiteralPath"],
        defaultSet: "ByPath", synopsis: "Reads the hashtable of a .psd1 file without running anything."
      ) { invocation in
        let (session, _) = try invocation.requireSession()
        for given in invocation.bound.strings("Path") ?? invocation.bound.strings("LiteralPath") ?? [] {
          let path = FilePaths.absolute(given, from: invocation.location)
          do {
            let value = try session.evaluateData(try FilePaths.text(path), path: path)
            guard value.reference is DictionaryObject else {
              throw PowerShellError(
                "The file '\(given)' could not be imported because it is not one hashtable.",
                id: "CouldNotParseAsPowerShellDataFileNoHashtableRoot", category: .invalidData,
                exceptionType: "System.InvalidOperationException", target: .string(given))
            }
            try invocation.writeOutput(value)
          } catch let error as PowerShellError {
            try invocation.writeError(error)
          }
        }
      },
      .core(
        "Import-LocalizedData", in: ModuleName.utility, "ImportLocalizedDataCommand",
        ["BindingVariable@0 = Variable", "UICulture@1", "BaseDirectory", "FileName", "SupportedCommand String[]"],
        synopsis: "Reads a script's texts from the .psd1 file of a language."
      ) { try localizedData($0) },
      .core(
        "Unblock-File", in: ModuleName.utility, "UnblockFileCommand",
        ["!Path@0 String[] in ByPath", "!LiteralPath<property String[] = PSPath in ByLiteralPath"],
        defaultSet: "ByPath", shouldProcess: true,
        synopsis: "Checks that files are there: on Linux no file is blocked by where it came from."
      ) { invocation in
        for given in invocation.bound.strings("Path") ?? invocation.bound.strings("LiteralPath") ?? [] {
          let path = FilePaths.absolute(given, from: invocation.location)
          guard FilePaths.isFile(path) || FilePaths.isFolder(path) else {
            try invocation.writeError(FilePaths.notFound(path))
            continue
          }
          guard try invocation.shouldProcess(path, "Unblock-File") else { continue }
          try invocation.writeVerbose("\(path) is not blocked: files here do not note where they came from.")
        }
      },
    ]
  }

  private static func localizedData(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    let bound = invocation.bound
    let script = invocation.origin.scriptName ?? invocation.host.scope?.callSites.first?.file
    guard let base = bound.string("BaseDirectory") ?? script.map(FilePaths.folder) else {
      throw PowerShellError(
        "Cannot find the folder of the texts: the command is not in a script file. Use -BaseDirectory.",
        id: "InvalidBaseDirectory", category: .invalidOperation,
        exceptionType: "System.Management.Automation.PSInvalidOperationException")
    }
    let folder = FilePaths.absolute(base, from: invocation.location)
    let file =
      bound.string("FileName").map { $0.caseFolded.hasSuffix(".psd1") ? String($0.dropLast(5)) : $0 }
      ?? script.map(FilePaths.stem) ?? ""
    let culture = bound.string("UICulture") ?? "en-US"
    let folders = ["\(folder)/\(culture)", "\(folder)/\(culture.prefix { $0 != "-" })", folder]
    guard let path = folders.map({ "\($0)/\(file).psd1" }).first(where: FilePaths.isFile) else {
      return try invocation.writeError(
        PowerShellError(
          "Cannot find the PowerShell data file '\(file).psd1' in directory '\(folder)/\(culture)/', or in any parent "
            + "culture directories.", id: "ImportLocalizedData", category: .objectNotFound,
          exceptionType: "System.Management.Automation.PSInvalidOperationException",
          target: .string("\(folder)/\(culture)/\(file).psd1")))
    }
    let value = try session.evaluateData(
      try FilePaths.text(path), path: path,
      commands: ["ConvertFrom-StringData"] + (bound.strings("SupportedCommand") ?? []))
    if let variable = bound.string("BindingVariable") {
      try invocation.host.setVariable(variable, value)
    } else {
      try invocation.writeOutput(value)
    }
  }
}
