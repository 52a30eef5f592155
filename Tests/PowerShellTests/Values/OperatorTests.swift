import PowerShell
import Testing

@Suite("Operators")
struct OperatorTests {
  private static let notNumber =
    "!InvalidCastFromStringToInteger: Cannot convert value \"a\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\""

  private static let sums: [(Value, String, Value, String)] = [
    (1, "+", 2, "3"), (.int32(.max), "+", 1, "double:2147483648"),
    (.int64(.max), "+", 1, "double:9.22337203685478E+18"),
    (long(1), "+", 1, "int64:2"), (1, "+", 1.5, "double:2.5"), (1, "+", decimal(2), "decimal:3"), (1, "+", "2", "3"),
    (1, "+", "1.5", "double:2.5"), (1, "+", "0x10", "17"), (1, "+", nil, "1"), (nil, "+", 1, "1"),
    (nil, "+", "a", "'a'"),
    ("a", "+", 1, "'a1'"), ("a", "+", nil, "'a'"), ("a", "+", [1, 2], "'a1 2'"), ([1], "+", 2, "[1, 2]"),
    ([1], "+", [2, 3], "[1, 2, 3]"), ([], "+", nil, "[null]"), (true, "+", 1, "2"), (char("a"), "+", "b", "'ab'"),
    (1, "+", "a", notNumber),
    (
      1, "+", [1],
      "!MethodNotFound: Method invocation failed because [System.Object[]] does not contain a method named 'op_Addition'."
    ),
    (table(["a": 1]), "+", 5, "!AddHashTableToNonHashTable: A hash table can only be added to another hash table."),
    (
      table(["a": 1]), "+", table(["A": 2]),
      "!System.ArgumentException: Item has already been added. Key in dictionary: 'A'  Key being added: 'A'"
    ),
    (5, "-", 3, "2"), ("5", "-", 3, "2"), ("5", "-", "3", "2"), (.int32(.min), "-", 1, "double:-2147483649"),
    (nil, "-", 1, "-1"), ("a", "-", 1, notNumber),
    (
      [1], "-", 1,
      "!MethodNotFound: Method invocation failed because [System.Object[]] does not contain a method named 'op_Subtraction'."
    ),
    (3, "*", 4, "12"), ("ab", "*", 3, "'ababab'"), ("ab", "*", 0, "''"), ([1, 2], "*", 2, "[1, 2, 1, 2]"),
    (65536, "*", 65536, "double:4294967296"), (nil, "*", 3, "null"), (3, "*", "2", "6"),
    (
      "ab", "*", -1,
      "!System.ArgumentOutOfRangeException: Specified argument was out of the range of valid values.\nParameter name: times"
    ),
    ("abcdefgh", "*", 1_000_000_000, "!ResultTooLong: The result is longer than an evaluator allows."),
    (7, "/", 2, "double:3.5"), (6, "/", 2, "3"), (1, "/", 3, "double:0.333333333333333"), (6.0, "/", 2, "double:3"),
    (1, "/", 0, "!RuntimeException: Attempted to divide by zero."), (1.0, "/", 0, "double:Infinity"),
    (decimal(1), "/", 4, "decimal:0.25"), (.int32(.min), "/", -1, "double:2147483648"), ("10", "/", "4", "double:2.5"),
    (7, "%", 3, "1"), (-7, "%", 3, "-1"), (7.5, "%", 2, "double:1.5"), (.int64(.min), "%", -1, "int64:0"),
    (5, "%", 0, "!RuntimeException: Attempted to divide by zero."),
    (date(2024, 1, 31), "+", .timeSpan(TimeSpan(ticks: TimeSpan.ticksPerDay)), "datetime:02/01/2024 00:00:00"),
    (date(2024, 3, 1), "-", date(2024, 2, 1), "timespan:29.00:00:00"),
    (date(2024, 3, 1), "-", .timeSpan(TimeSpan(ticks: TimeSpan.ticksPerDay)), "datetime:02/29/2024 00:00:00"),
    (.timeSpan(TimeSpan(ticks: TimeSpan.ticksPerHour)), "*", 2, "timespan:02:00:00"),
    (5, "band", 3, "1"), (5, "bor", 3, "7"), (5, "bxor", 3, "6"), (1, "shl", 4, "16"), (-16, "shr", 2, "-4"),
    (long(1), "shl", 40, "int64:1099511627776"), (1, "shl", 33, "2"), ("5", "band", 1, "1"), (nil, "bor", 1, "1"),
  ]

  @Test("Arithmetic and bits", arguments: sums)
  func arithmetic(left: Value, name: String, right: Value, expected: String) {
    let result = outcome {
      switch name {
      case "+": try Arithmetic.add(left, right)
      case "-": try Arithmetic.subtract(left, right)
      case "*": try Arithmetic.multiply(left, right)
      case "/": try Arithmetic.divide(left, right)
      case "%": try Arithmetic.remainder(left, right)
      case "band": try Bitwise.combine(.and, left, right)
      case "bor": try Bitwise.combine(.or, left, right)
      case "bxor": try Bitwise.combine(.exclusiveOr, left, right)
      default: try Bitwise.shift(left, right, isLeft: name == "shl")
      }
    }
    #expect(result == expected)
  }

  @Test(
    "Unary",
    arguments: [
      (5, "-5", "-6"), ("3", "-3", "-4"), (long(0), "int64:0", "int64:-1"), (1.5, "double:-1.5", "-3"),
      (nil, "0", "-1"),
    ] as [(Value, String, String)])
  func unary(value: Value, negated: String, complement: String) {
    #expect(outcome { try Arithmetic.negate(value) } == negated)
    #expect(outcome { try Bitwise.complement(value) } == complement)
  }

  private static let comparisons: [(Value, String, Value, String)] = [
    (1, "eq", 1, "true"), (1, "eq", 1.0, "true"), (1, "eq", "1", "true"), ("1", "eq", 1, "true"),
    (1, "eq", "a", "false"),
    ("a", "eq", "A", "true"), ("a", "ceq", "A", "false"), (nil, "eq", nil, "true"), (nil, "eq", 0, "false"),
    (0, "eq", nil, "false"), ("", "eq", nil, "false"), (true, "eq", 1, "true"), (true, "eq", "false", "true"),
    (1, "eq", true, "true"), (decimal(1), "eq", 1, "true"), (char("a"), "eq", "A", "true"), (1, "ne", 2, "true"),
    ([1, 2, 1], "eq", 1, "[1, 1]"), ([1, 2, 3], "gt", 1, "[2, 3]"), (["a", "B"], "eq", "b", "['B']"),
    ([1, nil], "ne", nil, "[1]"), (1, "lt", 2, "true"), (2, "lt", 1.5, "false"), ("10", "lt", 9, "true"),
    ("b", "gt", "A", "true"), ("a", "clt", "A", "true"), ("a", "lt", "B", "true"), ("A", "lt", "b", "true"),
    ("é", "lt", "f", "true"), ("_", "lt", "1", "true"), ("1", "lt", "a", "true"), (nil, "lt", 1, "true"),
    (nil, "lt", -1, "false"), (nil, "lt", "a", "true"), (5, "ge", 5, "true"), (5, "le", 4, "false"),
    (
      1, "lt", "a",
      "!ComparisonFailure: Could not compare \"1\" to \"a\". Error: \"Cannot convert value \"a\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\"\""
    ),
    (
      table([:]), "lt", table([:]),
      "!NotIcomparable: Cannot compare \"System.Collections.Hashtable\" because it is not IComparable."
    ),
    (date(2024, 1, 1), "lt", "2024-01-02", "true"), (date(2024, 1, 1), "eq", "1/1/2024", "true"),
    (.version(Version(1, 10)), "gt", "1.9", "true"), (.version(Version(1, 0)), "eq", "1.0", "true"),
    (.enumeration(EnumValue(BuiltInType.dayOfWeek, 1)), "eq", "monday", "true"),
    (.enumeration(EnumValue(BuiltInType.dayOfWeek, 1)), "eq", 1, "true"),
    ("Monday", "eq", .enumeration(EnumValue(BuiltInType.dayOfWeek, 1)), "true"),
    (.type(BuiltInType.int32), "eq", .type(BuiltInType.int32), "true"), (.double(.nan), "eq", .double(.nan), "false"),
    (.double(.nan), "lt", 1, "false"), (long(5_000_000_000), "gt", 1, "true"),
  ]

  @Test("Comparison", arguments: comparisons)
  func compare(left: Value, name: String, right: Value, expected: String) throws {
    let operators: [String: ComparisonOperator] = [
      "eq": .equal, "ne": .notEqual, "lt": .less, "le": .lessOrEqual, "gt": .greater, "ge": .greaterOrEqual,
    ]
    let isSensitive = name.count == 3
    let chosen = try #require(operators[isSensitive ? String(name.dropFirst()) : name])
    #expect(outcome { try Comparison.apply(chosen, left, right, ignoresCase: !isSensitive, fixed) } == expected)
  }

  @Test(
    "-like",
    arguments: [
      ("abc", "a*", true), ("abc", "A*C", true), ("abc", "?bc", true), ("abc", "?c", false), ("abc", "[a-c]bc", true),
      ("abc", "[!a]bc", false), ("a*c", "a`*c", true), ("abc", "a`*c", false), ("", "*", true), ("", "?", false),
      ("abc", "", false), ("a[b", "a`[b", true), ("x-y", "x[-]y", true), ("a]b", "a[]]b", true),
      ("aXbXc", "a*X*c", true), ("héé", "h??", true), ("line1\nline2", "line1*", true),
    ])
  func like(text: String, pattern: String, expected: Bool) throws {
    #expect(try show(PatternOperators.like(.string(text), .string(pattern))) == (expected ? "true" : "false"))
    #expect(
      try show(PatternOperators.like(.string(text), .string(pattern), negated: true)) == (expected ? "false" : "true"))
  }

  @Test("A wildcard that is wrong", arguments: ["[", "[a", "[]", "a[b-", "[z-a]"])
  func badWildcard(pattern: String) { #expect(throws: PowerShellError.self) { try Wildcard(pattern) } }

  @Test("A wildcard of many stars takes no longer for it")
  func stars() throws {
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(try !Wildcard(pattern).matches(String(repeating: "a", count: 5000)))
  }

  @Test("-match gives the groups")
  func match() throws {
    let (result, matches) = try PatternOperators.match("John 42", "(?<name>\\w+) (\\d+)")
    #expect(show(result) == "true")
    #expect(matches?[.int32(0)].map(show) == "'John 42'")
    #expect(matches?[.int32(1)].map(show) == "'42'")
    #expect(matches?["NAME"].map(show) == "'John'")
    #expect(try PatternOperators.match("abc", "B", ignoresCase: false).matches == nil)
    #expect(try show(PatternOperators.match(["ab", "cd"], "A").result) == "['ab']")
    #expect(
      outcome { try PatternOperators.match("a", "[").result }
        == "!System.ArgumentException: parsing \"[\" - Unterminated [] set.")
  }

  @Test(
    "-replace",
    arguments: [
      ("abc", ["b", "X"], "'aXc'"), ("ABC", ["b", "X"], "'AXC'"), ("abc", ["b"], "'ac'"),
      ("John Smith", ["(\\w+) (\\w+)", "$2 $1"], "'Smith John'"), ("ab", ["(?<x>a)", "${x}${x}"], "'aab'"),
      ("ab", ["a", "$$"], "'$b'"), ("ab", ["a", "$9"], "'$9b'"), ("ab", ["b", "[$&]"], "'a[b]'"),
      ("abc", ["b", "$`"], "'aac'"), ("aaa", ["", "-"], "'-a-a-a-'"), ("a.b", ["\\.", "\\"], "'a\\b'"),
      (["ab", "cb"], ["b", "x"], "['ax', 'cx']"), (123, ["2", "x"], "'1x3'"), ("aa", ["^a", "b"], "'ba'"),
    ] as [(Value, Value, String)])
  func replace(left: Value, right: Value, expected: String) {
    #expect(outcome { try PatternOperators.replace(left, right) } == expected)
  }

  @Test(
    "-split",
    arguments: [
      ("a,b,c", [","], "['a', 'b', 'c']"), ("a,b,c", [",", 2], "['a', 'b,c']"), ("a1b2c", ["\\d"], "['a', 'b', 'c']"),
      ("a1b2c", ["(\\d)"], "['a', '1', 'b', '2', 'c']"), ("a.b", [".", 0, "SimpleMatch"], "['a', 'b']"),
      ("aXbxc", ["x"], "['a', 'b', 'c']"), (["a b", "c d"], [" "], "['a', 'b', 'c', 'd']"), ("", [","], "['']"),
      ("a,b,c", [",", -2], "['a,b', 'c']"), (",a,", [","], "['', 'a', '']"), ("abc", [""], "['', 'a', 'b', 'c', '']"),
    ] as [(Value, Value, String)])
  func split(left: Value, right: Value, expected: String) {
    #expect(outcome { try SplitJoin.split(left, right) } == expected)
  }

  @Test("Unary -split and -join, ranges, containment")
  func collections() throws {
    #expect(try show(SplitJoin.split("  a b\tc\n")) == "['a', 'b', 'c']")
    #expect(try show(SplitJoin.join([1, 2], separator: "-")) == "'1-2'")
    #expect(try show(SplitJoin.join(["a", "b"])) == "'ab'")
    #expect(try show(RangeOperator.range(1, 4)) == "[1, 2, 3, 4]")
    #expect(try show(RangeOperator.range(2, -1)) == "[2, 1, 0, -1]")
    #expect(try show(RangeOperator.range("a", "c")) == "[char:a, char:b, char:c]")
    #expect(try show(RangeOperator.range("1", 2.5)) == "[1, 2]")
    #expect(throws: PowerShellError.self) { try RangeOperator.range(.int32(.min), .int32(.max)) }
    #expect(try Containment.contains(["a", "B"], "b"))
    #expect(try !Containment.contains(["a", "B"], "b", ignoresCase: false))
    #expect(try Containment.contains([1, 2], "2"))
    #expect(try show(Containment.cast("x", "int")) == "null")
    #expect(try show(Containment.cast("5", "int")) == "5")
  }

  @Test(
    "Indexing",
    arguments: [
      ([1, 2, 3], 0, "1"), ([1, 2, 3], -1, "3"), ([1, 2, 3], 3, "null"), ([1, 2, 3], [0, 2], "[1, 3]"),
      ([1, 2, 3], "1", "2"), ("abc", 1, "char:b"), ("abc", -1, "char:c"), (table(["A": 1]), "a", "1"),
      (table(["A": 1]), "b", "null"),
      (nil, 0, "!NullArray: Cannot index into a null array."),
      (5, 0, "!CannotIndex: Unable to index into an object of type System.Int32."),
    ] as [(Value, Value, String)])
  func index(value: Value, index: Value, expected: String) {
    #expect(outcome { try Indexing.get(value, index) } == expected)
  }
}
