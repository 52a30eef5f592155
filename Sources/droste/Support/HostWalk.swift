internal import HostAPI
internal import HyperV
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

  private static func silent(_ path: [String], _ limit: Double) -> DrosteError {
    let name = path.joined(separator: "/")
    return DrosteError(
      .timeout, "The host inside \(name) did not answer within \(Quantity.duration(limit)).",
      hint: "droste console \(name)")
  }
}
