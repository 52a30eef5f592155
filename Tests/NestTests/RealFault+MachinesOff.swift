import Doctor
import HyperV

/// What can be made only where KVM's module has no user.
extension RealFault {
  /// Sets `m` to KVM's module and `p` to its parameter of nested paging.
  static let module = "m=kvm_amd; p=npt; grep -q -w svm /proc/cpuinfo || { m=kvm_intel; p=ept; }"
  /// What udev does with the device, which the images do without.
  static let open = "chgrp kvm /dev/kvm; chmod 660 /dev/kvm"

  /// In the nest of `nested.yaml`, whose inner machines are Off.
  static let withMachinesOff: [RealFault] = [
    RealFault(
      entry: 1, check: "host.kvm.device", object: "this host", severity: .error, text: "is not loaded",
      asking: ["exec", "L1", "--", "droste", "doctor"], make: [.shell("L1", "\(module); modprobe -r $m")], mend: .fix),
    RealFault(
      entry: 16, check: "guest.kvm", object: "L1", text: "is not loaded",
      make: [.shell("L1", "\(module); modprobe -r $m")], mend: .fix),
    RealFault(
      entry: 4, check: "host.kvm.nested", object: "L1", severity: .error, text: "deep",
      make: [
        .droste(["create", "L1/deep", "--memory", "256MiB", "--nested"]),
        .shell("L1", "\(module); modprobe -r $m; modprobe $m nested=0; \(open)"),
      ], mend: .fix, finish: [.droste(["remove", "L1/deep"]), .shell("L1", "rm /etc/modprobe.d/nested.conf")]),
    RealFault(
      entry: 7, check: "host.kvm.accel-features", object: "L1", severity: .error,
      make: [.shell("L1", "\(module); modprobe -r $m; modprobe $m $p=0; \(open)")], mend: .fix,
      finish: [.shell("L1", "rm /etc/modprobe.d/features.conf")]),
    // Configured at last, and the module is free to take it.
    RealFault(
      entry: 5, check: "host.kvm.nested.pending", object: "L1",
      make: [.shell("L1", "\(module); echo options $m nested=0 >/etc/modprobe.d/n.conf")], mend: .fix,
      finish: [.shell("L1", "\(module); rm /etc/modprobe.d/n.conf; modprobe -r $m; modprobe $m; \(open)")]),
    RealFault(
      entry: 12, check: "vm.memory.nested", object: "L1", severity: .warning, text: "available inside",
      make: [.droste(["create", "L1/big", "--memory", "8GiB"])],
      mend: .steps([.droste(["set", "L1/big", "--memory", "512MiB"])]), finish: [.droste(["remove", "L1/big"])]),
  ]
}
