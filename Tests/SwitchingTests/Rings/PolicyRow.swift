import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend

/// What a switch does with some frames under some policies: ports, and what happens at them step by step.
struct PolicyRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let ports: [PortConfiguration]
  let steps: [PolicyStep]

  init(_ description: String, _ ports: [PortConfiguration], _ steps: PolicyStep...) {
    testDescription = description
    self.ports = ports
    self.steps = steps
  }
}

/// One step. Of frames that are sent, each port receives exactly what is said here, and exactly the drops that are said
/// here are counted: none elsewhere, none more.
enum PolicyStep: Sendable {
  case send([[UInt8]], from: Int, to: [Int: [[UInt8]]], drops: [String: UInt64])
  case change(@Sendable (inout [PortConfiguration]) -> Void)
  /// The machine's connection ends, as when its process dies.
  case disconnect(Int)
  /// The machine puts a buffer of so many bytes into its send ring, header included.
  case sendBuffer(Int, from: Int)
  /// What the switch knows to be behind the machine's port.
  case learned(Int, [MACAddress])
  /// The port was stopped.
  case stopped(Int)
  /// Frames that the port's meters have counted.
  case meters(Int, [UInt64])

  /// The frame reaches these machines and no other, as it is or as `other`.
  static func passes(_ frame: [UInt8], from: Int, to machines: Int..., as other: [UInt8]? = nil) -> Self {
    .send([frame], from: from, to: everyone(machines, [other ?? frame]), drops: [:])
  }

  /// The frame is counted under a reason where it came in, or at another port, and reaches nobody, or these.
  static func drops(
    _ frame: [UInt8], from: Int, _ reason: DropReason, at port: Int? = nil, passes machines: Int...
  ) -> Self {
    .send([frame], from: from, to: everyone(machines, [frame]), drops: ["M\(port ?? from) \(reason.rawValue)": 1])
  }

  /// The frame reaches nobody, and is no loss.
  static func filters(_ frame: [UInt8], from: Int) -> Self { .send([frame], from: from, to: [:], drops: [:]) }

  /// Of `count` frames at once so many reach these machines; the others are counted where they came in.
  static func burst(
    _ frame: [UInt8], _ count: Int, from: Int, passing passed: Int, to machines: Int..., reason: DropReason
  ) -> Self {
    .send(
      Array(repeating: frame, count: count), from: from,
      to: everyone(machines, Array(repeating: frame, count: passed)),
      drops: count > passed ? ["M\(from) \(reason.rawValue)": UInt64(count - passed)] : [:])
  }

  private static func everyone(_ machines: [Int], _ frames: [[UInt8]]) -> [Int: [[UInt8]]] {
    Dictionary(uniqueKeysWithValues: machines.map { ($0, frames) })
  }
}

extension PortConfiguration {
  /// A machine's port without policies; name, address and endpoint are those of its place in the table.
  static let plain = PortConfiguration(name: "", kind: .machine, endpoint: .vhostUser(socketPath: "", queuePairs: 1))

  func with(_ change: (inout PortConfiguration) -> Void) -> PortConfiguration {
    var port = self
    change(&port)
    return port
  }

  static let learning = plain.with { $0.macAddressSpoofing = .on }

  static func vlan(_ vlan: VLANConfiguration) -> PortConfiguration { plain.with { $0.vlan = vlan } }

  static func access(_ id: Int) -> PortConfiguration { vlan(.access(id: id)) }

  static func access(_ entries: AccessControlEntry...) -> PortConfiguration {
    plain.with { $0.accessControl = entries }
  }
}

extension RingProcess {
  /// Starts a switch with a row's ports, and takes the row's steps.
  static func run(_ row: PolicyRow, _ rings: RingFormat) async throws {
    let machines = Machines(row.ports.count, rings)
    try await run(machines) { configuration in
      for (index, wanted) in row.ports.enumerated() {
        let made = configuration.ports[index]
        configuration.ports[index] = wanted.with {
          ($0.name, $0.macAddress, $0.endpoint) = (made.name, made.macAddress, made.endpoint)
        }
      }
    } body: { lab in
      for (number, step) in row.steps.enumerated() { try await lab.take(step, "step \(number)") }
    }
  }

  private func take(_ step: PolicyStep, _ place: Comment) async throws {
    switch step {
    case .send(let frames, let machine, let wanted, let drops):
      try send(frames, from: machine)
      let found = try await newDrops()
      #expect(found == drops, place)
      for other in frontends.indices where frontends[other].connection != nil {
        #expect(try received(other) == wanted[other, default: []], "\(place): what M\(other) received")
      }
    case .change(let body): try await change { body(&$0.ports) }
    case .disconnect(let machine):
      frontends[machine].close()
      while try await status(machine).connected { try await Task.sleep(for: .milliseconds(2)) }
    case .sendBuffer(let length, let machine):
      #expect(frontends[machine].transmitting().post(chain: [length]), place)
      try frontends[machine].transmitting().drain(by: Self.deadline)
    case .learned(let machine, let addresses): #expect(try await status(machine).learned == addresses, place)
    case .stopped(let machine): #expect(try await status(machine).stopped != nil, place)
    case .meters(let machine, let frames): #expect(try await status(machine).meters.map(\.frames) == frames, place)
    }
  }
}
