/// Shell commands that change KVM on a computer.
///
/// Where udev runs it gives /dev/kvm to the group kvm each time a module is loaded; elsewhere, as in the images, the new
/// node is root's alone, and machines, which run as other users, could not open it.
enum KVMCommand {
  /// Lets the group kvm open the device.
  static let open = "chgrp kvm /dev/kvm; chmod 660 /dev/kvm"

  static func load(_ module: String) -> String { "modprobe \(module); \(open)" }

  static func reload(_ module: String) -> String { "modprobe -r \(module) && modprobe \(module) && { \(open); }" }

  /// Sets parameters of a module for now and for later.
  static func set(_ module: String, _ settings: String, in file: String) -> String {
    "mkdir -p /etc/modprobe.d; echo options \(module) \(settings) >/etc/modprobe.d/\(file); \(reload(module))"
  }
}
