import PowerShell
import Remoting
import Testing

@Suite("Values as bytes")
struct ValueCodingTests {
  /// An expression, and what is asked of its copy `$v`.
  struct Row: CustomTestStringConvertible, Sendable {
    let expression: String
    let question: String
    let expected: String

    init(_ expression: String, _ question: String, _ expected: String) {
      (self.expression, self.question, self.expected) = (expression, question, expected)
    }

    var testDescription: String { "\(expression): \(question)" }
  }

  private static let type = "\"$($v.GetType().FullName) $v\""

  @Test(arguments: [
    Row("$null", "$null -eq $v", "True"), Row("$true", type, "System.Boolean True"),
    Row("$false", type, "System.Boolean False"), Row("0", type, "System.Int32 0"),
    Row("-2147483648", type, "System.Int32 -2147483648"), Row("2147483647", type, "System.Int32 2147483647"),
    Row("[long]-9223372036854775808", type, "System.Int64 -9223372036854775808"),
    Row("9223372036854775807", type, "System.Int64 9223372036854775807"), Row("[byte]255", type, "System.Byte 255"),
    Row("[sbyte]-128", type, "System.SByte -128"), Row("[int16]-32768", type, "System.Int16 -32768"),
    Row("[uint16]65535", type, "System.UInt16 65535"), Row("[uint32]4294967295", type, "System.UInt32 4294967295"),
    Row("[uint64]18446744073709551615", type, "System.UInt64 18446744073709551615"),
    Row("1.5", type, "System.Double 1.5"), Row("[double]::NaN", type, "System.Double NaN"),
    Row("[double]::NegativeInfinity", "$v -lt 0", "True"), Row("1e-300", "$v -eq 1e-300", "True"),
    Row("[single]0.1", type, "System.Single 0.1"),
    Row("79228162514264337593543950335d", type, "System.Decimal 79228162514264337593543950335"),
    Row("-0.25d", type, "System.Decimal -0.25"), Row("[char]'ä'", type, "System.Char ä"),
    Row("''", "$v.Length", "0"), Row("'äöü😀'", type, "System.String äöü😀"),
    Row("\"a`r`n`t`0\"", "$v.Length", "5"),
    Row("[datetime]'2024-02-29T12:34:56'", "$v.ToString('o')", "2024-02-29T12:34:56.0000000"),
    Row("[datetime]::new(2024, 1, 2, 3, 4, 5, 'Utc')", "$v.ToString('o')", "2024-01-02T03:04:05.0000000Z"),
    Row("[datetime]::new(2024, 7, 2, 3, 4, 5, 'Local')", "\"$($v.Kind) $($v.Hour)\"", "Local 3"),
    Row("[datetime]::MaxValue", "$v.Year", "9999"),
    Row("[timespan]'-1.02:03:04.005'", type, "System.TimeSpan -1.02:03:04.0050000"),
    Row("[guid]'01234567-89ab-cdef-0123-456789abcdef'", type, "System.Guid 01234567-89ab-cdef-0123-456789abcdef"),
    Row("[version]'1.2'", type, "System.Version 1.2"),
    Row("[version]'10.0.20348.1'", type, "System.Version 10.0.20348.1"),
    Row("[System.DayOfWeek]::Friday", type, "System.DayOfWeek Friday"),
    Row(
      "[System.Text.RegularExpressions.RegexOptions]'IgnoreCase, Singleline'", type,
      "System.Text.RegularExpressions.RegexOptions IgnoreCase, Singleline"),
    Row(
      "(Get-Thing).State",
      "$v.GetType().FullName; \"$v\"; $v -eq 'Running'; $v -eq 'Off'; $v -ne 'Off'; $v -eq 1; 'Running' -eq $v; [int]$v",
      "Test.State | Running | True | False | True | True | True | 1"),
    Row("[int]", "$v.FullName", "System.Int32"), Row("[int]", "$v -eq [int]", "True"),
    Row("@()", "$v.GetType().Name; $v.Count", "Object[] | 0"), Row("@(1, 'a', $null)", "$v.Count; $v[1]", "3 | a"),
    Row(", (1, (2, 3))", "$v[0][1][1]", "3"), Row("[int[]](1, 2)", "$v.GetType().Name", "Int32[]"),
    Row("[string[]]('a', 'b')", "$v.GetType().Name; $v -join '+'", "String[] | a+b"),
    Row("[System.Collections.ArrayList]@(1, 2)", "$v.GetType().Name; [void]$v.Add(3); $v.Count", "ArrayList | 3"),
    Row(
      "[System.Collections.Generic.List[string]]('a', 'b')", "$v.Count; $v[1]; $v.PSTypeNames[0]",
      "2 | b | Deserialized.System.Collections.Generic.List`1[[System.String]]"),
    Row("@{ a = 1; b = @{ c = 'deep' } }", "$v.GetType().Name; $v.b.c", "Hashtable | deep"),
    Row("[ordered]@{ z = 1; a = 2 }", "$v.GetType().Name; $v.Keys -join ','; $v[0]", "OrderedDictionary | z,a | 1"),
    Row("@{ 1 = 'int'; 'two' = 2 }", "$v[1]; $v['two']", "int | 2"),
    Row(
      "[pscustomobject]@{ Name = 'n'; Size = 5 }", "$v.Name; $v.Size + 1; $v.GetType().Name", "n | 6 | PSCustomObject"),
    Row(
      "[pscustomobject]@{ a = 1 }", "$v.PSTypeNames[0]; \"$v\"",
      "Deserialized.System.Management.Automation.PSCustomObject | @{a=1}"),
    Row("[pscustomobject]@{ PSTypeName = 'My.Type'; a = 1 }", "$v.PSTypeNames[0]", "Deserialized.My.Type"),
    Row(
      "[pscustomobject]@{ a = [pscustomobject]@{ b = [pscustomobject]@{ c = [pscustomobject]@{ d = 4 } } } }",
      "$v.a.b.c.d", "4"),
    Row("{ 1 + 1 }", type, "System.String  1 + 1 "),
    Row("[regex]'a+'", "\"$v\"", "a+"),
    Row(
      "Get-Thing 1", "\"$v\"; $v.ToString(); $v.Depth; $v.State; $v.PSTypeNames[0]",
      "thing 1 | thing 1 | 1 | Running | Deserialized.Test.Thing"),
    Row("Get-Thing 1", "$v.Act()", "!MethodNotFound"), Row("Get-Thing 1", "$null -eq $v.Bad", "True"),
    Row(
      "Get-Thing 5", "$v.Inner.Inner.Depth; \"$($v.Inner.Inner.Inner)\"; $v.Inner.Inner.Inner.GetType().Name",
      "3 | thing 2 | String"),
    Row("$t = @{}; $t.self = $t; $t.x = 1; $t", "$v.x; $v.self.GetType().Name", "1 | String"),
    Row("$a = @(0); $a[0] = $a; , $a", "$v.Count", "1"),
    Row("$x = @(1); foreach ($i in 1..200) { $x = , $x }; , $x", "$v.Count", "1"),
    Row(
      "try { Stop-Here 'msg' } catch { $_ }",
      "\"$v\"; $v.FullyQualifiedErrorId; $v.CategoryInfo.Category; $v.Exception.Message; $v.CategoryInfo.Reason; $v.TargetObject",
      "msg | Stopped,Stop-Here | ObjectNotFound | msg | FileNotFoundException | the-target"),
    Row(
      "try { Stop-Here 'msg' } catch { $_ }",
      "$v.InvocationInfo.ScriptLineNumber; $v.InvocationInfo.MyCommand; $v.InvocationInfo.PositionMessage.Split(' ')[0]",
      "1 | Stop-Here | At"),
    Row(
      "try { [int]'x' } catch { $_ }", "$v.Exception.GetType().Name; $v.Exception.InnerException -ne $null",
      "PSInvalidCastException | True"),
  ])
  func copies(row: Row) async throws {
    let lines = try await ScriptThread.run {
      let host = RecordingHost()
      let session = Fixture.session(host).session
      try session.run("$v = $(\(row.expression))")
      // What a command gave is one value, arrays included.
      if row.expression.contains("@()") || row.expression.hasPrefix(",") || row.expression.contains("[]]")
        || row.expression.contains("List")
      {
        try session.run("$v = \(row.expression)")
      }
      let bytes = try ValueCoding.encode(session.variable("v") ?? .null, session.context)
      let copy = try ValueCoding.decode(bytes, types: session.types)
      // A copy of the copy is the same.
      let again = try ValueCoding.encode(copy, session.context)
      #expect(try ValueCoding.encode(ValueCoding.decode(again, types: session.types), session.context) == again)
      try session.setVariable("v", copy)
      try session.run(row.question)
      return host.lines
    }
    #expect(lines.joined(separator: " | ") == row.expected)
  }

  @Test func enumerationsOfTheReceiver() throws {
    var types = TypeRegistry()
    types.register(Thing.state)
    let bytes = try ValueCoding.encode(.enumeration(EnumValue(Thing.state, 2)))
    guard case .enumeration(let known) = try ValueCoding.decode(bytes, types: types) else {
      Issue.record("no enumeration")
      return
    }
    #expect(known.type === Thing.state)
    #expect(known.text == "Paused")
  }

  /// The bytes as they are on the wire: a change of them is a new version.
  @Test func goldenBytes() throws {
    let rows: [(Value, [UInt8])] = [
      (.null, [1, 0]), (.boolean(true), [1, 3]), (1, [1, 4, 2]), (.int32(-1), [1, 4, 1]),
      (.int64(300), [1, 5, 0xD8, 4]), (.integer(SizedInteger(UInt8(200))), [1, 6, 1, 0xC8, 1]),
      (1.0, [1, 7, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]), (.character(0x41), [1, 10, 0x41, 0]),
      ("hé", [1, 11, 3, 0x68, 0xC3, 0xA9]),
      (.timeSpan(TimeSpan(ticks: 5)), [1, 13, 10]), (.version(Version(1, 2)), [1, 15, 2, 4, 1, 1]),
      (.array([1, 2]), [1, 18, 13] + Array("System.Object".utf8) + [2, 4, 2, 4, 4]),
      (.object(DictionaryObject(["a": nil])), [1, 20, 0, 1, 11, 1, 0x61, 0]),
    ]
    for (value, bytes) in rows { #expect(try ValueCoding.encode(value) == bytes) }
  }

  @Test(
    arguments: [
      ([], CodingFailure.truncated), ([2, 0], .unknown("version of values", 2)), ([1, 99], .unknown("tag", 99)),
      ([1, 11, 5, 0x61], .truncated), ([1, 11, 1, 0xFF], .notUTF8), ([1, 0, 0], .trailing(1)),
      ([1, 18, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], .limit("elements", RemotingLimits.valueCount)),
      ([1, 18, 0, 0xFF, 0xFF, 3], .truncated),
      ([1, 4, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], .limit("bits in a number", 32)),
      ([1, 5] + [UInt8](repeating: 0xFF, count: 10), .limit("bits in a number", 64)),
      ([1, 6, 9, 0], .unknown("integer of kind", 9)),
      ([1, 12, 7, 0], .unknown("kind of date", 7)), ([1, 12, 0, 1], .limit("years", 9999)),
      ([1, 1 + 24, 0], .unknown("tag", 25)), ([1, 23, 0, 0], .unknown("scalar with properties", 0)),
      ([1, 22, 0], .limit("exceptions", 8)),
      ([1, 20, 2], .unknown("truth value", 2)),
    ] as [([UInt8], CodingFailure)])
  func invalid(bytes: [UInt8], failure: CodingFailure) {
    #expect(throws: failure) { try ValueCoding.decode(bytes) }
  }

  @Test func tooDeep() {
    let levels = Array(repeating: [UInt8]([18, 0, 1]), count: 100).flatMap { $0 }
    #expect(throws: CodingFailure.limit("levels", RemotingLimits.depth)) { try ValueCoding.decode([1] + levels + [0]) }
  }

  @Test func tooMany() {
    let nulls = [UInt8](repeating: 0, count: RemotingLimits.valueCount)
    let count: [UInt8] = [0x80, 0x89, 0x7A]
    #expect(throws: CodingFailure.limit("values", RemotingLimits.valueCount)) {
      try ValueCoding.decode([1, 18, 0] + count + nulls)
    }
    #expect(throws: CodingFailure.limit("values", RemotingLimits.valueCount)) {
      try ValueCoding.encode(.array(Array(repeating: .null, count: RemotingLimits.valueCount)))
    }
  }

  @Test func hundredMegabytes() {
    #expect(throws: CodingFailure.limit("bytes", RemotingLimits.objectSize)) {
      try ValueCoding.encode(.string(String(repeating: "x", count: 100 << 20)))
    }
  }

  /// Bytes that are nearly right never trap, and give a value or a CodingFailure.
  @Test func garbage() async throws {
    let sources = try await ScriptThread.run {
      let session = Fixture.session(RecordingHost()).session
      try session.run(
        "$v = @{ a = 1, 'b', 2.5d; t = (Get-Thing 3); e = $(try { Stop-Here m } catch { $_ }); d = [datetime]'2024-01-01'; g = [guid]::Empty; w = [System.DayOfWeek]::Friday }"
      )
      return [try ValueCoding.encode(session.variable("v") ?? .null, session.context)]
    }
    var numbers = Numbers(seed: 7)
    for source in sources {
      for _ in 0..<4000 {
        var bytes = source
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
          bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
        }
        if Bool.random(using: &numbers) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &numbers)) }
        do { _ = try ValueCoding.decode(bytes) } catch { #expect(error is CodingFailure) }
      }
    }
  }
}

/// The same numbers in every run (SplitMix64).
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
