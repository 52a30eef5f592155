internal import FoundationEssentials
internal import GuestLink
internal import HostAPI
internal import HyperV
internal import PowerShell

/// Copy-VMFile.
enum FileCmdlets {
  static let all: [CmdletDefinition] = [copy]

  private static let copy = CmdletDefinition(
    "Copy-VMFile", "Copies a file of this computer into running virtual machines; it needs no network.",
    supports: "Name VM SourcePath DestinationPath FileSource CreateFullPath Force ComputerName"
  ) { call in
    let given = call.bound.string("SourcePath") ?? ""
    let source = given.hasPrefix("/") ? given : "\(call.invocation.location)/\(given)"
    guard FileManager.default.fileExists(atPath: source) else {
      throw DrosteError(
        .objectNotFound,
        """
        Failed to initiate copying files to the guest.
        The system cannot find the file specified. (0x80070002). '\(source)'
        """)
    }
    for machine in try call.machines("Name") {
      let text = "Copy-VMFile will copy the file \"\(source)\" to the virtual machine \"\(machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt { try copy(call, source, machine) }
    }
  }

  private static func copy(_ call: HostCall, _ source: String, _ machine: MachineObject) throws {
    var target = call.bound.string("DestinationPath") ?? ""
    guard target.hasPrefix("/") else {
      throw DrosteError(
        .invalidParameter,
        """
        Failed to initiate copying files to the guest.
        The filename, directory name, or volume label syntax is incorrect. (0x8007007B). '\(target)'
        """, hint: "-DestinationPath takes an absolute path of the guest, which is Linux: /tmp/file")
    }
    if target.hasSuffix("/") { target += source.split(separator: "/").last.map(String.init) ?? "" }
    let (name, path) = (machine.name, target)
    let (replaces, makesFolder) = (call.bound.isSet("Force"), call.bound.isSet("CreateFullPath"))
    try machine.connection.read { client in
      if !replaces, try await client.execute(name, ExecRequest(arguments: ["test", "-e", path])).exitCode == 0 {
        throw DrosteError(
          .alreadyExists,
          """
          Failed to initiate copying files to the guest.
          The file exists. (0x80070050). '\(path)'
          """, hint: "-Force replaces it")
      }
      if makesFolder, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        let folder = String(path[..<slash])
        let made = try await client.execute(name, ExecRequest(arguments: ["mkdir", "-p", folder]))
        guard made.exitCode == 0 else {
          throw DrosteError(.accessDenied, "The folder \(folder) cannot be made in \"\(name)\".")
        }
      }
      try await client.upload(name, from: source, to: path)
    }
  }
}
