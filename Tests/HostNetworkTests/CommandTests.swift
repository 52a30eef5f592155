import HostNetwork
import Testing

struct CommandTests {
  /// Ctrl-C at a service in the foreground goes to its whole process group: no command may be in it.
  @Test func aCommandHasAGroupOfItsOwn() async throws {
    let outcome = try await NetworkTools().run("cat", ["/proc/self/stat"], input: nil)
    // proc(5): the process is the first word; its group is the third behind the name.
    let words = outcome.output.split(separator: " ")
    let behindName = outcome.output.split(separator: ")").last?.split(separator: " ") ?? []
    try #require(behindName.count > 2)
    #expect(behindName[2] == words.first)
  }
}
