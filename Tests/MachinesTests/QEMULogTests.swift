import FoundationEssentials
import Machines
import Testing

@Suite struct QEMULogTests {
  @Test func tellsWhatIsNotRoutine() throws {
    let path = "/tmp/dr.\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      qemu-system-x86_64: -netdev vhost-user,id=net0: info: QEMU waiting for connection on: disconnected:unix:/0
      qemu-system-x86_64: warning: one
      qemu-system-x86_64: Failed to write msg. Wrote -1 instead of 20.
      qemu-system-x86_64: two
      qemu-system-x86_64: Failed to set msg fds.
      qemu-system-x86_64: vhost VQ 0 ring restore failed: -22: Invalid argument (22)

      """
    try Data(text.utf8).write(to: URL(filePath: path))
    #expect(QEMULog(path: path).lastLines(5) == "qemu-system-x86_64: warning: one\nqemu-system-x86_64: two")
    #expect(QEMULog(path: path).lastLines(1) == "qemu-system-x86_64: two")
    #expect(QEMULog(path: path + ".none").lastLines(5) == "")
  }
}
