public import Doctor
internal import FoundationEssentials
internal import HostNetwork
internal import HyperV
internal import Machines
internal import Processes

/// What the doctor wants to know of this host.
extension HostService {
  /// Everything of this level: kernel, machines with what their QEMU and their guests tell, switches, NATs. What does not
  /// answer within `MachineService.inspectionPatience` is left out, with the reason.
  public func doctorFacts() async throws -> LevelFacts {
    async let system = systemFacts()
    async let machineFacts = machines.doctorFacts()
    async let switchList = switches.list()
    async let natList = nats.list()
    let settings = try await currentSettings()
    return LevelFacts(
      system: await system, host: information, settings: settings, machines: await machineFacts,
      switches: await switchList, nats: await natList)
  }

  private func systemFacts() async -> SystemFacts {
    let folders = [configuration.home, configuration.run]
    async let chains = droppingChains()
    let remembered = probeFacts
    var facts = await BlockingThread.run(name: "doctor") {
      SystemFacts.gather(probe: remembered, folders: folders)
    }
    facts.network.droppingChains = await chains
    // The device came, or was opened to this process, after the service had looked.
    if facts.kvm.deviceExists, facts.kvm.openError == nil, remembered.outcome == .noDevice {
      let probe = await KVMProbe.run(milliseconds: 1500)
      facts.kvm.probe = Self.facts(probe)
    }
    return facts
  }

  /// Nil without the right to ask, or without nft.
  private func droppingChains() async -> [String]? {
    try? await NetworkTools(timeout: .seconds(2)).nftList(["chains"]).droppingAtForward
  }

  private var probeFacts: KVMProbeFacts { Self.facts(probe) }

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
