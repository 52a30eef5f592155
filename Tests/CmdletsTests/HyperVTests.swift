import HostAPI
import PowerShell
import Testing

/// Hyper-V's cmdlets on a real host. Each row begins on a host without machines and switches.
@Suite(.runningService, .serialized, .timeLimit(.minutes(10)))
struct HyperVTests {
  @Test(arguments: MachineRows.all) func machines(_ row: CmdletRow) async throws { try await check(row) }

  @Test(arguments: PartRows.all) func parts(_ row: CmdletRow) async throws { try await check(row) }

  @Test(arguments: PolicyRows.all) func policies(_ row: CmdletRow) async throws { try await check(row) }

  @Test(.enabled(if: TestService.hasQEMU, "QEMU is not installed"), arguments: RunningRows.all)
  func running(_ row: CmdletRow) async throws { try await check(row) }

  @Test(.enabled(if: TestService.hasSwitches, "droste-switch is not built"), arguments: SwitchRows.all)
  func switches(_ row: CmdletRow) async throws { try await check(row) }

  private func check(_ row: CmdletRow) async throws {
    let service = try #require(RunningService.service)
    try await service.clear()
    try await row.check(
      service.client, variables: [("disk", .string(service.disk)), ("folder", .string(service.folder))])
  }
}
