import PowerShell
import Testing

/// about_Parameters, about_CommonParameters: names, abbreviations, aliases, switches.
@Suite struct NamedBindingTests {
  @Test(arguments: [
    ("-Name a", "Name=a"),
    ("-name a", "Name=a"),
    ("-NAME:a", "Name=a"),
    ("-Name: ", "!MissingArgument"),
    ("-Na a", "Name=a"),
    ("-N a", "Name=a"),
    ("-nm a", "Name=a"),
    ("-Alt a", "Name=a"),
    ("-Name a,b", "!CannotConvertArgument"),
    ("-Names a", "!NamedParameterNotFound"),
    ("-Name", "!MissingArgument"),
    ("-Name -Force", "!MissingArgument"),
    ("-Name -Nothing", "Name=-Nothing"),
    ("-Name a -Name b", "!ParameterAlreadyBound"),
    ("-Name a -N b", "!ParameterAlreadyBound"),
    ("-Name a -nm b", "!ParameterAlreadyBound"),
    ("-Force", "Force=Boolean(True)"),
    ("-f", "Force=Boolean(True)"),
    ("-Force:$true", "Force=Boolean(True)"),
    ("-Force:$false", "Force=Boolean(False)"),
    ("-Force:0", "Force=Boolean(False)"),
    ("-Force:7", "Force=Boolean(True)"),
    ("-Force:$null", "Force=Boolean(False)"),
    ("-Force:yes", "!CannotConvertArgument"),
    ("-Force -Force", "!ParameterAlreadyBound"),
    ("-Force $true", "!PositionalParameterNotFound"),
    ("-Count 3", "Count=Int32(3)"),
    ("-Count 0x", "!CannotConvertArgumentNoMessage"),
    ("-Count:3", "Count=Int32(3)"),
    ("-Count ''", "Count=Int32(0)"),
    ("-Count $null", "Count=Int32(0)"),
    ("-Count 3,4", "!CannotConvertArgumentNoMessage"),
    ("-Count -3", "Count=Int32(-3)"),
    ("-Name 007", "Name=007"),
    ("-Name 7", "Name=7"),
    ("-Name $true", "Name=True"),
    ("-Name $null", "Name=null"),
    ("-Tags a", "Tags=[a]"),
    ("-Tags a,b", "Tags=[a,b]"),
    ("-Tags 07", "Tags=[07]"),
    ("-Tags 1,2", "Tags=[1,2]"),
    ("-Tags $null", "Tags=null"),
    ("-Tags @()", "Tags=[]"),
    ("-Tags a -Tags b", "!ParameterAlreadyBound"),
    ("-Enabled $true", "Enabled=Boolean(True)"),
    ("-Enabled 1", "Enabled=Boolean(True)"),
    ("-Enabled 0", "Enabled=Boolean(False)"),
    ("-Enabled true", "!CannotConvertArgument"),
    ("-Enabled $null", "!ParameterArgumentValidationErrorNullNotAllowed"),
    ("-Enabled", "!MissingArgument"),
    ("-Any a,b", "Any=[a,b]"),
    ("-Any $null", "Any=null"),
    ("-Any 5", "Any=Int32(5)"),
    ("-Day Monday", "Day=DayOfWeek(Monday)"),
    ("-Day mon", "Day=DayOfWeek(Monday)"),
    ("-Day 2", "Day=DayOfWeek(Tuesday)"),
    ("-Day Someday", "!CannotConvertArgumentNoMessage"),
    ("-Day $null", "!ParameterBindingFailed"),
    ("-Force -Name a -Count 1", "Force=Boolean(True) Name=a Count=Int32(1)"),
    ("@-Name:a", "Name=a"),
    ("@-Name:a -Name b", "Name=b"),
    ("-Name b @-Name:a", "Name=b"),
    ("@-Name:a @-Name:b", "!ParameterAlreadyBound"),
    ("@-Nowhere:a", "!NamedParameterNotFound"),
    ("@-Force:$true", "Force=Boolean(True)"),
    ("-- -Name", "!PositionalParameterNotFound"),
    ("-", "!PositionalParameterNotFound"),
    ("a", "!PositionalParameterNotFound"),
    ("$null", "!PositionalParameterNotFound"),
  ])
  func bindsNames(_ line: String, _ expected: String) {
    let command = cmdlet(
      "Name = nm, Alternative", "Force Switch", "Count Int", "Tags String[]", "Enabled Bool", "Any Object",
      "Day DayOfWeek")
    #expect(outcome(command, line) == expected)
  }

  @Test(arguments: [
    ("-Verbose", "Verbose=Boolean(True)"),
    ("-vb", "Verbose=Boolean(True)"),
    ("-db", "Debug=Boolean(True)"),
    ("-ea Stop", "ErrorAction=ActionPreference(Stop)"),
    ("-ErrorAction SilentlyContinue", "ErrorAction=ActionPreference(SilentlyContinue)"),
    ("-ErrorAction 0", "ErrorAction=ActionPreference(SilentlyContinue)"),
    ("-ea Nonsense", "!CannotConvertArgumentNoMessage"),
    ("-wa Ignore", "WarningAction=ActionPreference(Ignore)"),
    ("-infa Continue", "InformationAction=ActionPreference(Continue)"),
    ("-proga Ignore", "ProgressAction=ActionPreference(Ignore)"),
    ("-ev e", "ErrorVariable=e"),
    ("-wv w", "WarningVariable=w"),
    ("-iv i", "InformationVariable=i"),
    ("-ov o", "OutVariable=o"),
    ("-ov +o", "OutVariable=+o"),
    ("-ob 3", "OutBuffer=Int32(3)"),
    ("-pv p", "PipelineVariable=p"),
    ("-wi", "WhatIf=Boolean(True)"),
    ("-WhatIf:$false", "WhatIf=Boolean(False)"),
    ("-cf:$false", "Confirm=Boolean(False)"),
    ("-Confirm", "Confirm=Boolean(True)"),
    ("-Error x", "!AmbiguousParameter"),
    ("-Out x", "!AmbiguousParameter"),
    ("-W", "!AmbiguousParameter"),
    ("-Verb", "Verbose=Boolean(True)"),
    // A parameter of the command's own goes before common ones of the same beginning.
    ("-P x", "Path=x"),
    ("-Pat x", "Path=x"),
  ])
  func bindsCommonParameters(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("Path", risky: true), line) == expected)
  }

  @Test(arguments: [
    ("-WhatIf", "!NamedParameterNotFound"), ("-Confirm", "!NamedParameterNotFound"),
    ("-Verbose", "Verbose=Boolean(True)"),
  ])
  func riskParametersNeedShouldProcess(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("Path"), line) == expected)
  }

  @Test(arguments: [
    ("-Nope 1", "A parameter cannot be found that matches parameter name 'Nope'."),
    ("x", "A positional parameter cannot be found that accepts argument 'x'."),
    ("-Name", "Missing an argument for parameter 'Name'. Specify a parameter of type 'System.String' and try again."),
    (
      "-Count", "Missing an argument for parameter 'Count'. Specify a parameter of type 'System.Int32' and try again."
    ),
    (
      "-N 1",
      "Parameter cannot be processed because the parameter name 'N' is ambiguous. Possible matches include: -Name "
        + "-Number."
    ),
    (
      "-Name a -Name b",
      "Cannot bind parameter because parameter 'Name' is specified more than once. To provide multiple values to "
        + "parameters that can accept multiple values, use the array syntax. For example, \"-parameter "
        + "value1,value2,value3\"."
    ),
    (
      "-Count abc",
      "Cannot bind parameter 'Count'. Cannot convert value \"abc\" to type \"System.Int32\". Error: \"Input string was "
        + "not in a correct format.\""
    ),
    (
      "-Name a,b",
      "Cannot convert 'System.Object[]' to the type 'System.String' required by parameter 'Name'. Specified method is "
        + "not supported."
    ),
    (
      "-Force:x",
      "Cannot convert 'System.String' to the type 'System.Management.Automation.SwitchParameter' required by parameter "
        + "'Force'. "
    ),
  ])
  func saysWhatPowerShellSays(_ line: String, _ expected: String) {
    #expect(message(cmdlet("Name", "Number", "Count Int", "Force Switch"), line) == expected)
  }

  @Test func splattingSpreadsTablesAndArrays() {
    let table = DictionaryObject(["Name": "a", "Force": true])
    #expect(RuntimeArgument.splatting(.object(table)).count == 2)
    #expect(RuntimeArgument.splatting(["a", "b", "c"]).count == 3)
    #expect(RuntimeArgument.splatting(.null).isEmpty)
    #expect(RuntimeArgument.splatting("a").count == 1)
  }
}
