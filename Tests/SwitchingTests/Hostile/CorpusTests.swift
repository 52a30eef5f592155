import FoundationEssentials
import Glibc
import Testing

/// The cases that `droste-fuzz` has kept: each a few hundred bytes that make a guest lie in a way of its own, or that a
/// mistake was found with. The program runs them as it did then, in a process of its own, so that a crash is a failure.
struct CorpusTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus").path

  /// In groups, so that a failure names few files, and a process is not needed for each.
  static let groups: [[String]] = {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return stride(from: 0, to: names.count, by: 8).map { Array(names[$0..<min($0 + 8, names.count)]) }
  }()

  @Test func isThere() { #expect(Self.groups.joined().count >= 24) }

  @Test(.timeLimit(.minutes(2)), arguments: groups) func replay(_ names: [String]) throws {
    let log = FileManager.default.temporaryDirectory.appending(path: "droste-fuzz-\(UUID()).log").path
    defer { try? FileManager.default.removeItem(atPath: log) }
    // SAFETY: the other end is a file; nothing waits for it.
    let process = try ProcessFixture.spawn(
      [try program(), "replay"] + names.map { "\(Self.folder)/\($0)" }, log: log)
    var status: Int32 = 0
    try #require(waitpid(process, &status, 0) == process)
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    #expect(status == 0, "\(text.suffix(2000))")
  }

  /// Beside the tests.
  private func program() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(decoding: buffer[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = URL(filePath: own).deletingLastPathComponent().appending(path: "droste-fuzz").path
    try #require(access(path, X_OK) == 0, "there is no \(path): build it with --build-tests")
    return path
  }
}
