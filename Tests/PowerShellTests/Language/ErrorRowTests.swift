import Testing

@Suite("Errors: about_Try_Catch_Finally, about_Trap, about_Throw, and what is refused")
struct ErrorRowTests {
  @Test(arguments: rows)
  func errors(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("$l = New-Object System.Collections.ArrayList", "!CommandNotFoundException"),
    RuntimeRow("[System.Web.HttpUtility]::UrlEncode('a b')", "!TypeNotFound"),
    RuntimeRow(
      "try { Stop-Here boo } catch { $_.InvocationInfo.MyCommand.Name; $_.InvocationInfo.MyCommand.CommandType; $_.InvocationInfo.InvocationName }",
      "Stop-Here | Cmdlet | Stop-Here"),
    RuntimeRow(
      "try { 1/0 } catch { $_.Exception.GetType().FullName; $_.FullyQualifiedErrorId; $_.Exception.InnerException.GetType().Name }",
      "System.Management.Automation.RuntimeException | RuntimeException | DivideByZeroException"),
    RuntimeRow("try { 1/0 } catch [DivideByZeroException] { 'div' } catch { 'other' }", "div"),
    RuntimeRow(
      "try { [int]'x' } catch { $_.Exception.GetType().Name; $_.CategoryInfo.Category; $_.Exception.Message }",
      #"PSInvalidCastException | InvalidArgument | Cannot convert value "x" to type "System.Int32". Error: "Input string was not in a correct format.""#
    ),
    RuntimeRow(
      "try { throw 'boo' } catch { $_.Exception.GetType().Name; $_.Exception.Message; $_.FullyQualifiedErrorId; $_.CategoryInfo.Category; $_.TargetObject }",
      "RuntimeException | boo | boo | OperationStopped | boo"),
    RuntimeRow(
      #"try { throw [System.IO.InvalidDataException] "text" } catch { $_.Exception.GetType().Name; "$_" }"#,
      "InvalidDataException | text"),
    RuntimeRow("try { throw @{ a = 1 } } catch { $_.TargetObject.a }", "1"),
    RuntimeRow(#"try { try { throw 'in' } catch { throw } } catch { "outer $_" }"#, "outer in"),
    RuntimeRow("try { try { throw 'in' } finally { 'fin' } } catch { 'c' }", "fin | c"),
    RuntimeRow("try { 'a'; return 'r' } finally { 'f' }", "a | r | f"),
    RuntimeRow("function f { try { return 1 } finally { 'fin' } }; f", "1 | fin"),
    RuntimeRow("trap { 'trapped'; continue } throw 'x'; 'next'", "trapped | next"),
    RuntimeRow("trap { 'trapped'; break } throw 'x'; 'next'", "trapped | !x"),
    RuntimeRow("trap [DivideByZeroException] { 'div'; continue } 1/0; 'go'", "div | go"),
    RuntimeRow("function f { trap { 'in f'; continue } throw 'x'; 'rest' }; f", "in f | rest"),
    RuntimeRow(
      #"try { Write-Error 'e' -ErrorAction Stop } catch { $_.Exception.GetType().Name; "$_" }"#,
      "WriteErrorException | e"),
    RuntimeRow("Write-Error 'e' -ErrorAction SilentlyContinue; $Error.Count; $Error[0].ToString()", "1 | e"),
    RuntimeRow("Write-Error 'e' -ErrorAction Ignore; $Error.Count", "0"),
    RuntimeRow("1/0; $Error.Clear(); $Error.Count", "!RuntimeException | 0"),
    RuntimeRow("1/0; $?; $Error[0].Exception.Message", "!RuntimeException | False | Attempted to divide by zero."),
    RuntimeRow(
      "nosuch; $Error[0].CategoryInfo.ToString()",
      "!CommandNotFoundException | ObjectNotFound: (nosuch:String) [], CommandNotFoundException"),
    RuntimeRow(
      "nosuch; $Error[0].FullyQualifiedErrorId; $Error[0].TargetObject",
      "!CommandNotFoundException | CommandNotFoundException | nosuch"),
    RuntimeRow("try { nosuch } catch { $_.Exception.CommandName }", "nosuch"),
    RuntimeRow("try { [math]::Foo() } catch { $_.FullyQualifiedErrorId }", "MethodNotFound"),
    RuntimeRow(
      "try { $null.Foo() } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }",
      "InvokeMethodOnNull | You cannot call a method on a null-valued expression."),
    RuntimeRow(
      "try { 'a'.Substring(5) } catch { $_.FullyQualifiedErrorId; $_.Exception.InnerException.GetType().Name; $_.Exception.Message }",
      #"ArgumentOutOfRangeException | ArgumentOutOfRangeException | Exception calling "Substring" with "1" argument(s): "startIndex cannot be larger than length of string.\#nParameter name: startIndex""#
    ),
    RuntimeRow(
      "try { throw [System.ArgumentException]::new('bad','p') } catch { $_.Exception.Message }",
      "bad\nParameter name: p"),
    RuntimeRow(
      "try { 1/0 } catch { $_.InvocationInfo.ScriptLineNumber; $_.InvocationInfo.OffsetInLine; $_.InvocationInfo.Line }",
      "1 | 7 | try { 1/0 } catch { $_.InvocationInfo.ScriptLineNumber; $_.InvocationInfo.OffsetInLine; $_.InvocationInfo.Line }"
    ),
    RuntimeRow(
      "function g { throw 'x' }\nfunction f { g }\ntry { f } catch { $_.ScriptStackTrace }",
      "at g, <No file>: line 1\nat f, <No file>: line 2\nat <ScriptBlock>, <No file>: line 3"),
    RuntimeRow(
      "try { 1/0 } catch { $_.InvocationInfo.PositionMessage }",
      "At line:1 char:7\n+ try { 1/0 } catch { $_.InvocationInfo.PositionMessage }\n+       ~~~"),
    RuntimeRow(
      "$e = [System.Management.Automation.ErrorRecord]::new([Exception]::new('m'), 'MyId', 'InvalidData', 'tgt'); try { throw $e } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Category; $_.TargetObject }",
      "MyId | InvalidData | tgt"),
    RuntimeRow(
      "function f { [CmdletBinding()] param() $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([Exception]::new('m'), 'MyId', 'InvalidData', $null)) }; try { f } catch { $_.FullyQualifiedErrorId }",
      "MyId,f"),
    RuntimeRow("$x = try { 1 } catch { 2 }; $x", "1"),
    RuntimeRow("[int]$x = '5'; $x.GetType().Name; $x = '7'; $x + 1; try { $x = 'a' } catch { 'no' }", "Int32 | 8 | no"),
    RuntimeRow(
      "[ValidateRange(1,5)][int]$v = 3; try { $v = 9 } catch { $_.FullyQualifiedErrorId }; $v",
      "ValidateSetFailure | 3"),
    RuntimeRow(
      #"$env:ZZ_TEST = 'v'; $env:ZZ_TEST; Remove-Variable x -ErrorAction SilentlyContinue; "$env:ZZ_TEST""#,
      "v | !CommandNotFoundException | v"),
    RuntimeRow("$o = New-Object PSObject", "!CommandNotFoundException"),
    RuntimeRow("(Get-Variable)", "!CommandNotFoundException"),
    RuntimeRow("$a = New-Object 'object[,]' 2,2", "!CommandNotFoundException"),
    RuntimeRow("1 -lt 2 -and 2 -lt 3; (1,2,3) -contains 2 -and 'a' -like '*'; !$false -and !0", "True | True | True"),
    RuntimeRow("$Error.Count; try { throw 'a' } catch { }; $Error.Count; $Error[0].Exception.Message", "0 | 1 | a"),
    RuntimeRow("'a' * 100000000", "!ResultTooLong"),
    RuntimeRow("@(1) * 100000000", "!ResultTooLong"),
    RuntimeRow("$a = 1..100000000", "!ResultTooLong"),
    RuntimeRow("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' -match '^(a+)+$'", "!RegexMatchTimeoutException"),
    RuntimeRow("function f { f }; try { f } catch { $_.FullyQualifiedErrorId }", "CallDepthOverflow"),
    RuntimeRow("function f { try { return 'r' } finally { $script:ran = $true } }; f; $ran", "r | True"),
    RuntimeRow("[ValidateSet('a', 'b')]$v = 'a'; try { $v = 'c' } catch { 'refused' }; $v", "refused | a"),
    RuntimeRow("Remove-Variable z -ErrorAction SilentlyContinue; 'x'", "!CommandNotFoundException | x"),
    RuntimeRow("$true = 5", "!VariableNotWritable"),
    RuntimeRow("$a.b = 5", "!PropertyNotFound"),
    RuntimeRow("$a = 'x'; $a.Length = 5", "!PropertyAssignmentException"),
    RuntimeRow("$a = 1, 2; $a[5] = 1", "!System.IndexOutOfRangeException"),
    RuntimeRow("$a = $null; $a[0]", "!NullArray"),
    RuntimeRow("'abc'.NoSuch()", "!MethodNotFound"),
    RuntimeRow("[NoSuch.Type]::X", "!TypeNotFound"),
    RuntimeRow("[int]::Parse('x')", "!FormatException"),
    RuntimeRow("[datetime]'not a date'", "!InvalidCastParseTargetInvocation"),
    RuntimeRow("1 + 'a'", "!InvalidCastFromStringToInteger"),
    RuntimeRow("'a' - 1", "!InvalidCastFromStringToInteger"),
    RuntimeRow("@{ a = 1; a = 2 }", "!DuplicateKeyInHashLiteral"),
    RuntimeRow("throw", "!ScriptHalted"),
    RuntimeRow("$x =", "!ExpectedValueExpression"),
    RuntimeRow("'a", "!TerminatorExpectedAtEndOfString"),
    RuntimeRow("$q = [System.Collections.Generic.SortedDictionary[string,int]]::new()", "!TypeNotFound"),
    RuntimeRow("[xml]'<a><b></a>'", "!InvalidCastToXmlDocument"),
    RuntimeRow(#"[xml]'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'"#, "!InvalidCastToXmlDocument"),
    RuntimeRow(
      "[datetime]::ParseExact('05/06/2020', 'dd/MM/yyyy', [Globalization.CultureInfo]::InvariantCulture).Month",
      "!TypeNotFound"),
    RuntimeRow("[guid]'not'", "!InvalidCastParseTargetInvocation"),
    RuntimeRow("'{1}' -f 1", "!FormatError"),
  ]
}
