import FoundationEssentials
import HyperV
import Testing

/// Which amounts of memory a machine may have, and what may change while it runs.
@Suite struct MemoryRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var expected: [String]
    var change: @Sendable (inout MemoryConfiguration) -> Void

    init(_ name: String, _ expected: [String], _ change: @escaping @Sendable (inout MemoryConfiguration) -> Void) {
      testDescription = name
      self.expected = expected
      self.change = change
    }
  }

  static let dynamic = MemoryConfiguration(
    startupBytes: 1 << 30, dynamicMemoryEnabled: true, minimumBytes: 512 << 20, maximumBytes: 4 << 30)

  /// Hyper-V's defaults.
  @Test func defaults() {
    let standard = MemoryConfiguration()
    #expect(standard.startupBytes == 512 << 20 && standard.minimumBytes == 512 << 20)
    #expect(standard.maximumBytes == 1_048_576 << 20)
    #expect(!standard.dynamicMemoryEnabled && standard.buffer == 20 && standard.priority == 50)
    #expect(standard.problems().isEmpty)
  }

  /// Each with the beginnings of what is told, on a dynamic machine.
  @Test(arguments: [
    Case("as it is", []) { _ in },
    Case("all the same", []) {
      $0.minimumBytes = 1 << 30
      $0.maximumBytes = 1 << 30
    },
    Case("bounds", []) {
      $0.minimumBytes = 32 << 20
      $0.maximumBytes = 12 << 40
      $0.buffer = 2000
      $0.priority = 0
    },
    Case("minimum above startup", ["minimumBytes: 1074790400 is more"]) { $0.minimumBytes = (1 << 30) + (1 << 20) },
    Case("maximum below startup", ["maximumBytes: 1072693248 is less"]) { $0.maximumBytes = (1 << 30) - (1 << 20) },
    Case("minimum too small", ["minimumBytes: 32505856 is not"]) { $0.minimumBytes = 31 << 20 },
    Case("maximum too large", ["maximumBytes: 13194140581888 is not"]) { $0.maximumBytes = (12 << 40) + (1 << 20) },
    Case("no multiple", ["minimumBytes: 536870913 is not", "maximumBytes: 4294967297 is not"]) {
      $0.minimumBytes += 1
      $0.maximumBytes += 1
    },
    Case("buffer too small", ["buffer: 4 is out of range"]) { $0.buffer = 4 },
    Case("buffer too large", ["buffer: 2001 is out of range"]) { $0.buffer = 2001 },
    Case("priority too small", ["priority: -1 is out of range"]) { $0.priority = -1 },
    Case("priority too large", ["priority: 101 is out of range"]) { $0.priority = 101 },
  ])
  func problems(_ wanted: Case) {
    var memory = Self.dynamic
    wanted.change(&memory)
    let found = memory.problems()
    #expect(found.count == wanted.expected.count, "\(found)")
    for (text, beginning) in zip(found, wanted.expected) { #expect(text.hasPrefix(beginning), "\(text)") }
  }

  /// A static machine may be smaller than what its minimum would be, as `New-VM -MemoryStartupBytes 256MB` makes it.
  @Test func staticMachinesHaveNoBounds() {
    #expect(MemoryConfiguration(startupBytes: 256 << 20).problems().isEmpty)
    #expect(MemoryConfiguration(startupBytes: 2 << 40).problems().isEmpty)
    #expect(!MemoryConfiguration(minimumBytes: 1).problems().isEmpty)
    #expect(!MemoryConfiguration(buffer: 1).problems().isEmpty)
  }

  @Test(arguments: [
    Case("nothing", []) { _ in },
    Case("static", ["DynamicMemoryEnabled"]) {
      $0.dynamicMemoryEnabled = false
      $0.startupBytes = 2 << 30
    },
    Case("startup", ["Startup"]) { $0.startupBytes = 2 << 30 },
    Case("minimum up", ["Minimum"]) { $0.minimumBytes = 1 << 30 },
    Case("minimum down", []) { $0.minimumBytes = 256 << 20 },
    Case("maximum up", []) { $0.maximumBytes = 8 << 30 },
    Case("maximum down", ["Maximum"]) { $0.maximumBytes = 2 << 30 },
    Case("buffer and priority", []) {
      $0.buffer = 50
      $0.priority = 100
    },
  ])
  func needsOff(_ wanted: Case) {
    var memory = Self.dynamic
    wanted.change(&memory)
    #expect(Self.dynamic.changesThatNeedOff(to: memory) == wanted.expected)
  }

  @Test func aStaticMachineChangesWhileItRuns() {
    let old = MemoryConfiguration(startupBytes: 1 << 30)
    let new = MemoryConfiguration(startupBytes: 2 << 30, minimumBytes: 1 << 30, maximumBytes: 2 << 30, buffer: 10)
    #expect(old.changesThatNeedOff(to: new).isEmpty)
    #expect(old.changesAmount(to: new))
    var prior = old
    prior.priority = 1
    prior.buffer = 7
    #expect(!old.changesAmount(to: prior))
  }

  static let id = UUID(uuidString: "0a1b2c3d-0000-4000-8000-00000000abcd") ?? UUID()

  /// Hyper-V's shape: what failed, why, and the same with name and GUID in upper case.
  @Test func held() {
    let error = MemoryRefusal.held("L1", id: Self.id)
    #expect(error.code == .invalidState)
    #expect(
      error.message == """
        Failed to modify device 'Memory'.
        The operation cannot be performed while the virtual machine is in its current state.
        'L1' failed to modify device 'Memory'. (Virtual machine ID 0A1B2C3D-0000-4000-8000-00000000ABCD)
        """)
    #expect(error.cause?.contains("A hypervisor is active inside the machine") == true)
    #expect(error.cause?.contains("even if dynamic memory is enabled") == true)
    #expect(error.hint?.contains("droste stop L1") == true)
  }

  @Test func otherRefusals() {
    let room = MemoryRefusal.beyondLimit("L1", id: Self.id, asked: 8 << 30, limit: 4 << 30)
    #expect(room.code == .invalidState && room.cause?.contains("room for 4096 MiB, 8192 MiB are asked for") == true)
    #expect(MemoryRefusal.beyondLimit("L1", id: Self.id, asked: 1, limit: nil).cause?.contains("without room") == true)
    let short = MemoryRefusal.outOfMemory("L1", id: Self.id, more: 2 << 30, spare: 1 << 30)
    #expect(short.code == .outOfMemory && short.cause?.hasPrefix("2048 MiB more are asked for") == true)
    let part = MemoryRefusal.incomplete("L1", id: Self.id, asked: 512 << 20, assigned: 600 << 20, cause: "why")
    #expect(part.message.contains("has 600 MiB of memory now, not the 512 MiB asked for") && part.cause == "why")
  }
}
