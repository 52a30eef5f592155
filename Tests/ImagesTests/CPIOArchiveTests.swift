import Images
import Testing

@Suite struct CPIOArchiveTests {
  @Test func writesGoldenBytes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.cpio"
    var archive = try CPIOArchive(path: path)
    try archive.addFile("hi", Array("abc".utf8), mode: 0o755)
    try archive.addCharacterDevice("dev/console", mode: 0o600, major: 5, minor: 1)
    try archive.finish()

    let zero = "00000000"
    var expected = "070701" + "00000001" + "000081ED" + zero + zero + "00000001" + zero + "00000003" + zero + zero
    expected += zero + zero + "00000003" + zero + "hi\0\0\0\0" + "abc\0"
    expected += "070701" + "00000002" + "00002180" + zero + zero + "00000001" + zero + zero + zero + zero
    expected += "00000005" + "00000001" + "0000000C" + zero + "dev/console\0" + "\0\0"
    expected += "070701" + "00000003" + zero + zero + zero + "00000001" + zero + zero + zero + zero
    expected += zero + zero + "0000000B" + zero + "TRAILER!!!\0"
    let written = try Files.read(path, limit: 1 << 20)
    #expect(written.count == 512)
    #expect(
      String(decoding: written, as: UTF8.self) == expected + String(repeating: "\0", count: 512 - expected.utf8.count))
  }

  @Test func addsATreeFoldersFirstAndNamesInOrder() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "root/b/z")
    try folder.write("run", to: "root/b/y", mode: 0o750)
    try folder.write("1", to: "root/c")
    try Files.symbolicLink(folder.path + "/root/a", to: "b/z")
    var archive = try CPIOArchive(path: folder.path + "/a.cpio")
    try archive.addTree(folder.path + "/root")
    try archive.finish()
    let entries = try entries(of: Files.read(folder.path + "/a.cpio", limit: 1 << 20))
    #expect(Set(entries.map(\.name)) == ["a", "b", "b/y", "b/z", "c", "TRAILER!!!"])
    let names = entries.map(\.name)
    let place = { (name: String) in names.firstIndex(of: name) ?? -1 }
    #expect(place("b") < place("b/y") && place("b/y") < place("b/z"))
    #expect(entries[place("a")].mode == 0o120777 && entries[place("a")].content == "b/z")
    #expect(entries[place("b/y")].mode == 0o100750 && entries[place("b/y")].content == "run")
  }

  @Test func writesTheSameBytesAgain() throws {
    let folder = try TemporaryFolder()
    for index in 0..<20 { try folder.write("\(index)", to: "root/\(index % 3)/f\(index)") }
    for name in ["one", "two"] {
      var archive = try CPIOArchive(path: folder.path + "/" + name)
      try archive.addTree(folder.path + "/root")
      try archive.finish()
    }
    #expect(
      try Files.read(folder.path + "/one", limit: 1 << 20) == Files.read(folder.path + "/two", limit: 1 << 20))
  }

  @Test func refusesToWriteOverAFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "a.cpio")
    #expect(throws: (any Error).self) { _ = try CPIOArchive(path: folder.path + "/a.cpio") }
  }

  private func entries(of archive: [UInt8]) throws -> [(name: String, mode: Int, content: String)] {
    var found: [(name: String, mode: Int, content: String)] = []
    var position = 0
    func field(_ index: Int) throws -> Int {
      let start = position + 6 + 8 * index
      return try #require(Int(String(decoding: archive[start..<start + 8], as: UTF8.self), radix: 16))
    }
    while found.last?.name != "TRAILER!!!" {
      let (mode, size, nameSize) = (try field(1), try field(6), try field(11))
      let name = String(decoding: archive[position + 110..<position + 110 + nameSize - 1], as: UTF8.self)
      let content = (position + 110 + nameSize + 3) / 4 * 4
      found.append((name, mode, String(decoding: archive[content..<content + size], as: UTF8.self)))
      position = (content + size + 3) / 4 * 4
    }
    return found
  }
}
