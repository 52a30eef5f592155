import PowerShell
import Testing

@Suite("Conversions")
struct ConversionTests {
  @Test(
    "By cast",
    arguments: [
      ("int", "5", "5"), ("int", " 5 ", "5"), ("int", "", "0"), ("int", "-7", "-7"), ("int", "0x10", "16"),
      ("int", "1.5", "2"), ("int", "2.5", "2"), ("int", "1e3", "1000"), ("int", "1kb", "1024"),
      ("int", "1,000", "1000"),
      ("long", "5", "int64:5"), ("long", "5000000000", "int64:5000000000"), ("double", "1.5", "double:1.5"),
      ("double", "1e20", "double:1E+20"), ("double", "NaN", "double:NaN"), ("single", "1.5", "single:1.5"),
      ("decimal", "1.5", "decimal:1.5"), ("byte", "255", "byte:255"), ("sbyte", "-1", "sbyte:-1"),
      ("int16", "-5", "int16:-5"), ("uint64", "18446744073709549568", "uint64:18446744073709549568"),
      ("bool", "", "false"), ("bool", "false", "true"), ("char", "a", "char:a"), ("string", "x", "'x'"),
      ("timespan", "01:02:03", "timespan:01:02:03"), ("timespan", "1.02:03:04.5", "timespan:1.02:03:04.5000000"),
      ("timespan", "3", "timespan:3.00:00:00"), ("timespan", "-00:00:01", "timespan:-00:00:01"),
      ("version", "1.2", "version:1.2"), ("version", "10.0.20348.1", "version:10.0.20348.1"),
      ("guid", "{00000000-0000-0000-0000-00000000000A}", "guid:00000000-0000-0000-0000-00000000000a"),
      ("dayofweek", "monday", "dayofweek:Monday"), ("dayofweek", "3", "dayofweek:Wednesday"),
      ("dayofweek", "tue", "dayofweek:Tuesday"),
      ("System.Text.RegularExpressions.RegexOptions", "IgnoreCase, Multiline", "regexoptions:IgnoreCase, Multiline"),
      ("datetime", "2024-01-02", "datetime:01/02/2024 00:00:00"),
      ("datetime", "2024-01-02T03:04:05", "datetime:01/02/2024 03:04:05"),
      ("datetime", "1/2/2024 3:04 PM", "datetime:01/02/2024 15:04:00"),
      ("datetime", "January 2, 2024", "datetime:01/02/2024 00:00:00"),
      ("datetime", "2 Jan 2024 12:00 AM", "datetime:01/02/2024 00:00:00"),
      ("datetime", "Tuesday, January 2, 2024 3:04:05 PM", "datetime:01/02/2024 15:04:05"),
      ("datetime", "1/2/24", "datetime:01/02/2024 00:00:00"), ("datetime", "jan 2024", "datetime:01/01/2024 00:00:00"),
      ("string[]", "x", "['x']"), ("object[]", "x", "['x']"), ("char[]", "ab", "[char:a, char:b]"),
      ("int[]", "7", "[7]"), ("nullable[int]", "7", "7"), ("type", "int", "runtimetype:int"),
      ("System.Exception", "oops", "exception:System.Exception: oops"), ("void", "x", "nothing"),
      ("object", "x", "'x'"), ("psobject", "x", "'x'"), ("switch", "x", "true"),
      ("System.Collections.ArrayList", "x", "('x')"),
      (
        "int", "abc",
        "!InvalidCastFromStringToInteger: Cannot convert value \"abc\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\""
      ),
      (
        "byte", "300",
        "!InvalidCastFromStringToInteger: Cannot convert value \"300\" to type \"System.Byte\". Error: \"Value was either too large or too small for an unsigned byte.\""
      ),
      (
        "int", "3000000000",
        "!InvalidCastFromStringToInteger: Cannot convert value \"3000000000\" to type \"System.Int32\". Error: \"Value was either too large or too small for an Int32.\""
      ),
      (
        "double", "x",
        "!InvalidCastFromStringToDoubleOrSingle: Cannot convert value \"x\" to type \"System.Double\". Error: \"Input string was not in a correct format.\""
      ),
      (
        "decimal", "x",
        "!InvalidCastFromStringToDecimal: Cannot convert value \"x\" to type \"System.Decimal\". Error: \"Input string was not in a correct format.\""
      ),
      (
        "char", "ab",
        "!InvalidCastIConvertible: Cannot convert value \"ab\" to type \"System.Char\". Error: \"String must be exactly one character long.\""
      ),
      (
        "datetime", "13/45/2024",
        "!InvalidCastParseTargetInvocation: Cannot convert value \"13/45/2024\" to type \"System.DateTime\". Error: \"String was not recognized as a valid DateTime.\""
      ),
      (
        "timespan", "25:00:00",
        "!InvalidCastParseTargetInvocation: Cannot convert value \"25:00:00\" to type \"System.TimeSpan\". Error: \"String was not recognized as a valid TimeSpan.\""
      ),
      (
        "version", "1",
        "!InvalidCastParseTargetInvocation: Cannot convert value \"1\" to type \"System.Version\". Error: \"Version string portion was too short or too long.\""
      ),
      (
        "hashtable", "abc",
        "!ConvertToFinalInvalidCastException: Cannot convert the \"abc\" value of type \"System.String\" to type \"System.Collections.Hashtable\"."
      ),
      ("nosuch", "x", "!TypeNotFound: Unable to find type [nosuch]."),
    ])
  func strings(name: String, text: String, expected: String) {
    #expect(outcome { try Value.string(text).converted(to: type(name), fixed) } == expected)
  }

  @Test(
    "Of other values",
    arguments: [
      ("int", 2.5, "2"), ("int", 3.5, "4"), ("int", -2.5, "-2"), ("int", true, "1"), ("int", char("A"), "65"),
      ("int", nil, "0"), ("string", nil, "''"), ("bool", nil, "false"), ("bool", 0, "false"), ("bool", 0.5, "true"),
      ("bool", [], "false"), ("bool", [0], "false"), ("bool", [0, 0], "true"), ("bool", table([:]), "true"),
      ("string", 1.0, "'1'"), ("string", 0.1, "'0.1'"), ("string", true, "'True'"), ("string", [1, 2], "'1 2'"),
      ("char", 65, "char:A"), ("object[]", [1, 2], "[1, 2]"), ("string[]", [1, 2], "['1', '2']"),
      ("int[]", ["1", 2.0], "[1, 2]"), ("array", 5, "[5]"), ("datetime", 0, "datetime:01/01/0001 00:00:00"),
      ("timespan", 10_000_000, "timespan:00:00:01"), ("dayofweek", 1, "dayofweek:Monday"),
      ("System.Collections.Generic.List[int]", ["1"], "(1)"), ("nullable[int]", nil, "null"),
      ("hashtable", nil, "null"),
      ("double", 3, "double:3"), ("decimal", 1.1, "decimal:1.1"), ("byte", 200, "byte:200"),
      (
        "int", date(2024, 1, 2),
        "!InvalidCastIConvertible: Cannot convert value \"01/02/2024 00:00:00\" to type \"System.Int32\". Error: \"Invalid cast from 'DateTime' to 'Int32'.\""
      ),
      (
        "int", [1, 2],
        "!ConvertToFinalInvalidCastException: Cannot convert the \"System.Object[]\" value of type \"System.Object[]\" to type \"System.Int32\"."
      ),
      (
        "byte", 300,
        "!InvalidCastIConvertible: Cannot convert value \"300\" to type \"System.Byte\". Error: \"Value was either too large or too small for an unsigned byte.\""
      ),
      (
        "int", 1e10,
        "!InvalidCastIConvertible: Cannot convert value \"10000000000\" to type \"System.Int32\". Error: \"Value was either too large or too small for an Int32.\""
      ),
      ("datetime", nil, "!InvalidCastFromNull: Cannot convert null to type \"System.DateTime\"."),
    ] as [(String, Value, String)])
  func values(name: String, value: Value, expected: String) {
    #expect(outcome { try value.converted(to: type(name), fixed) } == expected)
  }

  @Test("A table becomes an object, in its order, and takes its type's name")
  func customObject() throws {
    let ordered = DictionaryObject(["PSTypeName": "My.Type", "b": 1, "A": 2], type: BuiltInType.orderedDictionary)
    let object = try Value.object(ordered).converted(to: type("pscustomobject"))
    #expect(Members.propertyNames(object) == ["b", "A"])
    #expect(object.typeNames.first == "My.Type")
    #expect(try Members.property(object, "a").map(show) == "2")
    #expect(try object.displayString() == "@{b=1; A=2}")
    #expect(throws: PowerShellError.self) { try object.converted(to: type("hashtable")) }
  }

  @Test(
    "-is",
    arguments: [
      (5, "int", true), (5, "long", false), (5, "object", true), (5, "valuetype", true), ("a", "string", true),
      ("a", "valuetype", false), (nil, "object", false), ([1], "array", true), ([1], "object[]", true),
      ([1], "System.Collections.IEnumerable", true), (table([:]), "hashtable", true),
      (table([:]), "System.Collections.IDictionary", true), (1.5, "double", true), (true, "bool", true),
      (true, "switch", false), (.object(PropertyBag()), "pscustomobject", true),
      (.object(PropertyBag()), "psobject", true), (5, "System.IComparable", true),
      (
        .object(ExceptionObject(.exception(named: "System.IO.FileNotFoundException"), "")), "System.IO.IOException",
        true
      ),
      (.object(ExceptionObject(.exception(named: "System.IO.FileNotFoundException"), "")), "Exception", true),
    ] as [(Value, String, Bool)])
  func isInstance(value: Value, name: String, expected: Bool) throws {
    #expect(try Containment.isInstance(value, .type(type(name))) == expected)
  }

  @Test(
    "Type names",
    arguments: [
      ("INT", "System.Int32"), ("System.int32", "System.Int32"), ("string[]", "System.String[]"),
      ("object[]", "System.Object[]"), ("int[][]", "System.Int32[][]"),
      ("regex", "System.Text.RegularExpressions.Regex"),
      ("System.Collections.Generic.List[string]", "System.Collections.Generic.List`1[[System.String]]"),
      (
        "Collections.Generic.Dictionary[string, int]",
        "System.Collections.Generic.Dictionary`2[[System.String],[System.Int32]]"
      ),
      ("nullable[int]", "System.Nullable`1[[System.Int32]]"), ("Math", "System.Math"),
      ("System.ArgumentException", "System.ArgumentException"),
      ("switch", "System.Management.Automation.SwitchParameter"),
    ])
  func names(name: String, full: String) throws { #expect(try type(name).name == full) }

  @Test(
    "Names that are no type",
    arguments: [
      "", "]", "[", "[]", "int[", "List[", "List[]]", "a[b[c[d[e[f[g[h[i[j]]]]]]]]]",
      String(repeating: "[]", count: 500),
    ])
  func badNames(name: String) { #expect(TypeRegistry().find(name) == nil) }
}
