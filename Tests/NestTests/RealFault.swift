import Doctor
import HyperV
import TestSupport
import Testing

/// A fault that is made in a running nest, and what the doctor must say of it.
struct RealFault: Sendable {
  /// How it goes away.
  enum Mend: Sendable {
    /// By `droste doctor --fix --yes`.
    case fix
    /// By commands.
    case commands([Step])
  }

  /// Words for `droste`: `exec L1 -- …`, `Set-VM …`. One that is expected to be refused has a reason to fail.
  struct Step: Sendable {
    var words: [String]
    var isRefused = false

    /// A shell script in a machine.
    static func shell(_ path: String, _ script: String) -> Step {
      Step(words: ["exec", path, "--", "sh", "-c", script])
    }
  }

  let check: String
  let object: String
  let make: [Step]
  let mend: Mend

  private static let clock = "/sys/devices/system/clocksource/clocksource0/current_clocksource"
  private static let emulator = "qemu-system-x86_64 -nodefaults -display none -m 32 -S"

  /// In the nest of `nested.yaml`: L1 is a host, in it `bridged` and `natted`.
  static let all: [RealFault] = [
    RealFault(
      check: "net.port.mac-spoofing", object: "switch Lab, port L1/Network Adapter",
      make: [
        Step(words: ["Set-VMNetworkAdapter", "-VMName", "L1", "-MacAddressSpoofing", "Off"]),
        .shell("L1/bridged", "ping -c 4 -W 1 10.77.0.1; true"),
      ], mend: .fix),
    RealFault(
      check: "host.net.forwarding", object: "L1", make: [.shell("L1", "sysctl -w net.ipv4.ip_forward=0")], mend: .fix),
    RealFault(
      check: "host.net.forwarding", object: "L1",
      make: [
        .shell(
          "L1",
          "nft add table ip docker && nft add chain ip docker FORWARD '{ type filter hook forward priority 0 ; policy drop ; }'"
        )
      ], mend: .commands([.shell("L1", "nft \"chain ip docker FORWARD { policy accept ; }\"")])),
    RealFault(
      check: "host.net.forwarding", object: "L1", make: [.shell("L1", "sysctl -w net.netfilter.nf_conntrack_max=1")],
      mend: .commands([.shell("L1", "sysctl -w net.netfilter.nf_conntrack_max=65536")])),
    RealFault(
      check: "net.subnet.overlap", object: "L1",
      make: [
        .shell(
          "L1", "ip link add virbr0 type bridge && ip address add 10.77.0.200/24 dev virbr0 && ip link set virbr0 up")
      ], mend: .commands([.shell("L1", "ip link delete virbr0")])),
    RealFault(
      check: "net.mtu", object: "L1/natted", make: [.shell("L1/natted", "ip link set dev eth0 mtu 3000")], mend: .fix),
    RealFault(
      check: "guest.clock", object: "L1/bridged", make: [.shell("L1/bridged", "echo acpi_pm >\(clock)")], mend: .fix),
    RealFault(
      check: "guest.l2.accelerated", object: "L1, QEMU slow",
      make: [.shell("L1", "\(emulator) -name slow -accel tcg -pidfile /run/slow.pid -daemonize")],
      mend: .commands([.shell("L1", "kill $(cat /run/slow.pid); sleep 1")])),
    RealFault(
      check: "vm.cpu.virt-exposed", object: "L1, QEMU old",
      make: [.shell("L1", "\(emulator) -name old -accel kvm -cpu kvm64 -pidfile /run/old.pid -daemonize")],
      mend: .commands([.shell("L1", "kill $(cat /run/old.pid); sleep 1")])),
    RealFault(
      check: "vm.windows.enlightenments", object: "L1, QEMU win",
      make: [
        .shell("L1", "\(emulator) -name win -accel kvm -cpu host,hv-passthrough -pidfile /run/win.pid -daemonize")
      ],
      mend: .commands([.shell("L1", "kill $(cat /run/win.pid); sleep 1")])),
    RealFault(
      check: "host.kvm.nested.pending", object: "L1",
      make: [.shell("L1", "mkdir -p /etc/modprobe.d && echo options kvm_amd nested=0 >/etc/modprobe.d/n.conf")],
      mend: .commands([.shell("L1", "rm /etc/modprobe.d/n.conf")])),
    RealFault(check: "host.kvm.world-writable", object: "L1", make: [.shell("L1", "chmod 666 /dev/kvm")], mend: .fix),
    RealFault(
      check: "guest.kvm", object: "L1", make: [.shell("L1", "mv /dev/kvm /dev/kvm.away")],
      mend: .commands([.shell("L1", "mv /dev/kvm.away /dev/kvm")])),
    // It opens, as /dev/kvm does, and runs nothing.
    RealFault(
      check: "guest.kvm", object: "L1",
      make: [.shell("L1", "mv /dev/kvm /dev/kvm.away && mknod -m 660 /dev/kvm c 1 3")],
      mend: .commands([.shell("L1", "mv /dev/kvm.away /dev/kvm")])),
    RealFault(
      check: "host.storage.headroom", object: "L1",
      make: [.shell("L1", "dd if=/dev/zero of=/var/lib/droste/fill bs=1M 2>/dev/null; true")],
      mend: .commands([.shell("L1", "rm /var/lib/droste/fill")])),
    RealFault(
      check: "vm.nested.state", object: "L1",
      make: [Step(words: ["set", "L1", "--nested", "off"], isRefused: true)],
      // Any change that is taken. The notes are the lab's mark, by which it is found again.
      mend: .commands([
        Step(words: ["Set-VM", "L1", "-Notes", "changed"]), Step(words: ["Set-VM", "L1", "-Notes", "lab:nested"]),
      ])),
  ]
}
