internal import Ethernet
internal import FoundationEssentials
internal import HyperV

/// The arguments of a machine's QEMU, and the descriptors that they speak of. A pure function of the launch.
///
/// QEMU opens nothing by itself but its own firmware and /dev/kvm: sockets, logs, kernel and disks are opened by the
/// service and handed over as descriptors. So it needs no right to any file of the host, and no folder that it may
/// write to. Only the sockets of adapters it makes itself, in a folder that is there for that moment (`PortSockets`).
public struct QEMUCommandLine: Sendable {
  /// What a descriptor is.
  public enum Resource: Hashable, Sendable {
    /// A listening socket with this name in the machine's folder.
    case socket(String)
    /// A listening socket at a path of the user's choice.
    case outerSocket(path: String)
    /// The folder in which QEMU makes the sockets of its adapters.
    case portFolder
    /// A file in the machine's folder, appended to.
    case log(String)
    /// The file whose lock says that the machine runs.
    case lock
    /// A disk: a file or a device anywhere.
    case disk(path: String, readOnly: Bool)
    /// The kernel or its initramfs, which QEMU opens once more by its descriptor: it must be readable for QEMU's user.
    case bootFile(path: String)
  }

  public static let monitorSocket = "qmp.sock"
  public static let linkSocket = "link.sock"
  public static let consoleSocket = "console.sock"
  public static let consoleLog = "console.log"
  /// The devices that change what the machine has, by QEMU's names.
  static let balloonDevice = "/machine/peripheral/balloon"
  static let headroomDevice = "/machine/peripheral/headroom"
  /// The number of the lock's descriptor in each machine's process.
  public static let lockDescriptor: Int32 = 3

  /// Without the program's name.
  public private(set) var arguments: [String] = []
  /// What the process gets, first as number 3, the next as 4, and so on.
  public private(set) var resources: [Resource] = [.lock]

  private var fileSets = 0

  public init(_ launch: MachineLaunch) {
    add("-name", "guest=\(Self.escaped(launch.name)),debug-threads=on")
    add("-uuid", launch.id.uuidString.lowercased())
    arguments += ["-nodefaults", "-no-user-config"]
    add("-display", "none")
    add("-msg", "timestamp=on")
    // spawn=deny also forbids threads' kin fork and exec; QEMU's threads are not affected.
    add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny")
    addComputer(launch)
    addChannels(launch)
    if !launch.adapters.isEmpty { addAdapters(launch) }
    addMemoryDevices(launch)
    for (index, disk) in launch.disks.enumerated() { addDisk(disk, index, boots: launch.boot == .disk && index == 0) }
    if case .kernel(let kernel, let initrd, let commandLine) = launch.boot {
      add("-kernel", "/proc/self/fd/\(hand(.bootFile(path: kernel)))")
      add("-initrd", "/proc/self/fd/\(hand(.bootFile(path: initrd)))")
      add("-append", commandLine)
    }
  }

  /// Devices of a PC that nothing uses are left out: each costs the guest's start some milliseconds of probing, and the
  private mutating func addComputer(_ launch: MachineLaunch) {
    let accelerator = launch.engine == .kvm ? "kvm" : "tcg"
    let shared = launch.adapters.isEmpty ? "" : ",memory-backend=ram"
    add("-machine", "q35,accel=\(accelerator),hpet=off,smm=off,vmport=off,sata=off,i8042=off\(shared)")
    add("-cpu", Self.processor(launch))
    add("-smp", "\(launch.processors)")
    // QEMU takes M for MiB; memory is a multiple of it.
    let most = launch.headroomBytes > 0 ? ",maxmem=\((launch.memoryBytes + launch.headroomBytes) >> 20)M" : ""
    add("-m", "\(launch.memoryBytes >> 20)M\(most)")
    // Switches map it. A machine without adapters keeps its memory to itself.
    if !shared.isEmpty { add("-object", "memory-backend-memfd,id=ram,size=\(launch.memoryBytes >> 20)M,share=on") }
    add("-object", "rng-builtin,id=rng0")
    add("-device", "virtio-rng-pci,rng=rng0")
  }

  /// A feature that QEMU's emulation has and, until told to with x-force-features, does not offer: VMLOAD and VMSAVE of a
  /// hypervisor inside work on its own guests' memory without an exit (target/i386/tcg/sysemu/svm_helper.c,
  /// virtual_vm_load_save_enabled; QEMU 6.2 and later).
  static let forcedFeature = "v-vmsave-vmload"

  /// Emulated: features that the emulation has, so that it does not warn, up to what distributions are built for
  /// (x86-64-v2). It offers AMD's extensions only: with vgif a hypervisor in L2 sets and clears its interrupt flag (STGI, CLGI)
  /// without an exit, with virtual VMLOAD and VMSAVE it goes into its guest and back with three exits less: 3,000 instead of
  /// 4,900 in five seconds of a nest of three levels, which is up in 108 s instead of 168 s.
  static func processor(_ launch: MachineLaunch) -> String {
    let sign = launch.exposeVirtualizationExtensions ? "+" : "-"
    switch launch.engine {
    case .tcg:
      // check=off: it would warn of the forced feature.
      let forced = launch.exposeVirtualizationExtensions ? ",+\(forcedFeature),x-force-features=on,check=off" : ""
      return "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+aes,+pclmulqdq,+rdrand,+fsgsbase,+rdtscp"
        + ["svm", "npt", "vgif"].map { ",\(sign)\($0)" }.joined() + forced
    case .kvm:
      // The host's processor as it is: nothing moves to another host, so the invariant TSC may be shown.
      return "host,migratable=off,\(sign)\(launch.vendor.virtualizationFlag)"
    }
  }

  private mutating func addChannels(_ launch: MachineLaunch) {
    add("-chardev", "socket,id=qmp,fd=\(hand(.socket(Self.monitorSocket))),server=on,wait=off")
    add("-mon", "chardev=qmp,mode=control")
    let log = addFileSet(.log(Self.consoleLog))
    add(
      "-chardev",
      "socket,id=console,fd=\(hand(.socket(Self.consoleSocket))),server=on,wait=off,logfile=\(log),logappend=on")
    add("-serial", "chardev:console")
    if let path = launch.secondComPortPath {
      add("-chardev", "socket,id=com2,fd=\(hand(.outerSocket(path: path))),server=on,wait=off")
      add("-serial", "chardev:com2")
    }
    add("-device", "virtio-serial-pci,max_ports=2")
    add("-chardev", "socket,id=link,fd=\(hand(.socket(Self.linkSocket))),server=on,wait=off")
    add("-device", "virtserialport,chardev=link,name=droste.link")
  }

  /// `status=off`: the guest has no sign of whether a cable is in. With one it would see each restart of a switch as a
  /// cable pulled and put back, and take its addresses down; without, it sees lost frames at most.
  ///
  /// `queue_size`: the most that QEMU takes. With its own 256 a receiver that sleeps for a moment loses frames: four
  /// connections between two emulated machines had 2,000 retransmissions in 5 s, 8 with 1024, and a third more throughput.
  ///
  /// `vectors=0`: interrupts by a pin instead of messages. Where messages are on, QEMU 7.2 asks KVM for a way around
  /// itself, and crashes where there is no KVM.
  private mutating func addAdapters(_ launch: MachineLaunch) {
    let folder = "/proc/self/fd/\(hand(.portFolder))"
    let pairs = MachineLaunch.queuePairs(processors: launch.processors)
    for (index, adapter) in launch.adapters.enumerated() {
      add("-chardev", "socket,id=port\(index),path=\(folder)/\(PortSockets.name(index)),server=on,wait=off")
      add("-netdev", "vhost-user,id=net\(index),chardev=port\(index),queues=\(pairs)")
      var device = "virtio-net-pci,netdev=net\(index),mac=\(adapter.macAddress.colonSeparated),romfile=,status=off"
      device += ",rx_queue_size=1024,tx_queue_size=1024"
      if pairs > 1 { device += ",mq=on" }
      if launch.engine == .tcg { device += ",vectors=0" }
      if let mtu = adapter.mtu { device += ",host_mtu=\(mtu)" }
      add("-device", device)
    }
  }

  /// `balloon` takes of what the machine was started with and gives it back; `headroom` gives beyond it. A balloon alone
  /// would have to be blown up at each start: an emulated machine of 4 GiB that begins with 512 MiB is busy with that for
  /// 13 s, and its kernel keeps tables for all 4 GiB. Headroom that nobody asked for costs address space alone.
  ///
  /// `free-page-reporting`: pages that the guest does not use are the host's until it does. Not `deflate-on-oom`: a guest
  /// then counts what the balloon has as memory in use, and could move its memory while it must not move.
  private mutating func addMemoryDevices(_ launch: MachineLaunch) {
    add("-device", "virtio-balloon-pci,id=balloon\(launch.hasDynamicMemory ? ",free-page-reporting=on" : "")")
    guard launch.headroomBytes > 0 else { return }
    let kind = launch.adapters.isEmpty ? "memory-backend-ram" : "memory-backend-memfd"
    let shared = launch.adapters.isEmpty ? "off" : "on"
    add("-object", "\(kind),id=more,size=\(launch.headroomBytes >> 20)M,share=\(shared),reserve=off")
    add("-device", "virtio-mem-pci,id=headroom,memdev=more,requested-size=0,block-size=2M")
  }

  private mutating func addDisk(_ disk: DiskAttachment, _ index: Int, boots: Bool) {
    let file = addFileSet(.disk(path: disk.path, readOnly: disk.readOnly))
    let mode = disk.readOnly ? "read-only=on" : "read-only=off"
    let driver = disk.isBlockDevice ? "host_device" : "file"
    add("-blockdev", "driver=\(driver),node-name=file\(index),filename=\(file),\(mode)")
    add("-blockdev", "driver=\(disk.format.rawValue),node-name=disk\(index),file=file\(index),\(mode)")
    var device = "virtio-blk-pci,drive=disk\(index)"
    if let serial = disk.serial { device += ",serial=\(Self.escaped(serial))" }
    if boots { device += ",bootindex=0" }
    add("-device", device)
  }

  private mutating func add(_ option: String, _ value: String) { arguments += [option, value] }

  /// The number under which the process gets a resource.
  private mutating func hand(_ resource: Resource) -> Int {
    resources.append(resource)
    return Int(Self.lockDescriptor) + resources.count - 1
  }

  /// A name under which QEMU opens a descriptor as if it were a file.
  private mutating func addFileSet(_ resource: Resource) -> String {
    fileSets += 1
    add("-add-fd", "fd=\(hand(resource)),set=\(fileSets)")
    return "/dev/fdset/\(fileSets)"
  }

  /// In QEMU's option lists a comma is written twice.
  private static func escaped(_ text: String) -> String { text.replacing(",", with: ",,") }
}
