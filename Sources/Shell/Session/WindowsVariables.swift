internal import PowerShell

/// Environment variables that every Windows has and that scripts read, with this computer's values. Those that the
/// process was given stay as they are.
enum WindowsVariables {
  static func add(to session: Session) {
    let inherited = SystemFacts.environment()
    let computer = SystemFacts.machineName().uppercased()
    let temporary = inherited["TMPDIR"] ?? "/tmp"
    let values = [
      ("COMPUTERNAME", computer), ("USERDOMAIN", computer), ("USERNAME", SystemFacts.userName()),
      ("USERPROFILE", SystemFacts.homeDirectory()), ("TEMP", temporary), ("TMP", temporary),
      ("NUMBER_OF_PROCESSORS", "\(SystemFacts.processorCount())"), ("PROCESSOR_ARCHITECTURE", architecture),
    ]
    for (name, value) in values where inherited[name] == nil { session.setEnvironment(name, value) }
  }

  private static var architecture: String {
    #if arch(arm64)
      "ARM64"
    #else
      "AMD64"
    #endif
  }
}
