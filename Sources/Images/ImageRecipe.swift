/// What goes into an image. Recipes are built in: they belong to the product's version.
package struct ImageRecipe: Sendable {
  /// Raised with every change of what the builder makes of the same packages and programs. Start-up files and the
  /// command line need no raise: they are part of an image's hash.
  package static let version = 2

  package var name: String
  /// Whether its machines are hosts: they run the service and get the library disk.
  package var isHost: Bool

  package static let guest = ImageRecipe(name: "guest", isHost: false)
  package static let host = ImageRecipe(name: "host", isHost: true)
  package static let all = [guest, host]

  package static func named(_ name: String) -> ImageRecipe? { all.first { $0.name == name } }

  /// The packages of every image, resolved together so that guest and host share one kernel and one C library.
  /// libgcc-s1 and libstdc++6 are what a Swift program needs beside libc, which loads the first by name.
  static let packages = [
    "linux-image-cloud-amd64", "busybox-static", "iproute2", "libc6", "libgcc-s1", "libstdc++6", "nftables",
    "qemu-system-x86", "seabios", "libslirp0", "libsqlite3-0",
  ]

  /// Our programs in the image, below `usr/bin`.
  var binaries: [String] {
    isHost
      ? ["droste", "droste-agent", "droste-powershell", "droste-switch"] : ["droste-agent", "droste-powershell"]
  }

  /// Names under which `droste` in a host, and `droste-powershell` in any other machine, are PowerShell.
  static let shellNames = ["pwsh", "powershell"]

  /// `tsc=reliable`: processors of one emulated machine share the TSC, yet the kernel's test marks it unstable, and
  /// then each reading of the time is an exit to the emulator; it makes no difference to the boot. `no_timer_check`:
  /// on a busy host the kernel's test of the first timer interrupts was seen to fail under emulation, which ends in a
  /// panic at worst; under KVM the kernel skips it by itself. `cryptomgr.notests` saves 0.25 s of 2 s under emulation
  /// (medians of 10 interleaved runs). `rcu_nocbs=all`: a processor that has callbacks to run may not stop its tick, so each
  /// guest woke two or three times more after it had nothing to do; in three levels a sixth of L2's exits.
  var commandLine: String {
    "console=ttyS0 quiet panic=-1 tsc=reliable no_timer_check cryptomgr.notests rcu_nocbs=all droste.image=\(name)"
  }

  /// Modules in the initramfs. KVM is there because the agent of any machine with virtualization extensions tries it.
  static let initrdModules = [
    "virtio_pci", "virtio_console", "virtio_net", "virtio_blk", "virtio_rng", "virtio_balloon", "virtio_mem", "kvm_amd",
    "kvm_intel",
  ]

  /// Modules of a host beyond those.
  static let hostModules = ["tun", "bridge", "veth", "vhost_net", "vhost_vsock", "overlay", "loop"]

  /// Folders of modules that a host gets whole: which of them nftables asks for depends on the rules.
  static let hostModuleFolders = ["kernel/net/netfilter", "kernel/net/ipv4/netfilter", "kernel/net/ipv6/netfilter"]

  /// Programs from packages, in every image.
  static let programs = ["/usr/sbin/ip"]

  /// Programs from packages, in a host.
  static let hostPrograms = ["/usr/bin/qemu-system-x86_64", "/usr/sbin/nft", "/usr/sbin/tc", "/usr/bin/ss"]

  /// Accelerator modules that QEMU loads by name; only those of x86-64 are of use.
  static let hostModuleLibraries = ["/usr/lib/x86_64-linux-gnu/qemu/accel-tcg-x86_64.so"]

  /// The firmware that a machine started with `-kernel` uses: the BIOS, the option ROMs that enter a kernel, and the
  /// one that KVM's local APIC maps.
  static let firmware = [
    "/usr/share/seabios/bios-256k.bin", "/usr/share/qemu/pvh.bin", "/usr/share/qemu/linuxboot_dma.bin",
    "/usr/share/qemu/kvmvapic.bin",
  ]
}
