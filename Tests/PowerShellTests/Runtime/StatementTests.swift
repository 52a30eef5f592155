import Testing

/// about_If, about_Switch, the loops, about_Try_Catch_Finally, about_Trap, about_Throw.
struct StatementTests {
  @Test(arguments: [
    RuntimeRow("if (1) { 'a' } else { 'b' }", "a"), RuntimeRow("if (0) { 'a' } elseif (1) { 'b' } else { 'c' }", "b"),
    RuntimeRow("if ('') { 1 } else { 2 }", "2"), RuntimeRow("if (@()) { 1 } else { 2 }", "2"),
    RuntimeRow("if (@(0)) { 1 } else { 2 }", "2"), RuntimeRow("if (@(0, 0)) { 1 } else { 2 }", "1"),
    RuntimeRow("for ($i = 0; $i -lt 3; $i++) { $i }", "0 | 1 | 2"),
    RuntimeRow("for ($i = 1; $i -le 2) { $i; $i++ }", "1 | 2"),
    RuntimeRow("for (;;) { 'x'; break }", "x"), RuntimeRow("foreach ($x in 1, 2) { $x }; $x", "1 | 2 | 2"),
    RuntimeRow("foreach ($x in $null) { 'n' }", ""), RuntimeRow("foreach ($x in 'ab') { $x }", "ab"),
    RuntimeRow("foreach ($x in @{ a = 1 }) { $x.a }", "1"), RuntimeRow("foreach ($x in 3..1) { $x }", "3 | 2 | 1"),
    RuntimeRow("$i = 0; while ($i -lt 2) { $i; $i++ }", "0 | 1"),
    RuntimeRow("$i = 5; do { $i; $i++ } while ($i -lt 3)", "5"),
    RuntimeRow("$i = 0; do { $i; $i++ } until ($i -ge 2)", "0 | 1"),
    RuntimeRow("foreach ($i in 1..5) { if ($i -eq 2) { continue }; if ($i -eq 4) { break }; $i }", "1 | 3"),
    RuntimeRow(
      ":o foreach ($i in 1..3) { foreach ($j in 1..3) { if ($j -eq 2) { continue o }; \"$i$j\" } }", "11 | 21 | 31"),
    RuntimeRow(":o foreach ($i in 1..3) { while ($true) { break o } }; 'end'", "end"),
    RuntimeRow("foreach ($i in 1..3) { 1..3 | ForEach-Object { if ($_ -eq 2) { break }; $_ } }; 'end'", "1 | end"),
    RuntimeRow("function f { break }; foreach ($i in 1..3) { $i; f }; 'end'", "1 | end"),
    RuntimeRow("switch (2) { 1 { 'one' } 2 { 'two' } }", "two"),
    RuntimeRow("switch (9) { 1 { 'one' } default { 'd' } }", "d"),
    RuntimeRow("switch (2) { 2 { 'a' } 2 { 'b' } }", "a | b"),
    RuntimeRow("switch (2) { 2 { 'a'; break } 2 { 'b' } }", "a"),
    RuntimeRow("switch (1, 2) { 1 { 'one' } 2 { 'two' } }", "one | two"),
    RuntimeRow("switch ('Ab') { 'ab' { 1 } }", "1"),
    RuntimeRow("switch -CaseSensitive ('Ab') { 'ab' { 1 } 'Ab' { 2 } }", "2"),
    RuntimeRow("switch -Wildcard ('abc') { 'a*' { 1 } '*c' { 2 } 'x' { 3 } }", "1 | 2"),
    RuntimeRow("switch -Regex ('a1') { '\\d' { $Matches[0] } }", "1"),
    RuntimeRow("switch (5) { { $_ -gt 3 } { 'big' } }", "big"),
    RuntimeRow("switch (1, 2, 3) { 2 { continue } default { $_ } }", "1 | 3"),
    RuntimeRow("switch (1, 2, 3) { 2 { break } default { $_ } }", "1"),
    RuntimeRow("$r = switch (1) { 1 { 'v' } }; $r", "v"),
    RuntimeRow("switch ('') { '' { 'empty' } }", "empty"), RuntimeRow("data { 'x' }", "x"),
  ])
  func flow(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("try { 1 / 0 } catch { 'c' }", "c"), RuntimeRow("try { throw 'x' } catch { $_.Exception.Message }", "x"),
    RuntimeRow("try { throw 'x' } catch { \"$_\" }", "x"), RuntimeRow("try { 'a' } finally { 'f' }", "a | f"),
    RuntimeRow("try { throw 'x' } catch { 'c' } finally { 'f' }", "c | f"),
    RuntimeRow("try { [int]'x' } catch [System.InvalidCastException] { 'cast' }", "cast"),
    RuntimeRow("try { 1 / 0 } catch [System.DivideByZeroException] { 'zero' } catch { 'other' }", "zero"),
    RuntimeRow(
      "try { throw [System.IO.FileNotFoundException] 'm' } catch [System.IO.IOException] { $_.Exception.Message }", "m"),
    RuntimeRow(
      "try { throw [System.ArgumentException]::new('m') } catch [System.IO.IOException] { 1 } catch [ArgumentException] { 2 }",
      "2"),
    RuntimeRow("try { try { throw 'x' } finally { 'f' } } catch { 'c' }", "f | c"),
    RuntimeRow("try { try { throw 'x' } catch { throw } } catch { \"again $_\" }", "again x"),
    RuntimeRow(
      "try { Nope-Command } catch [System.Management.Automation.CommandNotFoundException] { $_.FullyQualifiedErrorId }",
      "CommandNotFoundException"),
    RuntimeRow("1 / 0; 'next'", "!RuntimeException | next"), RuntimeRow("throw 'x'; 'next'", "!x"),
    RuntimeRow("function f { 1 / 0; 'after' }; f; 'next'", "!RuntimeException | after | next"),
    RuntimeRow("function f { 1 / 0; 'after' }; try { f } catch { 'c' }", "c"),
    RuntimeRow("$ErrorActionPreference = 'Stop'; 1 / 0; 'next'", "!RuntimeException"),
    RuntimeRow("$ErrorActionPreference = 'SilentlyContinue'; 1 / 0; 'next'", "next"),
    RuntimeRow("Write-Error 'm'; 'next'", "!WriteErrorException | next"),
    RuntimeRow("Write-Error 'm' -ErrorAction Stop; 'next'", "!WriteErrorException"),
    RuntimeRow("Write-Error 'm' -ErrorAction SilentlyContinue; 'next'", "next"),
    RuntimeRow("Write-Error 'm' -ea 0; $Error.Count", "1"),
    RuntimeRow("Write-Error 'm' -ErrorAction Ignore; $Error.Count", "0"),
    RuntimeRow("try { Write-Error 'm' } catch { 'c' }", "!WriteErrorException"),
    RuntimeRow("try { Write-Error 'm' -ErrorAction Stop } catch { \"c $_\" }", "c m"),
    RuntimeRow("$ErrorActionPreference = 'Stop'; try { Write-Error 'm' } catch { 'c' }", "c"),
    RuntimeRow("Write-Error 'm' -ErrorVariable e -ea SilentlyContinue; $e.Count", "1"),
    RuntimeRow("trap { 'T'; continue }; 1 / 0; 'next'", "T | next"),
    RuntimeRow("trap { 'T' }; 1 / 0; 'next'", "T | !RuntimeException | next"),
    RuntimeRow("trap { 'T'; break }; 1 / 0; 'next'", "T | !RuntimeException"),
    RuntimeRow("trap [System.DivideByZeroException] { 'Z'; continue } trap { 'T'; continue }; 1 / 0", "Z"),
    RuntimeRow("function f { trap { 'T'; continue }; throw 'x'; 'after' }; f", "T | after"),
    RuntimeRow("Stop-Here 'm'; 'next'", "!Stopped | next"),
    RuntimeRow("try { Stop-Here 'm' } catch { $_.Exception.Message }", "m"),
    RuntimeRow("try { throw @{ a = 1 } } catch { $_.TargetObject.a }", "1"),
    RuntimeRow("$Error.Count; try { throw 'x' } catch {}; $Error[0].Exception.Message", "0 | x"),
    RuntimeRow("1 / 0; $?", "!RuntimeException | False"), RuntimeRow("'a'; $?", "a | True"),
    RuntimeRow("Write-Error 'm'; $?", "!WriteErrorException | False"),
    RuntimeRow("Nope-Command", "!CommandNotFoundException"),
    RuntimeRow(
      "foreach ($i in 1..3) { try { if ($i -eq 2) { continue }; $i } finally { \"f$i\" } }", "1 | f1 | f2 | 3 | f3"),
    RuntimeRow("function f { try { return 1 } finally { 'f' } }; f", "1 | f"), RuntimeRow("exit 3; 'no'", ""),
    RuntimeRow("try { exit } finally { 'f' }", "f"), RuntimeRow("'a' &&  'b'; 1", "a | b | 1"),
    RuntimeRow("Write-Error 'x' -ea 0 || 'or'", "or"),
  ])
  func errors(_ row: RuntimeRow) { row.check() }
}
