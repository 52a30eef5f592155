internal import Ethernet
internal import FoundationEssentials
internal import GuestLink
internal import HyperV
internal import Machines
internal import Processes

/// What a machine is, put together from its process, its agent and its configuration.
extension MachineService {
  func resource(_ id: UUID, _ entry: Entry) -> MachineResource {
    let configuration = entry.configuration
    var status = MachineStatus(reason: entry.ending)
    var guest = GuestView()
    if let running = entry.running {
      guest = running.guest
      status.state = running.process.isPaused ? .paused : .running
      status.engine = running.engine
      status.processID = running.process.identity.pid
      status.uptime = running.process.uptime
      status.cpuUsage = running.usage.percent()
      memory(&status, configuration, running)
      status.extensions = guest.verification(asked: configuration.processor.exposeVirtualizationExtensions)
    }
    if let transition = entry.transition { status.state = transition }
    let services = configuration.integrationServices
    status.guest = guest.status
    if !services[.keyValuePairExchange] {
      status.guest.addresses = []
      status.guest.kernel = nil
    }
    if entry.running != nil { status.heartbeat = heartbeat(services, guest, status.state) }
    status.integrationServices = IntegrationService.allCases.map { service in
      IntegrationServiceStatus(
        service: service, enabled: services[service],
        state: entry.running == nil
          ? nil : !services[service] ? .disabled : guest.status.connected ? .ok : .noContact)
    }
    status.adapterStatuses = configuration.adapters.map { adapter in
      adapterStatus(adapter, isRunning: entry.running != nil, services[.keyValuePairExchange] ? guest.information : nil)
    }
    status.comPorts = [
      ComPortConfiguration(number: 1, path: "\(folder(id))/\(QEMUCommandLine.consoleSocket)"),
      ComPortConfiguration(number: 2, path: configuration.secondComPortPath),
    ]
    return MachineResource(id: id, configuration: configuration, status: status)
  }

  private func memory(_ status: inout MachineStatus, _ configuration: MachineConfiguration, _ running: RunningMachine) {
    let view = running.memory.view
    status.memoryAssigned = assigned(configuration, running)
    status.memoryLimit = view.memory?.limit
    guard configuration.memory.dynamicMemoryEnabled else { return }
    status.isMemoryHeld = view.isHeld
    guard let demand = view.demand else { return }
    status.memoryDemand = demand
    status.memoryStatus = MemoryStatus(
      assigned: status.memoryAssigned, demand: demand, buffer: configuration.memory.buffer)
  }

  private func heartbeat(_ services: IntegrationServices, _ guest: GuestView, _ state: MachineState) -> HeartbeatStatus
  {
    if !services[.heartbeat] { return .disabled }
    if state == .paused { return .paused }
    if guest.status.connected { return .ok }
    return guest.answeredBefore ? .lostCommunication : .noContact
  }

  private func adapterStatus(
    _ adapter: NetworkAdapterConfiguration, isRunning: Bool, _ information: GuestInformation?
  ) -> NetworkAdapterStatus {
    let plugged = adapter.switchName.flatMap { switches.directory.find($0) }
    let seen =
      information?.interfaces.filter { interface in
        MACAddress(interface.macAddress).map { $0 == adapter.macAddress } ?? false
      } ?? []
    return NetworkAdapterStatus(
      name: adapter.name, macAddress: adapter.macAddress, switchID: plugged?.id,
      switchName: plugged?.name ?? adapter.switchName, connected: isRunning && plugged != nil,
      ipAddresses: seen.flatMap(\.addresses).map { String($0.prefix { $0 != "/" }) })
  }
}
