internal import PowerShell

/// Add-Type, New-Guid, ConvertFrom-StringData, Join-String.
enum ObjectCommands {
  /// Assemblies whose types are here, as far as there are any.
  private static let assemblies: Set<String> = [
    "mscorlib", "netstandard", "system", "system.core", "system.management.automation", "system.security",
    "system.private.corelib", "system.runtime", "microsoft.powershell.commands.utility",
    "microsoft.powershell.commands.management",
  ]

  static var all: [CommandInfo] {
    [
      .core(
        "Add-Type", in: ModuleName.utility, "AddTypeCommand",
        [
          "!TypeDefinition@0 in FromSource", "!Name@0 in FromMember", "!MemberDefinition@1 String[] in FromMember",
          "!Path@0 String[] in FromPath", "!LiteralPath String[] in FromLiteralPath",
          "!AssemblyName String[] = AN in FromAssemblyName", "Namespace = NS in FromMember",
          "Language in FromSource, FromMember", "ReferencedAssemblies String[] = RA in FromSource, FromMember",
          "UsingNamespace String[] in FromMember",
          "PassThru SwitchParameter in FromSource, FromMember, FromPath, FromLiteralPath",
          "IgnoreWarnings SwitchParameter in FromSource, FromMember, FromPath, FromLiteralPath",
        ], defaultSet: "FromSource", synopsis: "Checks that the types of an assembly are there; compiles nothing."
      ) { try addType($0) },
      .core(
        "New-Guid", in: ModuleName.utility, "NewGuidCommand", [], synopsis: "Makes a random GUID."
      ) { try $0.writeOutput(.guid(.random())) },
      .core(
        "ConvertFrom-StringData", in: ModuleName.utility, "ConvertFromStringDataCommand", ["!StringData@0<value"],
        allowing: ["StringData": [.emptyString]], synopsis: "Makes a hashtable of lines that read name=value."
      ) { try stringData($0) },
      .core(
        "Join-String", in: ModuleName.utility, "JoinStringCommand",
        [
          "Property@0 Object in Default, SingleQuote, DoubleQuote, Format", "Separator@1", "OutputPrefix = op",
          "OutputSuffix = os", "SingleQuote SwitchParameter in SingleQuote",
          "DoubleQuote SwitchParameter in DoubleQuote",
          "FormatString in Format", "InputObject<value Object[]",
        ], defaultSet: "Default", synopsis: "Joins the texts of objects into one."
      ) { JoinString() },
    ]
  }

  private static func addType(_ invocation: Invocation) throws {
    guard let names = invocation.bound.strings("AssemblyName") else {
      throw PowerShellError(
        "Cannot add type: there is no compiler for C# or Visual Basic here, and no .NET that could load a library. Write "
          + "the type as a class of PowerShell.", id: "AddTypeNotSupported", category: .notImplemented,
        exceptionType: "System.PlatformNotSupportedException")
    }
    for name in names {
      let short = name.split(separator: ",").first.map { $0.trimmed().caseFolded } ?? ""
      guard !assemblies.contains(short.hasSuffix(".dll") ? String(short.dropLast(4)) : short) else { continue }
      throw PowerShellError(
        "Cannot add type. The assembly '\(name)' could not be found.", id: "ASSEMBLY_NOT_FOUND",
        category: .objectNotFound, exceptionType: "System.Exception", target: .string(name))
    }
  }

  private static func stringData(_ invocation: Invocation) throws {
    let table = DictionaryObject()
    func failure(_ message: String, _ line: String) -> PowerShellError {
      PowerShellError(
        message, id: "InvalidOperation", category: .invalidOperation,
        exceptionType: "System.Management.Automation.PSInvalidOperationException", target: .string(line))
    }
    let text = invocation.bound.string("StringData") ?? ""
    for part in text.split(whereSeparator: \.isNewline) {
      let line = part.trimmed()
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      guard let sign = line.firstIndex(of: "=") else {
        throw failure("Data line '\(line)' is not in 'name=value' format.", line)
      }
      let name = line[..<sign].trimmed()
      guard table[name] == nil else { throw failure("Data item '\(name)' in line '\(line)' is already defined.", line) }
      table[name] = .string(unescaped(line[line.index(after: sign)...].trimmed()))
    }
    try invocation.writeOutput(.object(table))
  }

  /// The escapes of regular expressions, which values of these lines may have.
  private static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    let named: [Character: Character] = [
      "n": "\n", "r": "\r", "t": "\t", "e": "\u{1B}", "a": "\u{7}", "f": "\u{C}", "v": "\u{B}",
    ]
    while let next = rest.popFirst() {
      guard next == "\\", let letter = rest.popFirst() else {
        result.append(next)
        continue
      }
      let width = letter == "x" ? 2 : letter == "u" ? 4 : 0
      if width > 0, let code = UInt32(rest.prefix(width), radix: 16), let scalar = Unicode.Scalar(code) {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(width)
      } else {
        result.append(named[letter] ?? letter)
      }
    }
    return result
  }
}

private final class JoinString: Cmdlet {
  private var texts: [String] = []

  func process(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let context = invocation.host.values
    for element in bound.elements("InputObject") ?? [] {
      var value = element
      if let block = invocation.block("Property") {
        value = .collected(try invocation.invoke(.object(block), underscore: element))
      } else if let name = try bound["Property"]?.displayString(context), !name.isEmpty {
        value = try Members.property(element, name, context) ?? .null
      }
      var text = try value.displayString(context)
      if bound.isSet("SingleQuote") { text = "'\(text)'" }
      if bound.isSet("DoubleQuote") { text = "\"\(text)\"" }
      if let format = bound.string("FormatString") { text = try CompositeFormat.format(format, [value], context) }
      texts.append(text)
    }
  }

  func end(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let joined = texts.joined(separator: bound.string("Separator") ?? "")
    try invocation.writeOutput(
      .string("\(bound.string("OutputPrefix") ?? "")\(joined)\(bound.string("OutputSuffix") ?? "")"))
  }
}
