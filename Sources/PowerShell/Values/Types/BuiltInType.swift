/// The types that every evaluator knows.
package enum BuiltInType {
  package static let object = TypeReference("System.Object", .object)
  package static let valueType = TypeReference("System.ValueType", .valueType, base: object)
  package static let enumBase = TypeReference("System.Enum", .abstract, base: valueType)
  package static let arrayBase = TypeReference("System.Array", .abstract, base: object)
  package static let objectArray = TypeReference("System.Object[]", .array, base: arrayBase, arguments: [object])
  package static let void = TypeReference("System.Void", .void, base: valueType)
  package static let boolean = scalar("System.Boolean", .boolean)
  package static let character = scalar("System.Char", .character)
  package static let string = TypeReference("System.String", .string, base: object)
  package static let int8 = scalar("System.SByte", .int8)
  package static let uint8 = scalar("System.Byte", .uint8)
  package static let int16 = scalar("System.Int16", .int16)
  package static let uint16 = scalar("System.UInt16", .uint16)
  package static let int32 = scalar("System.Int32", .int32)
  package static let uint32 = scalar("System.UInt32", .uint32)
  package static let int64 = scalar("System.Int64", .int64)
  package static let uint64 = scalar("System.UInt64", .uint64)
  package static let single = scalar("System.Single", .single)
  package static let double = scalar("System.Double", .double)
  package static let decimal = scalar("System.Decimal", .decimal)
  package static let dateTime = scalar("System.DateTime", .dateTime)
  package static let timeSpan = scalar("System.TimeSpan", .timeSpan)
  package static let guid = scalar("System.Guid", .guid)
  package static let version = TypeReference("System.Version", .version, base: object)
  package static let type = TypeReference("System.RuntimeType", .type, base: typeBase)
  package static let typeBase = TypeReference("System.Type", .type, base: object)
  package static let arrayList = TypeReference("System.Collections.ArrayList", .arrayList, base: object)
  package static let hashtable = TypeReference("System.Collections.Hashtable", .hashtable, base: object)
  package static let orderedDictionary = TypeReference(
    "System.Collections.Specialized.OrderedDictionary", .orderedDictionary, base: object)
  package static let dictionaryEntry = TypeReference(
    "System.Collections.DictionaryEntry", .dictionaryEntry, base: valueType)
  package static let psObject = TypeReference("System.Management.Automation.PSObject", .psObject, base: object)
  package static let psCustomObject = TypeReference(
    "System.Management.Automation.PSCustomObject", .psCustomObject, base: object)
  package static let scriptBlock = TypeReference(
    "System.Management.Automation.ScriptBlock", .scriptBlock, base: object)
  package static let switchParameter = TypeReference(
    "System.Management.Automation.SwitchParameter", .switchParameter, base: valueType)
  package static let regex = TypeReference("System.Text.RegularExpressions.Regex", .regex, base: object)
  package static let match = TypeReference("System.Text.RegularExpressions.Match", .match, base: object)
  package static let group = TypeReference("System.Text.RegularExpressions.Group", .match, base: object)
  package static let stringBuilder = TypeReference("System.Text.StringBuilder", .stringBuilder, base: object)
  package static let encoding = TypeReference("System.Text.Encoding", .encoding, base: object)
  package static let errorRecord = TypeReference(
    "System.Management.Automation.ErrorRecord", .errorRecord, base: object)
  package static let exception = TypeReference("System.Exception", .exception, base: object)
  package static let math = TypeReference("System.Math", .staticOnly, base: object)
  package static let convert = TypeReference("System.Convert", .staticOnly, base: object)
  package static let environment = TypeReference("System.Environment", .staticOnly, base: object)
  package static let path = TypeReference("System.IO.Path", .staticOnly, base: object)

  private static func scalar(_ name: String, _ kind: TypeReference.Kind) -> TypeReference {
    TypeReference(name, kind, base: valueType)
  }

  package static let dayOfWeek = EnumType(
    "System.DayOfWeek", ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])
  package static let dateTimeKind = EnumType("System.DateTimeKind", ["Unspecified", "Utc", "Local"])
  package static let consoleColor = EnumType(
    "System.ConsoleColor",
    [
      "Black", "DarkBlue", "DarkGreen", "DarkCyan", "DarkRed", "DarkMagenta", "DarkYellow", "Gray", "DarkGray", "Blue",
      "Green", "Cyan", "Red", "Magenta", "Yellow", "White",
    ])
  package static let actionPreference = EnumType(
    "System.Management.Automation.ActionPreference",
    ["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend", "Break"])
  package static let stringComparison = EnumType(
    "System.StringComparison",
    [
      "CurrentCulture", "CurrentCultureIgnoreCase", "InvariantCulture", "InvariantCultureIgnoreCase", "Ordinal",
      "OrdinalIgnoreCase",
    ])
  package static let stringSplitOptions = EnumType(
    "System.StringSplitOptions", isFlags: true, [("None", 0), ("RemoveEmptyEntries", 1), ("TrimEntries", 2)])
  package static let regexOptions = EnumType(
    "System.Text.RegularExpressions.RegexOptions", isFlags: true,
    [
      ("None", 0), ("IgnoreCase", 1), ("Multiline", 2), ("ExplicitCapture", 4), ("Compiled", 8), ("Singleline", 16),
      ("IgnorePatternWhitespace", 32), ("RightToLeft", 64), ("ECMAScript", 256), ("CultureInvariant", 512),
    ])
  package static let midpointRounding = EnumType(
    "System.MidpointRounding", ["ToEven", "AwayFromZero", "ToZero", "ToNegativeInfinity", "ToPositiveInfinity"])
  package static let platform = EnumType(
    "System.PlatformID", ["Win32S", "Win32Windows", "Win32NT", "WinCE", "Unix", "Xbox", "MacOSX"])
  package static let errorCategory = EnumType(
    "System.Management.Automation.ErrorCategory",
    [
      "NotSpecified", "OpenError", "CloseError", "DeviceError", "DeadlockDetected", "InvalidArgument", "InvalidData",
      "InvalidOperation", "InvalidResult", "InvalidType", "MetadataError", "NotImplemented", "NotInstalled",
      "ObjectNotFound", "OperationStopped", "OperationTimeout", "SyntaxError", "ParserError", "PermissionDenied",
      "ResourceBusy", "ResourceExists", "ResourceUnavailable", "ReadError", "WriteError", "FromStdErr",
      "SecurityError", "ProtocolError", "ConnectionError", "AuthenticationError", "LimitsExceeded", "QuotaExceeded",
      "NotEnabled",
    ])

  /// What takes no parameters and has no accelerator beyond its own name.
  static let named: [TypeReference] = [
    object, valueType, enumBase, arrayBase, void, boolean, character, string, int8, uint8, int16, uint16, int32, uint32,
    int64, uint64, single, double, decimal, dateTime, timeSpan, guid, version, typeBase, type, arrayList, hashtable,
    orderedDictionary, dictionaryEntry, psObject, psCustomObject, scriptBlock, switchParameter, regex, match, group,
    stringBuilder, encoding, errorRecord, math, convert, environment, path, dayOfWeek, dateTimeKind, consoleColor,
    actionPreference, stringComparison, stringSplitOptions, regexOptions, midpointRounding, platform, errorCategory,
    interface("System.Collections.IEnumerable"), interface("System.Collections.ICollection"),
    interface("System.Collections.IList"), interface("System.Collections.IDictionary"), interface("System.IComparable"),
    interface("System.IFormattable"), interface("System.IConvertible"), interface("System.IDisposable"),
    interface("System.ICloneable"), interface("System.Collections.IComparer"),
    interface("System.Collections.IEnumerator"), interface("System.Collections.IEqualityComparer"),
  ]

  private static func interface(_ name: String) -> TypeReference { TypeReference(name, .interface) }

  /// about_Type_Accelerators.
  static let accelerators: [String: TypeReference] = [
    "int": int32, "long": int64, "short": int16, "byte": uint8, "sbyte": int8, "ushort": uint16, "uint": uint32,
    "ulong": uint64, "float": single, "bool": boolean, "char": character, "array": arrayBase,
    "hashtable": hashtable, "ordered": orderedDictionary, "psobject": psObject, "pscustomobject": psCustomObject,
    "switch": switchParameter, "type": typeBase, "scriptblock": scriptBlock, "regex": regex, "void": void,
  ]
}

extension BuiltInType {
  /// Types whose accelerator is their own short name in lower case.
  static let accelerated = [string, double, decimal, dateTime, timeSpan, guid, version]
}
