internal import FoundationEssentials
internal import HyperV

/// A folder as an ext4 disk image, made by mke2fs without root and without mounting it.
enum LibraryDiskImage {
  /// Writes `folder` to the new file `path`. There is no journal, as nobody ever writes to it, and nothing is
  /// compressed, as unpacking is costly under emulation.
  static func write(_ folder: String, to path: String) async throws {
    // -A counts files with several names once, as mke2fs stores them.
    let usage = try await Tool.run("du", ["-s", "-B", "4096", "--apparent-size", "--", folder])
    guard let used = Int(usage.prefix { $0.isNumber }) else {
      throw DrosteError(.unspecified, "du said \"\(usage)\" about \(folder).")
    }
    // Apparent size counts no rest of a last block and no folder blocks: 1/16 and 16 MiB cover both; what is left
    // over is a hole in the file.
    let blocks = used + used / 16 + 4096
    try await Tool.run(
      "mke2fs",
      [
        "-q", "-F", "-t", "ext4", "-b", "4096", "-m", "0", "-i", "16384", "-L", "droste-library",
        "-O", "^has_journal,^resize_inode,^metadata_csum", "-E", "root_owner=0:0", "-d", folder, path, String(blocks),
      ])
    try Files.sync(path)
  }
}
