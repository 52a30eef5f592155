import Doctor
import Ethernet
import FoundationEssentials
import Glibc
import Testing

/// Facts as they are read from a computer's folders.
struct GatheringTests {
  private static let computer: [String: String] = [
    "proc/sys/kernel/osrelease": "6.1.0-56-cloud-amd64\n",
    "proc/version": "Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org)\n",
    "proc/cmdline": "console=ttyS0 kvm-intel.nested=0 quiet\n",
    "etc/os-release": "NAME=x\nID=\"debian\"\n",
    "proc/cpuinfo":
      "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon\nflags\t\t: fpu vmx lm nx hypervisor avx\n"
      + "vmx flags\t: vnmi ept vpid\n\nprocessor\t: 1\nvendor_id\t: GenuineIntel\nflags\t\t: fpu vmx\n",
    "sys/devices/system/cpu/online": "0-2,5\n",
    "sys/class/dmi/id/sys_vendor": "Amazon EC2\n",
    "proc/1/environ": "PATH=/bin\0container=podman\0",
    "proc/meminfo": "MemTotal:       2000 kB\nMemFree: 1 kB\nMemAvailable:   1500 kB\n",
    "proc/modules": "vboxdrv 1 0 - Live\nkvm_intel 400000 3 - Live 0x0\nkvm 1100000 1 kvm_intel, Live 0x0\n",
    "sys/module/kvm_intel/parameters/nested": "Y\n", "sys/module/kvm_intel/parameters/ept": "Y\n",
    "sys/module/kvm/parameters/x": "1\n",
    "etc/modprobe.d/a.conf": "# options kvm_intel ept=0\noptions kvm-intel nested=1 ept=Y\n",
    "etc/modprobe.d/ignored": "options kvm_intel ept=N\n", "dev/kvm": "",
    "boot/config-6.1.0-56-cloud-amd64": "CONFIG_KVM=m\n",
    "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
    "sys/devices/system/clocksource/clocksource0/available_clocksource": "tsc hpet\n",
    "log":
      "<5>[    0.000000] Linux version\n<6>[    0.2] kvm: disabled by BIOS\n<4>[    9.1] watchdog: BUG: soft lockup - CPU#0",
    "proc/net/route":
      "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
      + "eth0\t00000000\t01004D0A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
      + "eth0\t00004D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
    "proc/net/snmp":
      "Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: InSegs InCsumErrors\nTcp: 100 2\nUdp: InDatagrams InCsumErrors\nUdp: 50 7\n",
    "proc/sys/net/ipv4/ip_forward": "1\n", "proc/sys/net/bridge/bridge-nf-call-iptables": "1\n",
    "proc/net/ip_tables_names": "filter\nnat\n", "proc/sys/net/netfilter/nf_conntrack_count": "5\n",
    "proc/sys/net/netfilter/nf_conntrack_max": "100\n",
    "proc/77/comm": "qemu-system-x86\n",
    "proc/77/cmdline":
      "/usr/bin/qemu-system-x86_64\0-name\0guest=a,debug-threads=on\0-machine\0q35,accel=tcg\0-cpu\0qemu64,+svm\0",
    "proc/78/comm": "sh\n",
  ]

  @Test func allOfAComputer() throws {
    let facts = try FolderTree.facts(Self.computer, hypervisor: "KVMKVMKVM") { tree in
      try FileManager.default.createDirectory(atPath: "\(tree.path)/proc/77/fd", withIntermediateDirectories: true)
      symlink("/dev/null", "\(tree.path)/proc/77/fd/0")
    }
    #expect(facts.kernel.release == "6.1.0-56-cloud-amd64" && facts.kernel.distribution == "debian")
    #expect(facts.kernel.vendor == "Debian")
    #expect(facts.processor.vendor == "GenuineIntel" && facts.processor.count == 4)
    #expect(facts.processor.flags == ["ept", "hypervisor", "lm", "nx", "vmx", "vnmi", "vpid"])
    #expect(facts.processor.hypervisor == "KVMKVMKVM")
    #expect(facts.computer.vendor == "Amazon EC2" && facts.computer.container == "podman")
    #expect(facts.memory.total == 2000 << 10 && facts.memory.available == 1500 << 10)
    #expect(facts.kvm.deviceExists && facts.kvm.openError == nil && facts.kvm.kernelOption == "m")
    #expect(facts.kvm.modules.map(\.name) == ["kvm", "kvm_intel"] && facts.kvm.modules[1].users == 3)
    #expect(facts.kvm.modules[1].parameters == ["nested": "Y", "ept": "Y"])
    // The command line wins over modprobe.d.
    #expect(facts.kvm.configured == ["kvm_intel.nested": "0", "kvm_intel.ept": "Y"])
    #expect(facts.kvm.otherHypervisors == ["vboxdrv"])
    #expect(facts.clock.current == "tsc" && facts.clock.available == ["tsc", "hpet"])
    #expect(facts.messages == ["kvm: disabled by BIOS", "watchdog: BUG: soft lockup - CPU#0"])
    #expect(
      facts.emulators == [
        EmulatorFacts(processID: 77, name: "a", accelerator: "tcg", processor: "qemu64,+svm", holdsKVM: false)
      ])
  }

  @Test func itsNetworks() throws {
    let network = try FolderTree.facts(Self.computer).network
    #expect(network.routes.map(\.destination.description) == ["0.0.0.0/0", "10.77.0.0/24"])
    #expect(network.routes[0].gateway == IPv4Address("10.77.0.1") && network.routes[1].gateway == nil)
    #expect(network.ipForward == true && network.bridgeFilters == ["bridge-nf-call-iptables"])
    #expect(network.legacyTables == ["filter", "nat"])
    #expect(network.connections == 5 && network.connectionLimit == 100)
    #expect(network.checksumErrors == 9 && network.receivedPackets == 150)
  }

  @Test func nothingAtAll() throws {
    let facts = try FolderTree.facts([:])
    #expect(!facts.kvm.deviceExists && facts.kvm.modules.isEmpty && facts.kvm.kernelOption == nil)
    #expect(facts.network.interfaces.isEmpty && facts.emulators.isEmpty && facts.messages.isEmpty)
    #expect(facts.network.ipForward == nil && facts.network.legacyTables == nil)
  }

  @Test func hugeFilesAreReadInPart() throws {
    let line = "<4>[    9.100000] kvm: " + String(repeating: "x", count: 1000) + "\n"
    let facts = try FolderTree.facts([
      "log": String(repeating: line, count: 1000), "proc/cmdline": String(repeating: "a", count: 1 << 20),
    ])
    #expect(facts.messages.count == 200 && facts.messages.allSatisfy { $0.utf8.count <= 300 })
    #expect(facts.kernel.commandLine.utf8.count <= 256 << 10)
  }

  @Test func aDeviceThatMayNotBeOpened() throws {
    let facts = try FolderTree.facts([:]) { tree in
      try FileManager.default.createDirectory(atPath: "\(tree.path)/dev/kvm", withIntermediateDirectories: true)
    }
    #expect(facts.kvm.deviceExists && facts.kvm.openError == "Is a directory")
  }

  @Test(
    arguments: [
      (["-enable-kvm", "-cpu", "host"], "kvm", "host"), (["-accel", "kvm,thread=multi"], "kvm", nil),
      (["-M", "pc,accel=kvm:tcg"], "kvm", nil), (["-cpu", "kvm64"], nil, "kvm64"), ([], nil, nil),
    ] as [([String], String?, String?)])
  func argumentsOfQEMU(_ words: [String], _ accelerator: String?, _ processor: String?) throws {
    let facts = try FolderTree.facts([
      "proc/9/comm": "qemu-system-x86", "proc/9/cmdline": (["qemu-system-x86_64"] + words).joined(separator: "\0"),
    ])
    let emulator = try #require(facts.emulators.first)
    #expect(emulator.accelerator == accelerator && emulator.processor == processor && emulator.holdsKVM == nil)
  }

  @Test func thisComputer() throws {
    let facts = SystemFacts.gather(probe: nil, folders: ["/", "/nowhere"])
    #expect(!facts.kernel.release.isEmpty && facts.processor.count > 0 && facts.memory.total > 0)
    #expect(facts.storage.map(\.path) == ["/"])
    let again = try JSONDecoder().decode(SystemFacts.self, from: try JSONEncoder().encode(facts))
    #expect(again == facts)
  }

  /// In a guest, nine of ten processes are the kernel's own threads: they are left alone.
  @Test func theKernelsThreadsAreNotLookedAt() throws {
    let files = [
      "proc/2/comm": "kthreadd", "proc/2/task/2/children": "3 9", "proc/9/comm": "qemu-system-x86",
      "proc/9/cmdline": "qemu-system-x86_64", "proc/10/comm": "qemu-kvm", "proc/10/cmdline": "/usr/bin/qemu-kvm",
    ]
    #expect(try FolderTree.facts(files).emulators.map(\.processID) == [10])
    var container = files
    container["proc/2/comm"] = "sh"
    #expect(try FolderTree.facts(container).emulators.map(\.processID) == [9, 10])
  }

  /// Of a module, what somebody wants to know: what a check asks for, and what was configured.
  @Test func parametersThatMatter() throws {
    let facts = try FolderTree.facts([
      "proc/modules": "kvm_amd 1 0 - Live 0x0", "sys/module/kvm_amd/parameters/nested": "1",
      "sys/module/kvm_amd/parameters/vls": "0", "sys/module/kvm_amd/parameters/sev": "N",
      "etc/modprobe.d/kvm.conf": "options kvm-amd sev=1",
    ])
    #expect(facts.kvm.modules.map(\.parameters) == [["nested": "1", "sev": "N"]])
  }

  /// What a gatherer remembers is what it would find.
  @Test func theSecondLookIsTheSame() {
    let gatherer = SystemGatherer()
    let first = gatherer.gather(probe: nil, folders: ["/"])
    let second = gatherer.gather(probe: nil, folders: ["/"])
    let fresh = SystemFacts.gather(probe: nil, folders: ["/"])
    for facts in [second, fresh] {
      #expect(facts.kernel == first.kernel && facts.processor == first.processor && facts.computer == first.computer)
      #expect(facts.kvm == first.kvm && facts.clock.available == first.clock.available)
    }
    #expect(second.network.interfaces == fresh.network.interfaces && second.network.routes == fresh.network.routes)
    #expect(second.memory.total == fresh.memory.total && second.network.ipForward == fresh.network.ipForward)
    #expect(second.messages.count >= min(first.messages.count, 200))
  }

  @Test(
    arguments: [
      ("6,339,5140900,-;kvm: Nested Virtualization enabled\n SUBSYSTEM=x\n", "kvm: Nested Virtualization enabled"),
      ("4,1,2,-;Soft LOCKUP - CPU#0", "Soft LOCKUP - CPU#0"), ("6,1,2,-;usb 1-1: new device\n kvm=1\n", nil),
      ("kvm", nil),
      ("", nil), (";", nil),
    ] as [(String, String?)]) func recordsOfTheLog(record: String, text: String?)
  {
    #expect(KernelLogMemory.line(Array(record.utf8)[...]) == text)
  }
}
