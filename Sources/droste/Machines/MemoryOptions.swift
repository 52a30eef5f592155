internal import ArgumentParser
internal import HyperV

/// How much memory a machine has, as options of `droste create` and `droste set`.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: """
      Memory, such as 512MiB or 2GiB: what the machine starts with. That of a machine that runs can be changed unless it \
      is dynamic.
      """, transform: Arguments.memory)
  var memory: UInt64?
  @Option(
    help: "Whether memory is given and taken by what the guest needs: on or off. The machine must be off.",
    transform: Arguments.onOff)
  var dynamicMemory: OnOffState?
  @Option(help: "What a machine with dynamic memory keeps.", transform: Arguments.memory) var minimumMemory: UInt64?
  @Option(help: "What a machine with dynamic memory gets at most.", transform: Arguments.memory)
  var maximumMemory: UInt64?
  @Option(help: "What dynamic memory gives beyond what the guest needs, in percent of that: 5 to 2000.")
  var memoryBuffer: Int?
  @Option(help: "Who is given dynamic memory first where it is short: 0 to 100, the highest first.")
  var memoryPriority: Int?

  func change(_ configuration: inout MemoryConfiguration) {
    if let memory { configuration.startupBytes = memory }
    if let dynamicMemory { configuration.dynamicMemoryEnabled = dynamicMemory == .on }
    if let minimumMemory { configuration.minimumBytes = minimumMemory }
    if let maximumMemory { configuration.maximumBytes = maximumMemory }
    if let memoryBuffer { configuration.buffer = memoryBuffer }
    if let memoryPriority { configuration.priority = memoryPriority }
  }
}
