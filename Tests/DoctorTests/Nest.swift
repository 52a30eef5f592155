import Doctor
import Ethernet
import FoundationEssentials
import HyperV

/// A nest of facts that is healthy, to be spoilt: an L0 with KVM on an Intel processor, in it L1 that runs machines, in
/// that `inner`.
struct Nest {
  var root = Nest.host(extensions: "vmx", hypervisor: nil)

  init() {
    root.switches = [Self.network("Lab", .nat, "10.77.0.1/24", port: "L1/Network Adapter")]
    var l1 = Self.machine("L1", memory: 4 << 30, processors: 2, exposes: true, image: "host", switchName: "Lab")
    l1.guest = Self.guest(extensions: "vmx", address: "10.77.0.15/24", probe: .works)
    l1.qemu = Self.qemu(processors: 2, memory: 4 << 30, offers: true)
    l1.resource.status.guest.isHost = true
    root.machines = [l1]
    var inside = Self.host(extensions: "vmx", hypervisor: "KVMKVMKVM")
    inside.system.network.interfaces = [
      InterfaceFacts(name: "eth0", addresses: [Self.prefix("10.77.0.15/24")]),
      InterfaceFacts(
        name: "vNAT", kind: .tap, alias: "vEthernet (VmNAT)", addresses: [Self.prefix("192.168.100.1/24")]),
    ]
    inside.switches = [Self.network("VmNAT", .internal, "192.168.100.1/24", port: "inner/Network Adapter")]
    inside.nats = [
      NATResource(
        id: UUID(), configuration: NATConfiguration(name: "LocalNAT", internalPrefix: Self.prefix("192.168.100.0/24")),
        status: NATStatus(active: true))
    ]
    var inner = Self.machine(
      "inner", memory: 256 << 20, processors: 1, exposes: false, image: "guest", switchName: "VmNAT")
    inner.guest = Self.guest(extensions: nil, address: "192.168.100.2/24", probe: nil)
    inner.qemu = Self.qemu(processors: 1, memory: 256 << 20, offers: false)
    inside.machines = [inner]
    root.inside = ["L1": inside]
  }

  // MARK: Its parts

  var l1: MachineFacts {
    get { root.machines[0] }
    set { root.machines[0] = newValue }
  }
  var guest: SystemFacts {
    get { l1.guest ?? SystemFacts() }
    set { l1.guest = newValue }
  }
  var inside: LevelFacts {
    get { root.inside["L1"] ?? root }
    set { root.inside["L1"] = newValue }
  }
  var inner: MachineFacts {
    get { inside.machines[0] }
    set { inside.machines[0] = newValue }
  }

  /// Without a service in L1: a machine of somebody's own disk.
  mutating func ownDisk() {
    root.inside = [:]
    l1.resource.configuration.boot = .disk(path: "/d.qcow2")
    l1.resource.status.guest.isHost = false
  }

  /// AMD's instead of Intel's, everywhere.
  mutating func amd() {
    func turn(_ facts: inout SystemFacts) {
      facts.processor.vendor = "AuthenticAMD"
      facts.processor.flags = facts.processor.flags.map { $0 == "vmx" ? "svm" : $0 == "ept" ? "npt" : $0 }
      facts.kvm.modules = [
        KernelModuleFacts(name: "kvm", users: 1),
        KernelModuleFacts(name: "kvm_amd", parameters: ["nested": "1", "npt": "Y", "vgif": "1", "avic": "N"]),
      ]
    }
    root.host.vendor = .amd
    turn(&root.system)
    turn(&guest)
    var inside = inside
    turn(&inside.system)
    inside.host.vendor = .amd
    self.inside = inside
  }

  static func prefix(_ text: String) -> IPv4Prefix { IPv4Prefix(text) ?? IPv4Prefix(address: .any, length: 0)! }
  static let mac = MACAddress("00-15-5D-00-00-01")!

  static func host(extensions: String?, hypervisor: String?) -> LevelFacts {
    LevelFacts(
      system: system(extensions: extensions, hypervisor: hypervisor),
      host: HostInformation(
        name: "host", version: Product.version, kernel: "6.12.100", processors: 8, memory: 32 << 30, vendor: .intel,
        engine: .kvm, engineReason: "KVM ran guest code", nestingSupported: true, nestingReason: "on", isRoot: true,
        processID: 1),
      settings: HostSettings(
        macAddressMinimum: mac, macAddressMaximum: mac, virtualMachinePath: "/v", virtualHardDiskPath: "/v"),
      machines: [], switches: [], nats: [])
  }

  static func system(extensions: String?, hypervisor: String?) -> SystemFacts {
    var facts = SystemFacts()
    facts.kernel.release = "6.12.100"
    facts.kernel.version = "Linux version 6.12.100 (builder@host)"
    facts.processor.vendor = "GenuineIntel"
    facts.processor.count = 8
    facts.processor.flags =
      ([extensions].compactMap(\.self)) + (hypervisor == nil ? ["ept"] : ["hypervisor"]) + ["lm", "nx"]
    facts.processor.hypervisor = hypervisor
    facts.memory.total = 32 << 30
    facts.memory.available = 16 << 30
    facts.clock.current = hypervisor == nil ? "tsc" : "kvm-clock"
    facts.clock.available = ["kvm-clock", "tsc", "hpet"]
    facts.network.ipForward = true
    facts.network.droppingChains = []
    facts.network.connections = 10
    facts.network.connectionLimit = 65536
    facts.network.interfaces = [InterfaceFacts(name: "eth0", addresses: [prefix("10.1.0.5/16")])]
    if extensions != nil {
      facts.kvm.deviceExists = true
      facts.kvm.mode = 0o660
      facts.kvm.group = 104
      facts.kvm.probe = KVMProbeFacts(.works, "guest code ran to its end")
      facts.kvm.modules = [
        KernelModuleFacts(name: "kvm", users: 1),
        KernelModuleFacts(
          name: "kvm_intel",
          parameters: [
            "nested": "Y", "ept": "Y", "unrestricted_guest": "Y", "enable_shadow_vmcs": "Y", "enable_apicv": "Y",
          ]),
      ]
    }
    return facts
  }

  static func guest(extensions: String?, address: String, probe: KVMProbeFacts.Outcome?) -> SystemFacts {
    var facts = system(extensions: extensions, hypervisor: "KVMKVMKVM")
    facts.network.interfaces = [InterfaceFacts(name: "eth0", macAddress: mac, addresses: [prefix(address)])]
    facts.kvm.probe = probe.map { KVMProbeFacts($0, "") }
    return facts
  }

  static func machine(
    _ name: String, memory: UInt64, processors: Int, exposes: Bool, image: String, switchName: String
  ) -> MachineFacts {
    let configuration = MachineConfiguration(
      name: name, boot: .image(image),
      processor: .init(count: processors, exposeVirtualizationExtensions: exposes),
      memory: .init(startupBytes: memory), adapters: [.init(switchName: switchName, macAddress: mac)])
    var status = MachineStatus(state: .running, engine: .kvm)
    status.guest.connected = true
    return MachineFacts(MachineResource(id: UUID(), configuration: configuration, status: status))
  }

  static func qemu(processors: Int, memory: UInt64, offers: Bool) -> QEMUFacts {
    var facts = QEMUFacts()
    facts.version = "7.2.22"
    facts.runState = "running"
    facts.offersExtensions = offers
    facts.processors = processors
    facts.memory = memory
    facts.isHypervisorActive = offers
    facts.processor = offers ? "host,migratable=off,+vmx" : "host,migratable=off,-vmx"
    return facts
  }

  static func network(_ name: String, _ type: SwitchType, _ address: String, port: String) -> SwitchResource {
    var status = SwitchStatus(running: true)
    status.ports = [PortStatus(name: port, kind: .machine, connected: true, macAddress: mac)]
    if type == .internal {
      status.hostAdapter = HostAdapter(
        name: "vEthernet (\(name))", interface: "vNAT", index: 5, macAddress: mac, mtu: 1500, isUp: true,
        isPhysical: false, isVirtual: true, addresses: [prefix(address)])
    }
    return SwitchResource(
      id: UUID(), configuration: SwitchConfiguration(name: name, type: type, address: prefix(address)), status: status)
  }
}
