/// What `powershell` or `pwsh` was asked for on its command line (about_PowerShell.exe, about_Pwsh).
///
/// Parameters may be shortened to what is unambiguous and begin with `-`, `--` or `/`. What is not a parameter begins the
/// command (`powershell`) or names a file (`pwsh`).
package struct PowerShellOptions: Sendable, Equatable {
  package enum Work: Sendable, Equatable {
    /// A prompt on a terminal; commands from standard input otherwise.
    case interactive
    /// `-Command`: text to run.
    case command(String)
    /// `-File`: a script and its arguments.
    case file(String, arguments: [String])
    /// `-Command -` and `-File -`: commands from standard input, each run as soon as it is whole.
    case standardInput
    /// `-ServerMode`: the remoting protocol on standard input and output.
    case server
    case help
    case version
  }

  package var work = Work.interactive
  package var showsLogo = true
  package var runsProfile = true
  package var isInteractive = true
  /// False for `-InputFormat None`: standard input is not `$input`.
  package var readsInput = true
  /// `-NoExit`: a prompt follows what was run.
  package var staysOpen = false
  package var executionPolicy: String?
  package var workingDirectory: String?
  /// `-Json`: objects are written as JSON, for programs.
  package var writesJSON = false

  package init() {}

  /// Which of the two programs' habits hold where they differ.
  package enum Program: Sendable { case powershell, pwsh }
}

/// The command line cannot be understood. `text` is what the user reads, `exitCode` what the process ends with.
package struct PowerShellUsageError: Error, Sendable, Equatable {
  package let text: String
  package let exitCode: Int32
}

extension PowerShellOptions {
  /// Longest command line, in bytes, that is taken.
  static let lengthLimit = 16 << 20

  private enum Parameter: String, CaseIterable {
    case command, file, encodedcommand, noprofile, nologo, noninteractive, noexit, executionpolicy, workingdirectory
    case inputformat, outputformat, windowstyle, version, sta, mta, servermode, help, json, interactive, login

    /// Short forms that would be ambiguous otherwise, as both programs have them.
    static let short: [String: Parameter] = [
      "c": .command, "f": .file, "e": .encodedcommand, "ec": .encodedcommand, "enc": .encodedcommand, "nop": .noprofile,
      "nol": .nologo, "noni": .noninteractive, "noe": .noexit, "ex": .executionpolicy, "ep": .executionpolicy,
      "wd": .workingdirectory, "i": .interactive, "in": .inputformat, "inp": .inputformat, "if": .inputformat,
      "o": .outputformat, "of": .outputformat, "w": .windowstyle, "v": .version, "h": .help, "?": .help,
      "s": .servermode,
      "sshs": .servermode, "sshservermode": .servermode, "l": .login,
    ]

    init?(_ word: String) {
      if let exact = Parameter(rawValue: word) ?? Self.short[word] {
        self = exact
        return
      }
      let matches = Self.allCases.filter { $0.rawValue.hasPrefix(word) }
      guard word.count > 1, matches.count == 1 else { return nil }
      self = matches[0]
    }
  }

  /// - Throws: `PowerShellUsageError`.
  package init(_ words: [String], program: Program) throws(PowerShellUsageError) {
    guard words.reduce(0, { $0 + $1.utf8.count }) <= Self.lengthLimit else {
      throw PowerShellUsageError(text: "The command line is longer than \(Self.lengthLimit) bytes.", exitCode: 64)
    }
    var rest = words[...]
    while let word = rest.first {
      guard let name = Self.parameterName(word) else {
        try takeBare(rest, program)
        return
      }
      guard let parameter = Parameter(name) else {
        // Windows PowerShell takes what it does not know for the command itself.
        if program == .powershell, word.hasPrefix("/") {
          try takeBare(rest, program)
          return
        }
        throw PowerShellUsageError(
          text: "The argument '\(word)' is not recognized as the name of a parameter. See powershell -Help.",
          exitCode: 64)
      }
      rest = rest.dropFirst()
      switch parameter {
      case .command:
        try takeCommand(rest)
        return
      case .file:
        try takeFile(rest)
        return
      case .encodedcommand:
        let text = try Self.value(&rest, "EncodedCommand")
        work = .command(try Self.decoded(text))
        guard rest.isEmpty else {
          throw PowerShellUsageError(
            text: "Nothing may follow -EncodedCommand; found '\(rest.first ?? "")'.", exitCode: 64)
        }
        return
      case .noprofile: runsProfile = false
      case .nologo: showsLogo = false
      case .noninteractive: isInteractive = false
      case .noexit: staysOpen = true
      case .executionpolicy: executionPolicy = try Self.policy(&rest)
      case .workingdirectory: workingDirectory = try Self.value(&rest, "WorkingDirectory")
      case .inputformat: readsInput = try Self.textOnly(&rest, "InputFormat", or: "none") == "text"
      case .outputformat: _ = try Self.textOnly(&rest, "OutputFormat")
      // There is no window here, and no apartment: nothing to do for either.
      case .windowstyle: _ = try Self.value(&rest, "WindowStyle")
      case .sta, .mta, .interactive, .login: break
      case .version:
        guard program == .powershell, let wanted = rest.first, !wanted.hasPrefix("-") else {
          work = .version
          return
        }
        rest = rest.dropFirst()
        guard let major = Int(wanted.prefix { $0 != "." }), (2...5).contains(major) else {
          throw PowerShellUsageError(
            text: "Cannot start Windows PowerShell version \(wanted): this is version 5.1.", exitCode: 64)
        }
      case .servermode: work = .server
      case .help: work = .help
      case .json: writesJSON = true
      }
    }
  }

  /// `-Name`, `--name` and `/name`, in lower case; nil for anything else. `-` alone is standard input.
  private static func parameterName(_ word: String) -> String? {
    let marks: [Character] = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"]
    guard let first = word.first, marks.contains(first), word.count > 1 else { return nil }
    let body = word.hasPrefix("--") ? word.dropFirst(2) : word.dropFirst()
    // A path is no parameter.
    guard !body.contains("/"), !body.isEmpty else { return nil }
    return body.lowercased()
  }

  private mutating func takeBare(_ rest: ArraySlice<String>, _ program: Program) throws(PowerShellUsageError) {
    if rest.first == "-" {
      work = .standardInput
    } else if program == .pwsh {
      try takeFile(rest)
    } else {
      try takeCommand(rest)
    }
  }

  private mutating func takeCommand(_ rest: ArraySlice<String>) throws(PowerShellUsageError) {
    guard let first = rest.first else {
      throw PowerShellUsageError(
        text: "Cannot process the command because of a missing parameter. A command must follow -Command.", exitCode: 64
      )
    }
    work = first == "-" && rest.count == 1 ? .standardInput : .command(rest.joined(separator: " "))
  }

  private mutating func takeFile(_ rest: ArraySlice<String>) throws(PowerShellUsageError) {
    guard let path = rest.first else {
      throw PowerShellUsageError(
        text: "Cannot process the command because of a missing parameter. A file path must follow -File.", exitCode: 64)
    }
    work = path == "-" ? .standardInput : .file(path, arguments: Array(rest.dropFirst()))
  }

  private static func value(_ rest: inout ArraySlice<String>, _ name: String) throws(PowerShellUsageError) -> String {
    guard let value = rest.popFirst() else {
      throw PowerShellUsageError(
        text: "Cannot process the command because of a missing parameter. A value must follow -\(name).", exitCode: 64)
    }
    return value
  }

  private static func policy(_ rest: inout ArraySlice<String>) throws(PowerShellUsageError) -> String {
    let known = ["Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Default", "Bypass", "Undefined"]
    let text = try value(&rest, "ExecutionPolicy")
    guard let policy = known.first(where: { $0.lowercased() == text.lowercased() }) else {
      throw PowerShellUsageError(
        text: "'\(text)' is no execution policy; they are \(known.joined(separator: ", ")).", exitCode: 64)
    }
    return policy
  }

  /// The value in lower case.
  private static func textOnly(
    _ rest: inout ArraySlice<String>, _ name: String, or other: String? = nil
  ) throws(PowerShellUsageError) -> String {
    let text = try value(&rest, name)
    guard ["text", other].contains(text.lowercased()) else {
      throw PowerShellUsageError(text: "-\(name) can be Text; '\(text)' is not supported.", exitCode: 64)
    }
    return text.lowercased()
  }
}
