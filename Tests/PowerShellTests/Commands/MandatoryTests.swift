import PowerShell
import Testing

/// Mandatory parameters: what is nothing, and what is asked for.
@Suite struct MandatoryTests {
  @Test(arguments: [
    ("-Name $null", "!ParameterArgumentValidationErrorNullNotAllowed"),
    ("-Name ''", "!ParameterArgumentValidationErrorEmptyStringNotAllowed"),
    ("-Name a -Tags $null", "!ParameterArgumentValidationErrorNullNotAllowed"),
    ("-Name a -Tags @()", "!ParameterArgumentValidationErrorEmptyArrayNotAllowed"),
    ("-Name a -Tags a,''", "!ParameterArgumentValidationErrorEmptyStringNotAllowed"),
    ("-Name a -Tags b -Any $null", "!ParameterArgumentValidationErrorNullNotAllowed"),
    ("-Name a -Tags b -Any @()", "Name=a Tags=[b] Any=[]"),
    ("-Name a", "!MissingMandatoryParameter"),
  ])
  func nothingIsRefused(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("!Name", "!Tags String[]", "!Any Object"), line) == expected)
  }

  @Test(arguments: [
    ("-Name $null -Tags @()", "Name=null Tags=[]"), ("-Name '' -Tags @()", "Name= Tags=[]"),
    ("-Name a -Tags ''", "!ParameterArgumentValidationErrorEmptyStringNotAllowed"),
    ("-Name a -Tags a,$null", "!ParameterArgumentValidationErrorEmptyStringNotAllowed"),
  ])
  func nothingIsAllowedWhereItIsSaid(_ line: String, _ expected: String) throws {
    let command = try CommandMetadata(
      cmdlet: "Test-It", ["!Name", "!Tags String[]"],
      allowing: ["Name": [.null, .emptyString], "Tags": [.emptyCollection]])
    #expect(outcome(command, line) == expected)
  }

  @Test(arguments: [
    ("-Name $null", "Cannot bind argument to parameter 'Name' because it is null."),
    ("-Name ''", "Cannot bind argument to parameter 'Name' because it is an empty string."),
    ("-Name a -Tags @()", "Cannot bind argument to parameter 'Tags' because it is an empty array."),
    ("", "Cannot process command because of one or more missing mandatory parameters: Name Tags."),
  ])
  func saysWhatPowerShellSays(_ line: String, _ expected: String) {
    #expect(message(cmdlet("!Name", "!Tags String[]"), line) == expected)
  }

  @Test func asksForWhatIsMissing() throws {
    let context = BindingContext(
      prompt: { caption, message, fields in
        #expect(caption == "cmdlet Test-It at command pipeline position 2")
        #expect(message == "Supply values for the following parameters:")
        #expect(fields.map(\.name) == ["Name", "Count"])
        return ["typed", "12"]
      }, pipelinePosition: 2)
    #expect(
      outcome(cmdlet("!Name", "!Count Int", "Other"), "-Other x", context: context)
        == "Other=x Name=typed Count=Int32(12)")
  }

  @Test(arguments: [[], ["a"], ["a", "b", "c"]] as [[Value]])
  func aPromptThatAnswersTooLittleIsAnError(_ answers: [Value]) {
    let context = BindingContext(prompt: { _, _, _ in answers })
    #expect(outcome(cmdlet("!Name", "!Other"), "", context: context) == "!MissingMandatoryParameter")
  }

  @Test func anEmptyAnswerIsNoAnswer() {
    let context = BindingContext(prompt: { _, _, _ in [""] })
    #expect(
      outcome(cmdlet("!Name"), "", context: context) == "!ParameterArgumentValidationErrorEmptyStringNotAllowed")
  }
}
