import Glibc
import Host
import Testing

/// What machines are given of a host's memory. All in MiB.
@Suite struct HostMemoryTests {
  @Test(arguments: [(1024, 94), (2048, 188), (4096, 376), (24576, 384 + 720), (262_144, 384 + 7680)])
  func reserve(_ total: UInt64, _ reserve: UInt64) {
    #expect(HostMemory(total: total << 20, available: 0).reserve >> 20 == reserve)
  }

  @Test(arguments: [(4000, 1000, 2624), (376, 0, 0), (0, 0, -376), (1000, 1000, -376)])
  func spare(_ available: Int64, _ promised: Int64, _ spare: Int64) {
    let host = HostMemory(total: 4096 << 20, available: UInt64(available) << 20)
    #expect(host.spare(promised: UInt64(promised) << 20) == spare << 20)
    #expect(host.spare(promised: .max) < 0)
  }

  /// Sixteen times as much, in pieces of 128 MiB, but no more than the host has.
  @Test(arguments: [
    (64, 896), (256, 3840), (257, 3840), (512, 7680), (4096, 20480), (24000, 512), (24576, 0), (32768, 0),
  ])
  func headroom(_ startup: UInt64, _ headroom: UInt64) {
    let host = HostMemory(total: 24576 << 20, available: 0)
    #expect(host.headroom(startup: startup << 20) >> 20 == headroom)
    #expect(HostMemory(total: .max, available: 0).headroom(startup: 64 << 30) == 448 << 30)
    #expect(HostMemory(total: .max, available: 0).headroom(startup: .max) == 0)
  }

  @Test func thisComputer() throws {
    let host = try #require(HostMemory.now())
    #expect(host.total > host.available && host.available > 0 && host.reserve < host.total / 4)
    #expect(HostMemory.resident(getpid()) > 1 << 20)
    #expect(HostMemory.resident(-1) == 0)
  }
}
