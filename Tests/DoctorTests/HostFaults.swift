import Doctor
import Ethernet
import HyperV

/// What goes wrong on hosts.
enum HostFaults {
  /// No KVM on L0: machines are emulated.
  @Sendable static func emulate(_ nest: inout Nest) {
    nest.root.host.engine = .tcg
    nest.l1.resource.status.engine = .tcg
  }

  static let all: [Fault] = device + parameters + storage + networks

  static let device: [Fault] = [
    Fault("host.kvm.device", .note, "this host", "kvm_intel is not loaded") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.kvm.probe = nil
      nest.root.system.kvm.modules = []
      emulate(&nest)
    },
    Fault("host.kvm.device", .note, "this host", "firmware has turned virtualization off") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.messages = ["kvm: disabled by bios"]
      emulate(&nest)
    },
    Fault("host.kvm.device", .note, "this host", "Microsoft Hv") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.processor.flags = ["hypervisor"]
      nest.root.system.processor.hypervisor = "Microsoft Hv"
      emulate(&nest)
    },
    Fault("host.kvm.device", .note, "this host", "no virtualization extensions, or the firmware") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.processor.flags = ["lm"]
      emulate(&nest)
    },
    Fault("host.kvm.device", .note, "this host", "Hangs") { nest in
      nest.root.system.kvm.probe = KVMProbeFacts(.hangs, "no end of the guest code")
      emulate(&nest)
    },
    Fault("host.kvm.access", .note, "this host", "Permission denied") { nest in
      nest.root.system.kvm.openError = "Permission denied"
      nest.root.system.kvm.probe = KVMProbeFacts(.noDevice, "open /dev/kvm: Permission denied")
      emulate(&nest)
    },
    Fault("host.kvm.access", .error, "L1", "--device /dev/kvm") { nest in
      nest.inside.system.kvm.openError = "Operation not permitted"
      nest.inside.system.kvm.probe = KVMProbeFacts(.noDevice, "")
      nest.inside.system.computer.container = "docker"
    },
    Fault("host.kvm.access", .error, "this host", "root alone") { $0.root.system.kvm.mode = 0o600 },
    Fault("host.kvm.access", .error, "L1", "group 0") { $0.inside.system.kvm.group = 0 },
    Fault("host.kvm.device", .error, "this host", "no machine can start here") { nest in
      nest.root.system.kvm.deviceExists = false
    },
    Fault("host.kvm.device", .error, "this host", "no machine can start here") { nest in
      nest.root.system.kvm.deviceExists = false
      emulate(&nest)
      nest.root.host.requiredEngine = .kvm
    },
    Fault("host.kvm.busy", .note, "this host", "vboxdrv") { nest in
      nest.root.system.kvm.probe = KVMProbeFacts(.failed, "KVM_CREATE_VM: Device or resource busy")
      nest.root.system.kvm.otherHypervisors = ["vboxdrv"]
      emulate(&nest)
    },
    Fault("host.cloud", .note, "this host", "metal") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.processor.flags = ["hypervisor"]
      nest.root.system.computer.vendor = "Amazon EC2"
      emulate(&nest)
    },
    Fault("host.cloud", .note, "this host", "Trusted Launch") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.processor.flags = ["hypervisor"]
      nest.root.system.computer.assetTag = "7783-7084-3265-9085-8269-3286-77"
      emulate(&nest)
    },
    Fault("host.cloud", .note, "this host", "SEV") { nest in
      nest.root.system.kvm.deviceExists = false
      nest.root.system.processor.flags = ["hypervisor"]
      nest.root.system.messages = ["SVM: KVM is unsupported when running as an SEV guest"]
      emulate(&nest)
    },
  ]

  static let parameters: [Fault] = [
    Fault("host.kvm.nested", .error, "this host", "options kvm_intel nested=1") {
      $0.root.system.kvm.modules[1].parameters["nested"] = "N"
    },
    Fault("host.kvm.nested", .error, "this host", "kvm_intel.nested=1 to the kernel's command line") {
      $0.root.system.kvm.modules[1] = KernelModuleFacts(name: "kvm_intel", isBuiltIn: true, parameters: ["nested": "0"])
    },
    Fault("host.kvm.nested.pending", .warning, "this host", "Stop the machines that use it (L1)") {
      $0.root.system.kvm.configured = ["kvm_intel.nested": "0"]
    },
    Fault("host.kvm.nested.pending", .warning, "this host", "built in") {
      $0.root.system.kvm.modules[1].isBuiltIn = true
      $0.root.system.kvm.configured = ["kvm_intel.ept": "N"]
    },
    Fault("host.kvm.accel-features", .error, "this host", "EPT") {
      $0.root.system.kvm.modules[1].parameters["ept"] = "N"
    },
    Fault("host.kvm.accel-features", .error, "this host", "NPT") {
      $0.amd()
      $0.root.system.kvm.modules[1].parameters["npt"] = "0"
    },
    Fault("host.kvm.accel-features", .warning, "this host", "unrestricted_guest is off") {
      $0.root.system.kvm.modules[1].parameters["unrestricted_guest"] = "N"
    },
    Fault("host.kvm.accel-features", .note, "this host", "enable_shadow_vmcs is off") {
      $0.root.system.kvm.modules[1].parameters["enable_shadow_vmcs"] = "N"
    },
    Fault("host.kvm.cve-2026-53359", .critical, "this host", "6.12.95") { $0.root.system.kernel.release = "6.12.94" },
    Fault("host.kvm.cve-2026-53359", .critical, "this host", "6.18.38") { $0.root.system.kernel.release = "6.17.3" },
    Fault("host.kvm.cve-2026-53359", .critical, "this host", "opened by everybody") { nest in
      nest.root.system.kernel.release = "6.1.176"
      nest.root.system.kvm.mode = 0o666
      nest.root.machines = []
      nest.root.inside = [:]
    },
    Fault("host.kvm.world-writable", .note, "this host", "666") { $0.root.system.kvm.mode = 0o666 },
    Fault("host.kvm.world-writable", .warning, "this host", "not known") {
      $0.root.system.kvm.mode = 0o666
      $0.root.system.kernel.release = "6.1.0-56-amd64"
    },
  ]

  static let storage: [Fault] = [
    Fault("host.storage.headroom", .error, "this host", "is full") { nest in
      var folder = StorageFacts()
      (folder.path, folder.size, folder.free) = ("/var/lib/droste", 10 << 30, 1 << 20)
      nest.root.system.storage = [folder]
    },
    Fault("host.storage.headroom", .warning, "this host", "60 GiB to grow") { nest in
      nest.l1.disks = [
        DiskFacts(path: "/d.qcow2", virtualSize: 64 << 30, allocated: 4 << 30, device: 1, free: 20 << 30)
      ]
    },
    Fault("guest.storage", .error, "L1/inner", "0 KiB free of 69 MiB") { nest in
      var folder = StorageFacts()
      (folder.path, folder.size, folder.free) = ("/", 69 << 20, 0)
      nest.inner.guest?.storage = [folder]
    },
    Fault("vm.io-error", .error, "L1", "nospace") { nest in
      nest.l1.qemu?.runState = "io-error"
      nest.l1.qemu?.failedDrives = ["disk0: nospace"]
    },
  ]

  static let networks: [Fault] = [
    Fault("host.net.forwarding", .error, "L1", "ip_forward is 0") { $0.inside.system.network.ipForward = false },
    Fault("host.net.forwarding", .error, "L1", "chain ip filter FORWARD { policy accept ; }") {
      $0.inside.system.network.droppingChains = ["ip filter FORWARD"]
    },
    Fault("host.net.forwarding", .error, "L1", "iptables-legacy -P FORWARD ACCEPT") {
      $0.inside.system.network.droppingChains = [NetworkFacts.legacyForwardChain]
    },
    Fault("host.net.forwarding", .note, "L1", "could not be looked at") { nest in
      (nest.inside.system.network.legacyTables, nest.inside.system.network.hasUnreadChains) = (["filter"], true)
    },
    Fault("host.net.forwarding", .error, "this host", "table full") {
      $0.root.system.network.connections = 65000
    },
    Fault("host.net.forwarding", .warning, "this host", "bridge-nf-call-iptables") { nest in
      nest.root.system.network.bridgeFilters = ["bridge-nf-call-iptables"]
      nest.root.system.network.interfaces.append(InterfaceFacts(name: "br0", kind: .bridge))
      nest.root.system.network.droppingChains = ["ip filter FORWARD"]
    },
    Fault("host.net.forwarding", .error, "this host", "wireless") { nest in
      nest.root.system.network.interfaces[0].kind = .wireless
      var made = Nest.network("Out", .external, "0.0.0.0/0", port: "x/y")
      made.configuration.address = nil
      made.status.uplink = HostAdapter(
        name: "Ethernet", interface: "eth0", index: 2, macAddress: nil, mtu: 1500, isUp: true, isPhysical: true,
        isVirtual: false, addresses: [])
      nest.root.switches.append(made)
    },
    Fault("net.subnet.overlap", .error, "L1", "10.77.0.0/24") { nest in
      nest.inside.switches = [Nest.network("VmNAT", .internal, "10.77.0.1/24", port: "inner/Network Adapter")]
    },
    Fault("net.subnet.overlap", .error, "this host", "10.1.0.0/16") { nest in
      nest.root.switches[0].configuration.address = Nest.prefix("10.1.7.1/24")
    },
    Fault("net.subnet.overlap", .warning, "L1", "eth0 of this host") { nest in
      nest.inside.switches = [Nest.network("VmNAT", .internal, "10.1.100.1/24", port: "inner/Network Adapter")]
    },
    Fault("net.subnet.overlap", .error, "L1", "bridge virbr0") { nest in
      nest.inside.system.network.interfaces.append(
        InterfaceFacts(name: "virbr0", kind: .bridge, addresses: [Nest.prefix("10.77.0.1/24")]))
    },
    Fault("net.subnet.overlap", .error, "this host", "the route by eth0") { nest in
      nest.root.system.network.routes = [
        RouteFacts(destination: Nest.prefix("10.77.0.0/16"), gateway: IPv4Address("10.1.0.1"), interface: "eth0")
      ]
    },
  ]
}
