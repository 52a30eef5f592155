internal import Glibc
internal import PowerShell

/// Start-Process.
enum StartProcess {
  static let command = CommandInfo(
    cmdlet: "Start-Process", module: ModuleName.management, aliases: ["saps", "start"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Start-Process", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.StartProcessCommand",
        [
          "!FilePath@0 = PSPath, Path", "ArgumentList@1 String[] = Args", "Credential Object", "WorkingDirectory",
          "LoadUserProfile SwitchParameter", "NoNewWindow SwitchParameter = nnw in Default", "PassThru SwitchParameter",
          "RedirectStandardError = RSE in Default", "RedirectStandardInput = RSI in Default",
          "RedirectStandardOutput = RSO in Default", "Verb in UseShellExecute", "WindowStyle", "Wait SwitchParameter",
          "UseNewEnvironment SwitchParameter in Default",
        ], defaultSetName: "Default", supportsShouldProcess: true,
        synopsis: "Starts a program that runs beside the session.",
        validations: ["WindowStyle": [.set(["Normal", "Hidden", "Minimized", "Maximized"])]])
    }, { ClosureCmdlet(run) })

  private static func run(_ invocation: Invocation) throws {
    let bound = invocation.bound
    try invocation.refuse(["Credential"], because: "programs run as the session's own user.")
    try invocation.refuse(["LoadUserProfile"], because: "there are no user profiles.")
    let state = try invocation.management()
    func path(_ name: String) throws -> String? { try bound.string(name).map { try state.place($0).path } }
    let list = bound.strings("ArgumentList")
    var plan = ProcessStart.Plan(
      file: bound.string("FilePath") ?? "",
      // One text is a whole command line; several are put together to one, as Windows does.
      arguments: ArgumentText.split(list?.joined(separator: " ") ?? ""), verb: bound.string("Verb") ?? "",
      folder: try path("WorkingDirectory") ?? state.folder,
      environment: bound.isSet("UseNewEnvironment") ? ProcessEnvironment.variables() : state.environment)
    (plan.output, plan.error, plan.input) = (
      try path("RedirectStandardOutput"), try path("RedirectStandardError"), try path("RedirectStandardInput")
    )
    plan.isHidden = bound.string("WindowStyle")?.isSameName(as: "Hidden") ?? false
    guard FileStatus(plan.folder)?.isFolder ?? false else { throw ItemError.notFound(plan.folder) }
    if let output = plan.output, output == plan.error {
      throw PowerShellError(
        "This command cannot be run because \"RedirectStandardOutput\" and \"RedirectStandardError\" are same. Give "
          + "different inputs and Run your command again.", id: "InvalidOperationException",
        category: .invalidOperation, exceptionType: "System.InvalidOperationException")
    }
    guard try invocation.shouldProcess(plan.file) else { return }
    let child = try ProcessStart.run(plan)
    if bound.isSet("Wait"), child.wait(isStopping: { state.isStopping }) == nil { child.end() }
    if bound.isSet("PassThru") { try invocation.writeOutput(ProcessEntry(child.id, child: child).value) }
  }
}
