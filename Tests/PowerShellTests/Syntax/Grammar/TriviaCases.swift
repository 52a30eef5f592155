extension GrammarTests {
  static let trivia: [Case] = [
    Case("", ""),
    Case("  \n\n", ""),
    Case("# only", ""),
    Case("<# a\nb #> 1", "1"),
    Case("1 # x", "1"),
    Case("\u{feff}1", "1"),
    Case("1\r\n2\r\n", "1 2"),
    Case("1;;2", "1 2"),
    Case("\u{a0}1", "1"),
    Case("#requires -Version 5.1\n1", "1"),
    Case("a `\r\n b", "(command `a` `b`)"),
    Case("1 <# x #> + <# y #> 2", "(+ 1 2)"),
    Case("\n\n1\n\n", "1"),
  ]
}
