internal import PowerShell

/// Write-Warning, -Verbose, -Debug, -Information and -Progress.
enum StreamCommands {
  static var all: [CommandInfo] {
    [
      message("Write-Warning", "WriteWarningCommand", "Writes a warning.") { try $0.writeWarning($1) },
      message("Write-Verbose", "WriteVerboseCommand", "Writes a message that -Verbose shows.") {
        try $0.writeVerbose($1)
      },
      message("Write-Debug", "WriteDebugCommand", "Writes a message that -Debug shows.") { try $0.writeDebug($1) },
      .core(
        "Write-Information", in: ModuleName.utility, "WriteInformationCommand",
        ["!MessageData@0<value Object = Msg, Message", "Tags@1 String[]"],
        allowing: ["MessageData": [.null, .emptyString, .emptyCollection]],
        synopsis: "Writes an object to the information stream."
      ) { invocation in
        try invocation.writeInformation(
          InformationRecord(
            invocation.bound["MessageData"] ?? .null, tags: invocation.bound.strings("Tags") ?? []))
      },
      .core(
        "Write-Progress", in: ModuleName.utility, "WriteProgressCommand",
        [
          "!Activity@0", "Status@1", "Id@2 Int32", "PercentComplete Int32", "SecondsRemaining Int32",
          "CurrentOperation", "ParentId Int32", "Completed SwitchParameter",
        ],
        validations: [
          "Id": [.range(0, .int32(.max))], "ParentId": [.range(-1, .int32(.max))], "PercentComplete": [.range(-1, 100)],
          "Activity": [.notNullOrEmpty], "Status": [.notNullOrEmpty],
        ],
        synopsis: "Shows how far a long operation has come."
      ) { invocation in
        let bound = invocation.bound
        func number(_ name: String, _ standard: Int) -> Int {
          bound.integer(name).map { Int(clamping: $0) } ?? standard
        }
        try invocation.writeProgress(
          ProgressRecord(
            activity: bound.string("Activity") ?? "", status: bound.string("Status") ?? "Processing",
            id: number("Id", 0),
            parentID: number("ParentId", -1), percentComplete: number("PercentComplete", -1),
            secondsRemaining: number("SecondsRemaining", -1), currentOperation: bound.string("CurrentOperation"),
            isCompleted: bound.isSet("Completed")))
      },
    ]
  }

  private static func message(
    _ name: String, _ type: String, _ synopsis: String, _ write: @escaping @Sendable (Invocation, String) throws -> Void
  ) -> CommandInfo {
    .core(
      name, in: ModuleName.utility, type, ["!Message@0<value = Msg"],
      allowing: ["Message": [.null, .emptyString]], synopsis: synopsis
    ) { try write($0, $0.bound.string("Message") ?? "") }
  }
}
