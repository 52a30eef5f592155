import HyperV
import Images
import Testing

@Suite struct KernelImageTests {
  /// `content` as one LZ4 block of literals, of which there must be at least 15.
  static func literals(_ content: [UInt8]) -> [UInt8] {
    var left = content.count - 15
    var block: [UInt8] = [0xf0]
    while left >= 255 {
      block.append(255)
      left -= 255
    }
    return block + [UInt8(left)] + content
  }

  static func frame(_ blocks: [[UInt8]]) -> [UInt8] {
    LZ4Legacy.magic + blocks.flatMap { bytes(UInt32($0.count)) + $0 }
  }

  @Test func expandsLiteralsAndOverlappingMatches() throws {
    // "ab", then 9 bytes from 2 back, then 3 literals.
    let block: [UInt8] = [0x25, 0x61, 0x62, 2, 0, 0x30, 0x78, 0x79, 0x7a]
    #expect(try LZ4Legacy.expand(Self.frame([block]), limit: 100) == Array("abababababaxyz".utf8))
    let long = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try LZ4Legacy.expand(Self.frame([Self.literals(long), block]), limit: 2000).count == 1014)
  }

  @Test func endsWhereTheExpandedSizeIsAppended() throws {
    let data = Self.frame([[0x30, 1, 2, 3]]) + bytes(UInt32(53_243_444))
    #expect(try LZ4Legacy.expand(data, limit: 10) == [1, 2, 3])
  }

  @Test(arguments: [
    [UInt8](), [1, 2, 3, 4], frame([[0x50, 1, 2]]), frame([[0x10, 1, 2, 0]]), frame([[0x10, 1, 0, 0]]),
    frame([[0xf0, 255, 255]]), frame([[0x1f, 1, 1, 0, 255]]), frame([[0x1f, 1, 1, 0, 255, 255, 255]]),
  ])
  func damagedDataIsAnError(_ data: [UInt8]) {
    #expect(throws: DrosteError.self) { try LZ4Legacy.expand(data, limit: 100) }
  }

  @Test func noMoreComesOutThanTheLimit() {
    #expect(throws: DrosteError.self) { try LZ4Legacy.expand(Self.frame([[0x30, 1, 2, 3]]), limit: 2) }
  }

  static func bzImage(_ payload: [UInt8]) -> [UInt8] {
    var setup = [UInt8](repeating: 0, count: 1024)
    setup[0x1f1] = 1
    setup.replaceSubrange(0x202..<0x206, with: bytes(UInt32(0x5372_6448)))
    setup.replaceSubrange(0x206..<0x208, with: bytes(UInt16(0x20f)))
    setup.replaceSubrange(0x248..<0x24c, with: bytes(UInt32(16)))
    setup.replaceSubrange(0x24c..<0x250, with: bytes(UInt32(payload.count)))
    return setup + [UInt8](repeating: 0x90, count: 16) + payload
  }

  @Test func takesTheKernelOutOfABzImage() throws {
    let image = Self.bzImage(Self.frame([Self.literals(ELFFileTests.pvh)]) + bytes(UInt32(ELFFileTests.pvh.count)))
    #expect(try KernelImage.vmlinux(in: image) == ELFFileTests.pvh)
  }

  @Test func leavesAKernelThatCannotStartDirectlyAsItIs() throws {
    #expect(try KernelImage.vmlinux(in: Self.bzImage(Self.frame([Self.literals(ELFFileTests.program)]))) == nil)
    #expect(try KernelImage.vmlinux(in: Self.bzImage([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])) == nil)
  }

  @Test func refusesWhatIsNoKernel() {
    #expect(throws: DrosteError.self) { try KernelImage.vmlinux(in: []) }
    #expect(throws: DrosteError.self) { try KernelImage.vmlinux(in: [UInt8](repeating: 0, count: 4096)) }
    let cut = Self.bzImage([UInt8](repeating: 1, count: 100)).dropLast(1)
    #expect(throws: DrosteError.self) { try KernelImage.vmlinux(in: Array(cut)) }
  }
}
