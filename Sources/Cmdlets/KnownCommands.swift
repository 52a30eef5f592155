package import PowerShell

/// The cmdlets of the five modules that are known names without being built: they bind as on Windows, and refuse.
package enum KnownCommands {
  /// Names that come with cmdlets here, as Hyper-V's module has them.
  private static let aliases = [
    "Export-VMSnapshot": "Export-VMCheckpoint", "Get-VMSnapshot": "Get-VMCheckpoint",
    "Remove-VMSnapshot": "Remove-VMCheckpoint", "Rename-VMSnapshot": "Rename-VMCheckpoint",
    "Restore-VMSnapshot": "Restore-VMCheckpoint",
  ]

  /// All but those whose names are in `existing`, which need not be of any case.
  package static func commands(except existing: Set<String>) -> [CommandInfo] {
    let taken = Set(existing.map { $0.lowercased() })
    return CommandTable.modules.flatMap { module in
      CommandTable.rows(module.name).filter { !taken.contains($0.name.lowercased()) }.map(command)
    }
  }

  private static func command(_ row: CommandTable.Row) -> CommandInfo {
    CommandInfo(
      cmdlet: row.name, module: row.module, aliases: aliases[row.name].map { [$0] } ?? [],
      metadata: {
        try row.metadata(
          errorSource: errorSource(row), synopsis: "Is known here and does nothing: \(reason(row)).")
      }, { ClosureCmdlet { _ in throw refusal(row) } })
  }

  /// The commands of definitions, in the table's order.
  static func commands(
    _ definitions: [CmdletDefinition], module: String, _ environment: HostEnvironment
  ) -> [CommandInfo] {
    let byName = Dictionary(definitions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return CommandTable.rows(module).compactMap { row in byName[row.name]?.command(row, environment) }
  }

  static func errorSource(_ row: CommandTable.Row) -> String {
    row.module == "Hyper-V" ? "\(HyperVEnum.namespace).Commands.\(row.name.filter { $0 != "-" })" : row.name
  }

  private static func refusal(_ row: CommandTable.Row) -> PowerShellError {
    PowerShellError(
      "\(row.name) is not supported by this host: \(reason(row)). Nothing was done. docs/parity.md lists what is "
        + "supported.",
      id: "NotSupported", category: .notImplemented, exceptionType: "System.NotSupportedException",
      target: .string(row.name))
  }

  /// Why a cmdlet does nothing, by what it is about.
  static func reason(_ row: CommandTable.Row) -> String {
    guard row.module == "Hyper-V" else { return "this part of \(row.module) has nothing on Linux that it could set" }
    // Verb and noun, because it is the verb that tells what Checkpoint-VM is about.
    let name = row.name.lowercased().filter { $0 != "-" }
    let found = reasons.first { part in part.words.contains { name.contains($0) } }
    return found?.text ?? "this host has nothing that it could work on"
  }

  private static let reasons: [(words: [String], text: String)] = [
    (["replication", "failover"], "machines are not replicated between hosts"),
    (["migration", "vmstorage", "movevm"], "machines are not moved between hosts"),
    (["snapshot", "savedstate", "checkpoint", "savevm"], "machines have no checkpoints and no saved states yet"),
    (["exportvm", "importvm", "comparevm"], "machines are not exported and imported as files"),
    (
      ["vhd", "disk", "dvd", "floppy", "vfd", "idecontroller", "scsicontroller", "pmemcontroller", "keystorage"],
      "disks cannot be made, attached or changed by cmdlets yet; New-VM takes -VHDPath"
    ),
    (["firmware", "bios"], "machines that boot from a disk have a BIOS without settings, others need none"),
    (
      ["gpu", "remotefx", "video", "assignable", "assigned", "fibrechannel", "vmsan"],
      "no hardware of the host is given to machines"
    ),
    (["metering", "resourcepool", "storagepath"], "resources are neither metered nor put into pools"),
    (
      ["security", "keyprotector", "tpm", "guardian", "protector"], "machines have no virtual TPM and are not shielded"
    ),
    (["extension", "feature"], "switches take no extensions"),
    (
      ["isolation", "routingdomain", "teammapping", "rdma"],
      "adapters have no such rules; access control lists, VLANs and what Set-VMNetworkAdapter sets are supported"
    ),
    (["switchteam"], "adapters are not teamed"),
    (["numa"], "memory has no nodes that machines are bound to"),
    (["group"], "machines are not grouped"),
    (
      ["connectaccess", "console", "trace"],
      "there are no sessions with a guest's screen; droste console shows its serial console"
    ),
    (["cluster"], "this host is not part of a cluster"),
  ]
}
