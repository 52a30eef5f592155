import Ethernet
import FoundationEssentials
import HyperV
import Machines
import Testing

@Suite struct QEMUCommandLineTests {
  private let id = UUID(uuidString: "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0")!

  private func launch(
    engine: Engine = .tcg, vendor: ProcessorVendor = .amd, expose: Bool = false, boot: MachineLaunch.Boot = .disk,
    disks: [DiskAttachment] = [], adapters: [LaunchAdapter] = []
  ) -> MachineLaunch {
    MachineLaunch(
      id: id, name: "web, 1", directory: "/run/droste/machines/0f1e2d3c", processors: 2, memoryBytes: 512 << 20,
      engine: engine, vendor: vendor, exposeVirtualizationExtensions: expose, boot: boot, disks: disks,
      adapters: adapters)
  }

  @Test func secondComPort() throws {
    var machine = launch()
    #expect(!QEMUCommandLine(machine).arguments.contains("chardev:com2"))
    machine.secondComPortPath = "/run/com2"
    let line = QEMUCommandLine(machine)
    let first = try #require(line.arguments.firstIndex(of: "chardev:console"))
    let second = try #require(line.arguments.firstIndex(of: "chardev:com2"))
    #expect(first < second)
    #expect(line.arguments[(second - 3)..<second] == ["-chardev", "socket,id=com2,fd=7,server=on,wait=off", "-serial"])
    // The lock is number 3, the first resource.
    #expect(line.resources[4] == .outerSocket(path: "/run/com2"))
  }

  @Test func theWholeLineOfAMachineFromAnImage() {
    let line = QEMUCommandLine(
      launch(
        boot: .kernel(kernelPath: "/i/vmlinux", initrdPath: "/i/initrd", commandLine: "console=ttyS0 quiet, a=b"),
        disks: [.init(path: "/i/library.img", readOnly: true, format: .raw, serial: "droste-library")],
        adapters: [
          .init(macAddress: MACAddress("00-15-5D-00-04-11")!),
          .init(macAddress: MACAddress("00-15-5D-00-04-12")!, mtu: 1400),
        ]))
    #expect(
      line.arguments == [
        "-name", "guest=web,, 1,debug-threads=on",
        "-uuid", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
        "-nodefaults", "-no-user-config",
        "-display", "none",
        "-msg", "timestamp=on",
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
        "-machine", "q35,accel=tcg,hpet=off,smm=off,vmport=off,sata=off,i8042=off,memory-backend=ram",
        "-cpu",
        "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+aes,+pclmulqdq,+rdrand,+fsgsbase,+rdtscp,-svm,-npt,-vgif",
        "-smp", "2",
        "-m", "512M",
        "-object", "memory-backend-memfd,id=ram,size=512M,share=on",
        "-object", "rng-builtin,id=rng0",
        "-device", "virtio-rng-pci,rng=rng0",
        "-chardev", "socket,id=qmp,fd=4,server=on,wait=off",
        "-mon", "chardev=qmp,mode=control",
        "-add-fd", "fd=5,set=1",
        "-chardev", "socket,id=console,fd=6,server=on,wait=off,logfile=/dev/fdset/1,logappend=on",
        "-serial", "chardev:console",
        "-device", "virtio-serial-pci,max_ports=2",
        "-chardev", "socket,id=link,fd=7,server=on,wait=off",
        "-device", "virtserialport,chardev=link,name=droste.link",
        "-chardev", "socket,id=port0,path=/proc/self/fd/8/0,server=on,wait=off",
        "-netdev", "vhost-user,id=net0,chardev=port0,queues=2",
        "-device",
        "virtio-net-pci,netdev=net0,mac=00:15:5d:00:04:11,romfile=,status=off,rx_queue_size=1024,"
          + "tx_queue_size=1024,mq=on,vectors=0",
        "-chardev", "socket,id=port1,path=/proc/self/fd/8/1,server=on,wait=off",
        "-netdev", "vhost-user,id=net1,chardev=port1,queues=2",
        "-device",
        "virtio-net-pci,netdev=net1,mac=00:15:5d:00:04:12,romfile=,status=off,rx_queue_size=1024,"
          + "tx_queue_size=1024,mq=on,vectors=0,host_mtu=1400",
        "-device", "virtio-balloon-pci,id=balloon",
        "-add-fd", "fd=9,set=2",
        "-blockdev", "driver=file,node-name=file0,filename=/dev/fdset/2,read-only=on",
        "-blockdev", "driver=raw,node-name=disk0,file=file0,read-only=on",
        "-device", "virtio-blk-pci,drive=disk0,serial=droste-library",
        "-kernel", "/proc/self/fd/10",
        "-initrd", "/proc/self/fd/11",
        "-append", "console=ttyS0 quiet, a=b",
      ])
    #expect(
      line.resources == [
        .lock, .socket("qmp.sock"), .log("console.log"), .socket("console.sock"), .socket("link.sock"),
        .portFolder, .disk(path: "/i/library.img", readOnly: true),
        .bootFile(path: "/i/vmlinux"), .bootFile(path: "/i/initrd"),
      ])
  }

  /// The room is shared with the switches as the rest is, and only then.
  @Test(arguments: [
    (true, "memory-backend-memfd,id=more,size=3584M,share=on,reserve=off"),
    (false, "memory-backend-ram,id=more,size=3584M,share=off,reserve=off"),
  ])
  func headroom(hasAdapter: Bool, object: String) {
    var machine = launch(adapters: hasAdapter ? [.init(macAddress: MACAddress("00-15-5D-00-04-11")!)] : [])
    machine.headroomBytes = 3584 << 20
    machine.hasDynamicMemory = true
    let arguments = QEMUCommandLine(machine).arguments
    #expect(arguments.contains("512M,maxmem=4096M"))
    #expect(arguments.contains("virtio-balloon-pci,id=balloon,free-page-reporting=on"))
    #expect(arguments.contains(object))
    #expect(arguments.contains("virtio-mem-pci,id=headroom,memdev=more,requested-size=0,block-size=2M"))
  }

  @Test(arguments: [
    (Engine.tcg, ProcessorVendor.amd, true, "+svm,+npt,+vgif,+v-vmsave-vmload,x-force-features=on,check=off"),
    (.tcg, .amd, false, "-svm,-npt,-vgif"),
    (.kvm, .amd, true, "host,migratable=off,+svm"), (.kvm, .amd, false, "host,migratable=off,-svm"),
    (.kvm, .intel, true, "host,migratable=off,+vmx"), (.kvm, .intel, false, "host,migratable=off,-vmx"),
  ])
  func extensionsAreShownOnlyWhenAskedFor(engine: Engine, vendor: ProcessorVendor, expose: Bool, ending: String) {
    let arguments = QEMUCommandLine(launch(engine: engine, vendor: vendor, expose: expose)).arguments
    let index = arguments.firstIndex(of: "-cpu")!
    #expect(arguments[index + 1].hasSuffix(ending))
    #expect(arguments.contains { $0.hasPrefix("q35,accel=\(engine == .kvm ? "kvm" : "tcg"),") })
  }

  @Test func theFirstDiskBoots() {
    let line = QEMUCommandLine(
      launch(disks: [
        .init(path: "/d/a", readOnly: false, format: .qcow2), .init(path: "/d/b", readOnly: true, format: .raw),
      ]))
    #expect(line.arguments.contains("virtio-blk-pci,drive=disk0,bootindex=0"))
    #expect(line.arguments.contains("virtio-blk-pci,drive=disk1"))
    #expect(line.arguments.contains("driver=qcow2,node-name=disk0,file=file0,read-only=off"))
    #expect(!line.arguments.contains("-kernel"))
    #expect(line.resources.suffix(2) == [.disk(path: "/d/a", readOnly: false), .disk(path: "/d/b", readOnly: true)])
  }

  /// A nested host passes on the library as the device on which it has it itself.
  @Test func aBlockDeviceHasItsOwnDriver() {
    var disk = DiskAttachment(path: "/dev/vda", readOnly: true, format: .raw)
    disk.isBlockDevice = true
    let arguments = QEMUCommandLine(launch(disks: [disk])).arguments
    #expect(arguments.contains("driver=host_device,node-name=file0,filename=/dev/fdset/2,read-only=on"))
  }

  @Test func usersAreSpreadWithinTheRange() {
    for _ in 0..<100 {
      let identity = MachineLaunch.Identity.forMachine(UUID())
      #expect((61184...65519).contains(identity.uid) && identity.gid == identity.uid)
    }
    #expect(MachineLaunch.Identity.forMachine(id) == MachineLaunch.Identity.forMachine(id))
  }
}

@Suite struct DiskFormatTests {
  @Test(arguments: [
    ([UInt8](repeating: 0, count: 512), DiskAttachment.Format?.some(.raw)),
    ([], .raw),
    ([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0], .qcow2),
    ([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 2, 0], nil),
  ])
  func isToldByTheFirstBytes(header: [UInt8], expected: DiskAttachment.Format?) throws {
    let path = "/tmp/dr.\(UUID().uuidString.prefix(8))"
    try Data(header).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    if let expected {
      #expect(try DiskAttachment.format(of: path) == expected)
    } else {
      let error = #expect(throws: DrosteError.self) { try DiskAttachment.format(of: path) }
      #expect(error?.hint?.contains("qemu-img convert") == true)
    }
  }

  @Test func aMissingDiskIsNotFound() {
    let error = #expect(throws: DrosteError.self) { try DiskAttachment.format(of: "/nonexistent/disk") }
    #expect(error?.code == .objectNotFound)
  }
}
