extension GrammarTests {
  static let classes: [Case] = [
    Case("class A { }", "(class A)"),
    Case(
      "class A : B, C { [int]$x = 5; [string]$y }",
      "(class A :B :C (property $x [int] 5) (property $y [string]))"),
    Case(
      "class A { $x\n static [int] $y = 1\n hidden $z }",
      "(class A (property $x) (static property $y [int] 1) (hidden property $z))"),
    Case(
      "class A { A() { } A([int]$x) : base($x, 1) { $this.x = $x } }",
      "(class A (constructor A (param)) (constructor A (base $x 1) (param ($x [int])) (= (. $this x) $x)))"),
    Case(
      "class A { [int] F([string]$a, $b) { return 1 } static [void] G() { } }",
      "(class A (method F [int] (param ($a [string]) ($b)) (return 1)) (static method G [void] (param)))"),
    Case(
      "class A {\n [ValidateNotNull()] [string] $s\n hidden static [A] $i\n}",
      "(class A (property $s (attribute ValidateNotNull) [string]) (static hidden property $i [A]))"),
    Case("enum E { A; B = 2; C }", "(enum E (A) (B 2) (C))"),
    Case("enum E {\n A\n B = 1 + 2\n}", "(enum E (A) (B (+ 1 2)))"),
    Case("[Flags()] enum E { A = 1; B = 2 }", "(enum E (attribute Flags) (A 1) (B 2))"),
    Case("enum E : byte { A }", "(enum E :byte (A))"),
    Case("[Foo()]\nclass A { }", "(class A (attribute Foo))"),
    Case("class A { F() { 1 } }", "(class A (method F (param) 1))"),
    Case(
      "class A { [List[int]] $l = [List[int]]::new() }",
      "(class A (property $l [List[int]] (invoke:: [List[int]] new)))"),
    Case("class A { static A() { } }", "(class A (static constructor A (param)))"),
  ]
}
