import PowerShell
import Testing

@Suite("Regular expressions")
struct RegexTests {
  /// Pattern, text, and the match with its groups; "-" for none.
  private static let rows: [(String, String, String)] = [
    ("abc", "xabcx", "abc"), ("a.c", "a\nc", "-"), ("(?s)a.c", "a\nc", "a\nc"), ("^b", "a\nb", "-"),
    ("(?m)^b", "a\nb", "b"),
    ("a$", "a\n", "a"), ("a\\z", "a\n", "-"), ("a\\Z", "a\n", "a"), ("\\Ab", "ab", "-"), ("\\d+", "ab123", "123"),
    ("\\D+", "12ab", "ab"), ("\\w+", "--a_1--", "a_1"), ("\\W", "ab c", " "), ("\\s", "a\tb", "\t"),
    ("\\S+", "  ab ", "ab"),
    ("\\bfoo\\b", "a foo b", "foo"), ("\\Boo", "foo", "oo"), ("[a-c]+", "xxabcd", "abc"), ("[^a-c]+", "abxy", "xy"),
    ("[]a]+", "]a", "]a"), ("[a-z-[aeiou]]+", "abcde", "bcd"), ("[\\d-]+", "1-2", "1-2"), ("[\\]]", "]", "]"),
    ("(a)(b)?", "ac", "a|a|"), ("(?<x>a)(b)", "ab", "ab|b|a"), ("(?'q'a)", "a", "a|a"), ("(?:ab)+", "ababx", "abab"),
    ("a|b|cd", "xcd", "cd"), ("(a|ab)(c|bcd)", "abcd", "abcd|a|bcd"), ("a*", "aaa", "aaa"), ("a*?", "aaa", ""),
    ("a+?", "aaa", "a"),
    ("a{2}", "aaa", "aa"), ("a{2,}", "aaaa", "aaaa"), ("a{1,2}?", "aaa", "a"), ("a{,2}", "a{,2}", "a{,2}"),
    ("x{", "x{", "x{"),
    ("(\\w)\\1", "abccd", "cc|c"), ("(?<c>\\w)\\k<c>", "abb", "bb|b"), ("foo(?=bar)", "foobar", "foo"),
    ("foo(?!bar)", "foobar foox", "foo"),
    ("(?<=\\$)\\d+", "cost $42", "42"), ("(?<!\\$)\\b\\d+", "$42 17", "17"), ("(?<=a+)b", "aaab", "b"),
    ("(?<=(a)(b))c", "abc", "c|a|b"),
    ("(?i)ABC", "xabc", "abc"), ("a(?i)b", "aB", "aB"), ("a(?i:b)c", "aBC", "-"), ("(?i)[A-C]+", "abc", "abc"),
    ("(?x) a b # comment\n c", "abc", "abc"), ("a(?#note)b", "ab", "ab"), ("(?>a+)ab", "aaab", "-"),
    ("(?n)(a)(?<b>b)", "ab", "ab|b"),
    ("\\x41\\u0042", "AB", "AB"), ("\\t\\n", "\t\n", "\t\n"), ("\\.", "a.b", "."), ("\\p{Lu}+", "abCDe", "CD"),
    ("\\P{L}", "ab1", "1"),
    ("\\p{IsGreek}", "aα", "α"), ("[\\p{L}]+", "1é2", "é"), ("(a)?(?(1)b|c)", "c", "c|"),
    ("(a)?(?(1)b|c)", "ab", "ab|a"),
    ("(a*)*", "aaa", "aaa|"), ("(a|b)*c", "ababc", "ababc|b"), ("(?:(a)|b)*", "ab", "ab|a"), ("", "abc", ""),
    ("^(\\d{1,3})\\.(\\d{1,3})$", "10.20", "10.20|10|20"), (".*?(\\d+)$", "abc 99", "abc 99|99"),
    ("\\\\", "a\\b", "\\"),
    ("^[\\w.+-]+@\\w+\\.\\w{2,}$", "joe.b@host.org", "joe.b@host.org"), ("(\\d+)-(\\d+)", "x 1-22", "1-22|1|22"),
    ("é", "É", "-"), ("(?i)é", "É", "É"), ("\\cA", "\u{1}", "\u{1}"), ("[\\b]", "\u{8}", "\u{8}"), ("\\0", "\0", "\0"),
    ("a{2}{", "aa{", "aa{"),
  ]

  @Test("Matches as .NET does", arguments: rows)
  func match(pattern: String, text: String, expected: String) throws {
    let found = try RegularExpression(pattern).firstMatch(in: MatchInput(text))
    let shown = found.map { match in (0..<match.groupCount).map { match.text(of: $0) ?? "" }.joined(separator: "|") }
    #expect(shown ?? "-" == expected)
  }

  @Test(
    "Patterns that are wrong",
    arguments: [
      ("(", "Not enough )'s."), (")", "Too many )'s."), ("[", "Unterminated [] set."), ("[a", "Unterminated [] set."),
      ("*", "Quantifier {x,y} following nothing."), ("a**", "Nested quantifier *."), ("a++", "Nested quantifier +."),
      ("a{2,1}", "Illegal {x,y} with x > y."),
      ("\\", "Illegal \\ at end of pattern."), ("[z-a]", "[x-y] range in reverse order."),
      ("(?<a", "Invalid group name: Group names must begin with a word character."),
      ("\\k<x>", "Reference to undefined group name x."), ("(?Z)", "Unrecognized grouping construct."),
      ("\\p{Foo}", "Unknown property 'Foo'."),
      ("\\xZ", "Insufficient hexadecimal digits."), ("\\y", "Unrecognized escape sequence \\y."),
      ("(?", "Unrecognized grouping construct."),
      ("\\2(a)", "Reference to undefined group number 2."), ("a{2}{3}", "Nested quantifier {."),
      ("(?#", "Unterminated (?#...) comment."),
    ])
  func errors(pattern: String, reason: String) {
    #expect(
      outcome {
        _ = try RegularExpression(pattern)
        return .null
      } == "!ArgumentException: parsing \"\(pattern)\" - \(reason)")
  }

  @Test(
    "What would take for ever is an error",
    arguments: [
      "(a+)+$", "(a|aa)+$", "(a*)*b", "(?:a?){40}a{40}$", "^(([a-z])+.)+[A-Z]([a-z])+$",
      "(.*)(.*)(.*)(.*)(.*)(.*)(.*)x",
    ])
  func endless(pattern: String) throws {
    #expect(
      outcome {
        .boolean(
          try RegularExpression(pattern).firstMatch(in: MatchInput(String(repeating: "a", count: 120) + "!")) != nil)
      }.hasPrefix("!RegexMatchTimeoutException"))
  }

  @Test("Deep nesting is an error", arguments: ["(", "(?:", "[a-[", "(?=", "(?<="])
  func nesting(open: String) {
    #expect(throws: PowerShellError.self) { try RegularExpression(String(repeating: open, count: 10_000)) }
  }

  @Test("Garbage neither crashes nor hangs", arguments: 0..<40)
  func garbage(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    let alphabet = Array("ab()[]{}*+?|\\^$.,0123-<>=!:'#ixkpdwsLu&\u{e9}\n ")
    for _ in 0..<50 {
      var pattern = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        pattern.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      let found = try? RegularExpression(pattern).matches(in: MatchInput("ab 0123 (a)[b]\n\u{e9}"))
      #expect((found?.count ?? 0) < 32)
    }
  }

  @Test("All matches, also empty ones")
  func all() throws {
    let texts = try RegularExpression("a*").matches(in: MatchInput("baab")).map { "\($0.index):\($0.value)" }
    #expect(texts == ["0:", "1:aa", "3:", "4:"])
    #expect(RegularExpression.escape("a.b*c d[") == "a\\.b\\*c\\ d\\[")
  }
}
