internal import Ethernet
internal import HyperV

/// One way in which an object is not as its lab asks.
struct Difference {
  /// `memory 2 GiB -> 4 GiB`.
  let text: String
  /// Whether a running machine cannot take the change.
  var needsOff = false
}

extension SwitchConfiguration {
  /// `NAT 10.77.0.1/24`, `External on Ethernet`.
  var summary: String {
    var text = type.rawValue
    if let address { text += " \(address)" }
    if let netAdapterName { text += " on \(netAdapterName)" }
    if type == .external, !allowManagementOS { text += ", not for the host" }
    if hostLoopback { text += ", reaches the host's 127.0.0.1" }
    if mtu != 1500 { text += ", MTU \(mtu)" }
    return text
  }

  /// What of `self` is not as `wanted` asks.
  func differences(to wanted: SwitchConfiguration) -> [Difference] {
    var list: [Difference] = []
    if type != wanted.type { list.append(.init(text: "type \(type.rawValue) -> \(wanted.type.rawValue)")) }
    if netAdapterName?.lowercased() != wanted.netAdapterName?.lowercased() {
      list.append(.init(text: "adapter \(netAdapterName ?? "none") -> \(wanted.netAdapterName ?? "none")"))
    }
    if wanted.type == .external, allowManagementOS != wanted.allowManagementOS {
      list.append(.init(text: "allowManagementOS \(allowManagementOS) -> \(wanted.allowManagementOS)"))
    }
    if address != wanted.address {
      list.append(
        .init(text: "address \(address?.description ?? "none") -> \(wanted.address?.description ?? "none")"))
    }
    if hostLoopback != wanted.hostLoopback {
      list.append(.init(text: "hostLoopback \(hostLoopback) -> \(wanted.hostLoopback)"))
    }
    if mtu != wanted.mtu { list.append(.init(text: "mtu \(mtu) -> \(wanted.mtu)")) }
    return list
  }
}

extension MachineConfiguration {
  /// `image host, 2 processors, 4 GiB, nested`.
  var summary: String {
    var text = "\(boot.summary), \(processor.count) processor\(processor.count == 1 ? "" : "s"), "
    text += LabScalars.text(bytes: memory.startupBytes)
    if memory.dynamicMemoryEnabled { text += ", dynamic: \(memory.dynamicSummary)" }
    if processor.exposeVirtualizationExtensions { text += ", nested" }
    if version != .newest { text += ", version \(version)" }
    return text
  }

  /// What of `self` is not as `wanted` asks. An adapter for which the file gives no MAC address may have any.
  func differences(to wanted: MachineConfiguration) -> [Difference] {
    var list: [Difference] = []
    if boot != wanted.boot { list.append(.init(text: "\(boot.summary) -> \(wanted.boot.summary)", needsOff: true)) }
    if processor.count != wanted.processor.count {
      list.append(.init(text: "processors \(processor.count) -> \(wanted.processor.count)", needsOff: true))
    }
    if processor.exposeVirtualizationExtensions != wanted.processor.exposeVirtualizationExtensions {
      let now = processor.exposeVirtualizationExtensions
      list.append(.init(text: "nested \(now) -> \(!now)", needsOff: true))
    }
    let memoryNeedsOff = memoryNeedsOff(to: wanted.memory)
    if memory.startupBytes != wanted.memory.startupBytes {
      let (now, then) = (memory.startupBytes, wanted.memory.startupBytes)
      list.append(
        .init(
          text: "memory \(LabScalars.text(bytes: now)) -> \(LabScalars.text(bytes: then))", needsOff: memoryNeedsOff))
    }
    if memory.dynamicSummary != wanted.memory.dynamicSummary {
      let text = "dynamicMemory \(memory.dynamicSummary) -> \(wanted.memory.dynamicSummary)"
      list.append(.init(text: text, needsOff: memoryNeedsOff))
    }
    if version != wanted.version { list.append(.init(text: "version \(version) -> \(wanted.version)", needsOff: true)) }
    for adapter in wanted.adapters {
      guard let now = self.adapter(named: adapter.name) else {
        list.append(.init(text: "adapter \"\(adapter.name)\" added", needsOff: true))
        continue
      }
      list += now.differences(to: adapter)
    }
    for adapter in adapters where wanted.adapter(named: adapter.name) == nil {
      list.append(.init(text: "adapter \"\(adapter.name)\" removed", needsOff: true))
    }
    return list
  }

  /// Whether the memory can become `wanted` only while the machine is Off. The amount of one that exposes extensions does
  /// not move while a hypervisor is active inside, as in a lab it is: a file is refused before anything is done.
  private func memoryNeedsOff(to wanted: MemoryConfiguration) -> Bool {
    !memory.changesThatNeedOff(to: wanted).isEmpty
      || processor.exposeVirtualizationExtensions && memory.changesAmount(to: wanted)
  }

  /// Without regard to case.
  func adapter(named name: String) -> NetworkAdapterConfiguration? {
    adapters.first { $0.name.lowercased() == name.lowercased() }
  }
}

extension LabMachine {
  /// What the file asks for, with what `current` has and the file does not speak of: MAC addresses where the file gives none,
  /// policies of adapters, serial ports, integration services.
  func configuration(over current: MachineConfiguration) -> MachineConfiguration {
    var result = configuration
    result.comPorts = current.comPorts
    // What static memory would be as dynamic memory no file speaks of.
    if !result.memory.dynamicMemoryEnabled {
      let startup = result.memory.startupBytes
      result.memory = current.memory
      result.memory.startupBytes = startup
      result.memory.dynamicMemoryEnabled = false
    }
    result.integrationServices = current.integrationServices
    for index in result.adapters.indices {
      guard let now = current.adapter(named: result.adapters[index].name) else { continue }
      if result.adapters[index].macAddress == nil {
        result.adapters[index].macAddress = now.macAddress
        result.adapters[index].isMACAddressDynamic = now.isMACAddressDynamic
      }
      let spoken = adapters.first { $0.configuration.name == result.adapters[index].name }?.spoken ?? []
      for policy in AdapterPolicy.allCases where !spoken.contains(policy) {
        policy.carry(from: now, to: &result.adapters[index])
      }
    }
    return result
  }
}

extension SwitchConfiguration {
  /// With what `current` has and a lab file does not speak of: the minimum bandwidth mode, and the VLANs of the host adapter where
  /// there is one still.
  func keepingUnspoken(of current: SwitchConfiguration) -> SwitchConfiguration {
    var result = self
    result.bandwidthMode = current.bandwidthMode
    if type == .internal || type == .external { result.hostAdapterVLAN = current.hostAdapterVLAN }
    return result
  }
}

extension NetworkAdapterConfiguration {
  fileprivate func differences(to wanted: NetworkAdapterConfiguration) -> [Difference] {
    var list: [Difference] = []
    if switchName?.lowercased() != wanted.switchName?.lowercased() {
      list.append(.init(text: "adapter \"\(name)\": switch \(switchName ?? "none") -> \(wanted.switchName ?? "none")"))
    }
    if macAddressSpoofing != wanted.macAddressSpoofing {
      let (now, then) = (macAddressSpoofing.rawValue.lowercased(), wanted.macAddressSpoofing.rawValue.lowercased())
      list.append(.init(text: "adapter \"\(name)\": macSpoofing \(now) -> \(then)"))
    }
    for policy in AdapterPolicy.allCases {
      let (now, then) = (policy.summary(self), policy.summary(wanted))
      if now != then { list.append(.init(text: "adapter \"\(name)\": \(policy.rawValue) \(now) -> \(then)")) }
    }
    if let mac = wanted.macAddress, mac != macAddress {
      list.append(
        .init(text: "adapter \"\(name)\": mac \(macAddress?.description ?? "none") -> \(mac)", needsOff: true))
    }
    return list
  }
}

extension MemoryConfiguration {
  /// `512 MiB to 4 GiB, buffer 20 %, priority 50`; `off` where it is static.
  fileprivate var dynamicSummary: String {
    guard dynamicMemoryEnabled else { return "off" }
    return "\(LabScalars.text(bytes: minimumBytes)) to \(LabScalars.text(bytes: maximumBytes)), buffer \(buffer) %, "
      + "priority \(priority)"
  }
}

extension BootSource {
  fileprivate var summary: String {
    switch self {
    case .image(let name): "image \(name)"
    case .disk(let path): "disk \(path)"
    }
  }
}
