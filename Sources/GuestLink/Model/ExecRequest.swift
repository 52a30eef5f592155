internal import FoundationEssentials

/// A command to run in a guest.
public struct ExecRequest: Hashable, Sendable {
  /// The program and its arguments; at least one. A program without a slash is looked for in PATH.
  public var arguments: [String]
  /// Added to the agent's own environment (PATH, HOME, …), replacing what has the same name.
  public var environment: [String: String]
  /// Where it runs, an absolute path; `/` when nil.
  public var directory: String?
  /// What the command reads from its standard input, before it ends.
  public var input: [UInt8]

  public init(
    arguments: [String], environment: [String: String] = [:], directory: String? = nil, input: [UInt8] = []
  ) {
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.input = input
  }
}

/// How a command in a guest ended, and all that it wrote.
public struct ExecResult: Hashable, Sendable {
  /// 0 to 255; 128 plus the signal's number when a signal ended the command, as shells have it.
  public var exitCode: Int32
  /// The signal that ended the command.
  public var signal: Int32?
  /// What it wrote to its standard output.
  public var output: [UInt8]
  /// What it wrote to its standard error.
  public var error: [UInt8]

  public init(exitCode: Int32, signal: Int32? = nil, output: [UInt8] = [], error: [UInt8] = []) {
    self.exitCode = exitCode
    self.signal = signal
    self.output = output
    self.error = error
  }

  /// The output as UTF-8; bytes that are none become U+FFFD.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// The error output as UTF-8; bytes that are none become U+FFFD.
  public var errorText: String { String(decoding: error, as: UTF8.self) }
}

// In JSON the byte strings are base64, and what is empty may be left out.

extension ExecRequest: Codable {
  private enum Key: String, CodingKey { case arguments, environment, directory, input }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      arguments: try container.decode([String].self, forKey: .arguments),
      environment: try container.decodeIfPresent([String: String].self, forKey: .environment) ?? [:],
      directory: try container.decodeIfPresent(String.self, forKey: .directory),
      input: try container.decodeIfPresent(Data.self, forKey: .input).map { Array($0) } ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(arguments, forKey: .arguments)
    if !environment.isEmpty { try container.encode(environment, forKey: .environment) }
    try container.encodeIfPresent(directory, forKey: .directory)
    if !input.isEmpty { try container.encode(Data(input), forKey: .input) }
  }
}

extension ExecResult: Codable {
  private enum Key: String, CodingKey { case exitCode, signal, output, error }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      exitCode: try container.decode(Int32.self, forKey: .exitCode),
      signal: try container.decodeIfPresent(Int32.self, forKey: .signal),
      output: try container.decodeIfPresent(Data.self, forKey: .output).map { Array($0) } ?? [],
      error: try container.decodeIfPresent(Data.self, forKey: .error).map { Array($0) } ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(exitCode, forKey: .exitCode)
    try container.encodeIfPresent(signal, forKey: .signal)
    if !output.isEmpty { try container.encode(Data(output), forKey: .output) }
    if !error.isEmpty { try container.encode(Data(error), forKey: .error) }
  }
}
