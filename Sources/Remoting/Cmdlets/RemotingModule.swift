package import Formatting
package import PowerShell

/// The cmdlets about other sessions and jobs. On Windows they are a part of Microsoft.PowerShell.Core.
package enum RemotingModule {
  static let name = "Microsoft.PowerShell.Core"

  /// `state` is the local session's own.
  package static func commands(state: RemotingState) -> [CommandInfo] {
    [InvokeCommand.info(state)] + SessionCommands.all(state) + JobCommands.all(state)
      + RefusedCommands.all
  }

  package static let types: [(TypeReference, accelerators: [String])] = [
    (SessionTypes.session, []), (SessionTypes.state, []), (SessionTypes.availability, []),
    (SessionTypes.targetType, []), (JobTypes.base, []), (JobTypes.job, []), (JobTypes.child, []), (JobTypes.state, []),
    (RemoteException.typeReference, []),
  ]

  package static let views: [ViewDefinition] = [
    ViewDefinition(
      [SessionTypes.session.name],
      .table([
        ViewColumn("Id", width: 3, alignment: .right), ViewColumn("Name", width: 15),
        ViewColumn("ComputerName", width: 15), ViewColumn("ComputerType", width: 15), ViewColumn("State", width: 13),
        ViewColumn("ConfigurationName", width: 21), ViewColumn("Availability", width: 13, alignment: .right),
      ])),
    ViewDefinition(
      [JobTypes.job.name, JobTypes.child.name],
      .table([
        ViewColumn("Id", width: 6, alignment: .left), ViewColumn("Name", width: 15),
        ViewColumn("PSJobTypeName", width: 15), ViewColumn("State", width: 13), ViewColumn("HasMoreData", width: 15),
        ViewColumn("Location", width: 20), ViewColumn("Command", width: 25),
      ])),
  ]

  /// The types that parameter lines here name.
  static func type(_ name: String) throws -> TypeReference {
    switch name {
    case "PSSession": SessionTypes.session
    case "PSSession[]": .array(of: SessionTypes.session)
    case "Job": JobTypes.base
    case "Job[]": .array(of: JobTypes.base)
    case "JobState": JobTypes.state
    default: try CommandMetadata.builtInType(name)
    }
  }

  /// A cmdlet of this module whose parameters are read when they are needed.
  static func cmdlet(
    _ name: String, _ source: String, _ lines: [String], defaultSet: String? = nil, aliases: [String] = [],
    supportsShouldProcess: Bool = false, outputTypes: [String] = [], synopsis: String,
    _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: Self.name, aliases: aliases,
      metadata: {
        try CommandMetadata(
          cmdlet: name, module: Self.name, errorSource: "Microsoft.PowerShell.Commands.\(source)", lines,
          defaultSetName: defaultSet, supportsShouldProcess: supportsShouldProcess, outputTypes: outputTypes,
          synopsis: synopsis, types: type)
      }, make)
  }
}

extension Invocation {
  /// Refuses parameters that exist on Windows and have no meaning here. Errors: one for the first that was given.
  func refuse(_ names: [String], because reason: String) throws {
    for name in names where bound.contains(name) {
      throw CommandFailure(
        error(
          "The parameter '\(name)' of \(metadata.name) is not supported: \(reason)", id: "ParameterNotSupported",
          category: .notImplemented, target: .string(name),
          exceptionType: "System.Management.Automation.PSNotSupportedException"))
    }
  }

  /// Says of a credential that was given that nobody asked for it.
  func acceptCredential() throws {
    guard bound.contains("Credential") else { return }
    try writeVerbose(
      "The guest link needs no credential: whoever may manage a machine may run commands in it. -Credential is not used."
    )
  }
}
