import HyperV
import Machines
import Testing

/// How a machine comes to an amount of memory. All in MiB.
@Suite struct MachineMemoryTests {
  struct Row: Sendable {
    var target: UInt64
    /// Beyond what the machine was started with, and left of that.
    var added: UInt64
    var left: UInt64
    var has: UInt64 = 0
    var isStuck = false
  }

  /// A machine started with 512 that can be given 1024 more.
  @Test(arguments: [
    Row(target: 512, added: 0, left: 512),
    Row(target: 400, added: 0, left: 400),
    Row(target: 1, added: 0, left: 32),
    Row(target: 600, added: 88, left: 512),
    Row(target: 601, added: 88, left: 512),
    Row(target: 1536, added: 1024, left: 512),
    Row(target: 9999, added: 1024, left: 512),
    // It has more and gives it back by itself.
    Row(target: 600, added: 88, left: 512, has: 1024),
    Row(target: 400, added: 0, left: 400, has: 1024),
    // It does not, so the balloon takes what it can.
    Row(target: 600, added: 88, left: 472, has: 128, isStuck: true),
    Row(target: 400, added: 0, left: 272, has: 128, isStuck: true),
    Row(target: 400, added: 0, left: 32, has: 1024, isStuck: true),
    Row(target: 700, added: 188, left: 512, has: 128, isStuck: true),
  ])
  func request(_ row: Row) {
    let memory = MachineMemory(base: 512 << 20, left: 512 << 20, added: row.has << 20, headroom: 1024 << 20)
    let request = memory.request(row.target << 20, isStuck: row.isStuck)
    #expect(request.added >> 20 == row.added && request.left >> 20 == row.left)
    #expect(request.added.isMultiple(of: MachineMemory.block))
  }

  @Test func aSmallMachineIsNotMadeLarger() {
    #expect(MachineMemory(base: 32 << 20, left: 32 << 20).request(1 << 20) == .init(added: 0, left: 32 << 20))
    #expect(MachineMemory(base: 8 << 20, left: 8 << 20).request(1 << 20) == .init(added: 0, left: 8 << 20))
  }
}

extension MachineProcessTests {
  /// The devices are there and take what they are asked for; a guest of one sector does nothing with it.
  @Test(.timeLimit(.minutes(2)), arguments: [0, 1]) func memoryIsTold(_ adapters: Int) async throws {
    let fixture = try Fixture { launch in
      launch.headroomBytes = 256 << 20
      launch.hasDynamicMemory = true
      launch.adapters = Array(launch.adapters.prefix(adapters))
    }
    defer { fixture.remove() }
    let machine = try await MachineProcess.start(fixture.launch)
    let before = try #require(try await machine.memory())
    #expect(before == MachineMemory(base: 64 << 20, left: 64 << 20, headroom: 256 << 20))
    #expect(before.assigned == 64 << 20 && before.limit == 320 << 20)
    try await machine.change(.init(added: 128 << 20, left: 48 << 20), from: before)
    let after = try #require(try await machine.memory())
    #expect(after.requested == 128 << 20 && after.added == 0 && after.assigned == 64 << 20)
    try await machine.pollGuestMemory(seconds: 1)
    #expect(try await machine.guestMemory() == nil)
    #expect(try await machine.isHypervisorActive() == false)
    await machine.turnOff()
    await #expect(throws: DrosteError.self) { try await machine.memory() }
  }
}
