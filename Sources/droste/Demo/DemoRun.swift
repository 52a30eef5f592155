internal import HyperV
internal import Lab
internal import Synchronization
internal import Terminal

/// One demonstration: up, proof, down.
final class DemoRun: Sendable {
  let lab: Lab
  private let stay: LabStay
  private let server = Mutex<WebServer?>(nil)
  private let style = Output.style

  init(lab: Lab, place: DemoPlace) async {
    self.lab = lab
    stay = await LabStay("the demonstration", place: place, output: Output.standard, style: Output.style)
  }

  /// Brings the lab up and proves it. Returns whether all holds.
  func bringUpAndProve() async throws -> Bool {
    let display = stay.display()
    defer { display.end() }
    try await stay.prepareImages(lab.level.images, display)
    let service = try await stay.begin(lab)
    let server = try await WebServer.start()
    self.server.withLock { $0 = server }
    try await LabRunner.up(lab, on: service.client) { display.show($0) }
    display.end()
    say("", "Lab \(lab.name) is up after \(Quantity.duration(display.elapsed)). This is what runs:", "")
    Output.standard.writeLines(StatusText(style: style).lines(try await HostWalk.tree(service.client, limit: 60)))
    return try await prove(service, server)
  }

  private func prove(_ service: Service, _ server: WebServer) async throws -> Bool {
    say("", "And this is what was measured, in the machines and on every level around them:", "")
    let prover = Prover(client: service.client, server: server)
    let text = ProofText(style: style)
    var proofs: [MachineProof] = []
    for names in lab.level.inner {
      try Task.checkCancellation()
      let proof = try await prover.prove(names)
      proofs.append(proof)
      Output.standard.writeLines(text.lines(proof) + [""])
    }
    say(text.verdict(proofs))
    return !proofs.isEmpty && proofs.allSatisfy(\.holds)
  }

  /// Takes everything down, whatever is there. Returns whether nothing is left.
  func takeDown(hurry: Bool) async -> Bool {
    await server.withLock(\.self)?.stop()
    return await stay.takeDown(lab, hurry: hurry)
  }

  private func say(_ lines: String...) { Output.standard.writeLines(lines) }
}

extension LabLevel {
  /// The images that its machines boot, on all levels.
  fileprivate var images: Set<String> {
    machines.reduce(into: []) { names, machine in
      if case .image(let name) = machine.configuration.boot { names.insert(name) }
      names.formUnion(machine.inside.images)
    }
  }

  /// The paths of the machines to prove: those inside other machines; where there are none, all.
  fileprivate var inner: [[String]] {
    let all = paths(below: [])
    let inner = all.filter { $0.count > 1 }
    return inner.isEmpty ? all : inner
  }

  private func paths(below path: [String]) -> [[String]] {
    machines.flatMap { machine in [path + [machine.name]] + machine.inside.paths(below: path + [machine.name]) }
  }
}
