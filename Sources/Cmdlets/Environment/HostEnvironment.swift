package import HostAPI
internal import HyperV
internal import PowerShell
internal import Synchronization

/// The hosts that a session's cmdlets speak to: this one, and those inside it by the path of machines that leads there.
///
/// | `-ComputerName` | host |
/// |---|---|
/// | none, `localhost`, `.`, `127.0.0.1`, this host's name | this one |
/// | `L1` | the one in its machine L1 |
/// | `L1/L2` | the one in the machine L2 of the host in L1 |
package final class HostEnvironment: Sendable {
  /// Levels that a path may have.
  package static let depthLimit = 16

  /// This host's name, as `ComputerName` shows it.
  package let hostName: String
  private let connect: @Sendable () async throws -> HostClient
  private let state = Mutex(State())

  private struct State {
    var connections: [String: HostConnection] = [:]
    var session: Anchor<Session>?
  }

  /// - Parameters:
  ///   - hostName: the name of the computer that the session runs on.
  ///   - connect: gives the client of this host's service, which it may have to start. Called before each request: a
  ///     service that nothing needs ends by itself, and a session may stay open longer.
  package init(hostName: String, connect: @escaping @Sendable () async throws -> HostClient) {
    self.hostName = hostName
    self.connect = connect
  }

  /// The connection to a computer; always the same for the same one. Errors: a path that is none.
  func connection(_ computerName: String?) throws(DrosteError) -> HostConnection {
    let path = try path(computerName ?? "")
    let key = path.joined(separator: "/").lowercased()
    return state.withLock { state in
      if let known = state.connections[key] { return known }
      let fresh = HostConnection(self, path: path)
      state.connections[key] = fresh
      return fresh
    }
  }

  private func path(_ name: String) throws(DrosteError) -> [String] {
    let here = ["", ".", "localhost", "127.0.0.1", hostName.lowercased()]
    if here.contains(name.lowercased()) { return [] }
    var path = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if path.count > 1, let first = path.first, here.dropFirst().contains(first.lowercased()) { path.removeFirst() }
    guard path.count <= Self.depthLimit, !path.contains(where: { Names.problem($0) != nil }) else {
      throw DrosteError(
        .invalidParameter, "\"\(name)\" is not the path of a host.",
        hint: "-ComputerName takes the machines that lead to the host, as in L1 or L1/L2")
    }
    return path
  }

  /// The outermost host's client.
  func client() async throws -> HostClient { try await connect() }

  /// The session that is asked whether to stop.
  func serve(_ session: Session?) { if let session { state.withLock { $0.session = session.anchor } } }

  var isStopping: Bool { state.withLock { $0.session?.object?.isStopping ?? false } }
}
