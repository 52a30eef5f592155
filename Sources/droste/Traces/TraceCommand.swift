internal import ArgumentParser
internal import Glibc
internal import HyperV
internal import Terminal
internal import Traces

struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Follow probes from one machine to another, over all levels, and say where they are lost.",
    discussion: """
      FROM and TO are machines of any level (L1, L1/natted, or natted where one machine only has that name), L0 for this host,
      or IPv4 addresses; TO may be a host's name, too. Probes are ICMP echo requests with a mark, and before them the ARP
      request for the next hop. They go out and are watched by the guest link, so that also a network in which nothing
      works can be looked at. Where probes are lost, the place, the reason and the command that mends it are told.

      Examples:
        droste trace L1/natted L0
        droste trace L1/bridged 10.77.0.1 --count 1
        droste trace L1/natted L1/bridged --json

      Exit codes: 0 answered; 3 lost, all or some; 4 nothing could be sent; 1 the trace itself failed; 2 the command is wrong.
      """)

  static let lostCode: Int32 = 3
  static let notSentCode: Int32 = 4

  @Argument(help: "Where probes come from: a machine, its address, or L0 (with root).") var from: String
  @Argument(help: "Whom they are for: a machine, L0, an IPv4 address, or a name.") var to: String
  @Option(name: [.long, .customShort("c")], help: "Echo requests, 1 to 32.") var count = 3
  @Option(name: [.long, .customShort("W")], help: "Seconds to wait for each answer, 0.1 to 10.") var wait = 1.0
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if !(1...TraceOrder.countLimit).contains(count) { throw ValidationError("--count takes 1 to 32.") }
    if !(0.1...10).contains(wait) { throw ValidationError("--wait takes 0.1 to 10 seconds.") }
  }

  func run() async throws {
    let service = try await Service.connect()
    let progress = TraceProgress(from: from, to: to)
    defer { progress.end() }
    let record = try await Interruption.shared.run(grace: 1) {
      try await TraceRun(service: service, from: from, to: to, count: count, patience: wait, progress: progress)
        .record()
    }
    progress.end()
    let story = TraceStory(record)
    if json { try Output.json(story) } else { Output.standard.writeLines(TraceText(style: Output.style).lines(story)) }
    switch story.outcome {
    case .answered, .local: break
    case .partly, .lost: throw ExitCode(Self.lostCode)
    case .notSent: throw ExitCode(Self.notSentCode)
    }
  }
}
