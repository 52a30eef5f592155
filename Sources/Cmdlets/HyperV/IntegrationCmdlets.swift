internal import HyperV
internal import PowerShell

/// Get-, Enable- and Disable-VMIntegrationService.
enum IntegrationCmdlets {
  static let all: [CmdletDefinition] = [get, enable, disable]

  private static let get = CmdletDefinition(
    "Get-VMIntegrationService", "Gives the integration services of virtual machines.",
    supports: "VMName VM Name ComputerName"
  ) { call in
    for machine in try call.machines() {
      try call.attempt {
        for service in try services(call.bound.strings("Name"), machine) { try call.write(service.value) }
      }
    }
  }

  private static let enable = CmdletDefinition(
    "Enable-VMIntegrationService", "Turns integration services of virtual machines on.",
    supports: "VMName VM VMIntegrationService Name ComputerName"
  ) { call in try turn(call, on: true) }

  private static let disable = CmdletDefinition(
    "Disable-VMIntegrationService", "Turns integration services of virtual machines off.",
    supports: "VMName VM VMIntegrationService Name ComputerName"
  ) { call in try turn(call, on: false) }

  private static func turn(_ call: HostCall, on isOn: Bool) throws {
    if let given = call.bound.objects("VMIntegrationService", as: IntegrationServiceObject.self), !given.isEmpty {
      for service in given { try turn(call, service, on: isOn) }
      return
    }
    for machine in try call.machines() {
      try call.attempt {
        for service in try services(call.bound.strings("Name"), machine) { try turn(call, service, on: isOn) }
      }
    }
  }

  private static func turn(_ call: HostCall, _ object: IntegrationServiceObject, on isOn: Bool) throws {
    let service = object.service
    let text =
      "\(call.name) will \(isOn ? "enable" : "disable") the integration service \"\(service.rawValue)\" of the virtual "
      + "machine \"\(object.machine.name)\"."
    guard try call.proceeds(text) else { return }
    try call.attempt {
      try call.update(object.machine) { $0.integrationServices[service] = isOn }
      try call.pass(object.value)
    }
  }

  /// By names and patterns; all where there are none.
  private static func services(_ names: [String]?, _ machine: MachineObject) throws -> [IntegrationServiceObject] {
    guard let names else { return machine.integrationServices }
    return try names.flatMap { name in
      let pattern = try Wildcard(name)
      let found = machine.integrationServices.filter { pattern.matches($0.service.rawValue) }
      if found.isEmpty, !Wildcard.isPattern(name) {
        throw DrosteError(
          .objectNotFound, "Hyper-V was unable to find an integration service with name \"\(name)\".",
          hint: "the services are: " + IntegrationService.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return found
    }
  }
}
