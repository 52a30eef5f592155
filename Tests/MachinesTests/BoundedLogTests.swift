import FoundationEssentials
import Glibc
import Machines
import Testing

@Suite struct BoundedLogTests {
  private func withFile(_ body: (String, Int32) throws -> Void) throws {
    var template = Array("/tmp/dr.XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/console.log"
    let fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(fd) }
    try body(path, fd)
  }

  private func append(_ text: String, to fd: Int32) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBytes { write(fd, $0.baseAddress, $0.count) } == bytes.count)
  }

  @Test func givesSpaceBackAndKeepsTheEnd() throws {
    try withFile { path, writer in
      let log = BoundedLog(path: path)
      for line in 0..<40_000 { append("line \(line) of a guest that talks a lot, on and on and on\n", to: writer) }
      var status = stat()
      stat(path, &status)
      #expect(status.st_blocks * 512 > 1 << 20)
      log.trim()
      stat(path, &status)
      #expect(status.st_blocks * 512 < 400 << 10)
      // The writer goes on as if nothing had been.
      append("the end\n", to: writer)
      #expect(log.tail(100).hasSuffix("on and on and on\nthe end\n"))
      #expect(log.tail(100).hasPrefix("line 39999 "))
      // More than is left: from the first whole line, without the hole's zeros.
      let everything = log.tail(16 << 20)
      #expect(everything.hasPrefix("line ") && everything.hasSuffix("the end\n"))
      #expect(everything.utf8.count > 200 << 10)
    }
  }

  @Test func aShortLogIsLeftAlone() throws {
    try withFile { path, writer in
      let log = BoundedLog(path: path)
      append("one\ntwo", to: writer)
      log.trim()
      #expect(log.tail(1000) == "one\ntwo")
      #expect(log.tail(5) == "two")
      #expect(log.tail(2) == "wo")
      #expect(log.tail(0) == "")
      #expect(log.lastLines(1) == "two")
    }
  }

  @Test func neverFollowsALinkAndIsEmptyWithoutAFile() throws {
    try withFile { path, _ in
      let link = path + ".link"
      #expect(symlink("/etc/passwd", link) == 0)
      #expect(BoundedLog(path: link).tail(1000) == "")
      #expect(BoundedLog(path: path + ".none").tail(1000) == "")
      #expect(SerialConsole.lastOutput(directory: "/nonexistent", limit: 10) == "")
    }
  }
}
