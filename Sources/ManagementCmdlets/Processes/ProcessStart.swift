internal import Glibc
internal import PowerShell

/// Starting a program that runs by itself: Start-Process and [Diagnostics.Process]::Start.
enum ProcessStart {
  /// What is started, and with what. Paths are absolute.
  struct Plan {
    var file: String
    var arguments: [String]
    var verb = ""
    var folder: String
    var environment: [String: String]
    var output: String?
    var error: String?
    var input: String?
    /// Nothing of it is seen: its outputs are not this process's own.
    var isHidden = false
  }

  /// [Diagnostics.Process]::Start(file[, arguments]) and ::Start(info).
  static func start(_ arguments: [Value], _ context: ValueContext) throws -> Value {
    var plan = Plan(
      file: "", arguments: [], folder: context.currentDirectory(), environment: ProcessEnvironment.variables())
    if let info = arguments.first?.payload(as: StartInfo.self) {
      for name in ["RedirectStandardOutput", "RedirectStandardError", "RedirectStandardInput"]
      where info.flags[name] ?? false {
        throw PowerShellError.thrown(
          "System.NotSupportedException",
          "\(name) is not supported: call the program directly, or use Start-Process with -\(name) and a file.")
      }
      if let user = info.texts["UserName"], !user.isEmpty {
        throw PowerShellError.thrown("System.NotSupportedException", "UserName is not supported.")
      }
      plan.file = info.texts["FileName"] ?? ""
      plan.arguments = ArgumentText.split(info.texts["Arguments"] ?? "")
      plan.verb = info.texts["Verb"] ?? ""
      if let folder = info.texts["WorkingDirectory"], !folder.isEmpty {
        plan.folder = PathText.absolute(folder, in: plan.folder)
      }
    } else {
      plan.file = try arguments.text(0)
      plan.arguments = ArgumentText.split(try arguments.text(1))
    }
    guard !plan.file.isEmpty else {
      throw PowerShellError.thrown(
        "System.InvalidOperationException",
        "Cannot start process because a file name has not been provided.")
    }
    do { return ProcessEntry(try run(plan).id).value } catch let error as PowerShellError {
      throw PowerShellError.thrown("System.ComponentModel.Win32Exception", error.message)
    }
  }

  /// Errors: InvalidOperationException with the reason.
  static func run(_ plan: Plan) throws -> ChildProcess {
    if !plan.verb.isEmpty, !["open", "runas"].contains(plan.verb.caseFolded) {
      throw failed("No application is associated with the specified file for this operation.")
    }
    if plan.verb.isSameName(as: "RunAs"), geteuid() != 0 {
      throw failed(
        "The operation was canceled by the user: the verb RunAs needs a session that is root already, for example "
          + "'sudo droste shell'.")
    }
    guard let path = find(plan) else { throw failed("The system cannot find the file specified.") }
    var request = ChildProcess.Request(
      path: path, arguments: plan.arguments, environment: plan.environment, folder: plan.folder, input: nil,
      output: nil, error: nil, hasOwnGroup: true)
    do {
      request.input = try FileDescriptor(plan.input ?? "/dev/null", O_RDONLY)
      let hidden = plan.isHidden ? "/dev/null" : nil
      if let output = plan.output ?? hidden {
        request.output = try FileDescriptor(output, O_WRONLY | O_CREAT | O_TRUNC)
      }
      if let error = plan.error ?? hidden {
        request.error = try FileDescriptor(error, O_WRONLY | O_CREAT | O_TRUNC)
      }
      return try ChildProcess(request)
    } catch let error as SystemError {
      throw failed(
        error.number == ENOEXEC
          ? "The specified executable is not a valid application for this OS platform."
          : "\(SystemError.text(error.number)) : '\(error.path)'")
    }
  }

  private static func find(_ plan: Plan) -> String? {
    let name = plan.file.replacingBackslashes
    if name.contains("/") {
      let path = PathText.absolute(name, in: plan.folder)
      return NativePrograms.isProgram(path) ? path : nil
    }
    for folder in (plan.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":") {
      let path = PathText.join(PathText.absolute(String(folder), in: plan.folder), name)
      if NativePrograms.isProgram(path) { return path }
    }
    guard name.caseFolded.hasSuffix(".exe") else { return nil }
    var shorter = plan
    shorter.file = String(name.dropLast(4))
    return find(shorter)
  }

  private static func failed(_ reason: String) -> PowerShellError {
    PowerShellError(
      "This command cannot be run due to the error: \(reason)", id: "InvalidOperationException",
      category: .invalidOperation, exceptionType: "System.InvalidOperationException")
  }
}

/// The arguments of a program as one text, the way Windows has them: blanks separate, double quotes hold together, a
/// backslash takes away the meaning of a quote.
package enum ArgumentText {
  package static func split(_ text: String) -> [String] {
    var arguments: [String] = []
    var current: String?
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if isEscaped, character != "\"" { current = (current ?? "") + "\\" }
      switch character {
      case "\\" where !isEscaped:
        isEscaped = true
        continue
      case "\"" where isEscaped: current = (current ?? "") + "\""
      case "\"":
        isQuoted.toggle()
        current = current ?? ""
      case " " where !isQuoted, "\t" where !isQuoted:
        if let argument = current { arguments.append(argument) }
        current = nil
      default: current = (current ?? "") + String(character)
      }
      isEscaped = false
    }
    if isEscaped { current = (current ?? "") + "\\" }
    if let current { arguments.append(current) }
    return arguments
  }
}
