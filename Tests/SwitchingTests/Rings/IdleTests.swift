import FoundationEssentials
import HyperV
import Switching
import Testing
import VhostFrontend

/// What connected machines cost that say nothing.
@Suite("Idle", .serialized, .timeLimit(.minutes(2)))
struct IdleTests {
  private static let ports = 50

  @Test(
    "50 machines: less than 1 % of a processor, less than 20 MiB",
    .enabled(if: AllocationCounter.isPossible, "a sanitizer has much of its own"))
  func cost() async throws {
    var machines = RingProcess.Machines(
      (0..<Self.ports).map { $0 % 2 == 0 ? RingFormat.split.features : RingFormat.packed.features })
    machines.memory = 1 << 20
    machines.buffers = 64
    try await RingProcess.run(machines) { lab in
      // Traffic has been, and ends: what polls for a while must stop.
      for machine in 0..<Self.ports {
        try lab.send([RingFrames.udp(machine, to: (machine + 1) % Self.ports)], from: machine)
      }
      for machine in 0..<Self.ports { _ = try lab.receive(1, at: machine) }
      let memory = try Self.ownMemory(lab.process.process)
      #expect(memory < 20 << 20, "\(memory >> 10) KiB")
      // Other processes do not count here, but wake-ups of what is not idle yet would.
      try await Task.sleep(for: .milliseconds(100))
      let before = try Self.processorSeconds(lab.process.process)
      let start = ContinuousClock.now
      try await Task.sleep(for: .seconds(2))
      let share =
        (try Self.processorSeconds(lab.process.process) - before) / ((ContinuousClock.now - start) / .seconds(1))
      #expect(share < 0.01, "\(share * 100) % of a processor")
    }
  }

  /// Resident bytes without shared memory, which is the machines' own.
  private static func ownMemory(_ process: Int32) throws -> Int {
    let lines = try text("/proc/\(process)/status").split(separator: "\n")
    let kilobytes = ["RssAnon:", "RssFile:"].compactMap { name in
      lines.first { $0.hasPrefix(name) }?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
    }
    try #require(kilobytes.count == 2)
    return kilobytes.reduce(0, +) * 1024
  }

  /// Seconds of a processor that its threads have had: the first number of each one's schedstat, in nanoseconds, where
  /// stat counts in hundredths of a second.
  private static func processorSeconds(_ process: Int32) throws -> Double {
    let folder = "/proc/\(process)/task"
    return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, thread in
      let first = try text("\(folder)/\(thread)/schedstat").split(separator: " ").first
      return sum + (try #require(first.flatMap { Double($0) })) / 1e9
    }
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
  }
}
