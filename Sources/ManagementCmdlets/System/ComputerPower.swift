internal import Glibc
internal import PowerShell

/// Restarting and powering off by the system's own programs.
enum ComputerPower {
  static func run(_ action: ManagementOptions.PowerAction) throws {
    let name = action == .restart ? "reboot" : "poweroff"
    let folders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]
    guard let path = folders.map({ "\($0)/\(name)" }).first(where: NativePrograms.isProgram) else {
      throw PowerShellError(
        "This computer cannot be \(action == .restart ? "restarted" : "stopped"): it has no program '\(name)'.",
        id: "ProgramNotFound", category: .objectNotFound)
    }
    let null = try FileDescriptor("/dev/null", O_RDWR)
    let child: ChildProcess
    do {
      child = try ChildProcess(
        ChildProcess.Request(
          path: path, arguments: [], environment: ProcessEnvironment.variables(), folder: "/",
          input: null, output: null, error: null, hasOwnGroup: true))
    } catch let error as SystemError {
      throw PowerShellError(
        "\(path) could not be started: \(SystemError.text(error.number)).", id: "ProgramNotStarted",
        category: .resourceUnavailable)
    }
    if let code = child.wait(milliseconds: 30_000), code != 0 {
      throw PowerShellError(
        "Privilege not held or refused by the system: \(path) ended with \(code).", id: "ProgramFailed",
        category: .permissionDenied, exceptionType: "System.InvalidOperationException")
    }
  }
}

/// The computer's own name (hostname(5), sethostname(2)).
enum ComputerName {
  static func set(_ name: String) throws {
    do { try FileBytes.write("/etc/hostname", Array((name + "\n").utf8)) } catch let error as SystemError {
      throw refused(error.number)
    }
    if sethostname(name, name.utf8.count) != 0 { throw refused(errno) }
  }

  private static func refused(_ number: Int32) -> PowerShellError {
    PowerShellError(
      "The computer's name cannot be changed: \(SystemError.text(number)).", id: "FailToRenameComputer",
      category: .operationStopped, exceptionType: "System.InvalidOperationException")
  }
}
