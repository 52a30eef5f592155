internal import Glibc
public import Host
internal import Hummingbird
internal import HyperV
public import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// The service: a host and its API on a unix socket that only its user may open.
public enum HostServer {
  /// Runs until told to stop (SIGTERM, SIGINT, or the API), or until nothing is left where the configuration says so.
  /// `ready` is called once requests are answered. Machines and switches go on when it returns.
  public static func run(
    _ configuration: HostConfiguration, socketPath: String, log: Logger, ready: @escaping @Sendable () -> Void = {}
  ) async throws {
    let host = try await HostService(configuration, log: log)
    try await host.recover()
    let stopping = Mutex<(@Sendable () -> Void)?>(nil)
    let stop: @Sendable () -> Void = { stopping.withLock(\.self)?() }
    let removed: @Sendable () async -> Void = {
      if configuration.endsWhenEmpty, await host.isEmpty { stop() }
    }
    // The socket of a service that was killed is in the way of bind(2). The home's lock is held: it is nobody's.
    unlink(socketPath)
    // Between bind and chmod nobody else may connect: the folder is 0700, and the socket is made 0600.
    let mask = umask(0o177)
    let application = Application(
      responder: APIResponder(host: host, stop: stop, removed: removed),
      configuration: .init(address: .unixDomainSocket(path: socketPath), serverName: nil),
      onServerRunning: { _ in
        umask(mask)
        chmod(socketPath, 0o600)
        ready()
      }, logger: quiet(log))
    let group = ServiceGroup(
      configuration: .init(
        services: [.init(service: application, successTerminationBehavior: .gracefullyShutdownGroup)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(log)))
    stopping.withLock { $0 = { Task { await group.triggerGracefulShutdown() } } }
    log.notice("service runs", metadata: ["socket": "\(socketPath)", "engine": "\(host.information.engine.rawValue)"])
    try await group.run()
    unlink(socketPath)
    if await host.isEmpty { host.removeEmptyFolders() }
  }

  /// The libraries' own life-cycle messages are for their developers.
  private static func quiet(_ log: Logger) -> Logger {
    var quiet = log
    quiet.logLevel = .warning
    return quiet
  }
}
