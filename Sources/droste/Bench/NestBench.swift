internal import Doctor
internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import Images
internal import Lab
internal import LevelCost
internal import Synchronization
internal import Terminal

/// One measurement of a nest: level after level comes up and is measured, then all goes down.
final class NestBench: Sendable {
  /// Characters that are taken of a level's names for its processor and its kernel.
  private static let textLimit = 80

  private let levels: Int
  private let seconds: Double
  private let whole: Lab
  private let stay: LabStay

  init(levels: Int, seconds: Double) async throws {
    self.levels = levels
    self.seconds = seconds
    whole = try NestBenchLab.lab(levels: levels)
    stay = await LabStay(
      "the measurement", place: try DemoPlace(alone: true), output: Output.error, style: Output.errorStyle)
  }

  func takeDown() async -> Bool { await stay.takeDown(whole, hurry: true) }

  func measure() async throws -> NestCost {
    let display = stay.display()
    defer { display.end() }
    try await stay.prepareImages(["host"], display)
    let service = try await stay.begin(whole)
    let disk = try ImageLibrary(directory: stay.place.locations.images).libraryDisk().path
    let program = LevelProgram.here(program: try ImageBuildCommand.binaries() + "/droste-agent")
    var cost = NestCost(levels: [])
    cost.append(
      try await level(0, on: program, above: program, disk: .path(disk), facts: service.client.doctorFacts(), display))
    for depth in 1...levels {
      let lab = try NestBenchLab.lab(levels: depth)
      try await LabRunner.up(lab, on: service.client) { display.show($0) }
      let path = NestBenchLab.path(depth)
      let host = service.client(of: path.dropLast())
      let inner = LevelProgram.machine(host, name: path[depth - 1])
      let outer = depth == 1 ? program : .machine(service.client(of: path.dropLast(2)), name: path[depth - 2])
      var level = try await level(
        depth, on: inner, above: outer, disk: .serial(NestBenchLab.diskSerial),
        facts: service.client(of: path).doctorFacts(), display)
      let machine = try await host.doctorFacts().machines.first { Names.same($0.name, path[depth - 1]) }
      level.engine = machine?.resource.status.engine?.rawValue
      level.qemu = machine?.qemu?.version
      cost.append(level)
    }
    return cost
  }

  /// Measures one level, with a server on the one above; of L0 that is L0 itself.
  private func level(
    _ depth: Int, on program: LevelProgram, above: LevelProgram, disk: CostRun.Disk, facts: LevelFacts,
    _ display: ProgressDisplay
  ) async throws -> NestCost.Level {
    let name = "L\(depth)"
    display.update("measuring \(name)", state: .working, note: "beginning")
    let address = depth == 0 ? "127.0.0.1" : NestBenchLab.gateway(depth)
    let result = try await limited(seconds: patience, failure: self.late(name)) { [seconds] in
      try await LevelServer.run(above) { port in
        guard let peer = CostPeer("\(address):\(port)") else {
          throw DrosteError(.unspecified, "\(address):\(port) is no address.")
        }
        let results = LevelResults(name) { display.update("measuring \(name)", state: .working, note: $0) }
        try await program.run(CostProgram.runArguments(seconds: seconds, disk: disk, peer: peer)) {
          try results.take($0)
        }
        return try results.finish()
      }
    }
    display.update("measuring \(name)", state: .done, note: "measured in \(Quantity.duration(result.outerSeconds))")
    return NestCost.Level(
      name: name, processor: String(facts.system.processor.model.prefix(Self.textLimit)),
      processors: facts.system.processor.count,
      kernel: String(facts.system.kernel.release.prefix(Self.textLimit)), seconds: result.seconds,
      outerSeconds: result.outerSeconds,
      readings: result.readings)
  }

  /// What a level may take, in seconds: slow operations take more than their time, and the third level of an emulated nest
  /// was seen to take a minute and a half on a busy computer.
  private var patience: Double { 300 + 60 * seconds }

  private func late(_ name: String) -> DrosteError {
    DrosteError(
      .timeout, "\(name) was not measured within \(Quantity.duration(patience)).",
      hint: "droste bench nest --seconds \(seconds / 5)")
  }
}
