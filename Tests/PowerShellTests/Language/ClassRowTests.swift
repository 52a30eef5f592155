import Testing

@Suite("Classes and enums: about_Classes, about_Enum")
struct ClassRowTests {
  @Test(arguments: rows)
  func classes(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("class P { [int]$X = 3; [string]$N }; $p = [P]::new(); $p.X; $p.N -eq $null", "3 | True"),
    RuntimeRow(
      "class P { [int]$X; P([int]$x) { $this.X = $x } [int] Twice() { return $this.X * 2 } }; [P]::new(4).Twice()",
      "8"),
    RuntimeRow(
      "class A { [string] Hi() { return 'A' } }; class B : A { [string] Hi() { return 'B' + ([A]$this).Hi() } }; [B]::new().Hi()",
      "BA"),
    RuntimeRow("class A { static [int]$C = 1; static [int] Inc() { return ++[A]::C } }; [A]::Inc(); [A]::C", "2 | 2"),
    RuntimeRow(
      "class A { [int]$v; A([int]$v) { $this.v = $v } }; class B : A { B() : base(9) { } }; [B]::new().v",
      "9"),
    RuntimeRow("class A { hidden [int]$h = 2; [int]$s = 1 }; [A]::new().h", "2"),
    RuntimeRow(
      "class V : System.IComparable { [int]$n; V([int]$n) { $this.n = $n } [int] CompareTo([object]$o) { return $this.n - $o.n } }; ([V]::new(2) -gt [V]::new(1))",
      "True"),
    RuntimeRow(
      "class V { [int]$n; V([int]$n) { $this.n = $n } [bool] Equals([object]$o) { return $this.n -eq $o.n } }; ([V]::new(2) -eq [V]::new(2))",
      "True"),
    RuntimeRow(#"class A { [string] ToString() { return 'me' } }; "$([A]::new())""#, "me"),
    RuntimeRow("class A { $x }; $a = [A]@{ x = 5 }; $a.x", "5"),
    RuntimeRow(
      "[Flags()] enum F { A = 1; B = 2; C = 4 }; [F]3; ([F]'A,C').value__; [F]::A -bor [F]::B",
      "A, B | 5 | A, B"),
    RuntimeRow(
      "enum E { One = 1; Two }; [E]::Two.value__; [E]2; [int][E]::One; [E].GetEnumNames() -join ','",
      "2 | Two | 1 | One,Two"),
    RuntimeRow(
      "enum E { A; B }; [enum]::GetNames([E]) -join ','; [enum]::GetValues([E]).Count; [enum]::Parse([E], 'b', $true)",
      "A,B | 2 | B"),
    RuntimeRow("class A { A() { 'x' } }; [A]::new().GetType().Name", "A"),
    RuntimeRow("class A { [void] M() { 'lost' } }; [A]::new().M()", ""),
    RuntimeRow("class A { [int] M() { } }; [A]::new().M()", "0"),
    RuntimeRow("class A { [int[]] M() { return 1,2,3 } }; [A]::new().M().Count", "3"),
    RuntimeRow("class A { [int]$x = 'abc' }; try { [A]::new() } catch { 'caught' }", "caught"),
    RuntimeRow(
      "class A { [ValidateRange(1,5)][int]$x = 1 }; $a = [A]::new(); try { $a.x = 9 } catch { 'no' }; $a.x",
      "no | 1"),
    RuntimeRow("class A { M([int]$a) { } M([string]$a) { } }; [A]::new().M('x'); 'ok'", "ok"),
    RuntimeRow(
      "class A { [string] M([int]$a) { return 'int' } [string] M([string]$a) { return 'str' } }; [A]::new().M('x'); [A]::new().M(1)",
      "str | int"),
    RuntimeRow(
      "class A { static [A] Make() { return [A]::new() } [A] Self() { return $this } }; [A]::Make().Self().GetType().Name",
      "A"),
    RuntimeRow("class A { }; [A]::new() -is [A]; [A].BaseType.Name; [A].Name; [A].FullName", "True | Object | A | A"),
    RuntimeRow(
      "[Flags()] enum Perm { None = 0; Read = 1; Write = 2; All = 3 }; [Perm]::All; [Perm]'Read, Write'; ([Perm]3).HasFlag([Perm]::Read)",
      "All | All | True"),
    RuntimeRow(
      "enum Color { Red; Green = 5; Blue }; [int][Color]::Blue; [Color]'green'; [Color]::Red -eq 'Red'; 'Blue' -as [Color]; [Color]9",
      "6 | Green | True | Blue | !SubstringDisambiguationEnumParseThrow"),
    RuntimeRow(
      "enum E { A; B }; function f { param([E]$e) $e.GetType().Name }; f B; f x",
      "E | !ParameterArgumentTransformationError"),
    RuntimeRow("enum E { A; B }; switch ([E]::B) { 'A' { 1 } 'B' { 2 } }", "2"),
    RuntimeRow(
      "class C { [string]$Name = 'n'; [int]$Count }; $c = [C]::new(); $c.Count = '5'; $c.Count.GetType().Name; try { $c.Count = 'x' } catch { 'no' }",
      "Int32 | no"),
    RuntimeRow("class C { $a = 1; $b = $this.a + 1 }; [C]::new().b", "2"),
    RuntimeRow(
      #"class C { C([string]$x, [int]$y) { $this | Out-Null; $script:got = "$x-$y" } }; [void][C]::new('a', '3'); $got"#,
      "a-3"),
    RuntimeRow("class C { C() { } C([int]$i) { $script:i = $i } }; $null = [C]::new(7); $i", "7"),
    RuntimeRow("class C { [int] Add([int]$a, [int]$b) { return $a + $b } }; [C]::new().Add(2, '3')", "5"),
    RuntimeRow(
      #"class C { [string] Describe() { return "I am $($this.Name())" } [string] Name() { return 'C' } }; [C]::new().Describe()"#,
      "I am C"),
    RuntimeRow(
      "class Base { [string] Who() { return 'base' } [string] Call() { return $this.Who() } }; class Derived : Base { [string] Who() { return 'derived' } }; [Derived]::new().Call()",
      "derived"),
    RuntimeRow(
      "class Base { [int]$x = 1 }; class Derived : Base { [int]$y = 2 }; $d = [Derived]::new(); $d.x + $d.y; $d -is [Base]",
      "3 | True"),
    RuntimeRow(
      "class Base { Base([int]$n) { $this.N = $n } [int]$N }; class D : Base { D([int]$n) : base($n * 2) { $this.N += 1 } }; [D]::new(5).N",
      "11"),
    RuntimeRow(
      "class Counter { static [int]$Total = 0; Counter() { [Counter]::Total++ } }; $null = [Counter]::new(); $null = [Counter]::new(); [Counter]::Total",
      "2"),
    RuntimeRow("class Util { static [string] Up([string]$s) { return $s.ToUpper() } }; [Util]::Up('a')", "A"),
    RuntimeRow(
      "class MyError : System.Exception { [int]$Code; MyError([string]$m, [int]$c) : base($m) { $this.Code = $c } }; try { throw [MyError]::new('bad', 7) } catch [MyError] { $_.Exception.Message; $_.Exception.Code }",
      "bad | 7"),
    RuntimeRow(
      "class Node { [object]$Value; [Node]$Next }; $n = [Node]::new(); $n.Next = [Node]::new(); $n.Next.Value = 5; $n.Next.Value",
      "5"),
    RuntimeRow("class T { [datetime]$When = '2020-01-02' }; [T]::new().When.Year", "2020"),
    RuntimeRow("class T { [string[]]$Items = @('a') }; $t = [T]::new(); $t.Items += 'b'; $t.Items.Count", "2"),
    RuntimeRow("class T { [hashtable]$H = @{} }; $t = [T]::new(); $t.H['k'] = 1; $t.H.k", "1"),
    RuntimeRow(
      "class S : System.IComparable { [int]$v; S([int]$v) { $this.v = $v } [int] CompareTo($o) { return $this.v - $o.v } }; $l = [S]::new(3), [S]::new(1); [array]::Sort($l); $l[0].v; ($l[0] -lt $l[1])",
      "1 | True"),
    RuntimeRow(
      "class Q : System.IEquatable[Q] { [int]$v; Q($v) { $this.v = $v } [bool] Equals([Q]$o) { return $this.v -eq $o.v } }; [Q]::new(2) -eq [Q]::new(2); [Q]::new(1) -eq [Q]::new(2)",
      "True | False"),
    RuntimeRow("class X : System.IComparable { }", "!TypeCreationError"),
    RuntimeRow(
      "class B : A { [string] K() { return 'B' + ([A]$this).K() } }; class A { [string] K() { return 'A' } }; [B]::new().K()",
      "BA"),
    RuntimeRow("class A { [void] Set([ref]$r) { $r.Value = 4 } }; $z = 0; [A]::new().Set([ref]$z); $z", "4"),
    RuntimeRow("class A { [object] Nothing() { return $null } }; $null -eq [A]::new().Nothing()", "True"),
    RuntimeRow(#"class A { [int] Fail() { throw 'bad' } }; try { [A]::new().Fail() } catch { "$_" }"#, "bad"),
    RuntimeRow(
      "class A { hidden [string]$Secret = 's'; [string]$Open = 'o' }; ([A]::new().PSObject.Properties | % { $_.Name }) -join ','",
      "Open"),
    RuntimeRow("class A { static [int]$N = 1 }; [A]::N++; [A]::N += 2; [A]::N", "4"),
  ]
}
