import PowerShell
import Testing

@Suite("Text of values")
struct FormatTests {
  @Test(
    "In strings",
    arguments: [
      (nil, ""), (true, "True"), (5, "5"), (1.0, "1"), (0.1, "0.1"), (1e15, "1E+15"), (1e14, "100000000000000"),
      (1e-5, "1E-05"), (0.0001, "0.0001"), (1.5e300, "1.5E+300"), (.double(.infinity), "Infinity"),
      (.single(0.1), "0.1"),
      (decimal(5), "5"), ([1, [2, 3]], "1 System.Object[]"), (table([:]), "System.Collections.Hashtable"),
      (date(2024, 1, 2, 3, 4, 5), "01/02/2024 03:04:05"), (.timeSpan(TimeSpan(ticks: 15_000_000)), "00:00:01.5000000"),
      (.type(BuiltInType.string), "string"), (.type(BuiltInType.dayOfWeek), "System.DayOfWeek"),
      (.object(PropertyBag(["a": 1, "b": "x"])), "@{a=1; b=x}"), (.version(Version(1, 2, 3)), "1.2.3"),
      (.object(PropertyBag(["a": .object(PropertyBag(["b": 1]))])), "@{a=}"), ([], ""), (-0.5, "-0.5"),
      (123456789.125, "123456789.125"), (.object(ListObject([1, 2])), "1 2"), (.wrapped(WrappedValue(5)), "5"),
    ] as [(Value, String)])
  func display(value: Value, expected: String) throws { #expect(try value.displayString() == expected) }

  @Test(
    "-f",
    arguments: [
      ("{0}", 5, "5"), ("{0:N2}", 1234.5, "1,234.50"), ("{0:N0}", 1_234_567, "1,234,567"),
      ("{0:n}", -1234.567, "-1,234.57"),
      ("{0:F1}", 2.25, "2.3"), ("{0:F0}", 0.5, "1"), ("{0:F2}", 1, "1.00"), ("{0:P0}", 0.256, "26%"),
      ("{0:P}", 0.1234, "12.34%"),
      ("{0:P1}", 0, "0.0%"), ("{0:D3}", 7, "007"), ("{0:D3}", -7, "-007"), ("{0:X8}", 255, "000000FF"),
      ("{0:x}", 255, "ff"),
      ("{0:X}", -1, "FFFFFFFF"), ("{0:E}", 12345.678, "1.234568E+004"), ("{0:e2}", 0.00012, "1.20e-004"),
      ("{0:G}", 12345.678, "12345.678"), ("{0:G3}", 12345.678, "1.23E+04"), ("{0:C}", 1234.5, "$1,234.50"),
      ("{0:C0}", -5, "-$5"),
      ("{0,5}|", 42, "   42|"), ("{0,-5}|", 42, "42   |"), ("{0,8:N2}|", 3.14159, "    3.14|"),
      ("{0} {1}", ["a", "b"], "a b"),
      ("{1}{0}", ["a", "b"], "ba"), ("{{{0}}}", 1, "{1}"), ("{{0}}", 1, "{0}"), ("{0}", nil, ""),
      ("{0:N1}%", 99.95, "100.0%"),
      ("{0:0.00}", 3.14159, "3.14"), ("{0:0.00}", 5, "5.00"), ("{0:#,##0}", 1_234_567, "1,234,567"),
      ("{0:#,##0.0#}", 1234.5, "1,234.5"),
      ("{0:000}", 7, "007"), ("{0:#}", 0, ""), ("{0:0.##}", 2.5, "2.5"), ("{0:0%}", 0.5, "50%"),
      ("{0:0,,}M", 5_000_000, "5M"),
      ("{0:0.0;(0.0);zero}", -2.5, "(2.5)"), ("{0:0.0;(0.0);zero}", 0, "zero"), ("{0:0.0;(0.0);zero}", 2.5, "2.5"),
      ("{0:00-00}", 1234, "12-34"), ("{0:'n='0}", 5, "n=5"), ("{0:0.0E+0}", 12345, "1.2E+4"), ("{0:\\#0}", 5, "#5"),
      ("{0:yyyy-MM-dd HH:mm:ss}", date(2024, 1, 2, 3, 4, 5), "2024-01-02 03:04:05"),
      ("{0:d}", date(2024, 1, 2), "1/2/2024"),
      ("{0:D}", date(2024, 1, 2), "Tuesday, January 2, 2024"), ("{0:t}", date(2024, 1, 2, 15, 4), "3:04 PM"),
      ("{0:T}", date(2024, 1, 2, 15, 4, 5), "3:04:05 PM"), ("{0:g}", date(2024, 1, 2, 0, 4), "1/2/2024 12:04 AM"),
      ("{0:s}", date(2024, 1, 2, 3), "2024-01-02T03:00:00"), ("{0:u}", date(2024, 1, 2, 3), "2024-01-02 03:00:00Z"),
      ("{0:o}", date(2024, 1, 2, 3), "2024-01-02T03:00:00.0000000"),
      ("{0:R}", date(2024, 1, 2, 3), "Tue, 02 Jan 2024 03:00:00 GMT"),
      ("{0:MMM d}", date(2024, 1, 2), "Jan 2"), ("{0:y}", date(2024, 1, 2), "January 2024"),
      ("{0}", date(2024, 1, 2, 15), "1/2/2024 3:00:00 PM"),
      ("{0:dddd}", date(2024, 2, 29), "Thursday"), ("{0:HH'h'mm}", date(2024, 1, 2, 3, 4), "03h04"),
      ("{0:%d}", date(2024, 1, 2), "2"),
      ("{0:hh\\:mm\\:ss}", .timeSpan(TimeSpan(ticks: 37_230_000_000)), "01:02:03"),
      ("{0:c}", .timeSpan(TimeSpan(ticks: TimeSpan.ticksPerDay)), "1.00:00:00"),
      ("{0:d\\.hh}", .timeSpan(TimeSpan(ticks: TimeSpan.ticksPerDay * 2)), "2.00"),
      ("{0:N}", .guid(.empty), "00000000000000000000000000000000"), ("{0}", true, "True"), ("{0:N2}", "x", "x"),
      ("{0}", [[1, 2], 3], "System.Object[]"), ("{0:D}", .enumeration(EnumValue(BuiltInType.dayOfWeek, 2)), "2"),
      ("{0:F2}", decimal(7), "7.00"), ("{0:N3}", 1e-9, "0.000"), ("{0:N0}", -0.4, "0"), ("{0:X4}", long(48879), "BEEF"),
    ] as [(String, Value, String)])
  func format(form: String, value: Value, expected: String) {
    #expect(outcome { try FormatOperator.format(.string(form), value) } == "'\(expected)'")
  }

  @Test(
    "Format strings that are wrong",
    arguments: [
      "{", "}", "{0", "{}", "{a}", "{0,}", "{0:", "{-1}", "{99999999999999999999}", "{0,99999999999}", "{0:{}", "{1}",
      "{0} }", "{ 0}",
      "{0:D2}x{0:Z9}", "{0:X2}", "{0:D}", "{0:Q}", "{0,1,1}", "{0:N2",
    ])
  func garbage(form: String) {
    #expect(
      outcome { try FormatOperator.format(.string(form), 1.5) }.hasPrefix("!FormatError: Error formatting a string: "))
  }

  @Test(
    "Any custom format ends",
    arguments: [
      "\\", "'", "\"", ";;;;", "0.0.0.0", "E+0", "e", ",,,,", "%%%%", "#.#E+", "0E-00000000000000000000", "\\'",
      "\u{2030}0",
    ])
  func customGarbage(form: String) throws {
    for value: Value in [0, -1, 1.5, 1e300, 1e-300, .int64(.min), .double(.nan)] {
      #expect(try value.formatted(form).utf8.count < 2000)
    }
    _ = try? date(2024, 1, 2).formatted(form)
    _ = try? Value.timeSpan(TimeSpan(ticks: .min)).formatted(form)
  }
}
