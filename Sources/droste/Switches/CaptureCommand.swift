internal import ArgumentParser
internal import Glibc
internal import HostAPI
internal import HyperV
internal import Terminal

struct CaptureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture", abstract: "Show or write the frames that pass a port of a switch, as they pass.",
    discussion: """
      PORT is a machine (all its adapters on one switch), MACHINE/ADAPTER, a host adapter such as "vEthernet (Outer)", an
      uplink such as eth0, or NAT; for a host inside, with its path in front: L1/natted, L1/eth0.
      A terminal gets a line for each frame; a file or a pipe gets pcapng, which Wireshark and tcpdump read.
      Ends with Ctrl-C, after --count frames, or when nobody reads any more. Machines do not notice.

      Examples:
        droste capture L1
        droste capture L1/natted --dropped
        droste capture L1 | tcpdump -n -r -
        droste capture L1 --write - | wireshark -k -i -
        droste capture "vEthernet (VmNAT)" --write frames.pcapng --count 1000
        droste capture --switch L1/VmNAT --only-dropped
      """)

  @Argument(
    help: "The port. Left out, with --switch: every port of the switch.", transform: { try PortPath($0) })
  var port: PortPath?
  @Option(
    name: [.customLong("switch")], help: "The switch: where PORT's name stands on more than one. L1/VmNAT: inside L1.",
    transform: Arguments.path)
  var switchPath: MachinePath?
  @Option(name: [.long, .customShort("w")], help: "Write pcapng to this file, - for standard output.") var write:
    String?
  @Flag(help: "Print a line for each frame also where standard output is not a terminal.") var text = false
  @Flag(help: "Also frames that the switch drops, with the reason.") var dropped = false
  @Flag(help: "Nothing but frames that the switch drops.") var onlyDropped = false
  @Option(
    help: "in: from the port into the switch; out: from the switch to the port; both.", transform: Arguments.direction)
  var direction: CaptureRequest.Direction = .both
  @Option(name: [.long, .customShort("c")], help: "End after so many frames.") var count: UInt64?
  @Option(name: [.long, .customShort("s")], help: "Bytes to keep of each frame, 14 to 262144.")
  var snap = CaptureRequest.longestSnap

  func validate() throws {
    if port == nil, switchPath == nil { throw ValidationError("Name a port, or a switch with --switch.") }
    if dropped, onlyDropped { throw ValidationError("Write --dropped or --only-dropped, not both.") }
    if text, write != nil { throw ValidationError("Write --text or --write, not both.") }
    let problems = request(port: nil).problems()
    if !problems.isEmpty { throw ValidationError(problems.joined(separator: "\n")) }
  }

  private func request(port: String?) -> CaptureRequest {
    CaptureRequest(
      port: port, direction: direction, drops: onlyDropped ? .only : dropped ? .include : .exclude, count: count,
      snapLength: snap)
  }

  func run() async throws {
    let place = try await CaptureSearch(port: port, switchPath: switchPath).find()
    let output = try CaptureOutput(text: text, file: write, naming: place.ports.count > 1)
    let client = try await Service.connect().client(of: place.hosts)
    let asked = request(port: place.port)
    output.begin("\(place.ports.joined(separator: ", ")) on \(place.switchName)")
    do {
      try await Interruption.shared.run(grace: 1) {
        try await client.capture(switch: place.switchName, asked) { try output.take($0) }
      }
    } catch is Interrupted {
      // How a capture without a count is meant to end.
    } catch is CaptureOutput.NobodyReads {
      return
    }
    output.end()
  }
}
