import Doctor
import HyperV

/// What can be made only beneath a machine.
extension RealFault {
  /// The boot sector of a disk. It writes the 8 MiB that follow it, 32 KiB at a time by the firmware's int 13h, and then
  /// stands still; a write that fails it does not notice, as QEMU stops the machine.
  private static let writer = #"""
    \061\300\216\330\276\042\174\270\000\103\315\023\146\203\006\052\174\100\146\201\076\052\174\000\100\000\000\162\347
    """# + #"""
      \364\353\375\000\000\020\000\100\000\000\174\000\000\001\000\000\000\000\000\000\000
      """#

  /// Twelve times one Ethernet frame with its length before it, as QEMU's sockets carry them: from 10.88.0.2 to 10.88.0.1,
  /// UDP, with 0BADh for a checksum. They come out of an adapter that QEMU makes.
  private static let wrongChecksums = #"""
    qemu-system-x86_64 -machine none -nodefaults -display none -name sender -pidfile /run/sender.pid -daemonize \
      -netdev socket,id=a,listen=127.0.0.1:2000 -netdev hubport,id=p,hubid=0,netdev=a \
      -netdev tap,id=b,ifname=odd0,script=no,downscript=no -netdev hubport,id=q,hubid=0,netdev=b 2>/dev/null
    ip link set odd0 address 02:00:00:00:00:01; ip addr add 10.88.0.1/24 dev odd0; ip link set odd0 up
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
      printf '\0\0\0\56\2\0\0\0\0\1\2\0\0\0\0\2\10\0\105\0\0\40\0\0\0\0\100\21\146\33\12\130\0\2\12\130\0\1'
      printf '\4\322\4\323\0\14\13\255oops'
    done | nc -w 1 127.0.0.1 2000
    kill $(cat /run/sender.pid); sleep 1
    """#

  private static func small(_ options: String...) -> Step {
    .droste(["create", "small", "--image", "guest"] + options)
  }
  /// A machine is shut down by its agent.
  private static let ready = Step.awaited(["exec", "small", "--", "true"])
  private static let gone: [Step] = [.droste(["stop", "small", "--turn-off"]), .droste(["remove", "small"])]

  /// In a `SpoiledHost`.
  static let ofMachines: [RealFault] = [
    // What starts QEMU drops what was asked for.
    RealFault(
      entry: 10, check: "vm.cpu.virt-effective", object: "small", text: "QEMU's processor has none",
      make: [
        small("--memory", "256MiB", "--nested"), .host(#"echo 's/+\(svm\|vmx\)/-\1/' >/mnt/changes"#),
        .droste(["start", "small"]), .host(": >/mnt/changes"), ready,
      ], mend: .steps([.told]), finish: gone),
    // As on a host that has less than the one that the machine's processor was made for.
    RealFault(
      entry: 14, check: "vm.migrate.cpu", object: "small", severity: .warning, text: "avic",
      make: [
        small("--memory", "256MiB"), .host(#"echo 's/[+-]\(svm\|vmx\)/&,+avic/' >/mnt/changes"#),
        .droste(["start", "small"]), .host(": >/mnt/changes"), ready,
      ], mend: .steps([.told]), finish: gone),
    RealFault(
      entry: 12, check: "vm.memory.nested", object: "small", severity: .warning, text: "256 MiB of 4 GiB",
      make: [small("--memory", "256MiB", "--nested"), .droste(["start", "small"]), ready], mend: .steps([.told]),
      finish: gone),
    RealFault(
      entry: 12, check: "vm.memory.nested", object: "small", severity: .note, text: "DynamicMemoryEnabled is on",
      make: [
        small("--memory", "4GiB", "--nested", "--dynamic-memory", "on", "--minimum-memory", "256MiB"),
        .droste(["start", "small"]), ready,
      ], mend: .steps([.told]), finish: gone),
    RealFault(
      entry: 15, check: "vm.io-error", object: "writer", severity: .error, text: "nospace",
      make: [
        .host(
          """
          mkdir /mnt/disks; mount -t tmpfs -o size=4m,mode=755 tmpfs /mnt/disks; cd /mnt/disks
          { printf '\(writer)'; head -c 460 /dev/zero; printf '\\125\\252'; } >d.img; truncate -s 16M d.img
          """),
        .droste(["create", "writer", "--disk", "/mnt/disks/d.img", "--memory", "64MiB"]),
        .droste(["start", "writer"]),
      ], mend: .steps([.host("mount -o remount,size=32m /mnt/disks"), .told]),
      finish: [.droste(["stop", "writer", "--turn-off"]), .droste(["remove", "writer"]), .host("umount /mnt/disks")]),
    // The firmware's tables are those of a cloud that gives no extensions.
    RealFault(
      entry: 8, check: "host.cloud", object: "this host", severity: .error, text: "AWS",
      asking: ["exec", "h", "--", "droste", "doctor"],
      make: [
        .droste(["create", "h", "--image", "host", "--memory", "1GiB"]),
        .host("echo '-smbios type=1,manufacturer=Amazon' >/mnt/more"), .droste(["start", "h"]),
        .awaited(["list", "h"]),
      ],
      mend: .steps([
        .droste(["stop", "h", "--turn-off"]), .droste(["set", "h", "--nested", "on"]),
        .host("echo ' -chardev pipe,id=gdb,path=/mnt/gdb -gdb chardev:gdb' >>/mnt/more"), .droste(["start", "h"]),
        .host("/mnt/debug"), .awaited(["list", "h"]),
      ])),
    // The processor is in another hypervisor's hands: EFER.SVME is set before KVM wants to set it.
    RealFault(
      entry: 3, check: "host.kvm.busy", object: "h", severity: .error, text: "Device or resource busy",
      make: [
        .shell("h", "\(module); modprobe -r $m"), .host("/mnt/debug 011d000000000000"),
        .shell("h", "\(module); modprobe $m; \(open)"),
      ], mend: .steps([.host("/mnt/debug 010d000000000000")])),
    RealFault(
      entry: 24, check: "net.offload", object: "h", severity: .warning, text: "12 wrong",
      make: [.shell("h", wrongChecksums)],
      mend: .steps([
        .droste(["stop", "h", "--turn-off"]), .host(": >/mnt/more"), .droste(["start", "h"]), .awaited(["list", "h"]),
      ]), finish: [.droste(["stop", "h", "--turn-off"]), .droste(["remove", "h"])]),
  ]
}
