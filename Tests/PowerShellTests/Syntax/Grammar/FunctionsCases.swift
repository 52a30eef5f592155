extension GrammarTests {
  static let functions: [Case] = [
    Case("function f { }", "(function f)"),
    Case("function f { 1 }", "(function f 1)"),
    Case("function f($a, [int]$b = 1) { $a }", "(function f (param ($a) ($b [int] (= 1))) $a)"),
    Case("function global:f { }", "(function global:f)"),
    Case("filter f { $_ }", "(filter f $_)"),
    Case("function f { begin { 1 } process { 2 } end { 3 } }", "(function f (begin 1) (process 2) (end 3))"),
    Case(
      "function f { [CmdletBinding(A)] param([switch]$F) process { $F } }",
      "(function f (param (attribute CmdletBinding (A=)) ($F [switch])) (process $F))"),
    Case(
      "param([Parameter(M, P=0)][ValidateSet('a')][string]$N)",
      #"(param ($N (attribute Parameter (M=) (P= 0)) (attribute ValidateSet "a") [string]))"#),
    Case("param($a)\n$a", "(param ($a)) $a"),
    Case(
      "[CmdletBinding()]\nparam (\n  [string]\n  $a,\n  $b = (Get-VM)\n)\n1",
      "(param (attribute CmdletBinding) ($a [string]) ($b (= (paren (command `Get-VM`))))) 1"),
    Case("function f { param() }", "(function f (param))"),
    Case(
      "function f { dynamicparam { 1 } end { 2 } clean { 3 } }",
      "(function f (dynamicparam 1) (end 2) (clean 3))"),
    Case(
      "using namespace System.IO\nusing module ./x.psm1\n1",
      #"(using namespace "System.IO") (using module "./x.psm1") 1"#),
    Case("function Get-A { } function Get-B { }", "(function Get-A) (function Get-B)"),
    Case("function f { param($x = @(1,2)) }", "(function f (param ($x (= (@ (list 1 2))))))"),
    Case("function f { param([Alias('a', 'b')] $x) }", #"(function f (param ($x (attribute Alias "a" "b"))))"#),
    Case("{ [int] }", "(scriptblock [int])"),
    Case("function f ($a) { process { $a } }", "(function f (param ($a)) (process $a))"),
    Case("process { 1 }", "(process 1)"),
    Case("param([scriptblock]$s = { $_ }, $t)", "(param ($s [scriptblock] (= (scriptblock $_))) ($t))"),
    Case(
      "function f { param([ValidateScript({ $_ -gt 1 })]$x) }",
      "(function f (param ($x (attribute ValidateScript (scriptblock (gt $_ 1))))))"),
    Case("function script:f-x1 {}", "(function script:f-x1)"),
    Case("end { }", "(end)"),
    Case("param", "(command `param`)"),
    Case("[a()] param($x)", "(param (attribute a) ($x))"),
  ]
}
