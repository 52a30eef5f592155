import FoundationEssentials
import Glibc
import GuestLink
import HostAPI
import HyperV
import TestSupport
import Testing

/// What a machine sees of a switch that is killed: lost frames at most.
extension NestTests {
  /// Echo requests every 50 ms while `kill` happens: how many were lost, and the longest that one took.
  private struct Echoes {
    static let interval = 0.05
    static let count = 80
    var lost: Int
    var slowest: Double

    /// Reads busybox's `ping`.
    init(_ output: String) {
      let times = output.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("time=") }
        .compactMap { Double($0.dropFirst(5)) }
      lost = Self.count - times.count
      slowest = (times.max() ?? .infinity) / 1000
    }

    /// Seconds without traffic, at most.
    var outage: Double { Double(lost) * Self.interval + slowest }
  }

  private func echoes(
    _ nest: Nest, from path: String, to address: String, during kill: () async throws -> Void
  ) async throws -> Echoes {
    async let pinging = nest.exec(path, "ping", "-i", "\(Echoes.interval)", "-c", "\(Echoes.count)", address)
    try await Task.sleep(for: .seconds(1))
    try await kill()
    return Echoes(try await pinging.output)
  }

  /// How often a machine's first adapter saw a cable come or go.
  private func carrierChanges(_ nest: Nest, _ path: String) async throws -> String {
    try await nest.exec(path, "cat", "/sys/class/net/eth0/carrier", "/sys/class/net/eth0/carrier_changes").output
  }

  private func killOuterSwitch(_ nest: Nest) async throws {
    kill(try #require(try await nest.droste.client.status().switches.first?.status.processID), SIGKILL)
  }

  private func killInnerSwitch(_ nest: Nest, _ name: String) async throws {
    let switches = try await nest.droste.client.inside("L1").status().switches
    let process = try #require(switches.first { $0.configuration.name == name }?.status.processID)
    #expect(try await nest.exec("L1", "kill", "-9", "\(process)").succeeded)
  }

  /// Traffic goes on within a second, and no machine sees its cable pulled: neither the one that is plugged into the switch
  /// nor one further in.
  func aKilledSwitchIsHardlyNoticed(_ nest: Nest) async throws {
    let paths = ["L1", "L1/bridged", "L1/natted"]
    var before: [String] = []
    for path in paths { before.append(try await carrierChanges(nest, path)) }
    #expect(before.allSatisfy { $0.hasPrefix("1\n") }, "\(before)")
    for path in ["L1", "L1/bridged"] {
      let outer = try await echoes(nest, from: path, to: "10.77.0.1") { try await killOuterSwitch(nest) }
      #expect(outer.outage < 1, "\(path): \(outer)")
      print("outer switch killed, from \(path): \(outer)")
    }
    let inner = try await echoes(nest, from: "L1/natted", to: "192.168.100.1") {
      try await killInnerSwitch(nest, "VmNAT")
    }
    // The switch that comes instead starts in an emulated machine.
    #expect(inner.outage < 3, "\(inner)")
    print("inner switch killed: \(inner)")
    var after: [String] = []
    for path in paths { after.append(try await carrierChanges(nest, path)) }
    #expect(after == before)
  }

  /// A connection at full speed through a switch that is killed goes on, and what it carries is whole.
  func aConnectionOutlivesTheSwitch(_ nest: Nest) async throws {
    let bytes = (0..<(24 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    let server = try await WebServer(bytes: bytes)
    let expected = try nest.droste.folder.write("", to: "long-sum")
    try Data(bytes).write(to: URL(filePath: expected))
    let sum = try await Command(["sha256sum", expected]).run().output.prefix(64)
    async let fetching = nest.exec(
      "L1/natted", "sh", "-c", "wget -q -O - http://10.77.0.1:\(server.port)/ | sha256sum")
    let received = "/sys/class/net/eth0/statistics/rx_bytes"
    let first = try #require(Int(try await nest.exec("L1/natted", "cat", received).output.dropLast()))
    let isUnderWay = try await eventually(within: .seconds(20)) {
      let now = Int(try await nest.exec("L1/natted", "cat", received).output.dropLast()) ?? 0
      return now > first + 2 << 20
    }
    #expect(isUnderWay)
    try await killInnerSwitch(nest, "VmNAT")
    let fetched = try await fetching
    #expect(fetched.output.prefix(64) == sum, "\(fetched)")
    await server.stop()
  }
}
