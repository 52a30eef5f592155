internal import PowerShell

extension CommandInfo {
  /// A cmdlet of this target, its parameters as `ParameterLine`s.
  ///
  /// - Parameters:
  ///   - type: its .NET class without a namespace, the second part of FullyQualifiedErrorId.
  ///   - synopsis: the sentence that help begins with.
  static func core(
    _ name: String, in module: String, _ type: String, aliases: [String] = [], _ lines: [String],
    defaultSet: String? = nil, shouldProcess: Bool = false, impact: ConfirmImpact = .medium, output: [String] = [],
    validations: [String: [ParameterValidation]] = [:], allowing: [String: Set<ParameterAllowance>] = [:],
    synopsis: String, _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: module, aliases: aliases,
      metadata: {
        try CommandMetadata(
          cmdlet: name, module: module, errorSource: "Microsoft.PowerShell.Commands.\(type)", lines,
          defaultSetName: defaultSet, supportsShouldProcess: shouldProcess, confirmImpact: impact, aliases: aliases,
          outputTypes: output, synopsis: synopsis, validations: validations, allowing: allowing,
          types: CoreTypes.find)
      }, make)
  }

  /// One that is nothing but its `process`.
  static func core(
    _ name: String, in module: String, _ type: String, aliases: [String] = [], _ lines: [String],
    defaultSet: String? = nil, shouldProcess: Bool = false, impact: ConfirmImpact = .medium, output: [String] = [],
    validations: [String: [ParameterValidation]] = [:], allowing: [String: Set<ParameterAllowance>] = [:],
    synopsis: String, process: @escaping @Sendable (Invocation) throws -> Void
  ) -> CommandInfo {
    core(
      name, in: module, type, aliases: aliases, lines, defaultSet: defaultSet, shouldProcess: shouldProcess,
      impact: impact, output: output, validations: validations, allowing: allowing, synopsis: synopsis
    ) { ClosureCmdlet(process) }
  }
}
