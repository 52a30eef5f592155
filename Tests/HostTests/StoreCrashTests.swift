import FoundationEssentials
import Glibc
import Host
import HyperV
import Testing

/// What was told to be written is there after the process was killed in the middle of writing.
@Suite struct StoreCrashTests {
  /// The delays, in milliseconds, put the kill at different places of a transaction.
  @Test(arguments: [30, 75, 130])
  func killedWhileWriting(_ delay: Int) async throws {
    try await withFolder { folder in
      await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, delay = delay as Int] in
        try await writeUntilKilled(folder: folder, milliseconds: delay)
      }
      let told = Set(
        try String(contentsOfFile: folder + "/told", encoding: .utf8).split(separator: "\n").compactMap { Int($0) })
      #expect(!told.isEmpty)
      let store = try Store(path: folder + "/s")
      let found = try await store.resources(.machine, as: MachineConfiguration.self)
      let names = Set(found.map(\.value.name))
      for number in told { #expect(names.contains("m\(number)")) }
      // At most the one under way was written without having been told.
      #expect(found.count - told.count <= 1)
      let changes = try await store.hostChanges(owner: nil, as: Int.self).map(\.value)
      #expect(changes == Array(0..<changes.count))
      #expect(changes.count - found.count <= 1 && changes.count >= found.count)
      try await store.save(.machine, id: UUID(), name: "after", value: MachineConfiguration(name: "after"))
    }
  }
}

/// Writes machines, a host change before each, and tells of each in the file `told`, until it is killed.
private func writeUntilKilled(folder: String, milliseconds: Int) async throws {
  let store = try Store(path: folder + "/s")
  let told = open(folder + "/told", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  let owner = UUID()
  for number in 0..<1_000_000 {
    try await store.recordHostChange(owner: owner, value: number)
    let machine = MachineConfiguration(name: "m\(number)")
    try await store.save(.machine, id: UUID(), name: machine.name, value: machine)
    let line = Array("\(number)\n".utf8)
    guard write(told, line, line.count) == line.count else { return }
    if number == 0 {
      Task.detached {
        try await Task.sleep(for: .milliseconds(milliseconds))
        kill(getpid(), SIGKILL)
      }
    }
  }
}
