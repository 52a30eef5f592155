import HostAPI
import Testing

/// The cmdlets that reach into a host's network, on a host in a network namespace of its own.
@Suite(
  .enabled(if: IsolatedService.isPossible, "needs root, and DROSTE_BIN with the executables"), .isolatedService,
  .serialized, .timeLimit(.minutes(10)))
struct NetworkTests {
  @Test(arguments: NetworkRows.all) func row(_ row: CmdletRow) async throws {
    let client = try #require(IsolatedService.client)
    try await IsolatedService.clear(client)
    try await row.check(client)
  }
}
