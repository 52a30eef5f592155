import PowerShell
import Testing

@Suite("Members")
struct MemberTests {
  @Test(
    "Methods of strings",
    arguments: [
      ("hello", "Substring", [1], "'ello'"), ("hello", "substring", [1, 3], "'ell'"),
      ("a,b;c", "Split", [",;"], "['a', 'b', 'c']"),
      ("a,b,,c", "Split", [",", "RemoveEmptyEntries"], "['a', 'b', 'c']"),
      ("a b  c", "Split", [], "['a', 'b', '', 'c']"),
      ("a,b,c", "Split", [",", 2], "['a', 'b,c']"), ("hello", "Replace", ["l", "L"], "'heLLo'"),
      ("a.b", "Replace", [".", "$1"], "'a$1b'"),
      ("  x ", "Trim", [], "'x'"), ("xxaxx", "Trim", ["x"], "'a'"), ("xxa", "TrimStart", ["x"], "'a'"),
      ("a//", "TrimEnd", ["/"], "'a'"),
      ("aB", "ToUpper", [], "'AB'"), ("aB", "ToLower", [], "'ab'"), ("hello", "StartsWith", ["he"], "true"),
      ("hello", "StartsWith", ["HE"], "false"),
      ("hello", "StartsWith", ["HE", "OrdinalIgnoreCase"], "true"), ("hello", "EndsWith", ["lo"], "true"),
      ("hello", "Contains", ["ell"], "true"),
      ("hello", "IndexOf", ["l"], "2"), ("hello", "IndexOf", ["l", 3], "3"), ("hello", "IndexOf", ["x"], "-1"),
      ("hello", "LastIndexOf", ["l"], "3"),
      ("hello", "Insert", [0, "x"], "'xhello'"), ("hello", "Remove", [2], "'he'"),
      ("hello", "Remove", [1, 2], "'hlo'"),
      ("5", "PadLeft", [3, "0"], "'005'"), ("5", "PadRight", [3], "'5  '"),
      ("ab", "ToCharArray", [], "[char:a, char:b]"),
      ("a", "Equals", ["A"], "false"), ("a", "Equals", ["A", "OrdinalIgnoreCase"], "true"),
      ("a", "CompareTo", ["b"], "-1"),
      ("x", "GetType", [], "runtimetype:string"), ("x", "ToString", [], "'x'"),
      (
        "hello", "Substring", [6],
        "!ArgumentOutOfRangeException: Exception calling \"Substring\" with \"1\" argument(s): \"startIndex cannot be larger than length of string.\nParameter name: startIndex\""
      ),
      (
        "hello", "Substring", [1, 9],
        "!ArgumentOutOfRangeException: Exception calling \"Substring\" with \"2\" argument(s): \"Index and length must refer to a location within the string.\nParameter name: length\""
      ),
      (
        "hello", "Substring", [],
        "!MethodCountCouldNotFindBest: Cannot find an overload for \"Substring\" and the argument count: \"0\"."
      ),
      (
        "hello", "Substring", ["x"],
        "!MethodArgumentConversionInvalidCastArgument: Cannot convert argument \"startIndex\", with value: \"x\", for \"Substring\" to type \"System.Int32\": \"Cannot convert value \"x\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\"\""
      ),
      (
        "hello", "Foo", [],
        "!MethodNotFound: Method invocation failed because [System.String] does not contain a method named 'Foo'."
      ),
      (
        "x", "PadLeft", [2_000_000_000],
        "!OutOfMemoryException: Insufficient memory to continue the execution of the program."
      ),
    ] as [(Value, String, [Value], String)])
  func strings(value: Value, name: String, arguments: [Value], expected: String) {
    #expect(outcome { try Members.invoke(value, name, arguments, fixed) } == expected)
  }

  @Test(
    "Methods of other values",
    arguments: [
      (5, "ToString", ["D3"], "'005'"), (1234.5, "ToString", ["N1"], "'1,234.5'"), (5, "CompareTo", [7], "-1"),
      (5, "Equals", [5], "true"),
      (date(2024, 1, 31), "AddMonths", [1], "datetime:02/29/2024 00:00:00"),
      (date(2024, 2, 29), "AddYears", [1], "datetime:02/28/2025 00:00:00"),
      (date(2024, 1, 1), "AddDays", [-1], "datetime:12/31/2023 00:00:00"),
      (date(2024, 1, 1), "AddHours", [1.5], "datetime:01/01/2024 01:30:00"),
      (date(2024, 1, 2), "ToString", ["yyyyMMdd"], "'20240102'"),
      (date(2024, 1, 2), "ToString", [], "'1/2/2024 12:00:00 AM'"),
      (date(2024, 1, 2), "Subtract", [date(2024, 1, 1)], "timespan:1.00:00:00"),
      (date(2024, 1, 2), "ToShortDateString", [], "'1/2/2024'"),
      (
        date(9999, 12, 31), "AddDays", [1],
        "!ArgumentOutOfRangeException: Exception calling \"AddDays\" with \"1\" argument(s): \"The added or subtracted value results in an un-representable DateTime.\nParameter name: value\""
      ),
      ([1, 2, 3], "Contains", [2], "true"), ([1, 2, 3], "IndexOf", [3], "2"), ([3, 4], "GetUpperBound", [0], "1"),
      (
        [1], "Add", [2],
        "!NotSupportedException: Exception calling \"Add\" with \"1\" argument(s): \"Collection was of a fixed size.\""
      ),
      (table(["a": 1]), "ContainsKey", ["A"], "true"), (table(["a": 1]), "ContainsValue", [1], "true"),
      (table(["a": 1]), "Add", ["b", 2], "nothing"),
      (
        table(["a": 1]), "Add", ["A", 2],
        "!ArgumentException: Exception calling \"Add\" with \"2\" argument(s): \"Item has already been added. Key in dictionary: 'A'  Key being added: 'A'\""
      ),
      (nil, "ToString", [], "!InvokeMethodOnNull: You cannot call a method on a null-valued expression."),
      (.version(Version(1, 2, 3)), "ToString", [2], "'1.2'"),
      (.guid(.empty), "ToString", ["B"], "'{00000000-0000-0000-0000-000000000000}'"),
      (.object(ListObject([1, 2])), "Contains", [2], "true"), (.object(ListObject([2, 1])), "ToArray", [], "[2, 1]"),
      (
        .object(ListObject([])), "RemoveAt", [0],
        "!ArgumentOutOfRangeException: Exception calling \"RemoveAt\" with \"1\" argument(s): \"Index was out of range. Must be non-negative and less than the size of the collection.\nParameter name: index\""
      ),
      (["a", "b"], "ToUpper", [], "['A', 'B']"),
    ] as [(Value, String, [Value], String)])
  func others(value: Value, name: String, arguments: [Value], expected: String) {
    #expect(outcome { try Members.invoke(value, name, arguments, fixed) } == expected)
  }

  @Test(
    "Static methods",
    arguments: [
      ("math", "Abs", [-5], "5"), ("math", "Abs", [-1.5], "double:1.5"), ("math", "Max", [2, 3], "3"),
      ("math", "Min", [2, 1.5], "double:1.5"),
      ("math", "Round", [2.5], "double:2"), ("math", "Round", [3.14159, 2], "double:3.14"),
      ("math", "Round", [2.5, "AwayFromZero"], "double:3"),
      ("math", "Floor", [-1.5], "double:-2"), ("math", "Ceiling", [1.2], "double:2"),
      ("math", "Truncate", [-1.7], "double:-1"),
      ("math", "Pow", [2, 10], "double:1024"), ("math", "Sqrt", [16], "double:4"), ("math", "Sign", [-3], "-1"),
      ("math", "Round", [99.995, 2], "double:100"),
      ("math", "Round", [0.5], "double:0"), ("math", "Round", [0.07, 1], "double:0.1"),
      ("math", "Round", [1e300, 2], "double:1E+300"),
      ("convert", "ToInt32", ["ff", 16], "255"), ("convert", "ToInt32", ["101", 2], "5"),
      ("convert", "ToString", [255, 16], "'ff'"), ("convert", "ToString", [5, 2], "'101'"),
      ("convert", "ToInt32", ["12"], "12"), ("convert", "ToBase64String", [[72, 105]], "'SGk='"),
      ("convert", "FromBase64String", ["SGk="], "[byte:72, byte:105]"),
      ("convert", "ToBoolean", ["true"], "true"), ("convert", "ToByte", ["0xFF", 16], "byte:255"),
      (
        "convert", "ToInt32", ["x"],
        "!FormatException: Exception calling \"ToInt32\" with \"1\" argument(s): \"Input string was not in a correct format.\""
      ),
      (
        "convert", "ToInt32", ["zz", 16],
        "!FormatException: Exception calling \"ToInt32\" with \"2\" argument(s): \"Could not find any recognizable digits.\""
      ),
      ("string", "IsNullOrEmpty", [""], "true"), ("string", "IsNullOrEmpty", [nil], "true"),
      ("string", "IsNullOrWhiteSpace", [" \t"], "true"),
      ("string", "Join", [",", [1, 2]], "'1,2'"), ("string", "Join", [",", "a", "b"], "'a,b'"),
      ("string", "Format", ["{0}-{1}", 1, 2], "'1-2'"),
      ("string", "Concat", ["a", 1], "'a1'"), ("string", "Compare", ["a", "A", true], "0"),
      ("string", "new", ["-", 3], "'---'"),
      ("int", "Parse", ["42"], "42"), ("int", "TryParse", ["x", nil], "false"),
      ("int", "TryParse", ["7", nil], "true"), ("double", "Parse", ["1.5"], "double:1.5"),
      (
        "int", "Parse", ["1.5"],
        "!FormatException: Exception calling \"Parse\" with \"1\" argument(s): \"Input string was not in a correct format.\""
      ),
      (
        "int", "Parse", ["99999999999"],
        "!OverflowException: Exception calling \"Parse\" with \"1\" argument(s): \"Value was either too large or too small for an Int32.\""
      ),
      ("char", "IsDigit", ["5"], "true"), ("char", "IsLetter", ["5"], "false"), ("char", "ToUpper", ["a"], "char:A"),
      ("char", "IsWhiteSpace", [" "], "true"),
      ("datetime", "Parse", ["2024-01-02"], "datetime:01/02/2024 00:00:00"),
      ("datetime", "ParseExact", ["20240102", "yyyyMMdd", nil], "datetime:01/02/2024 00:00:00"),
      ("datetime", "ParseExact", ["02.01.2024 13:05", "dd.MM.yyyy HH:mm", nil], "datetime:01/02/2024 13:05:00"),
      ("datetime", "ParseExact", ["Jan 5 24 3PM", "MMM d yy htt", nil], "datetime:01/05/2024 15:00:00"),
      (
        "datetime", "ParseExact", ["2024", "yyyyMM", nil],
        "!FormatException: Exception calling \"ParseExact\" with \"3\" argument(s): \"String was not recognized as a valid DateTime.\""
      ),
      ("datetime", "DaysInMonth", [2024, 2], "29"), ("datetime", "IsLeapYear", [1900], "false"),
      ("datetime", "new", [2024, 1, 2], "datetime:01/02/2024 00:00:00"),
      ("timespan", "FromSeconds", [90], "timespan:00:01:30"), ("timespan", "FromDays", [1.5], "timespan:1.12:00:00"),
      ("timespan", "new", [1, 2, 3], "timespan:01:02:03"),
      (
        "timespan", "FromDays", [1e300],
        "!OverflowException: Exception calling \"FromDays\" with \"1\" argument(s): \"TimeSpan overflowed because the duration is too long.\""
      ),
      ("version", "new", [1, 2], "version:1.2"),
      ("guid", "Parse", ["00000000-0000-0000-0000-000000000001"], "guid:00000000-0000-0000-0000-000000000001"),
      ("regex", "IsMatch", ["abc", "b"], "true"), ("regex", "Replace", ["abc", "B", "x"], "'abc'"),
      ("regex", "Replace", ["abc", "B", "x", "IgnoreCase"], "'axc'"),
      ("regex", "Split", ["a1b", "\\d"], "['a', 'b']"), ("regex", "Escape", ["a.b"], "'a\\.b'"),
      ("regex", "Matches", ["a1b2", "\\d"], "[match:1, match:2]"),
      (
        "enum", "GetNames", ["DayOfWeek"],
        "!ArgumentException: Exception calling \"GetNames\" with \"1\" argument(s): \"Type provided must be an Enum.\nParameter name: enumType\""
      ),
      ("environment", "GetEnvironmentVariable", ["NAME"], "'value'"),
      ("environment", "GetEnvironmentVariable", ["NONE"], "null"),
      ("environment", "ExpandEnvironmentVariables", ["<%NAME%>%x%"], "'<value>%x%'"),
      ("System.IO.Path", "Combine", ["C:\\a", "b"], "'C:\\a\\b'"),
      ("System.IO.Path", "Combine", ["/a", "b", "c"], "'/a/b/c'"),
      ("System.IO.Path", "GetFileName", ["C:\\a\\b.txt"], "'b.txt'"),
      ("System.IO.Path", "GetExtension", ["b.tar.gz"], "'.gz'"),
      ("System.IO.Path", "GetFileNameWithoutExtension", ["/x/b.txt"], "'b'"),
      ("System.IO.Path", "GetDirectoryName", ["C:\\a\\b.txt"], "'C:\\a'"),
      ("System.IO.Path", "ChangeExtension", ["a\\b.txt", "log"], "'a\\b.log'"),
      ("System.IO.Path", "GetFullPath", ["..\\x\\.\\y"], "'C:\\x\\y'"),
      ("System.IO.Path", "IsPathRooted", ["a\\b"], "false"),
      (
        "math", "Foo", [],
        "!MethodNotFound: Method invocation failed because [System.Math] does not contain a method named 'Foo'."
      ),
    ] as [(String, String, [Value], String)])
  func statics(name: String, method: String, arguments: [Value], expected: String) {
    #expect(outcome { try Members.invokeStatic(type(name), method, arguments, fixed) } == expected)
  }

  @Test(
    "Properties",
    arguments: [
      ("abc", "length", "3"), ("abc", "Count", "1"), (5, "Length", "1"), (nil, "Count", "0"), ([1, 2], "Count", "2"),
      ([1, 2], "Length", "2"),
      (["a", "bcd"], "ToUpper", "null"), (table(["a": 1, "Count": 9]), "a", "1"), (table(["a": 1]), "Count", "1"),
      (table(["a": 1]), "Keys", "['a']"),
      (date(2024, 1, 2), "DayOfWeek", "dayofweek:Tuesday"), (date(2024, 1, 2), "Year", "2024"),
      (date(2024, 12, 31), "DayOfYear", "366"),
      (date(2024, 1, 2, 3), "Date", "datetime:01/02/2024 00:00:00"),
      (.timeSpan(TimeSpan(ticks: 900_000_000)), "TotalMinutes", "double:1.5"),
      (.timeSpan(TimeSpan(ticks: 900_000_000)), "Minutes", "1"), (.version(Version(1, 2)), "Build", "-1"),
      (.type(BuiltInType.int32), "FullName", "'System.Int32'"),
      (.type(BuiltInType.int32), "Name", "'Int32'"),
      (.enumeration(EnumValue(BuiltInType.dayOfWeek, 3)), "value__", "3"), ("a", "Nothing", "null"),
      ([.object(PropertyBag(["n": 1])), .object(PropertyBag(["n": 2]))], "N", "[1, 2]"),
      (.object(ExceptionObject(BuiltInType.exception, "m")), "Message", "'m'"),
      (.object(ErrorRecord(PowerShellError("m", id: "X"))), "FullyQualifiedErrorId", "'X'"),
      (true, "IsPresent", "true"),
    ] as [(Value, String, String)])
  func properties(value: Value, name: String, expected: String) {
    #expect(outcome { try Members.property(value, name, fixed) ?? .null } == expected)
  }

  @Test(
    "Static properties",
    arguments: [
      ("int", "MaxValue", "2147483647"), ("math", "PI", "double:3.14159265358979"), ("string", "Empty", "''"),
      ("guid", "Empty", "guid:00000000-0000-0000-0000-000000000000"),
      ("datetime", "UtcNow", "datetime:05/06/2024 07:00:00"), ("environment", "MachineName", "'HOST1'"),
      ("environment", "UserName", "'tester'"), ("timespan", "Zero", "timespan:00:00:00"),
      ("DayOfWeek", "friday", "dayofweek:Friday"), ("byte", "MaxValue", "byte:255"),
      ("long", "MinValue", "int64:-9223372036854775808"), ("char", "MaxValue", "char:\u{FFFF}"),
      ("int", "None", "null"),
    ])
  func staticProperties(name: String, property: String, expected: String) {
    #expect(outcome { try Members.staticProperty(type(name), property, fixed) ?? .null } == expected)
  }

  @Test("Lists, queues and stacks change in place")
  func lists() throws {
    let list = try Members.construct(type("System.Collections.Generic.List[int]"), [])
    for number: Value in ["3", 1, 2.0] { _ = try Members.invoke(list, "Add", [number]) }
    _ = try Members.invoke(list, "Sort", [])
    _ = try Members.invoke(list, "Insert", [0, 9])
    #expect(try show(Members.invoke(list, "Remove", [2])) == "true")
    #expect(show(list) == "(9, 1, 3)")
    #expect(throws: PowerShellError.self) { try Members.invoke(list, "Add", ["x"]) }
    let stack = try Members.construct(type("System.Collections.Generic.Stack[string]"), [])
    for text: Value in ["a", "b"] { _ = try Members.invoke(stack, "Push", [text]) }
    #expect(try show(Members.invoke(stack, "Pop", [])) == "'b'")
    let set = try Members.construct(type("System.Collections.Generic.HashSet[string]"), [["a", "b", "a"]])
    #expect(try show(Members.invoke(set, "Add", ["b"])) == "false")
    #expect(try show(Members.property(set, "Count") ?? .null) == "2")
    let array = try Members.construct(type("int[]"), [3])
    #expect(show(array) == "[0, 0, 0]")
    #expect(throws: PowerShellError.self) { try Indexing.set(array, 3, to: 1) }
    try Indexing.set(array, -1, to: "7")
    #expect(show(array) == "[0, 0, 7]")
  }

  @Test("Added members, matches and references")
  func added() throws {
    let wrapped = WrappedValue("text")
    wrapped.addedMembers()["Note"] = .note(5)
    wrapped.addedMembers()["Size"] = .alias("Length")
    let value = Value.wrapped(wrapped)
    #expect(try show(Members.property(value, "note") ?? .null) == "5")
    #expect(try show(Members.property(value, "size") ?? .null) == "4")
    #expect(try show(Arithmetic.add(value, "!")) == "'text!'")
    try Members.setProperty(value, "NOTE", to: 6)
    #expect(try show(Members.property(value, "Note") ?? .null) == "6")
    #expect(throws: PowerShellError.self) { try Members.setProperty(value, "Length", to: 1) }
    #expect(throws: PowerShellError.self) { try Members.setProperty(.object(PropertyBag()), "x", to: 1) }

    let match = try Members.invokeStatic(type("regex"), "Match", ["a12", "(?<n>\\d)(\\d)"])
    #expect(try show(Members.property(match, "Index") ?? .null) == "1")
    let groups = try Members.property(match, "Groups") ?? .null
    #expect(try show(Members.property(Indexing.get(groups, "n"), "Value") ?? .null) == "'1'")
    #expect(try show(Members.property(Indexing.get(groups, 1), "Value") ?? .null) == "'2'")

    let result = Reference()
    _ = try Members.invokeStatic(type("int"), "TryParse", ["12", .object(result)])
    #expect(show(result.value) == "12")
    let builder = try Members.construct(type("System.Text.StringBuilder"), [])
    _ = try Members.invoke(builder, "Append", ["ab"])
    _ = try Members.invoke(builder, "AppendFormat", ["{0:D2}", 5])
    #expect(try Members.invoke(builder, "ToString", []).displayString() == "ab05")
    let utf8 = try Members.staticProperty(type("System.Text.Encoding"), "UTF8") ?? .null
    #expect(try show(Members.invoke(utf8, "GetBytes", ["é"])) == "[byte:195, byte:169]")
    #expect(try show(Members.invoke(utf8, "GetString", [[72, 105]])) == "'Hi'")
  }

  @Test("Script blocks are called through the context")
  func hooks() throws {
    var context = fixed
    context.invoke = { _, underscore, _ in [try Comparison.apply(.greater, underscore ?? .null, 1)] }
    let block = Value.object(HostObject(BuiltInType.scriptBlock, payload: 0))
    #expect(try show(Members.invoke([1, 2, 3], "Where", [block], context)) == "[2, 3]")
    #expect(try show(Members.invoke([1, 2, 3], "Where", [block, "First"], context)) == "[2]")
    #expect(try show(Members.invoke([1, 2], "ForEach", [block], context)) == "[false, true]")
    #expect(try show(Members.invoke(["1", "2"], "ForEach", [.type(BuiltInType.int32)], context)) == "[1, 2]")
    context.invoke = { _, match, _ in [.string("<\(try match?.displayString() ?? "")>")] }
    #expect(try show(PatternOperators.replace("a1b", ["\\d", block], context)) == "'a<1>b'")
  }
}
