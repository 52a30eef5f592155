/// A bootable image in the library: what QEMU needs to start it.
///
/// An image is a kernel and an initramfs. Nothing of it is written to by a machine, so any number of machines may run
/// from the same one.
public struct Image: Codable, Hashable, Sendable {
  /// The image's name, `guest` or `host`.
  public var name: String
  /// The kernel for `-kernel`: an ELF `vmlinux` with a PVH entry where the distribution's kernel could be unpacked,
  /// else its bzImage.
  public var kernelPath: String
  /// The initramfs for `-initrd`: a plain, uncompressed newc archive.
  public var initrdPath: String
  /// The kernel command line that every machine of this image gets. A machine appends `droste.name=NAME`, which
  /// becomes its host name.
  public var commandLine: String
  /// Whether a machine of this image needs the library disk, as a read-only virtio-blk disk with the serial
  /// `droste-library`.
  public var attachesLibrary: Bool
  /// The hash of everything the image was made of: hexadecimal SHA-256.
  public var hash: String

  public init(
    name: String, kernelPath: String, initrdPath: String, commandLine: String, attachesLibrary: Bool, hash: String
  ) {
    self.name = name
    self.kernelPath = kernelPath
    self.initrdPath = initrdPath
    self.commandLine = commandLine
    self.attachesLibrary = attachesLibrary
    self.hash = hash
  }
}

/// What holds the image library as one read-only disk.
public enum LibraryDisk: Hashable, Sendable {
  /// A disk image file: on the host where the images were built.
  case file(String)
  /// A block device: in a nested host, which hands on the disk that its own host attached.
  case blockDevice(String)

  /// The path of the file or device, either of which QEMU takes as a raw read-only disk.
  public var path: String {
    switch self {
    case .file(let path), .blockDevice(let path): path
    }
  }
}
