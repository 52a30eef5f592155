import Doctor
import Ethernet
import HyperV

/// What goes wrong with machines and in guests.
enum MachineFaults {
  static let all: [Fault] = processors + states + guests + windows + networks

  static let processors: [Fault] = [
    Fault("vm.cpu.virt-exposed", .error, "L1", "machines in it: inner") { nest in
      nest.l1.resource.configuration.processor.exposeVirtualizationExtensions = false
      nest.l1.qemu?.offersExtensions = false
      nest.guest.processor.flags = ["hypervisor"]
    },
    Fault("vm.cpu.virt-exposed", .warning, "L1, QEMU x", "-cpu kvm64") { nest in
      nest.guest.emulators = [
        EmulatorFacts(processID: 9, name: "x", accelerator: "kvm", processor: "kvm64", holdsKVM: true)
      ]
    },
    Fault("vm.cpu.virt-effective", .error, "L1", "QEMU's processor has none") { $0.l1.qemu?.offersExtensions = false },
    Fault("vm.cpu.virt-effective", .error, "L1", "the guest's processor shows none") {
      $0.guest.processor.flags = ["hypervisor"]
    },
    Fault("vm.cpu.virt-effective", .error, "L1/inner", "the guest's processor shows vmx") {
      $0.inner.guest?.processor.flags = ["vmx"]
    },
    Fault("vm.cpu.virt-effective", .error, "L1", "configured 2, running 1") { $0.l1.qemu?.processors = 1 },
    Fault("vm.migrate.cpu", .warning, "L1", "vmx-posted-intr") {
      $0.l1.qemu?.missingFeatures = ["vmx-apicv-xapic", "vmx-posted-intr"]
    },
    Fault("vm.migrate.cpu", .note, "L1", "avx512f") { $0.l1.qemu?.missingFeatures = ["avx512f"] },
  ]

  static let states: [Fault] = [
    Fault("vm.nested.state", .warning, "L1", "Processor ExposeVirtualizationExtensions") {
      $0.l1.refusedChange = RefusedChange(properties: "Processor ExposeVirtualizationExtensions", state: .running)
    },
    Fault("vm.memory.nested", .warning, "L1", "2048 MiB of 4 GiB") { nest in
      nest.ownDisk()
      nest.l1.resource.configuration.memory.startupBytes = 2 << 30
    },
    Fault("vm.memory.nested", .note, "L1", "--dynamic-memory off") { $0.l1.isMemoryDynamic = true },
    Fault("vm.memory.nested", .warning, "L1", "256 MiB") { nest in
      nest.inner.resource.status.state = .off
      nest.inside.system.memory.available = 100 << 20
    },
    Fault("vm.nested.save", .warning, "L1", "Linux 5.3.0 and QEMU 4.2.0") { $0.l1.qemu?.version = "4.1.0" },
    Fault("vm.nested.save", .warning, "L1", "5.8.0") { nest in
      nest.amd()
      nest.root.system.kernel.release = "5.4.200"
    },
    Fault("vm.nested.version", .error, "L1", "at least 9.3") { nest in
      nest.amd()
      nest.l1.resource.configuration.version = ConfigurationVersion(9, 2)
    },
    Fault("vm.processors.nested", .note, "L1", "two are asked") { nest in
      nest.ownDisk()
      nest.l1.resource.configuration.processor.count = 1
      nest.l1.qemu?.processors = 1
    },
    Fault("vm.nested.versions", .warning, "L1", "0.0.1 inside") { $0.inside.host.version = "0.0.1" },
  ]

  static let guests: [Fault] = [
    Fault("guest.kvm", .error, "L1", "modprobe kvm_intel") { nest in
      nest.guest.kvm = KVMFacts()
    },
    Fault("guest.kvm", .error, "L1", "built without KVM") { nest in
      nest.guest.kvm = KVMFacts()
      nest.guest.kvm.kernelOption = "n"
    },
    Fault("guest.kvm", .error, "L1", "container") { nest in
      nest.guest.kvm = KVMFacts()
      nest.guest.computer.container = "docker"
    },
    Fault("guest.kvm", .error, "L1", "Hangs") { $0.guest.kvm.probe = KVMProbeFacts(.hangs, "") },
    Fault("guest.l2.accelerated", .warning, "L1, QEMU slow", "/dev/kvm is not open") { nest in
      nest.guest.emulators = [
        EmulatorFacts(processID: 7, name: "slow", accelerator: "tcg", processor: "max", holdsKVM: false)
      ]
    },
    Fault("guest.l2.accelerated", .warning, "L1, QEMU slow", "do not ask for KVM") { nest in
      nest.guest.emulators = [EmulatorFacts(processID: 7, name: "slow")]
    },
    Fault("guest.clock", .warning, "L1", "hpet") { $0.guest.clock.current = "hpet" },
    Fault("guest.clock", .warning, "L1/inner", "soft lockup") {
      $0.inner.guest?.messages = ["watchdog: BUG: soft lockup - CPU#0 stuck for 26s!"]
    },
    Fault("guest.other-hypervisors", .warning, "L1", "vboxdrv") { $0.guest.kvm.otherHypervisors = ["vboxdrv"] },
    Fault("guest.other-hypervisors", .error, "L1", "vmmon") { nest in
      nest.guest.kvm.otherHypervisors = ["vmmon"]
      nest.guest.kvm.probe = KVMProbeFacts(.failed, "KVM_CREATE_VM: Device or resource busy")
    },
  ]

  private static func windows(_ nest: inout Nest, _ change: (inout WindowsFacts) -> Void) {
    nest.ownDisk()
    var facts = WindowsFacts()
    facts.hypervisorPresent = true
    (facts.virtualizationEnabled, facts.secondLevelTranslation, facts.executionPrevention) = (true, true, true)
    facts.features = ["Microsoft-Hyper-V", "VirtualMachinePlatform"]
    facts.hypervisorLaunchType = "Auto"
    change(&facts)
    nest.guest.windows = facts
    nest.l1.qemu?.processor = "host,+vmx,hv-relaxed,hv-vapic,hv-stimer,hv-stimer-direct,hv-synic"
  }

  /// A healthy Windows.
  @Sendable static func healthyWindows(_ nest: inout Nest) { windows(&nest) { _ in } }

  static let windows: [Fault] = [
    Fault("guest.windows.hypervisor", .error, "L1", "does not see virtualization extensions") { nest in
      windows(&nest) { ($0.hypervisorPresent, $0.virtualizationEnabled) = (false, false) }
    },
    Fault("guest.windows.hypervisor", .error, "L1", "SLAT") { nest in
      windows(&nest) { ($0.hypervisorPresent, $0.secondLevelTranslation) = (false, false) }
    },
    Fault("guest.windows.hypervisor", .error, "L1", "bcdedit /set nx") { nest in
      windows(&nest) { ($0.hypervisorPresent, $0.executionPrevention) = (false, false) }
    },
    Fault("guest.windows.hypervisor", .error, "L1", "-FeatureName VirtualMachinePlatform") { nest in
      windows(&nest) { $0.features = [] }
    },
    Fault("guest.windows.hypervisor", .error, "L1", "hypervisorlaunchtype auto") { nest in
      windows(&nest) { ($0.hypervisorPresent, $0.hypervisorLaunchType) = (false, "Off") }
    },
    Fault("vm.windows.enlightenments", .error, "L1", "hv-stimer-direct") { nest in
      windows(&nest) { _ in }
      nest.l1.qemu?.processor = "host,+vmx,hv-relaxed,hv-time"
    },
    Fault("vm.windows.enlightenments", .error, "L1", "hv-evmcs") { nest in
      nest.amd()
      nest.l1.qemu?.processor = "host,+svm,hv_evmcs"
    },
    Fault("vm.windows.enlightenments", .error, "L1", "hv-passthrough") {
      $0.l1.qemu?.processor = "host,hv-passthrough"
    },
    Fault("vm.windows.enlightenments", .error, "L1", "AVIC") { nest in
      nest.amd()
      nest.l1.qemu?.processor = "host,hv-avic=on"
    },
    Fault("guest.windows.vbs", .warning, "L1", "--nested off") { nest in
      windows(&nest) {
        $0.virtualizationBasedSecurity = 2
        $0.features = ["VirtualMachinePlatform"]
      }
    },
  ]

  static let networks: [Fault] = [
    Fault("net.port.mac-spoofing", .error, "switch Lab, port L1/Network Adapter", "DHCP Discover") { nest in
      nest.root.switches[0].status.ports[0].drops = [
        DropCount(reason: .macSpoofing, frames: 412, lastMAC: Nest.mac, lastFrame: "DHCP Discover")
      ]
    },
    Fault("net.port.mac-spoofing", .error, "switch Lab, port L1/Network Adapter", "the last 120 s ago") { nest in
      nest.root.system.clock.seconds = 1000
      nest.root.switches[0].status.ports[0].drops = [
        DropCount(reason: .macSpoofing, frames: 412, lastMAC: Nest.mac, lastFrame: nil, lastSecond: 880)
      ]
    },
    Fault("net.port.stopped", .error, "switch Lab, port L1/Network Adapter", "no room for a header") { nest in
      nest.root.switches[0].status.ports[0].stopped = "the guest's buffer has no room for a header"
    },
    Fault("net.mtu", .error, "L1", "MTU 9000") { $0.guest.network.interfaces[0].mtu = 9000 },
    Fault("net.mtu", .error, "L1/inner", "uplink") { nest in
      var made = nest.inside.switches[0]
      made.status.uplink = HostAdapter(
        name: "Ethernet", interface: "eth0", index: 2, macAddress: nil, mtu: 1400, isUp: true, isPhysical: true,
        isVirtual: false, addresses: [])
      nest.inside.switches[0] = made
    },
    Fault("net.mtu", .error, "L1", "1500 are not") { nest in
      nest.guest.network.paths = [
        PathFacts(
          interface: "eth0", gateway: IPv4Address(rawValue: 0x0A4D_0001), mtu: 1500, shortAnswered: true,
          longAnswered: false)
      ]
    },
    Fault("net.offload", .warning, "L1", "20 wrong and 1000 right packets since it started") { nest in
      nest.guest.network.checksumErrors = 20
      nest.guest.network.receivedPackets = 1000
    },
    Fault("net.offload", .warning, "L1", "in the last 130 s") { nest in
      nest.guest.network.checksumErrors = 20
      nest.guest.network.countedSeconds = 130
    },
  ]
}
