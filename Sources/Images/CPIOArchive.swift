internal import Glibc
internal import HyperV

/// Writes a `newc` cpio archive, the format of an initramfs (the kernel's
/// Documentation/driver-api/early-userspace/buffer-format.rst).
///
/// Owners are always root and times always 0: the same input gives the same bytes, and no privilege is needed for
/// device nodes.
package struct CPIOArchive: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var inode: UInt32 = 0
  private var length = 0

  /// Starts the archive in the new file `path`.
  package init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw DrosteError(.unspecified, "Could not write \(path).", cause: String(cString: strerror(errno)))
    }
    guard fchmod(descriptor, 0o644) == 0 else {
      throw DrosteError(.unspecified, "Could not write \(path).", cause: String(cString: strerror(errno)))
    }
  }

  deinit { close(descriptor) }

  package mutating func addFolder(_ name: String, mode: UInt32 = 0o755) throws {
    try add(name, mode: UInt32(S_IFDIR) | mode)
  }

  package mutating func addFile(_ name: String, _ content: [UInt8], mode: UInt32) throws {
    try add(name, mode: UInt32(S_IFREG) | mode, content)
  }

  package mutating func addSymbolicLink(_ name: String, to destination: String) throws {
    try add(name, mode: UInt32(S_IFLNK) | 0o777, Array(destination.utf8))
  }

  package mutating func addCharacterDevice(_ name: String, mode: UInt32, major: UInt32, minor: UInt32) throws {
    try add(name, mode: UInt32(S_IFCHR) | mode, major: major, minor: minor)
  }

  /// Adds everything in the folder `root`, names in order, as it would be seen with `root` as `/`.
  package mutating func addTree(_ root: String) throws {
    var folders = [""]
    while let folder = folders.popLast() {
      var inside: [String] = []
      for name in Files.names(in: root + "/" + folder) {
        let relative = folder.isEmpty ? name : folder + "/" + name
        var status = stat()
        guard lstat(root + "/" + relative, &status) == 0 else {
          throw DrosteError(
            .unspecified, "Could not read \(root)/\(relative).", cause: String(cString: strerror(errno)))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
          try addFolder(relative, mode: status.st_mode & 0o777)
          inside.append(relative)
        case S_IFREG:
          let content = try Files.read(root + "/" + relative, limit: 1 << 30)
          try addFile(relative, content, mode: status.st_mode & 0o777)
        case S_IFLNK:
          try addSymbolicLink(relative, to: try Self.destination(root + "/" + relative))
        default: break
        }
      }
      folders += inside.reversed()
    }
  }

  /// Writes the trailer; the archive is whole after it.
  package consuming func finish() throws {
    try add("TRAILER!!!", mode: 0)
    try put([UInt8](repeating: 0, count: (512 - length % 512) % 512))
    guard fsync(descriptor) == 0 else {
      throw DrosteError(.unspecified, "Could not sync \(path).", cause: String(cString: strerror(errno)))
    }
  }

  private mutating func add(
    _ name: String, mode: UInt32, _ content: [UInt8] = [], major: UInt32 = 0, minor: UInt32 = 0
  ) throws {
    guard content.count <= UInt32.max else {
      throw DrosteError(.unspecified, "\(name) has \(content.count) bytes, too many for an initramfs.")
    }
    inode += 1
    let links: UInt32 = mode & UInt32(S_IFMT) == UInt32(S_IFDIR) ? 2 : 1
    let fields: [UInt32] = [
      inode, mode, 0, 0, links, 0, UInt32(content.count), 0, 0, major, minor, UInt32(name.utf8.count + 1), 0,
    ]
    var header = Array("070701".utf8)
    for field in fields {
      let digits = String(field, radix: 16, uppercase: true)
      header += Array(String(repeating: "0", count: 8 - digits.count).utf8) + Array(digits.utf8)
    }
    header += Array(name.utf8) + [0]
    header += [UInt8](repeating: 0, count: (4 - header.count % 4) % 4)
    try put(header)
    try put(content)
    try put([UInt8](repeating: 0, count: (4 - content.count % 4) % 4))
  }

  private mutating func put(_ bytes: [UInt8]) throws {
    try Files.write(bytes, to: descriptor, path: path)
    length += bytes.count
  }

  private static func destination(_ path: String) throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else {
      throw DrosteError(.unspecified, "Could not read \(path).", cause: String(cString: strerror(errno)))
    }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
