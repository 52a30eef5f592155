internal import FoundationEssentials
internal import Glibc
internal import HyperV

/// A disk of a machine.
public struct DiskAttachment: Codable, Hashable, Sendable {
  /// How the file holds the disk.
  public enum Format: String, Codable, Sendable {
    case raw
    case qcow2
  }

  public var path: String
  public var readOnly: Bool
  public var format: Format
  /// What the guest sees as the disk's serial number (`/dev/disk/by-id/virtio-SERIAL`), at most 20 bytes.
  public var serial: String?
  /// Whether `path` is a block device. QEMU has two drivers, each refuses what is the other's.
  public var isBlockDevice: Bool

  /// - Parameter path: a file or a block device, looked at once, now.
  public init(path: String, readOnly: Bool, format: Format, serial: String? = nil) {
    self.path = path
    isBlockDevice = Self.isBlockDevice(path)
    self.readOnly = readOnly
    self.format = format
    self.serial = serial
  }

  private static func isBlockDevice(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFBLK
  }

  /// The bytes that a machine may write to a qcow2 file; nil for other files.
  public static func virtualSize(of path: String) -> UInt64? {
    let fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    var header = [UInt8](repeating: 0, count: 32)
    // SAFETY: the kernel writes at most header.count bytes into the array's own storage.
    let count = header.withUnsafeMutableBytes { read(fd, $0.baseAddress, $0.count) }
    // The size is the eight bytes from 24 on, the highest first (QEMU's docs/interop/qcow2.txt).
    guard count == 32, header.starts(with: [0x51, 0x46, 0x49, 0xfb]) else { return nil }
    return header[24...].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The format of a disk image file, by its first bytes.
  ///
  /// - Throws: `DrosteError` when the file cannot be read, or is a qcow2 file that names another file as its base: QEMU
  ///   runs without the right to open further files.
  public static func format(of path: String) throws -> Format {
    let fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard fd >= 0 else {
      let reason = String(cString: strerror(errno))
      throw DrosteError(
        .objectNotFound, "The disk \(path) cannot be read: \(reason).", hint: "ls -l \(path)")
    }
    defer { close(fd) }
    var header = [UInt8](repeating: 0, count: 16)
    // SAFETY: the kernel writes at most header.count bytes into the array's own storage.
    let count = header.withUnsafeMutableBytes { read(fd, $0.baseAddress, $0.count) }
    // "QFI\xfb", version, then the offset of the base file's name, 8 bytes, 0 without (QEMU's docs/interop/qcow2.txt).
    guard count == 16, header.starts(with: [0x51, 0x46, 0x49, 0xfb]) else { return .raw }
    guard header[8...].allSatisfy({ $0 == 0 }) else {
      throw DrosteError(
        .notSupported, "The disk \(path) is a qcow2 file on top of another file, which machines cannot open.",
        hint: "qemu-img convert -O qcow2 \(path) NEW.qcow2")
    }
    return .qcow2
  }
}
