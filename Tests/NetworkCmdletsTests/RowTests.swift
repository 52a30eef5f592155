import Formatting
import FoundationEssentials
import Glibc
import Netlink
import PowerShell
import Testing

@testable import NetworkCmdlets

/// A script and what it gives: values as text with " | " between them, "!Id" for errors, "W:text" for warnings, "H:text"
/// for what only the host shows. It runs in a network namespace that has the adapters `eth0` (index 2, `Ethernet`) and
/// `far` (index 3, `Ethernet 2`), both ends of one cable and on, with files of its own.
struct NetworkRow: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String
  /// A shell script inside the namespace, before.
  let setup: String
  /// `$DIR`'s files, by name; the folder is `run`, `resolv.conf`, `hosts` and more.
  let files: [String: String]
  /// Files of `$DIR` that are printed behind the script's output.
  let prints: [String]

  init(
    _ script: String, _ expected: String, setup: String = "", files: [String: String] = [:], prints: [String] = []
  ) {
    (self.script, self.expected, self.setup, self.files, self.prints) = (script, expected, setup, files, prints)
  }

  var testDescription: String { script }

  func check() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/drc-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/run", withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      if text.hasPrefix("#!") { chmod("\(folder)/\(name)", 0o755) }
    }
    var environment = NetworkEnvironment()
    environment.resolverFile = folder + "/resolv.conf"
    environment.hostsFile = folder + "/hosts"
    environment.runFolder = folder + "/run"
    environment.dhcpScript = folder + "/dhcp"
    environment.programFolders = [folder]
    environment.resolverMilliseconds = 500
    let made = environment
    let cable = "ip link add far type veth peer name eth0; ip link set eth0 up; ip link set far up"
    try await withNamespace(setup.isEmpty ? cable : "\(cable); \(setup)") {
      let host = RecordingHost()
      let session = Session(host: host, commands: NetworkRow.registry(made))
      for type in NetworkModule.types { session.register(type.0, accelerators: type.accelerators) }
      try session.run(script)
      for name in prints {
        let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "-"
        host.lines.append("\(name): \(text.split(separator: "\n").joined(separator: "; "))")
      }
      #expect(host.lines.joined(separator: " | ") == expected, "\(script)")
    }
    try FileManager.default.removeItem(atPath: folder)
  }

  static func registry(_ environment: NetworkEnvironment) -> CommandRegistry {
    let registry = CommandRegistry()
    for command in FormattingModule.commands(views: ViewTable()) { registry.add(command) }
    for command in NetworkModule.commands(environment: environment) + KernelReaders.commands { registry.add(command) }
    return registry
  }
}

/// Keeps what a session shows, and answers questions with what it was given.
final class RecordingHost: ShellHost {
  var lines: [String] = []
  var answers: [Int] = []

  func write(_ value: Value) throws {
    let text = value.isNull ? "<null>" : (try? value.displayString()) ?? "<no text>"
    // An array that was not taken apart.
    lines.append(text)
  }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record): lines.append("!\(record.fullyQualifiedErrorID)")
    case .warning(let text): lines.append("W:\(text)")
    case .verbose(let text): lines.append("V:\(text)")
    case .debug(let text): lines.append("D:\(text)")
    case .information(let record): lines.append("I:\((try? record.message.displayString()) ?? "")")
    case .progress(let record): lines.append("P:\(record.activity)")
    case .host(let text): lines.append("H:\(text)")
    }
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    lines.append("?\(prompt.message.split(separator: "\n").last ?? "")")
    return answers.isEmpty ? 0 : answers.removeFirst()
  }
}

@Suite struct TableTests {
  /// Every row of the tables is valid, has a synopsis, and refuses only parameters that it has.
  @Test func rowsAreValid() throws {
    for command in NetworkModule.commands() {
      let metadata = try #require(command.metadata, "\(command.name)")
      #expect(metadata.synopsis?.hasSuffix(".") == true)
      #expect(metadata.module == command.module)
      for name in NetworkModule.refusedParameters[command.name] ?? [] {
        #expect(metadata.parameter(named: name) != nil, "\(command.name) -\(name)")
      }
    }
  }
}
