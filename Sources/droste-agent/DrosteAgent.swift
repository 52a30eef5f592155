internal import Glibc
internal import GuestLink
internal import LevelCost

/// The agent in a guest: answers its host over the guest link.
@main
enum DrosteAgent {
  /// Made when `main` first asks for them, which it does not to measure.
  private static let options = Options(CommandLine.arguments.dropFirst())
  private static let identity = AgentIdentity(
    bootID: readSmallFile("/proc/sys/kernel/random/boot_id").flatMap { LinkID(uuid: $0) } ?? .random(),
    instance: .random())
  /// Made by whichever thread needs it first.
  private static let server = SessionServer(options: options, bootID: identity.bootID.description)

  static func main() {
    // A peer that goes away is an error code where it is written to, not the agent's end.
    signal(SIGPIPE, SIG_IGN)
    if CommandLine.arguments.dropFirst().first == CostProgram.word {
      exit(CostProgram.run(Array(CommandLine.arguments.dropFirst(2)), program: "/proc/self/exe"))
    }
    // Whoever started the agent may have blocked signals; SIGTERM is how init ends it.
    var none = sigset_t()
    sigemptyset(&none)
    sigprocmask(SIG_SETMASK, &none, nil)
    AgentPriority.raise()
    let port = options.port
    // The host may be waiting: its ask is answered while the rest of the agent is set up, which takes 150 ms in an
    // emulated guest.
    startThread("droste-link", stackSize: 256 * 1024) {
      LinkPump(port: port.make(), identity: identity) { server.serve($0) }.run()
    }
    server.warmUp()
    while true { pause() }
  }
}

/// Who answers.
struct AgentIdentity: Sendable {
  /// The kernel's boot id.
  var bootID: LinkID
  /// New with each start of the agent.
  var instance: LinkID
}

/// Says what a person reading the guest's console should know.
func log(_ text: String) {
  let line = "droste-agent: \(text)\n"
  _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
}
