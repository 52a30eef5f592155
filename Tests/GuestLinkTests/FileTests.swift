import Foundation
import GuestLink
import HyperV
import NIOCore
import Testing

@Suite struct FileTests {
  @Test(arguments: [0, 1, 65_536, 65_537, 50 * 1024 * 1024])
  func thereAndBack(length: Int) async throws {
    let agent = try await LinkedAgent()
    let path = agent.folder("file ä%&")
    #expect(try await agent.link.upload(path: path, mode: 0o750, bytes: Pattern(length: length)) == UInt64(length))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o750)
    let file = try await agent.link.download(path: path)
    #expect(file.mode == 0o750)
    var came = 0
    for try await bytes in file {
      // Whole words are compared as they come; pieces need not end at one.
      let from = came / 8 * 8
      let expected = Pattern.bytes(from..<(came + bytes.readableBytes)).getSlice(
        at: came - from, length: bytes.readableBytes)
      guard bytes == expected else {
        Issue.record("different bytes after \(came)")
        return
      }
      came += bytes.readableBytes
    }
    #expect(came == length)
    #expect(try FileManager.default.contentsOfDirectory(atPath: agent.folder.path).filter { $0.hasPrefix(".") } == [])
  }

  @Test func kernelFileOfNoLength() async throws {
    let agent = try await LinkedAgent()
    var text = ""
    for try await bytes in try await agent.link.download(path: "/proc/version") { text += String(buffer: bytes) }
    #expect(text.hasPrefix("Linux version"))
  }

  @Test func linkIsFollowedAndReplacedFileKept() async throws {
    let agent = try await LinkedAgent()
    try Data("old".utf8).write(to: URL(fileURLWithPath: agent.folder("real")))
    symlink("real", agent.folder("link"))
    try await agent.link.upload(path: agent.folder("link"), bytes: Pattern(length: 10))
    #expect(try Data(contentsOf: URL(fileURLWithPath: agent.folder("real"))).count == 10)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: agent.folder("link")) == "real")
  }

  @Test(
    arguments: [
      ("relative", .invalidParameter), ("/tmp", .invalidOperation), ("/no/such/folder/file", .objectNotFound),
      ("/dev/null", .invalidOperation), ("/", .invalidOperation),
    ] as [(String, DrosteError.Code)])
  func refusals(path: String, code: DrosteError.Code) async throws {
    let agent = try await LinkedAgent()
    let up = await #expect(throws: DrosteError.self) {
      try await agent.link.upload(path: path, bytes: Pattern(length: 5_000_000))
    }
    #expect(up?.code == code, "\(up?.description ?? "")")
    let down = await #expect(throws: DrosteError.self) { try await agent.link.download(path: path) }
    #expect(down?.code == code, "\(down?.description ?? "")")
  }

  @Test func interruptedUploadLeavesNothing() async throws {
    let agent = try await LinkedAgent()
    let path = agent.folder("file")
    try Data("old".utf8).write(to: URL(fileURLWithPath: path))
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      try await agent.link.upload(
        path: path, bytes: Pattern(length: 10_000_000) { if $0 > 3_000_000 { throw Stop() } })
    }
    // A second request is answered after the first one's end was seen.
    _ = try await agent.link.shell("sleep 0.2")
    #expect(try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8) == "old")
    let left = try FileManager.default.contentsOfDirectory(atPath: agent.folder.path)
    #expect(Set(left) == ["agent.sock", "file"])
  }
}
