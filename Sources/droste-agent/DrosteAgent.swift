internal import Glibc
internal import GuestLink

/// The agent in a guest: answers its host over the guest link.
@main
enum DrosteAgent {
  static func main() {
    // A peer that goes away is an error code where it is written to, not the agent's end.
    signal(SIGPIPE, SIG_IGN)
    // Whoever started the agent may have blocked signals; SIGTERM is how init ends it.
    var none = sigset_t()
    sigemptyset(&none)
    sigprocmask(SIG_SETMASK, &none, nil)
    let options = Options(CommandLine.arguments.dropFirst())
    let boot = readSmallFile("/proc/sys/kernel/random/boot_id").flatMap { LinkID(uuid: $0) }
    let identity = AgentIdentity(bootID: boot ?? .random(), instance: .random())
    let server = SessionServer(options: options, bootID: identity.bootID.description)
    // The host may be waiting: its ask is answered before the rest of the agent is set up.
    startThread("droste-link", stackSize: 256 * 1024) {
      LinkPump(port: options.port.make(), identity: identity) { server.serve($0) }.run()
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
