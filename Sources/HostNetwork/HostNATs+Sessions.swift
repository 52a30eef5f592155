internal import FoundationEssentials
public import HyperV
internal import Processes

extension HostNATs {
  /// Most connections that are looked at, and so most sessions that are told.
  static let connectionLimit = 65536

  /// The connections that a NAT translates at the moment.
  /// - Throws: notSupported where the kernel does not tell; accessDenied without root.
  public func sessions(_ configuration: NATConfiguration) async throws -> [NATSession] {
    try requireRoot("Looking at connections", hint: HostAdapters.rootHint)
    return try await connections().compactMap {
      $0.session(nat: configuration.name, prefix: configuration.internalPrefix)
    }
  }

  private func connections() async throws -> [Connection] {
    let file = "/proc/net/nf_conntrack"
    if tools.namespace == nil {
      do {
        return try await BlockingThread.run(name: "conntrack") {
          try ConnectionNetlink.connections(limit: Self.connectionLimit)
        }
      } catch let error as DrosteError where error.code == .notSupported {
        guard let text = FileManager.default.contents(atPath: file) else { throw error }
        return Array(ConnectionText.connections(String(decoding: text, as: UTF8.self)).prefix(Self.connectionLimit))
      }
    }
    // Of another namespace only the file can be asked.
    let outcome = try await tools.run("cat", [file], input: nil)
    guard outcome.succeeded else {
      throw DrosteError(
        .notSupported, "The kernel of this host does not tell its connections.", cause: outcome.errorText.trimmedLine)
    }
    return Array(ConnectionText.connections(outcome.output).prefix(Self.connectionLimit))
  }
}
