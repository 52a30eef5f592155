import PowerShell
import Testing

struct NativeTests {
  @Test(arguments: [
    Row("sh -c 'echo hi'", "hi"), Row("sh -c 'exit 3'; $LASTEXITCODE; $?", "3 | True"),
    Row("sh -c 'exit 3'; $?", "False"),
    Row("'a', 'b' | /bin/cat", "a | b"), Row("'b', 'a' | sort", "a | b"), Row("seq 3", "1 | 2 | 3"),
    Row("seq 3 | ForEach-Object { [int]$_ * 2 }", "2 | 4 | 6"), Row("(seq 100000 | Measure-Object).Count", "100000"),
    Row("yes | Select-Object -First 2", "y | y"), Row("seq 1 1000000 | Select-Object -First 1", "1"),
    Row("sh -c 'printf abc'", "abc"), Row("sh -c 'printf \"a\\r\\nb\"'", "a | b"), Row("sh -c 'echo e >&2'", "I:e"),
    Row("sh -c 'echo e >&2' 2> $null", ""), Row("sh -c 'echo e >&2' 2>&1 | ForEach-Object { \"[$_]\" }", "[e]"),
    Row("mkdir d > $null; cd d; sh -c pwd", "~T/d"), Row("$env:QQ = 'v'; sh -c 'echo $QQ'", "v"),
    Row("cd Env:; sh -c pwd", "~T"), Row("sh -c 'cat'", ""), Row("& /bin/sh -c 'echo x'", "x"),
    Row("sh.exe -c 'echo x'", "x"), Row("nosuchprogram", "!CommandNotFoundException"),
    Row("./nosuch", "!CommandNotFoundException"),
    Row("[IO.File]::WriteAllText('~T/p', \"#!/bin/sh`necho mine`n\"); sh -c 'chmod +x p'; ./p; .\\p", "mine | mine"),
    Row("sh -c 'echo \"$0 $1\"' a 'b c'", "a b c"), Row("$x = sh -c 'echo 1; echo 2'; $x.Count", "2"),
    Row("sh -c 'kill -9 $$'; $LASTEXITCODE", "137"), Row("1..50000 | sh -c 'head -n 1'", "1"),
    Row("(1..50000 | /bin/cat | Measure-Object).Count", "50000"),
    Row("yes | head -n 2", "y | y"), Row("yes | sed 's/y/n/' | Select-Object -First 2", "n | n"),
    Row("seq 200000 | tail -n 1", "200000"), Row("seq 300000 | /bin/cat | wc -c", "1988895"),
    Row("seq 3 | sh -c 'read a; exit 7'; $LASTEXITCODE", "7"), Row("1..3 | sh -c 'exec 0<&-; echo done'", "done"),
    Row("@() | /bin/cat; 'after'", "after"), Row("'x' | sh -c 'exit 1' ; $?", "False"),
    Row("1..3 | ForEach-Object { $_ | /bin/cat }", "1 | 2 | 3"),
    Row("'gc f' > s.ps1; 'x' > f; ./s.ps1", "x"), Row("'$args[0]' > s.ps1; & ~T/s.ps1 7", "7"),
    Row("'param($n) $n + 1' > s.ps1; .\\s.ps1 -n 2", "3"),
    Row("'a b' > f; switch -File f { 'a b' { 'found' } }", "found"),
    Row("mkfifo p; sh -c '(read x < p; echo late) & echo early'; Set-Content p go", "early"),
    Row("$id = sh -c 'echo $$; exec yes' | Select-Object -First 1; Test-Path /proc/$id", "False"),
    Row("$id = yes | sh -c 'echo $$; exec /bin/cat' | Select-Object -First 1; Test-Path /proc/$id", "False"),
  ])
  func row(_ row: Row) throws { try row.check() }

  @Test func aLineWithoutEndIsCutApart() throws {
    try TestFolder.with { folder in
      let shell = try TestShell(folder)
      #expect(
        try shell.run("head -c 40000000 /dev/zero | ForEach-Object { $_.Length }") == "16777216 | 16777216 | 6445568")
    }
  }

  @Test(.timeLimit(.minutes(1))) func stoppingTheSessionEndsTheProgram() throws {
    try TestFolder.with { folder in
      let shell = try TestShell(folder)
      let session = shell.session
      // The program itself says when it runs; what it writes stops the session.
      shell.host.onLine = { _ in session.stop() }
      #expect(try shell.run("sh -c 'echo $$; exec sleep 1000'").split(separator: " ").count == 1)
      shell.host.onLine = nil
      let id = try #require(shell.host.lines.first)
      #expect(try shell.run("Test-Path /proc/\(id)") == "False")
    }
  }
}
