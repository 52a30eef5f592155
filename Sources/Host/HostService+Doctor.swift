public import Doctor
internal import FoundationEssentials
internal import HostNetwork
internal import HyperV
internal import Machines
internal import NIOPosix
internal import Netlink

/// What the doctor wants to know of this host.
extension HostService {
  /// Everything of this level: kernel, machines with what their QEMU tells, switches, NATs. A QEMU that does not answer within
  /// `MachineService.inspectionPatience` is left out. What guests tell is not in it: `MachineService.guestFacts`.
  ///
  /// - Parameter asGuest: whether it tells, too, what an agent would tell of it (`LevelFacts.takeGuest`).
  public func doctorFacts(asGuest: Bool = false) async throws -> LevelFacts {
    async let system = systemFacts(asGuest: asGuest)
    async let machineFacts = machines.doctorFacts()
    async let switchList = switches.list()
    async let natList = nats.list()
    let settings = try await currentSettings()
    return LevelFacts(
      system: try await system, host: information, settings: settings, machines: await machineFacts,
      switches: await switchList, nats: await natList)
  }

  private func systemFacts(asGuest: Bool) async throws -> SystemFacts {
    let folders = [configuration.home, configuration.run] + (asGuest ? [LevelFacts.guestFolder] : [])
    async let probe = probes.current()
    let (gatherer, checksums) = (gatherer, checksums)
    // A thread that is there: to start one and end it takes a guest of guests a millisecond.
    var facts = try await NIOThreadPool.singleton.runIfActive {
      var facts = gatherer.gather(probe: nil, folders: folders)
      if asGuest { facts.network.look(checksums) }
      facts.network.droppingChains = Self.droppingChains()
      return facts
    }
    facts.kvm.probe = Self.facts(await probe)
    if facts.network.legacyTables?.contains("filter") == true { await addLegacyChains(&facts.network) }
    return facts
  }

  /// Nil without the right to ask, or where the kernel has no nftables.
  private static func droppingChains() -> [String]? {
    try? NetlinkClient(.netfilter).chains().filter(\.dropsForwarded).map { "\($0.family) \($0.table) \($0.name)" }
  }

  /// nftables does not list the chains that iptables made in the kernel's old way.
  private func addLegacyChains(_ network: inout NetworkFacts) async {
    let text = try? await NetworkTools(timeout: .seconds(2)).legacyForwardChain()
    guard let text else {
      network.hasUnreadChains = true
      return
    }
    if text.contains("-P FORWARD DROP") {
      network.droppingChains = (network.droppingChains ?? []) + [NetworkFacts.legacyForwardChain]
    }
  }

  private static func facts(_ probe: KVMProbe) -> KVMProbeFacts {
    let outcome: KVMProbeFacts.Outcome =
      switch probe.outcome {
      case .works: .works
      case .noDevice: .noDevice
      case .failed: .failed
      case .hangs: .hangs
      case .slow: .slow
      case .wrong: .wrong
      case .noProbe: .noProbe
      }
    return KVMProbeFacts(outcome, probe.detail)
  }
}
