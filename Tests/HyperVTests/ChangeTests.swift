import Ethernet
import FoundationEssentials
import HyperV
import Testing

/// What may change while a machine runs and what needs the Off state.
@Suite struct ChangeTests {
  static let base = MachineConfiguration(
    name: "L1", version: .init(11, 0), processor: .init(count: 2), memory: .init(startupBytes: 1 << 30),
    adapters: [.init(name: "LAN", switchName: "Outer", macAddress: MACAddress("00-15-5D-01-02-03"))])

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var expected: [String]
    var change: @Sendable (inout MachineConfiguration) -> Void

    init(_ name: String, _ expected: [String], _ change: @escaping @Sendable (inout MachineConfiguration) -> Void) {
      testDescription = name
      self.expected = expected
      self.change = change
    }
  }

  @Test(arguments: [
    Case("nested", ["Processor ExposeVirtualizationExtensions"]) { $0.processor.exposeVirtualizationExtensions = true },
    Case("processors", ["Processor Count"]) { $0.processor.count = 1 },
    Case("memory", []) { $0.memory.startupBytes = 2 << 30 },
    Case("dynamic memory", ["Memory DynamicMemoryEnabled"]) { $0.memory.dynamicMemoryEnabled = true },
    Case("version", ["Virtual machine Version"]) { $0.version = .newest },
    Case("boot", ["Hard Drive Path"]) { $0.boot = .disk(path: "/d") },
    Case("adapter more", ["Network Adapter MacAddress"]) { $0.adapters.append(.init(name: "2")) },
    Case("adapter less", ["Network Adapter MacAddress"]) { $0.adapters = [] },
    Case("adapter's address", ["Network Adapter MacAddress"]) {
      $0.adapters[0].macAddress = MACAddress("00155D010204")
    },
    Case("several", ["Processor ExposeVirtualizationExtensions", "Processor Count", "Memory DynamicMemoryEnabled"]) {
      $0.processor = .init(count: 4, exposeVirtualizationExtensions: true)
      $0.memory.dynamicMemoryEnabled = true
    },
    Case("nothing", []) { _ in },
    Case("switch", []) { $0.adapters[0].switchName = "Other" },
    Case("unplug", []) { $0.adapters[0].switchName = nil },
    Case("spoofing", []) { $0.adapters[0].macAddressSpoofing = .on },
    Case("notes", []) { $0.notes = "seen" },
    Case("adapter's name", []) { $0.adapters[0].name = "other" },
    Case("machine's name", []) { $0.name = "other" },
    Case("VLAN", []) { $0.adapters[0].vlan = .access(id: 5) },
    Case("guards", []) {
      $0.adapters[0].dhcpGuard = .on
      $0.adapters[0].routerGuard = .on
    },
    Case("integration services", []) { $0.integrationServices = .init(enabled: []) },
    Case("COM 2", ["Serial Port Path"]) { $0.comPorts[1].path = "/run/com2" },
  ])
  func needsOff(_ wanted: Case) {
    var new = Self.base
    wanted.change(&new)
    #expect(Self.base.changesThatNeedOff(to: new).map { "\($0.device) \($0.property)" } == wanted.expected)
  }

  /// Hyper-V's shape: summary, the reason, the same with name and GUID in upper case.
  @Test func refusal() {
    var new = Self.base
    new.processor = .init(count: 4, exposeVirtualizationExtensions: true)
    new.memory.dynamicMemoryEnabled = true
    let id = UUID(uuidString: "0a1b2c3d-0000-4000-8000-00000000abcd") ?? UUID()
    let error = Self.base.modifyRefusal(id: id, changes: Self.base.changesThatNeedOff(to: new), state: .running)
    #expect(error.code == .invalidState)
    #expect(
      error.message == """
        Failed to modify device 'Processor'.
        The operation cannot be performed while the virtual machine is in its current state.
        'L1' failed to modify device 'Processor'. (Virtual machine ID 0A1B2C3D-0000-4000-8000-00000000ABCD)
        """)
    let cause = error.cause ?? ""
    for part in [
      "Processor ExposeVirtualizationExtensions", "Processor Count", "Memory DynamicMemoryEnabled", "Off", "Running",
    ] {
      #expect(cause.contains(part))
    }
    #expect(error.hint == "droste stop L1")
  }

  @Test func refusalNamesTheDevice() {
    var new = Self.base
    new.memory.dynamicMemoryEnabled = true
    let error = Self.base.modifyRefusal(id: UUID(), changes: Self.base.changesThatNeedOff(to: new), state: .starting)
    #expect(error.message.hasPrefix("Failed to modify device 'Memory'.\n"))
    #expect(error.cause?.contains("Starting") == true)
  }
}
