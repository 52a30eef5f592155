internal import HyperV

/// A Linux kernel as a distribution packs it (bzImage), see the kernel's Documentation/x86/boot.rst.
///
/// Started directly, the `vmlinux` inside needs no unpacking under emulation, where that took 0.4 s of a 2.2 s boot
/// (medians of 10 interleaved runs on 2 shared cores, which spread over 1 s).
package enum KernelImage {
  /// The most that a kernel may have, packed or not: 256 MiB.
  package static let limit = 256 << 20

  /// The `vmlinux` inside `bzImage`; nil where it is packed in a way that is not known here or has no PVH entry, in
  /// which case the bzImage itself has to be booted.
  ///
  /// - Throws: `DrosteError` (`unspecified`) where the image is damaged.
  package static func vmlinux(in bzImage: [UInt8]) throws -> [UInt8]? {
    let reader = ByteReader(bzImage, name: "The kernel")
    guard try reader.uint32(0x202) == 0x5372_6448, try reader.uint16(0x206) >= 0x208 else {
      throw DrosteError(.unspecified, "The kernel is no bzImage of boot protocol 2.08 or later.")
    }
    let setupSectors = Int(try reader.uint8(0x1f1))
    // A count of 0 stands for 4; the boot sector itself is one more.
    let start = ((setupSectors == 0 ? 4 : setupSectors) + 1) * 512 + Int(try reader.uint32(0x248))
    let length = Int(try reader.uint32(0x24c))
    guard start <= bzImage.count, length <= bzImage.count - start else { throw reader.damaged }
    let payload = Array(bzImage[start..<start + length])
    guard payload.starts(with: LZ4Legacy.magic) else { return nil }
    let vmlinux = try LZ4Legacy.expand(payload, limit: limit)
    guard let file = try ELFFile(vmlinux, path: "The kernel"), file.hasPVHEntry else { return nil }
    return vmlinux
  }
}
