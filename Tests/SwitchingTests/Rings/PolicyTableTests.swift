import Testing

/// Every policy as machines with rings meet it: a real switch process, front ends, and for each frame who receives it and
/// which counter of which port went up.
@Suite("Policies between rings", .serialized, .timeLimit(.minutes(5)))
struct PolicyTableTests {
  @Test(arguments: SourceRows.all, RingFormat.allCases)
  func source(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: NeighbourRows.all, RingFormat.allCases)
  func neighbours(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: GuardRows.all, RingFormat.allCases)
  func guards(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: VLANRows.all, RingFormat.allCases)
  func vlan(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: MirrorRows.all, RingFormat.allCases)
  func mirroring(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: StormRows.all, RingFormat.allCases)
  func storms(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: AccessControlRows.all, RingFormat.allCases)
  func accessControl(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }

  @Test(arguments: ForwardingRows.all, RingFormat.allCases)
  func forwarding(_ row: PolicyRow, _ rings: RingFormat) async throws { try await RingProcess.run(row, rings) }
}
