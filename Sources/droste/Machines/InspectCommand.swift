internal import ArgumentParser
internal import Ethernet
internal import FoundationEssentials
internal import GuestLink
internal import HostAPI
internal import HyperV
internal import Terminal

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show everything about a machine: what was asked, what is, what the guest sees.",
    discussion: """
      Examples:
        droste inspect L1
        droste inspect L1/natted --json
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Flag(help: "Print JSON.") var json = false

  /// The JSON that is printed.
  private struct Report: Encodable {
    let machine: MachineResource
    /// Nil when the agent does not answer.
    let guest: GuestInformation?
  }

  func run() async throws {
    let found = try await Service.reading { service in
      try await service.within(path.hosts) { try await report($0) }
    }
    guard let report = found else { throw DrosteError.machineNotFound(path.description, existing: []) }
    if json { return try Output.json(report) }
    var table = TextTable([.init(""), .init("")])
    for (key, value) in rows(report.machine) + (report.guest.map(rows) ?? []) {
      for (index, line) in value.printableLines.enumerated() {
        table.append([index == 0 ? Output.style.paint(key, .faint) : "", line])
      }
    }
    Output.table(table)
  }

  private func report(_ client: HostClient) async throws -> Report {
    let machine = try await client.machine(path.name)
    guard machine.status.guest.connected else { return Report(machine: machine, guest: nil) }
    let name = path.name
    // The agent may not answer: what the host knows is shown all the same.
    let guest = try? await limited(seconds: 5, failure: DrosteError(.timeout, "The agent is silent.")) {
      try await client.guestInformation(name)
    }
    return Report(machine: machine, guest: guest)
  }

  private func rows(_ machine: MachineResource) -> [(String, String)] {
    let (configuration, status) = (machine.configuration, machine.status)
    let boot =
      switch configuration.boot {
      case .image(let name): "image \(name)"
      case .disk(let path): "disk \(path)"
      }
    var rows = [
      ("path", path.description), ("id", machine.id.uuidString), ("state", status.state.rawValue),
    ]
    if let reason = status.reason { rows.append(("reason", reason)) }
    if let engine = status.engine {
      rows.append(("engine", StatusText.engine(engine, in: path.hosts.joined(separator: "/"), level: path.level)))
    }
    if let process = status.processID { rows.append(("process", "\(process)")) }
    if status.state != .off { rows.append(("up", Quantity.duration(status.uptime))) }
    rows += [
      ("boots from", boot), ("configuration version", configuration.version.description),
      ("processors", "\(configuration.processor.count)"),
    ]
    rows += memory(machine)
    rows += [
      ("extensions exposed", configuration.processor.exposeVirtualizationExtensions ? "yes" : "no")
    ]
    if let seen = status.extensions {
      let text = (seen.found.map { "\($0) seen in the guest" } ?? "none seen in the guest")
      rows.append(("extensions verified", (seen.verified ? "yes: " : "NO: ") + text))
    }
    for adapter in configuration.adapters {
      let place = adapter.switchName.map { "on switch \($0)" } ?? "not connected"
      rows.append(
        (
          "adapter",
          "\(adapter.name), \(place), \(adapter.macAddress?.description ?? "no address yet"), "
            + "MAC spoofing \(adapter.macAddressSpoofing.rawValue)"
        ))
    }
    if !configuration.notes.isEmpty { rows.append(("notes", configuration.notes)) }
    rows.append(("agent", status.guest.connected ? "answers" : "does not answer"))
    return rows
  }

  private func memory(_ machine: MachineResource) -> [(String, String)] {
    let (asked, status) = (machine.configuration.memory, machine.status)
    guard asked.dynamicMemoryEnabled else {
      var text = Quantity.bytes(machine.memoryBytes)
      if let limit = status.memoryLimit { text += ", can be set to \(Quantity.bytes(limit)) while it runs" }
      return [("memory", text)]
    }
    var rows = [
      (
        "memory",
        "dynamic: \(Quantity.bytes(asked.startupBytes)) at its start, \(Quantity.bytes(asked.minimumBytes)) to "
          + "\(Quantity.bytes(asked.maximumBytes)), buffer \(asked.buffer) %, priority \(asked.priority)"
      )
    ]
    guard status.memoryAssigned > 0 else { return rows }
    var assigned = Quantity.bytes(status.memoryAssigned)
    if let limit = status.memoryLimit, limit < asked.maximumBytes {
      assigned += ", at most \(Quantity.bytes(limit)) as it was started"
    }
    rows.append(("memory assigned", assigned))
    if let demand = status.memoryDemand {
      rows.append(("memory demand", Quantity.bytes(demand) + (status.memoryStatus.map { ", \($0.rawValue)" } ?? "")))
    }
    if status.isMemoryHeld { rows.append(("memory stays", "a hypervisor is active inside")) }
    return rows
  }

  private func rows(_ guest: GuestInformation) -> [(String, String)] {
    var rows = [
      ("guest's name", guest.hostName), ("guest's kernel", "Linux \(guest.kernel)"),
      ("guest's processor", "\(guest.cpuVendor), \(guest.cpuFlags.joined(separator: " "))"),
      ("guest's hypervisor", guest.hypervisor ?? "none seen"),
      ("guest's memory", Quantity.bytes(guest.memoryBytes)), ("guest is up", Quantity.duration(guest.uptime)),
    ]
    if let kvm = guest.kvm { rows.append(("guest's /dev/kvm", "\(kvm.outcome.rawValue) \(kvm.detail)")) }
    for interface in guest.interfaces {
      let addresses = interface.addresses.isEmpty ? "no address" : interface.addresses.joined(separator: " ")
      rows.append(
        ("guest's interface", "\(interface.name) \(interface.macAddress), \(addresses), MTU \(interface.mtu)"))
    }
    for route in guest.routes {
      let way = route.gateway.map { "by \($0) " } ?? ""
      rows.append(("guest's route", "\(route.destination) \(way)on \(route.interface)"))
    }
    return rows
  }
}
