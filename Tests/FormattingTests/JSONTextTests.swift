import Formatting
import PowerShell
import Testing

/// Values as JSON for programs.
@Suite struct JSONTextTests {
  private static let rows: [(Value, String)] = [
    (.null, "null"), (true, "true"), (1, "1"), (.double(1.5), "1.5"), (.double(.nan), #""NaN""#), ("<x>'", #""<x>'""#),
    (.array([]), "[]"), (.object(DictionaryObject()), "{}"), (.array([1, .array([2])]), "[\n  1,\n  [\n    2\n  ]\n]"),
    (
      .object(PropertyBag(["a": 1, "b": .object(PropertyBag(["c": .null]))])),
      "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": null\n  }\n}"
    ),
    (.enumeration(EnumValue(BuiltInType.dayOfWeek, 1)), #""Monday""#),
    (.timeSpan(TimeSpan(ticks: 10_000_000)), #""00:00:01""#), (.version(Version(1, 2)), #""1.2""#),
    (.character(0x61), #""a""#), (.type(BuiltInType.string), #""System.String""#),
  ]

  @Test func program() throws {
    for (value, expected) in Self.rows { #expect(try JSONText.text(value) == expected) }
  }

  @Test func dates() throws {
    let date = try #require(DateTime(year: 2020, month: 1, day: 2, hour: 3, fraction: 5_000_000, kind: .utc))
    #expect(try JSONText.text(.dateTime(date)) == #""2020-01-02T03:00:00.5000000Z""#)
    #expect(try JSONText.text(.dateTime(date.midnight)) == #""2020-01-02T00:00:00Z""#)
  }

  /// An object that holds itself ends at the depth that is asked for.
  @Test func circle() throws {
    let bag = PropertyBag(["a": 1])
    bag["me"] = .object(bag)
    var style = JSONStyle.program
    (style.depth, style.isCompressed) = (1, true)
    let text = try JSONText.text(.object(bag), style)
    #expect(text.hasPrefix(#"{"a":1,"me":{"a":1,"me":"#))
    bag["me"] = nil
  }
}
