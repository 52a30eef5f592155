internal import CDroste
internal import HyperV
package import Netlink
internal import Processes

/// What nftables hold, asked of the kernel without a process: `droste status` and the doctor ask often.
extension NetworkTools {
  /// Every chain of the namespace.
  /// - Throws: accessDenied without root.
  package func chains() async throws -> [NetfilterChain] {
    try await netfilter { try $0.chains() }
  }

  /// The packets that a counter of an `ip` table counted; nil where there is none of that name.
  /// - Throws: accessDenied without root.
  package func counted(table: String, counter: String) async throws -> UInt64? {
    try await netfilter { try $0.counted(.ip, table: table, name: counter) }
  }

  private func netfilter<Value: Sendable>(
    _ body: @escaping @Sendable (NetlinkClient) throws -> Value
  ) async throws -> Value {
    let namespace = namespace
    do {
      // The thread ends with the answer, so it may stay in a namespace that it entered.
      return try await BlockingThread.run(name: "netfilter") {
        if let namespace {
          let status = droste_enter_network_namespace("/run/netns/\(namespace.name)")
          guard status == 0 else { throw NetlinkError(.refused(errno: -status, detail: nil), what: namespace.name) }
        }
        return try body(try NetlinkClient(.netfilter))
      }
    } catch let error as NetlinkError {
      throw DrosteError(
        error.isRefusedAccess ? .accessDenied : .unspecified, "The kernel does not tell what nftables hold.",
        cause: "\(error)")
    }
  }
}
