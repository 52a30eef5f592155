import Testing

@Suite("Variables of the engine: about_Automatic_Variables, about_Preference_Variables")
struct AutomaticRowTests {
  @Test(arguments: rows)
  func automatic(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("$MyInvocation.MyCommand.GetType().Name", "ScriptInfo"),
    RuntimeRow(
      "function Get-It { $MyInvocation.MyCommand.Name; $MyInvocation.InvocationName; $MyInvocation.Line }; Get-It",
      "Get-It | Get-It | function Get-It { $MyInvocation.MyCommand.Name; $MyInvocation.InvocationName; $MyInvocation.Line }; Get-It"
    ),
    RuntimeRow(
      "function f { $MyInvocation.UnboundArguments.Count; $MyInvocation.BoundParameters.Count }; f 1 2",
      "2 | 0"),
    RuntimeRow("function f($a) { $MyInvocation.BoundParameters['a'] }; f 3", "3"),
    RuntimeRow("function f { $MyInvocation.MyCommand.ScriptBlock.GetType().Name }; f", "ScriptBlock"),
    RuntimeRow(
      "function f { [CmdletBinding()] param($a) $PSCmdlet.MyInvocation.MyCommand.Name; $PSCmdlet.ParameterSetName }; f 1",
      "f | __AllParameterSets"),
    RuntimeRow("$PID -gt 0", "True"),
    RuntimeRow("$HOME -ne $null", "True"),
    RuntimeRow("$PSVersionTable.PSVersion.Major", "5"),
    RuntimeRow("$PSVersionTable.PSEdition", "Desktop"),
    RuntimeRow("$PWD.Path -ne $null", "True"),
    RuntimeRow("$NestedPromptLevel", "0"),
    RuntimeRow("$MaximumHistoryCount", "4096"),
    RuntimeRow("$FormatEnumerationLimit", "4"),
    RuntimeRow("$ErrorView", "NormalView"),
    RuntimeRow("$OutputEncoding.EncodingName -ne $null", "True"),
    RuntimeRow("$ExecutionContext.InvokeCommand.ExpandString('a$(1+1)b')", "a2b"),
    RuntimeRow("$v = 3; $ExecutionContext.InvokeCommand.ExpandString('v=$v')", "v=3"),
    RuntimeRow("$ExecutionContext.InvokeCommand.NewScriptBlock('1+2').Invoke()", "3"),
    RuntimeRow("$ExecutionContext.InvokeCommand.InvokeScript('5+5')", "10"),
    RuntimeRow("$ExecutionContext.SessionState.PSVariable.Get('PID').Name", "PID"),
    RuntimeRow("$ExecutionContext.SessionState.PSVariable.GetValue('HOME') -eq $HOME", "True"),
    RuntimeRow("$ExecutionContext.SessionState.Path.CurrentLocation.Path -eq $PWD.Path", "True"),
    RuntimeRow(#"$OFS = '-'; "$(1,2,3)""#, "1-2-3"),
    RuntimeRow(#"$a = 1,2,3; $OFS = ','; "$a""#, "1,2,3"),
    RuntimeRow(
      "function f { $MyInvocation.MyCommand.CommandType; $MyInvocation.MyCommand.GetType().FullName }; f",
      "Function | System.Management.Automation.FunctionInfo"),
    RuntimeRow("& { $MyInvocation.MyCommand.CommandType; $MyInvocation.InvocationName }", "Script | &"),
    RuntimeRow(
      "function f { $MyInvocation.PipelinePosition; $MyInvocation.PipelineLength; $MyInvocation.ExpectingInput }; f",
      "1 | 1 | False"),
    RuntimeRow("function f { process { $MyInvocation.PipelinePosition } }; 1 | f | % { $_ }", "1"),
    RuntimeRow("function f { $MyInvocation.ScriptLineNumber; $MyInvocation.OffsetInLine }; f", "1 | 76"),
    RuntimeRow(
      "function f($x) { $PSBoundParameters.ContainsKey('x'); $PSBoundParameters.Count }; f; f 1",
      "False | 0 | True | 1"),
    RuntimeRow(
      #"function f { [CmdletBinding()] param($Kind) dynamicparam { $d = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new(); $a = [System.Management.Automation.ParameterAttribute]::new(); $a.Mandatory = $false; $c = [System.Collections.ObjectModel.Collection[System.Attribute]]::new(); $c.Add($a); $c.Add([ValidateSet]::new('x','y')); $p = [System.Management.Automation.RuntimeDefinedParameter]::new('Extra', [string], $c); $d.Add('Extra', $p); $d } process { "$Kind-$($PSBoundParameters['Extra'])" } }; f k -Extra x; f -Extra y k; f -Extra z"#,
      "k-x | k-y | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { [CmdletBinding()] param($Kind) dynamicparam { if ($Kind -eq 'a') { $d = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new(); $c = [System.Collections.ObjectModel.Collection[System.Attribute]]::new(); $c.Add([System.Management.Automation.ParameterAttribute]::new()); $d.Add('Only', [System.Management.Automation.RuntimeDefinedParameter]::new('Only', [int], $c)); $d } } process { $PSBoundParameters['Only'] } }; f a -Only 5; f b -Only 5",
      "5 | !NamedParameterNotFound"),
    RuntimeRow(
      "function f { [CmdletBinding()] param() $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('m'), 'MyId', 'InvalidData', $null)) }; f; $?",
      "!MyId | False"),
    RuntimeRow(
      "function f { [CmdletBinding(DefaultParameterSetName='A')] param([Parameter(ParameterSetName='A')]$a, [Parameter(ParameterSetName='B')]$b) $PSCmdlet.ParameterSetName }; f; f -b 1; f -a 1 -b 1",
      "A | B | !AmbiguousParameterSet"),
    RuntimeRow(
      "function f { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('t','op')) { 'did' } }; f; f -WhatIf",
      #"did | H:What if: Performing the operation "op" on target "t"."#),
    RuntimeRow("$PSDefaultParameterValues['f:a'] = 9; function f { [CmdletBinding()] param($a) $a }; f", "9"),
    RuntimeRow(#"Write-Output $HOME\x.txt | % { $_.EndsWith('\x.txt') }"#, "True"),
    RuntimeRow(#"function f { "$($MyInvocation.MyCommand)" }; f"#, "f"),
    RuntimeRow(
      "function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact='High')] param() if ($PSCmdlet.ShouldProcess('t')) { 'yes' } }; f -Confirm:$false; f -WhatIf",
      #"yes | H:What if: Performing the operation "f" on target "t"."#),
    RuntimeRow("function f { param($p) $p = 9; $PSBoundParameters['p'] }; f 1", "1"),
    RuntimeRow(
      "function f { param([Parameter(ParameterSetName = 'A', Mandatory)]$a, [Parameter(ParameterSetName = 'B', Mandatory)]$b) $PSCmdlet.ParameterSetName }; f -a 1; f -b 1",
      "A | B"),
    RuntimeRow("function f { $MyInvocation.BoundParameters.Keys -join ',' }; f", ""),
    RuntimeRow("function f($a, $b) { $PSBoundParameters.Keys -join ',' }; f 1 -b 2", "b,a"),
    RuntimeRow(#"$global:gg = 1; "$global:gg"; "$env:HOME" -eq $HOME"#, "1 | True"),
  ]
}
