import Ethernet
import HyperV
import Testing

@Suite struct MachineRuleTests {
  /// The configuration of a good machine with one thing changed.
  struct Case: Sendable, CustomTestStringConvertible {
    var field: String
    var text: String
    var change: @Sendable (inout MachineConfiguration) -> Void

    var testDescription: String { field + " " + text }

    init(_ field: String, _ text: String, _ change: @escaping @Sendable (inout MachineConfiguration) -> Void) {
      self.field = field
      self.text = text
      self.change = change
    }
  }

  @Test(arguments: [
    Case("name", "empty") { $0.name = "" },
    Case("version", "7.0 is not supported") { $0.version = .init(7, 0) },
    Case("version", "254.0 is not supported") { $0.version = .init(254, 0) },
    Case("processor.count", "0 is out of range, the range is 1 through 240") { $0.processor.count = 0 },
    Case("processor.count", "-1 is out of range") { $0.processor.count = -1 },
    Case("processor.count", "241 is out of range") { $0.processor.count = 241 },
    Case("memory.startupBytes", "0 is not") { $0.memory.startupBytes = 0 },
    Case("memory.startupBytes", "32 MiB through 12 TiB") { $0.memory.startupBytes = 31 << 20 },
    Case("memory.startupBytes", "multiple of 1 MiB") { $0.memory.startupBytes = (64 << 20) + 1 },
    Case("memory.startupBytes", "12 TiB") { $0.memory.startupBytes = (12 << 40) + (1 << 20) },
    Case("memory.startupBytes", "12 TiB") { $0.memory.startupBytes = .max },
    Case("adapters", "65 adapters, a machine may have 64") {
      $0.adapters = (0..<65).map { .init(name: "Adapter \($0)") }
    },
    Case("adapters[1].name", "another adapter \"LAN\"") { $0.adapters = [.init(name: "lan"), .init(name: "LAN")] },
    Case("adapters[0].name", "empty") { $0.adapters = [.init(name: "")] },
    Case("adapters[0].macAddress", "01-00-5E-00-00-01 is not the address of one adapter") {
      $0.adapters = [.init(macAddress: MACAddress("01-00-5E-00-00-01"))]
    },
    Case("adapters[0].macAddress", "FF-FF-FF-FF-FF-FF") { $0.adapters = [.init(macAddress: .broadcast)] },
    Case("adapters[0].macAddress", "00-00-00-00-00-00") { $0.adapters = [.init(macAddress: .zero)] },
    Case("adapters[1].macAddress", "00-15-5D-00-00-01 is another adapter's") {
      let address = MACAddress("00155D000001")
      $0.adapters = [.init(name: "a", macAddress: address), .init(name: "b", macAddress: address)]
    },
    Case("boot.image", "\"\" is not the name of an image") { $0.boot = .image("") },
    Case("boot.image", "../host") { $0.boot = .image("../host") },
    Case("boot.image", ".hidden") { $0.boot = .image(".hidden") },
    Case("boot.disk", "\"disk.raw\" is not an absolute path") { $0.boot = .disk(path: "disk.raw") },
  ])
  func refused(_ wrong: Case) {
    var configuration = MachineConfiguration(name: "m")
    wrong.change(&configuration)
    let problems = configuration.problems(vendor: .amd)
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix(wrong.field + ": ") == true, "\(problems)")
    #expect(problems.first?.contains(wrong.text) == true, "\(problems)")
  }

  @Test(arguments: [
    Case("processor.count", "1") { $0.processor.count = 1 },
    Case("processor.count", "240") { $0.processor.count = 240 },
    Case("memory", "32 MiB") { $0.memory.startupBytes = 32 << 20 },
    Case("memory", "12 TiB") { $0.memory.startupBytes = 12 << 40 },
    Case("adapters", "64") { $0.adapters = (0..<64).map { .init(name: "Adapter \($0)") } },
    Case("boot", "disk") { $0.boot = .disk(path: "/var/disk.raw") },
    Case("adapters", "locally administered") { $0.adapters = [.init(macAddress: MACAddress("02-00-00-00-00-01"))] },
    Case("nested", "12.0") { $0.processor.exposeVirtualizationExtensions = true },
  ])
  func allowed(_ right: Case) {
    var configuration = MachineConfiguration(name: "m")
    right.change(&configuration)
    #expect(configuration.problems(vendor: .amd).isEmpty)
    #expect(configuration.problems(vendor: .intel).isEmpty)
  }

  /// One answer names everything that is wrong.
  @Test func reportsAll() {
    let configuration = MachineConfiguration(
      name: "", version: .init(9, 0), processor: .init(count: 0, exposeVirtualizationExtensions: true),
      memory: .init(startupBytes: 1), adapters: [.init(name: "/")])
    let fields = configuration.problems(vendor: .amd).compactMap { $0.split(separator: ":").first.map(String.init) }
    #expect(
      fields == [
        "name", "processor.count", "memory.startupBytes", "processor.exposeVirtualizationExtensions",
        "adapters[0].name",
      ])
  }

  /// What New-VM gives: 512 MB, one processor, no adapter unless asked for, spoofing Off.
  @Test func defaults() {
    let configuration = MachineConfiguration(name: "m")
    #expect(configuration.memory.startupBytes == 512 << 20)
    #expect(configuration.processor.count == 1)
    #expect(configuration.boot == .image("guest"))
    let adapter = NetworkAdapterConfiguration()
    #expect(adapter.name == "Network Adapter")
    #expect(adapter.switchName == nil && adapter.macAddress == nil && adapter.macAddressSpoofing == .off)
  }
}
