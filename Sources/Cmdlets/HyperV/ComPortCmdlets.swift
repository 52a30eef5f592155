internal import HyperV
internal import PowerShell

/// Get- and Set-VMComPort.
enum ComPortCmdlets {
  static let all: [CmdletDefinition] = [get, set]

  private static let get = CmdletDefinition(
    "Get-VMComPort", "Gives the serial ports of virtual machines.", supports: "VMName VM Number ComputerName"
  ) { call in
    for machine in try call.machines() {
      for number in [1, 2] where call.bound.integer("Number").map({ $0 == number }) ?? true {
        try call.write(ComPortObject(machine, number: number).value)
      }
    }
  }

  private static let set = CmdletDefinition(
    "Set-VMComPort", "Connects a serial port of a virtual machine to a unix socket.",
    supports: "VMName VM VMComPort Number Path ComputerName",
    facts: ["DebuggerMode": .init("Off", "there is no debugger at a machine's serial port.")]
  ) { call in
    let objects = call.bound.objects("VMComPort", as: ComPortObject.self) ?? []
    let ports =
      objects.isEmpty
      ? try call.machines().map { ComPortObject($0, number: Int(clamping: call.bound.integer("Number") ?? 0)) }
      : objects
    for port in ports {
      let text =
        "Set-VMComPort will configure the COM port \(port.number) of the virtual machine \"\(port.machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        if let path = call.bound.string("Path") {
          try call.update(port.machine) { configuration in
            configuration.comPorts.removeAll { $0.number == port.number }
            configuration.comPorts.append(ComPortConfiguration(number: port.number, path: path.isEmpty ? nil : path))
            configuration.comPorts.sort { $0.number < $1.number }
          }
        }
        try call.pass(port.value)
      }
    }
  }
}
