internal import CDroste
internal import Glibc

/// /dev/kvm, and who may use it.
enum KVMDevice {
  static let path = "/dev/kvm"

  /// The group that a user without privileges needs to open the device; nil when everybody may, or nobody but root.
  static func groupNeeded() -> UInt32? {
    guard let status = status(), !isOpenToAll(status), isOpenToGroup(status) else { return nil }
    return status.st_gid
  }

  /// Whether a process without privileges, made by root, can be given the device. Group 0 is no way: it opens much
  /// else.
  static func canBePassedOn() -> Bool {
    guard let status = status() else { return false }
    return isOpenToAll(status) || isOpenToGroup(status)
  }

  private static func isOpenToAll(_ status: stat) -> Bool { status.st_mode & 0o006 == 0o006 }
  private static func isOpenToGroup(_ status: stat) -> Bool { status.st_mode & 0o060 == 0o060 && status.st_gid != 0 }

  private static func status() -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// A parameter of a kernel module, `Y` or `1` for on; nil when there is no such module.
  static func isOn(module: String, parameter: String) -> Bool? {
    let fd = open("/sys/module/\(module)/parameters/\(parameter)", O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    var byte: UInt8 = 0
    guard read(fd, &byte, 1) == 1 else { return nil }
    return byte == UInt8(ascii: "Y") || byte == UInt8(ascii: "1")
  }
}
