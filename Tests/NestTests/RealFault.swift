import Doctor
import HyperV
import TestSupport
import Testing

/// A fault that is made for real, and what the doctor must say of it.
struct RealFault: Sendable {
  /// How it goes away.
  enum Mend: Sendable {
    /// By `droste doctor --fix --yes`.
    case fix
    case steps([Step])
  }

  enum Step: Sendable {
    /// Words for `droste`: `exec L1 -- …`, `Set-VM …`.
    case droste([String])
    /// The same, and it must be refused.
    case refused([String])
    /// The same, again and again until it succeeds.
    case awaited([String])
    /// The command of `droste` that the finding names as what mends it.
    case told
    /// A script for a shell where the service runs (`SpoiledHost`).
    case host(String)

    /// A shell script in a machine.
    static func shell(_ path: String, _ script: String) -> Step { .droste(["exec", path, "--", "sh", "-c", script]) }
  }

  /// Which of the 25 known failures of nested virtualization: the table in docs/doctor.md.
  let entry: Int
  let check: String
  let object: String
  var severity: Severity?
  /// Words of its verdict or measurement.
  var text = ""
  /// What asks: words for `droste` up to its arguments, as `exec L1 -- droste doctor` is.
  var asking = ["doctor"]
  let make: [Step]
  let mend: Mend
  /// What makes all as it was before; the finding is gone already.
  var finish: [Step] = []

  /// Of all nests of the tests.
  static let all = inNest + withMachinesOff + Self.ofMachines

  private static let clock = "/sys/devices/system/clocksource/clocksource0/current_clocksource"
  private static let emulator = "qemu-system-x86_64 -nodefaults -display none -m 32 -S"

  /// In the nest of `nested.yaml`: L1 is a host, in it `bridged` and `natted`.
  static let inNest: [RealFault] = [
    RealFault(
      entry: 22, check: "net.port.mac-spoofing", object: "switch Lab, port L1/Network Adapter", text: "s ago from",
      make: [
        .droste(["Set-VMNetworkAdapter", "-VMName", "L1", "-MacAddressSpoofing", "Off"]),
        .shell("L1/bridged", "ping -c 4 -W 1 10.77.0.1; true"),
      ], mend: .fix),
    RealFault(
      entry: 25, check: "host.net.forwarding", object: "L1", make: [.shell("L1", "sysctl -w net.ipv4.ip_forward=0")],
      mend: .fix),
    RealFault(
      entry: 25, check: "host.net.forwarding", object: "L1",
      make: [
        .shell(
          "L1",
          "nft add table ip docker && nft add chain ip docker FORWARD '{ type filter hook forward priority 0 ; policy drop ; }'"
        )
      ], mend: .steps([.told])),
    RealFault(
      entry: 25, check: "host.net.forwarding", object: "L1",
      make: [.shell("L1", "sysctl -w net.netfilter.nf_conntrack_max=1")],
      mend: .steps([.shell("L1", "sysctl -w net.netfilter.nf_conntrack_max=65536")])),
    RealFault(
      entry: 23, check: "net.subnet.overlap", object: "L1",
      make: [
        .shell(
          "L1", "ip link add virbr0 type bridge && ip address add 10.77.0.200/24 dev virbr0 && ip link set virbr0 up")
      ], mend: .steps([.shell("L1", "ip link delete virbr0")])),
    RealFault(
      entry: 24, check: "net.mtu", object: "L1/natted", make: [.shell("L1/natted", "ip link set dev eth0 mtu 3000")],
      mend: .fix),
    RealFault(
      entry: 21, check: "guest.clock", object: "L1/bridged",
      make: [.shell("L1/bridged", "echo acpi_pm >\(clock)")], mend: .fix),
    RealFault(
      entry: 20, check: "guest.l2.accelerated", object: "L1, QEMU slow",
      make: [.shell("L1", "\(emulator) -name slow -accel tcg -pidfile /run/slow.pid -daemonize")],
      mend: .steps([.shell("L1", "kill $(cat /run/slow.pid); sleep 1")])),
    RealFault(
      entry: 9, check: "vm.cpu.virt-exposed", object: "L1, QEMU old",
      make: [.shell("L1", "\(emulator) -name old -accel kvm -cpu kvm64 -pidfile /run/old.pid -daemonize")],
      mend: .steps([.shell("L1", "kill $(cat /run/old.pid); sleep 1")])),
    RealFault(
      entry: 18, check: "vm.windows.enlightenments", object: "L1, QEMU win",
      make: [
        .shell("L1", "\(emulator) -name win -accel kvm -cpu host,hv-passthrough -pidfile /run/win.pid -daemonize")
      ],
      mend: .steps([.shell("L1", "kill $(cat /run/win.pid); sleep 1")])),
    RealFault(
      entry: 5, check: "host.kvm.nested.pending", object: "L1",
      make: [.shell("L1", "\(module); mkdir -p /etc/modprobe.d; echo options $m nested=0 >/etc/modprobe.d/n.conf")],
      mend: .steps([.shell("L1", "rm /etc/modprobe.d/n.conf")])),
    RealFault(
      entry: 6, check: "host.kvm.world-writable", object: "L1", make: [.shell("L1", "chmod 666 /dev/kvm")], mend: .fix),
    RealFault(
      entry: 16, check: "guest.kvm", object: "L1", make: [.shell("L1", "mv /dev/kvm /dev/kvm.away")],
      mend: .steps([.shell("L1", "mv /dev/kvm.away /dev/kvm")])),
    // It opens, as /dev/kvm does, and runs nothing.
    RealFault(
      entry: 16, check: "guest.kvm", object: "L1",
      make: [.shell("L1", "mv /dev/kvm /dev/kvm.away && mknod -m 660 /dev/kvm c 1 3")],
      mend: .steps([.shell("L1", "mv /dev/kvm.away /dev/kvm")])),
    // As after udev has set its mode anew.
    RealFault(
      entry: 2, check: "host.kvm.access", object: "L1", severity: .error, text: "root alone",
      make: [.shell("L1", "chmod 600 /dev/kvm")], mend: .fix),
    // A user who is not in the group.
    RealFault(
      entry: 2, check: "host.kvm.access", object: "this host", severity: .note, text: "Permission denied",
      asking: asNobody, make: [.shell("L1", "mkdir -m 777 /tmp/nobody")],
      mend: .steps([.shell("L1", "sed -i 's/^kvm:.*/&,nobody/' /etc/group")]),
      finish: [.shell("L1", "rm -r /tmp/nobody; sed -i 's/^\\(kvm:.*\\),nobody/\\1/' /etc/group")]),
    RealFault(
      entry: 15, check: "host.storage.headroom", object: "L1",
      make: [.shell("L1", "dd if=/dev/zero of=/var/lib/droste/fill bs=1M 2>/dev/null; true")],
      mend: .steps([.shell("L1", "rm /var/lib/droste/fill")])),
    RealFault(
      entry: 11, check: "vm.nested.state", object: "L1",
      make: [.refused(["set", "L1", "--nested", "off"])],
      // Any change that is taken. The notes are the lab's mark, by which it is found again.
      mend: .steps([
        .droste(["Set-VM", "L1", "-Notes", "changed"]), .droste(["Set-VM", "L1", "-Notes", "lab:nested"]),
      ])),
  ]

  /// busybox's su takes its own arguments up to `--`.
  private static let asNobody = [
    "exec", "L1", "--", "su", "-s", "/bin/sh", "-c",
    "DROSTE_HOME=/tmp/nobody/h DROSTE_RUN=/tmp/nobody/r exec droste doctor \"$@\"", "--", "nobody", "sh",
  ]
}
