internal import ArgumentParser
internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import Terminal

struct CreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create a machine. It stays off until it is started.",
    discussion: """
      Examples:
        droste create L1 --image host --nested --memory 2GiB --processors 2 --adapter Outer,spoofing=on
        droste create L1/natted --adapter VmNAT
        droste create lazy --memory 512MiB --dynamic-memory on --minimum-memory 256MiB --maximum-memory 4GiB
        droste create old --disk /srv/old.qcow2 --memory 4GiB
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Option(help: "The image to boot: guest or host.") var image: String?
  @Option(help: "A disk image to boot instead, raw or qcow2.") var disk: String?
  @Option(help: "Processors, 1 to 240.") var processors = 1
  @OptionGroup var memory: MemoryOptions
  @Flag(help: "Expose virtualization extensions, so that the machine can run machines of its own.") var nested = false
  @Option(
    help: """
      An adapter: SWITCH, or SWITCH,name=Lan,mac=00-15-5D-00-04-11,spoofing=on. SWITCH is none for an adapter that is \
      not connected. May be given several times.
      """,
    transform: Arguments.adapter)
  var adapter: [AdapterArgument] = []
  @Option(help: "The configuration version.", transform: Arguments.version)
  var version: ConfigurationVersion = .newest
  @Option(help: "Free text that stays with the machine.") var notes = ""

  func validate() throws {
    if image != nil, disk != nil { throw ValidationError("A machine boots from an image or from a disk, not both.") }
  }

  func run() async throws {
    var adapters: [NetworkAdapterConfiguration] = []
    for argument in adapter { adapters.append(try argument.adapter(beside: adapters)) }
    let boot: BootSource =
      disk.map { .disk(path: Self.absolute($0, local: path.hosts.isEmpty)) } ?? .image(image ?? "guest")
    var amounts = MemoryConfiguration()
    memory.change(&amounts)
    let configuration = MachineConfiguration(
      name: path.name, version: version, boot: boot,
      processor: .init(count: processors, exposeVirtualizationExtensions: nested),
      memory: amounts, adapters: adapters, notes: notes)
    _ = try await withHost(path.hosts) { try await $0.createMachine(configuration) }
    Output.standard.writeLine("\(path) is created. Start it: droste start \(path)")
  }

  /// A path on this computer is taken from the working folder; one inside a machine is for its host to judge.
  private static func absolute(_ path: String, local: Bool) -> String {
    guard local, !path.hasPrefix("/") else { return path }
    return FileManager.default.currentDirectoryPath + "/" + path
  }
}
