internal import HostAPI
internal import HyperV
internal import Processes
internal import Terminal

/// Reads the status of a host and of every host inside it.
enum HostWalk {
  /// One request for each level; levels side by side. An inner host that does not answer within `limit` seconds is in
  /// the tree with that as its problem, and holds up nobody else.
  static func tree(_ client: HostClient, path: [String] = [], limit: Double = 5) async throws -> HostTree {
    var tree = HostTree(path: path.joined(separator: "/"), level: path.count)
    let status =
      path.isEmpty
      ? try await client.status()
      : try await limited(seconds: limit, failure: silent(path, limit)) { try await client.status() }
    tree.status = status
    guard path.count < MachinePath.deepest else { return tree }
    tree.inside = await withTaskGroup(of: (String, HostTree).self) { group in
      for machine in status.machines where machine.status.state == .running && machine.status.guest.isHost {
        let name = machine.configuration.name
        group.addTask {
          do {
            return (name, try await Self.tree(client.inside(name), path: path + [name], limit: limit))
          } catch {
            let problem = error as? DrosteError ?? DrosteError(.unavailable, "\(error)")
            return (
              name, HostTree(path: (path + [name]).joined(separator: "/"), level: path.count + 1, problem: problem)
            )
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    return tree
  }

  /// As `tree`; a service that began less than 5 s ago may be taking up the guest links of machines that ran before
  /// it, and gets at most 3 s for that: else hosts inside would be missing from the tree for a moment.
  static func settledTree(_ client: HostClient) async throws -> HostTree {
    let tree = try await tree(client)
    guard let status = tree.status, let service = ProcessIdentity(pid: status.host.processID), service.age < 5 else {
      return tree
    }
    let missing = status.machines.filter { machine in
      let isHost = machine.configuration.boot == .image("host")
      let isOlder = machine.status.state == .running && machine.status.uptime > service.age
      return isOlder && !(machine.status.guest.connected && (machine.status.guest.isHost || !isHost))
    }
    guard !missing.isEmpty else { return tree }
    await withTaskGroup(of: Void.self) { group in
      for name in missing.map(\.configuration.name) {
        // A machine whose agent does not come back is shown as what it is.
        group.addTask { _ = try? await client.waitForGuest(name, seconds: 3) }
      }
    }
    return try await Self.tree(client)
  }

  private static func silent(_ path: [String], _ limit: Double) -> DrosteError {
    let name = path.joined(separator: "/")
    return DrosteError(
      .timeout, "The host inside \(name) did not answer within \(Quantity.duration(limit)).",
      hint: "droste console \(name)")
  }
}
