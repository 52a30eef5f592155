import Glibc
import GuestLink
import HostAPI
import HyperV
import Terminal
import TestSupport
import Testing

/// One nest for a test: folders of its own, the lab of a file, and nothing left behind.
struct Nest: Sendable {
  let droste: Droste
  let file: String

  /// Brings the lab up, runs `body`, takes it down, and expects that nothing is left. `edit` changes the file's text.
  static func run(
    _ example: String = "nested.yaml", edit: (String) -> String = { $0 },
    body: (Nest, CommandResult) async throws -> Void
  ) async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let text = try Repository.exampleText(example)
    let file = try droste.folder.write(edit(text), to: "lab.yaml")
    let nest = Nest(droste: droste, file: file)
    let result: Result<Void, any Error>
    do {
      let up = try await droste("up", file, limit: .seconds(280))
      result = .success(try await body(nest, up))
    } catch {
      result = .failure(error)
    }
    let down = try await droste("down", file)
    #expect(down.succeeded, "\(down)")
    try await droste.expectNothingLeft(before)
    droste.folder.remove()
    try result.get()
  }

  /// Runs a command in a machine, with `droste exec`.
  func exec(_ path: String, _ words: String...) async throws -> CommandResult {
    try await droste.command(["exec", path, "--"] + words).run()
  }

  /// The machine of that name on this host, as status tells.
  func machine(_ name: String) async throws -> MachineResource {
    let found = try await droste.client.status().machines.first { $0.configuration.name == name }
    return try #require(found)
  }

  /// Whether the inner machine at `path` gets an answer from the gateway within `limit`.
  func hasTraffic(_ path: String, within limit: Duration) async throws -> Bool {
    try await eventually(within: limit) {
      try await exec(path, "ping", "-c", "1", "-W", "1", "10.77.0.1").succeeded
    }
  }
}

extension Droste {
  /// Nothing of its runs and lies about, and the host's networks are as they were.
  func expectNothingLeft(_ before: HostTraces) async throws {
    let run = folder.path
    let gone = try await eventually(within: .seconds(10)) { ProcessTable.using(run).isEmpty }
    #expect(gone, "processes are left: \(ProcessTable.using(run))")
    #expect(unixSockets(in: run).isEmpty)
    #expect(try await HostTraces.now() == before)
  }
}
