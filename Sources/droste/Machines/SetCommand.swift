internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct SetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change a machine. Processors and nesting need the machine to be off.",
    discussion: """
      Examples:
        droste set L1 --nested on
        droste set L1/natted --memory 256MiB --processors 2
        droste set L1 --dynamic-memory on --minimum-memory 512MiB --maximum-memory 8GiB
        droste set L1 --adapter "Network Adapter,spoofing=on"
        droste set L1 --add-adapter Outer,name=Second --remove-adapter Old
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Option(help: "A new name.") var name: String?
  @Option(help: "Whether virtualization extensions are exposed: on or off.", transform: Arguments.onOff)
  var nested: OnOffState?
  @Option(help: "Processors, 1 to 240.") var processors: Int?
  @OptionGroup var memory: MemoryOptions
  @Option(help: "The configuration version, which is never lowered.", transform: Arguments.version)
  var version: ConfigurationVersion?
  @Option(help: "Free text that stays with the machine.") var notes: String?
  @Option(
    help: """
      Change an adapter: NAME,switch=OTHER,spoofing=on,mac=…,name=NEW. switch=none disconnects it. May be given several \
      times.
      """,
    transform: Arguments.adapter)
  var adapter: [AdapterArgument] = []
  @Option(help: "Add an adapter, written as in droste create.", transform: Arguments.adapter)
  var addAdapter: [AdapterArgument] = []
  @Option(help: "Remove the adapter of this name.") var removeAdapter: [String] = []

  func run() async throws {
    let changed = try await withHost(path.hosts) { client in
      let before = try await client.machine(path.name).configuration
      let after = try change(before)
      if after == before { return false }
      _ = try await client.updateMachine(path.name, after)
      return true
    }
    Output.standard.writeLine(changed ? "\(path) is changed." : "\(path) is as asked already.")
  }

  private func change(_ before: MachineConfiguration) throws -> MachineConfiguration {
    var configuration = before
    if let name { configuration.name = name }
    if let nested { configuration.processor.exposeVirtualizationExtensions = nested == .on }
    if let processors { configuration.processor.count = processors }
    memory.change(&configuration.memory)
    if let version { configuration.version = version }
    if let notes { configuration.notes = notes }
    for name in removeAdapter {
      guard let index = configuration.adapters.firstIndex(where: { Names.same($0.name, name) }) else {
        throw DrosteError(
          .objectNotFound, "\(path) has no adapter \"\(name)\".", hint: "droste inspect \(path)")
      }
      configuration.adapters.remove(at: index)
    }
    for argument in adapter { try argument.change(&configuration.adapters) }
    for argument in addAdapter {
      configuration.adapters.append(try argument.adapter(beside: configuration.adapters))
    }
    return configuration
  }
}
