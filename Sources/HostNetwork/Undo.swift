internal import Ethernet
internal import HyperV

extension NetworkTools {
  /// Reverses a change. What is not there any more, or never came to be, is fine; a change of an earlier boot is too.
  package func undo(_ change: HostChange) async throws {
    guard change.isOfThisBoot else { return }
    switch change.effect {
    case .tap(let interface, let alias):
      guard let link = try await link(interface), link.kind == "tun", link.ifalias == nil || link.ifalias == alias
      else { return }
      try await ignoringMissing { try await ip(["link", "delete", "dev", interface]) }
    case .addressAdded(let interface, let prefix):
      let isThere = try await link(interface)?.addrInfo?.contains {
        $0.local == prefix.address.description && $0.prefixlen == prefix.length
      }
      if isThere == true { try await ip(["address", "delete", "\(prefix)", "dev", interface]) }
    case .addressesMoved(let move):
      try await giveBack(move)
    case .nftTable(let family, let name):
      // Made first, so that deleting does not fail where it is missing; both in one transaction.
      try await nft(script: "add table \(family) \(name)\ndelete table \(family) \(name)\n")
    case .sysctl(let path, let oldValue):
      guard let now = try await sysctl(path), now != oldValue else { return }
      try await setSysctl(path, oldValue)
    case .linkUp(let interface):
      guard try await link(interface) != nil else { return }
      try await ip(["link", "set", "dev", interface, "down"])
    }
  }

  private func ignoringMissing(_ body: () async throws -> some Any) async throws {
    do {
      _ = try await body()
    } catch let error as DrosteError where error.code == .objectNotFound {
      return
    }
  }
}
