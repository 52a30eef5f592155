import PowerShell
import Testing

/// Parameter blocks as about_Functions_Advanced_Parameters has them.
@Suite struct FunctionMetadataTests {
  private static func constant(_ expression: Expression) throws -> Value {
    switch expression {
    case .number(let node):
      guard case .int32(let number) = node.value else { return .string(node.text) }
      return .int32(number)
    case .string(let node): return .string(node.value)
    case .variable(let node): return .boolean(node.name.key == "true")
    case .unary(let node): return .int32(-(Int32(clamping: try constant(node.operand).integerValue ?? 0)))
    default: throw PowerShellError("not a constant", id: "NotConstant")
    }
  }

  private static func metadata(_ text: String) throws -> CommandMetadata {
    let body = try SourceText(text).parsed()
    let types = TypeRegistry()
    let evaluation = FunctionMetadata.Evaluation(
      type: { try types.get($0.fullName) }, constant: Self.constant, test: { _ in { $0.integerValue ?? 0 > 3 } },
      custom: { $0.type.name == "Upper" ? ArgumentTransformation { .string(try $0.text().uppercased()) } : nil })
    return try FunctionMetadata(evaluation).metadata(named: "f", body.parameters)
  }

  @Test(arguments: [
    ("param($a, $b)", "x y z", "a=x b=y args=z"),
    ("param([int] $n, [string] $s)", "5 6", "n=Int32(5) s=6"),
    ("param([switch] $v, $a)", "x", "a=x"),
    ("param([switch] $v, $a)", "-v x", "v=Boolean(True) a=x"),
    ("[CmdletBinding()] param($a)", "x y", "!PositionalParameterNotFound"),
    ("[CmdletBinding()] param($a)", "-Verbose x", "Verbose=Boolean(True) a=x"),
    ("[CmdletBinding(PositionalBinding = $false)] param($a)", "x", "!PositionalParameterNotFound"),
    ("[CmdletBinding(SupportsShouldProcess)] param($a)", "-WhatIf", "WhatIf=Boolean(True)"),
    ("[CmdletBinding(SupportsShouldProcess = $false)] param($a)", "-WhatIf", "!NamedParameterNotFound"),
    ("param([Parameter()] $a)", "x y", "!PositionalParameterNotFound"),
    ("param([Parameter(Mandatory)] [string] $a)", "", "!MissingMandatoryParameter"),
    ("param([Parameter(Mandatory = $true)] [string[]] $ComputerName)", "a", "ComputerName=[a]"),
    ("param([Parameter(Mandatory = $false)] $a)", "", ""),
    ("param([Parameter(Position = 1)] $a, [Parameter(Position = 0)] $b, $c)", "x y", "b=x a=y"),
    ("param([Parameter(Position = 0)] $a, $c)", "x y", "!PositionalParameterNotFound"),
    (
      "param([Parameter(ParameterSetName = 'Computer')] $ComputerName, [Parameter(ParameterSetName = 'User')] $User)",
      "-User u", "User: User=u"
    ),
    (
      "param([Parameter(Mandatory, ParameterSetName = 'A')] $x, [Parameter(Mandatory, ParameterSetName = 'B')] $y)",
      "-x 1 -y 2", "!AmbiguousParameterSet"
    ),
    (
      "[CmdletBinding(DefaultParameterSetName = 'B')] param([Parameter(ParameterSetName = 'A')] $x, "
        + "[Parameter(ParameterSetName = 'B')] $y, [Parameter(ParameterSetName = 'A')] "
        + "[Parameter(Mandatory, ParameterSetName = 'B')] $z)", "-z 1", "B: z=Int32(1)"
    ),
    ("param([Alias('CN', 'MachineName')] $ComputerName)", "-cn x", "ComputerName=x"),
    ("param([Parameter(ValueFromRemainingArguments)] [string[]] $rest)", "a b c", "rest=[a,b,c]"),
    ("param([ValidateSet('Low', 'High')] [string] $level)", "low", "level=low"),
    ("param([ValidateSet('Low', 'High')] [string] $level)", "mid", "!ParameterArgumentValidationError"),
    ("param([ValidateSet('Low', IgnoreCase = $false)] $level)", "low", "!ParameterArgumentValidationError"),
    ("param([ValidateRange(0, 10)] [int] $n)", "11", "!ParameterArgumentValidationError"),
    ("param([ValidateRange('Positive')] [int] $n)", "0", "!ParameterArgumentValidationError"),
    ("param([ValidateRange(0, 10)] [int] $n)", "10", "n=Int32(10)"),
    ("param([ValidatePattern('^[0-9]+$')] $s)", "x1", "!ParameterArgumentValidationError"),
    ("param([ValidateLength(1, 3)] [string] $s)", "abcd", "!ParameterArgumentValidationError"),
    ("param([ValidateCount(1, 2)] [string[]] $s)", "a,b,c", "!ParameterArgumentValidationError"),
    ("param([ValidateScript({ $_ -gt 3 })] [int] $n)", "3", "!ParameterArgumentValidationError"),
    ("param([ValidateScript({ $_ -gt 3 })] [int] $n)", "4", "n=Int32(4)"),
    ("param([ValidateNotNull()] $s)", "$null", "!ParameterArgumentValidationError"),
    ("param([ValidateNotNullOrEmpty()] $s)", "''", "!ParameterArgumentValidationError"),
    ("param([ValidateNotNullOrWhiteSpace()] $s)", "x", "s=x"),
    ("param([Parameter(Mandatory)] [AllowNull()] $s)", "$null", "s=null"),
    ("param([Parameter(Mandatory)] [AllowEmptyString()] [string] $s)", "''", "s="),
    ("param([Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $s)", "@()", "s=[]"),
    ("param([System.Management.Automation.ParameterAttribute(Mandatory)] $s)", "", "!MissingMandatoryParameter"),
    ("param([Upper()] $s)", "abc", "s=ABC"),
    ("param([PSTypeName('A.B')] $s)", "abc", "!MismatchedPSTypeName"),
  ])
  func binds(_ block: String, _ line: String, _ expected: String) throws {
    #expect(outcome(try Self.metadata(block), line) == expected)
  }

  @Test(arguments: [
    ("param([Nonsense()] $a)", "CustomAttributeTypeNotFound"),
    ("param([Parameter(Bogus)] $a)", "PropertyNotFoundForType"),
    ("[CmdletBinding(Bogus)] param($a)", "PropertyNotFoundForType"),
    ("[CmdletBinding(SupportsPaging)] param($a)", "AttributeArgumentNotSupported"),
    ("[CmdletBinding(ConfirmImpact = 'Severe')] param($a)", "CannotConvertArgument"),
    ("[Nonsense()] param($a)", "CustomAttributeTypeNotFound"),
    ("param([ValidateRange(1)] $a)", "CannotFindConstructorForCustomAttribute"),
    ("param([ValidateCount(1)] $a)", "CannotFindConstructorForCustomAttribute"),
    ("param([ValidateScript('x')] $a)", "CannotFindConstructorForCustomAttribute"),
    ("param([NoSuchType] $a)", "TypeNotFound"),
    ("[CmdletBinding()] param($Verbose)", ""),
  ])
  func refuses(_ block: String, _ id: String) {
    do {
      _ = try Self.metadata(block)
      #expect(id.isEmpty)
    } catch {
      #expect((error as? PowerShellError)?.id == id)
    }
  }

  @Test func readsTheRest() throws {
    let command = try Self.metadata(
      """
      [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'Path', HelpUri = 'x')]
      [OutputType([string])]
      param(
        [Parameter(Mandatory, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName,
          HelpMessage = 'One or more paths.')]
        [string[]] $Path,
        [Parameter(DontShow)] $Hidden
      )
      """)
    #expect(command.supportsShouldProcess && command.isAdvanced && command.confirmImpact == .high)
    #expect(command.defaultSetName == "Path" && command.outputTypes == ["string"])
    let path = command.parameter(named: "path")
    #expect(path?.entries.first?.helpMessage == "One or more paths." && path?.takesPipelineInput == true)
    #expect(command.parameter(named: "Hidden")?.isHidden == true)
    #expect(command.parameter(named: "wi")?.name == "WhatIf")
    #expect(command.parameters(ofSet: "Path").contains { $0.parameter.name == "Path" })
    #expect(!command.parameters(ofSet: nil).contains { $0.parameter.name == "Path" })
  }

  @Test func limits() {
    #expect(throws: PowerShellError.self) {
      try CommandMetadata("f", parameters: [ParameterMetadata("a"), ParameterMetadata("A")])
    }
    let sets = (0...CommandMetadata.setLimit).map { ParameterSetEntry(setName: "s\($0)") }
    #expect(throws: PowerShellError.self) {
      try CommandMetadata("f", parameters: [ParameterMetadata("a", entries: sets)])
    }
    #expect(throws: Never.self) {
      try CommandMetadata("f", parameters: [ParameterMetadata("a", entries: Array(sets.dropLast()))])
    }
  }
}
