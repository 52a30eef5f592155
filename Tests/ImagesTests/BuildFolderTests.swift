import Images
import Synchronization
import Testing

@Suite struct BuildFolderTests {
  @Test func foldersOfBuildersThatAreGoneAreRemoved() throws {
    let folder = try TemporaryFolder()
    let mine = try BuildFolder(in: folder.path)
    try folder.write("half", to: ".build-4194304-1-1/image/initrd")
    // Our own process id, but of a process that started at another time.
    let parts = mine.path.split(separator: "-")
    try folder.write("half", to: ".build-\(parts[parts.count - 3])-1-1/image/initrd")
    try folder.write("half", to: ".build-nonsense/x")
    try folder.write("keep", to: "guest/initrd")
    BuildFolder.removeStale(in: folder.path)
    let own = String(mine.path.dropFirst(folder.path.count + 1))
    #expect(Files.names(in: folder.path) == [own, "guest"])
    mine.remove()
    #expect(Files.names(in: folder.path) == ["guest"])
  }

  @Test func anImageIsReplacedAsAWhole() throws {
    let folder = try TemporaryFolder()
    try folder.write("1", to: "new/a")
    try Files.replace(folder.path + "/guest", with: folder.path + "/new", aside: folder.path + "/old")
    #expect(Files.names(in: folder.path + "/guest") == ["a"])
    try folder.write("2", to: "new/b")
    try Files.replace(folder.path + "/guest", with: folder.path + "/new", aside: folder.path + "/old")
    #expect(Files.names(in: folder.path + "/guest") == ["b"])
    #expect(Files.names(in: folder.path + "/old") == ["a"])
  }

  @Test func buildsTakeTurns() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    var first: BuildLock? = try await BuildLock.acquire(in: path) {}
    #expect(first != nil)
    let isWaiting = AsyncStream<Void>.makeStream()
    let second = Task {
      _ = try await BuildLock.acquire(in: path) { isWaiting.continuation.finish() }
    }
    for await _ in isWaiting.stream {}
    first = nil
    try await second.value
  }

  @Test func aWaitCanBeCancelled() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    let first = try await BuildLock.acquire(in: path) {}
    let isWaiting = AsyncStream<Void>.makeStream()
    let second = Task {
      _ = try await BuildLock.acquire(in: path) { isWaiting.continuation.finish() }
    }
    for await _ in isWaiting.stream {}
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    withExtendedLifetime(first) {}
  }
}
