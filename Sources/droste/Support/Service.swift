internal import FoundationEssentials
internal import Glibc
internal import HostAPI
internal import HyperV
internal import Processes

/// The way to this host's service.
struct Service: Sendable {
  let locations: Locations
  let client: HostClient
  /// The service's process, when this command started it.
  let process: DetachedProcess?

  /// The service that answers, or a new one.
  static func connect(_ locations: Locations = .current()) async throws -> Service {
    let client = HostClient(socketPath: locations.socket)
    if answers(locations.socket) { return Service(locations: locations, client: client, process: nil) }
    let process = try await ServiceStart(locations: locations).run()
    return Service(locations: locations, client: client, process: process)
  }

  /// The service that answers, or a new one where machines, switches or NATs may be recorded; nil where nothing ever
  /// was.
  static func connectIfAny(_ locations: Locations = .current()) async throws -> Service? {
    let isThere = answers(locations.socket) || access(locations.home + "/droste.sqlite", F_OK) == 0
    return isThere ? try await connect(locations) : nil
  }

  /// Runs `body`, which only reads, with the service that answers or a new one; nil where nothing ever was.
  ///
  /// The socket of a service that was killed this moment still takes connections and then breaks them. Reading again
  /// does no harm, so that is tried twice more, 50 and 100 ms later; what changes something is never repeated.
  static func reading<Value>(_ body: (Service) async throws -> Value) async throws -> Value? {
    for pause in [50, 100] {
      do {
        guard let service = try await connectIfAny() else { return nil }
        return try await body(service)
      } catch let error as DrosteError where error.code != .unavailable {
        throw error
      } catch let error as CancellationError {
        throw error
      } catch {
        try await Task.sleep(for: .milliseconds(pause))
      }
    }
    guard let service = try await connectIfAny() else { return nil }
    return try await body(service)
  }

  /// The service that answers; nil where none does.
  static func running(_ locations: Locations = .current()) -> Service? {
    guard answers(locations.socket) else { return nil }
    return Service(locations: locations, client: HostClient(socketPath: locations.socket), process: nil)
  }

  /// The client of the host at the end of a path: this host's own for an empty one.
  func client(of hosts: [String]) -> HostClient { hosts.reduce(client) { $0.inside($1) } }

  /// Ends a service that this command started and that has nothing to look after.
  func endIfIdle(_ status: HostStatus) async {
    guard process != nil, status.machines.isEmpty, status.switches.isEmpty, status.nats.isEmpty else { return }
    try? await client.stopService()
  }

  /// Whether something listens on a unix socket. Takes microseconds: connect(2) does not wait for an accept.
  private static func answers(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      // SAFETY: a sockaddr_un begins as a sockaddr does, and its size goes with it.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}

extension Service {
  /// Runs `body` with the client of the host at a path; errors from further in say where they are from.
  func within<Value>(_ hosts: [String], _ body: (HostClient) async throws -> Value) async throws -> Value {
    do {
      return try await body(client(of: hosts))
    } catch var error as DrosteError where !hosts.isEmpty {
      let place = hosts.joined(separator: "/")
      error.hint = error.hint.map { "\($0) (inside \(place): write \(place)/NAME from here)" }
      throw error
    }
  }
}

/// Runs `body`, which may change things, with the client of the host at a path.
func withHost<Value>(_ hosts: [String], _ body: (HostClient) async throws -> Value) async throws -> Value {
  try await Service.connect().within(hosts, body)
}
