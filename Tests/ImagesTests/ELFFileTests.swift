import HyperV
import Images
import Testing

@Suite struct ELFFileTests {
  /// A 64-bit ELF file with one program header per segment; content follows the headers.
  static func file(_ segments: [(type: UInt32, content: [UInt8])]) -> [UInt8] {
    var header: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    header += bytes(UInt16(2)) + bytes(UInt16(62)) + bytes(UInt32(1)) + bytes(UInt64(0)) + bytes(UInt64(64))
    header += bytes(UInt64(0)) + bytes(UInt32(0)) + bytes(UInt16(64)) + bytes(UInt16(56))
    header += bytes(UInt16(segments.count)) + bytes(UInt16(0)) + bytes(UInt16(0)) + bytes(UInt16(0))
    var content: [UInt8] = []
    let base = 64 + 56 * segments.count
    for segment in segments {
      let offset = UInt64(base + content.count)
      header += bytes(segment.type) + bytes(UInt32(4)) + bytes(offset) + bytes(offset) + bytes(offset)
      header += bytes(UInt64(segment.content.count)) + bytes(UInt64(segment.content.count)) + bytes(UInt64(1))
      content += segment.content
    }
    return header + content
  }

  static func note(_ name: String, _ type: UInt32, _ data: [UInt8]) -> [UInt8] {
    bytes(UInt32(name.utf8.count + 1)) + bytes(UInt32(data.count)) + bytes(type) + Array(name.utf8) + [0] + data
  }

  static let pvh = file([(4, note("GNU", 1, [0, 0, 0, 0]) + note("Xen", 18, bytes(UInt32(0x100_0000))))])

  static var program: [UInt8] {
    let strings = Array("\0libz.so.1\0libc.so.6\0$ORIGIN/../lib:/opt\0".utf8)
    // The strings lie at the start of the first segment's content, whose address is its offset.
    let address = UInt64(64 + 56 * 3)
    let tags: [(UInt64, UInt64)] = [(1, 1), (1, 11), (29, 21), (5, address), (0, 0)]
    return file([
      (1, strings), (2, tags.flatMap { bytes($0.0) + bytes($0.1) }), (3, Array("/lib64/ld.so\0".utf8)),
    ])
  }

  @Test func readsWhatAProgramNeeds() throws {
    let elf = try #require(try ELFFile(Self.program, path: "p"))
    #expect(elf.needed == ["libz.so.1", "libc.so.6"])
    #expect(elf.runPath == ["$ORIGIN/../lib", "/opt"])
    #expect(elf.interpreter == "/lib64/ld.so")
    #expect(!elf.hasPVHEntry)
  }

  @Test func findsThePVHEntry() throws {
    #expect(try #require(try ELFFile(Self.pvh, path: "k")).hasPVHEntry)
  }

  @Test func readsThisTestItself() throws {
    let elf = try #require(try ELFFile(Files.read("/proc/self/exe", limit: 1 << 30), path: "self"))
    #expect(elf.needed.contains("libc.so.6"))
    #expect(elf.interpreter?.hasPrefix("/lib64/ld-linux") == true)
  }

  @Test(arguments: [[], Array("#!/bin/sh\n".utf8), [UInt8](repeating: 0x7f, count: 200)])
  func othersAreNone(_ content: [UInt8]) throws {
    #expect(try ELFFile(content, path: "x") == nil)
  }

  @Test func anyCutIsAnErrorOrLessButNoTrap() throws {
    for file in [Self.program, Self.pvh] {
      for length in 64..<file.count {
        do {
          _ = try ELFFile(Array(file[..<length]), path: "cut")
        } catch {
          #expect(error is DrosteError)
        }
      }
    }
  }

  @Test func anyDamagedByteIsAnErrorOrOtherContentButNoTrap() throws {
    for file in [Self.program, Self.pvh] {
      for index in 16..<file.count {
        var damaged = file
        damaged[index] = 0xff
        do {
          _ = try ELFFile(damaged, path: "damaged")
        } catch {
          #expect(error is DrosteError)
        }
      }
    }
  }
}
