import Testing

/// about_Classes, about_Enum.
struct ClassTests {
  @Test(arguments: [
    RuntimeRow("class A { $x = 5 }; [A]::new().x", "5"),
    RuntimeRow("class A { [int]$x }; $a = [A]::new(); $a.x = '7'; $a.x + 1", "8"),
    RuntimeRow("class A { [int]$x }; [A]::new().x", "0"),
    RuntimeRow("class A { [int]$x; A([int]$v) { $this.x = $v } }; [A]::new(3).x", "3"),
    RuntimeRow("class A { [int] Twice([int]$n) { return $n * 2 } }; [A]::new().Twice(4)", "8"),
    RuntimeRow("class A { [int] F() { 'noise'; return 1 } }; [A]::new().F()", "1"),
    RuntimeRow("class A { F() { 'noise' } }; [A]::new().F()", ""),
    RuntimeRow("class A { static [int] F() { return 9 } }; [A]::F()", "9"),
    RuntimeRow("class A { static [int]$n = 4 }; [A]::n; [A]::n = 6; [A]::n", "4 | 6"),
    RuntimeRow("class A { [string] ToString() { return 'me' } }; \"$([A]::new())\"", "me"),
    RuntimeRow(
      "class A { [string] N() { return 'A' } }; class B : A { [string] N() { return 'B' } }; [B]::new().N()", "B"),
    RuntimeRow("class A { [string] N() { return 'A' } }; class B : A { }; [B]::new().N()", "A"),
    RuntimeRow(
      "class A { [string] N() { return 'A' } }; class B : A { [string] N() { return 'B' + ([A]$this).N() } }; [B]::new().N()",
      "BA"),
    RuntimeRow("class A { $v; A($x) { $this.v = $x } }; class B : A { B($y) : base($y + 1) { } }; [B]::new(1).v", "2"),
    RuntimeRow("class A { }; class B : A { }; [B]::new() -is [A]", "True"),
    RuntimeRow("class A { $x }; ([A]@{ x = 4 }).x", "4"),
    RuntimeRow("class A { F($x) { } }; [A]::new().F()", "!MethodCountCouldNotFindBest"),
    RuntimeRow("class A { A($x) { } }; [A]::new()", "!MethodCountCouldNotFindBest"),
    RuntimeRow(
      "class A { [string] F([int]$x) { return 'int' } [string] F([string]$x) { return 'str' } }; [A]::new().F(1); [A]::new().F('a')",
      "int | str"),
    RuntimeRow(
      "class A { $l = @(); Add($x) { $this.l += $x } }; $a = [A]::new(); $a.Add(1); $a.Add(2); $a.l.Count", "2"),
    RuntimeRow(
      "class E : System.Exception { E($m) : base($m) { } }; try { throw [E]::new('boom') } catch [E] { $_.Exception.Message }",
      "boom"),
    RuntimeRow("class A { [int] F() { throw 'bad' } }; try { [A]::new().F() } catch { \"$_\" }", "bad"),
    RuntimeRow("class A { hidden $h = 1; $v = 2 }; [A]::new().h", "1"), RuntimeRow("[Nope]::new()", "!TypeNotFound"),
    RuntimeRow("class A { $x = 1 }; $a = [A]::new(); $b = [A]::new(); $a.x = 2; $b.x", "1"),
    RuntimeRow("class A { }; [A]::new().GetType().Name", "A"),
    RuntimeRow("class A { [object[]] F() { return 1, 2 } }; [A]::new().F().Count", "2"),
    RuntimeRow("enum C { Red; Green; Blue }; [C]::Green", "Green"),
    RuntimeRow("enum C { Red; Green }; [int][C]::Green", "1"),
    RuntimeRow("enum C { A = 5; B }; [int][C]::B", "6"), RuntimeRow("enum C { Red; Green }; [C]'green'", "Green"),
    RuntimeRow("enum C { Red; Green }; [C]1", "Green"),
    RuntimeRow("enum C { Red }; [C]::Red -eq 'red'", "True"),
    RuntimeRow("[Flags()] enum F { A = 1; B = 2 }; [F]3", "A, B"),
    RuntimeRow("enum C { Red; Green }; function f([C]$c) { $c }; f green", "Green"),
    RuntimeRow("enum C { Red }; [C]'nope'", "!InvalidCastFromStringToEnumeration"),
  ])
  func classesAndEnums(_ row: RuntimeRow) { row.check() }
}
