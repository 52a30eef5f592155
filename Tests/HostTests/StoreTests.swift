import Ethernet
import FoundationEssentials
import Host
import HyperV
import Testing

@Suite struct StoreTests {
  @Test func resourcesComeBack() async throws {
    try await withFolder { folder in
      let machine = MachineConfiguration(name: "L1", memory: .init(startupBytes: 1 << 30))
      let network = SwitchConfiguration(name: "Lab", type: .nat, address: IPv4Prefix("10.77.0.1/24"))
      let nat = NATConfiguration(name: "LocalNAT", internalPrefix: IPv4Prefix("192.168.100.0/24")!)
      let ids = (UUID(), UUID(), UUID())
      do {
        let store = try Store(path: folder + "/s")
        try await store.save(.machine, id: ids.0, name: machine.name, value: machine)
        try await store.save(.switch, id: ids.1, name: network.name, value: network)
        try await store.save(.nat, id: ids.2, name: nat.name, value: nat)
      }
      let store = try Store(path: folder + "/s")
      let machines = try await store.resources(.machine, as: MachineConfiguration.self)
      #expect(machines.map(\.id) == [ids.0])
      #expect(machines.map(\.value) == [machine])
      #expect(try await store.resources(.switch, as: SwitchConfiguration.self).map(\.value) == [network])
      #expect(try await store.resources(.nat, as: NATConfiguration.self).map(\.value) == [nat])
      #expect(try await store.resourceIDs() == [ids.0, ids.1, ids.2])
    }
  }

  /// What is known of a setting is what was written last, also by those that came between.
  @Test func settingsAreWhatWasWrittenLast() async throws {
    try await withStore { store in
      #expect(try await store.setting("a", as: Int.self) == nil)
      for number in 1...3 {
        try await store.saveSetting("a", number)
        #expect(try await store.setting("a", as: Int.self) == number)
        #expect(try await store.setting("b", as: Int.self) == nil)
      }
      try await store.removeSetting("a")
      #expect(try await store.setting("a", as: Int.self) == nil)
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<50 {
          group.addTask { try? await store.saveSetting("a", number) }
          group.addTask { _ = try? await store.setting("a", as: Int.self) }
        }
      }
      let known = try await store.setting("a", as: Int.self)
      try await store.saveSetting("b", 0)
      #expect(try await store.setting("a", as: Int.self) == known && known != nil)
      let drawn = try await store.constant("c") { 7 }
      #expect(try await store.constant("c") { 8 } == drawn)
    }
  }

  @Test func savingAgainReplaces() async throws {
    try await withStore { store in
      let id = UUID()
      for memory in [64, 128, 256] as [UInt64] {
        let value = MachineConfiguration(name: "m\(memory)", memory: .init(startupBytes: memory << 20))
        try await store.save(.machine, id: id, name: value.name, value: value)
      }
      let found = try await store.resources(.machine, as: MachineConfiguration.self)
      #expect(found.map(\.value.name) == ["m256"])
    }
  }

  /// A name is taken within its kind only, and case does not make another name of it.
  @Test func namesAreUniqueWithoutCase() async throws {
    try await withStore { store in
      let first = UUID()
      try await store.save(.switch, id: first, name: "VmNAT", value: "a")
      await #expect(throws: (any Error).self) {
        try await store.save(.switch, id: UUID(), name: "vmnat", value: "b")
      }
      #expect(try await store.resources(.switch, as: String.self).map(\.value) == ["a"])
      try await store.save(.machine, id: UUID(), name: "vmnat", value: "c")
      try await store.save(.switch, id: first, name: "VMNAT", value: "d")
      #expect(try await store.resources(.switch, as: String.self).map(\.value) == ["d"])
    }
  }

  @Test func removal() async throws {
    try await withStore { store in
      let (gone, stays) = (UUID(), UUID())
      for (id, name) in [(gone, "a"), (stays, "b")] {
        try await store.save(.machine, id: id, name: name, value: name)
        try await store.saveProcess(id, name)
      }
      try await store.recordHostChange(owner: gone, value: "change")
      try await store.remove(gone)
      try await store.remove(gone)
      #expect(try await store.resourceIDs() == [stays])
      #expect(try await store.process(gone, as: String.self) == nil)
      #expect(try await store.process(stays, as: String.self) == "b")
      // What was done to the host is still to be undone.
      #expect(try await store.hostChanges(owner: gone, as: String.self).map(\.value) == ["change"])
    }
  }

  @Test func processesAndHowTheyEnded() async throws {
    try await withStore { store in
      let id = UUID()
      try await store.saveProcess(id, ["pid": 17])
      #expect(try await store.process(id, as: [String: Int].self) == ["pid": 17])
      try await store.removeProcess(id, reason: "killed by signal 9")
      #expect(try await store.process(id, as: [String: Int].self) == nil)
      #expect(try await store.endings() == [id: "killed by signal 9"])
      // A new life clears how the last one ended; an end that was asked for has no reason.
      try await store.saveProcess(id, ["pid": 18])
      #expect(try await store.endings().isEmpty)
      try await store.removeProcess(id, reason: nil)
      #expect(try await store.endings().isEmpty)
    }
  }

  @Test func sequencesNeverRepeat() async throws {
    try await withFolder { folder in
      var seen: [UInt64] = []
      for _ in 0..<3 {
        let store = try Store(path: folder + "/s")
        for _ in 0..<4 { seen.append(try await store.next("n") { 7 }) }
      }
      #expect(seen == Array(7..<19))
    }
  }

  @Test func constantsAreDrawnOnce() async throws {
    try await withFolder { folder in
      let first = try await Store(path: folder + "/s").constant("c") { .random(in: 0 ... .max) }
      for _ in 0..<3 { #expect(try await Store(path: folder + "/s").constant("c") { 0 } == first) }
    }
  }

  @Test func manyAtOnce() async throws {
    try await withStore { store in
      let numbers = try await withThrowingTaskGroup(of: UInt64.self) { group in
        for index in 0..<40 {
          group.addTask {
            try await store.save(.machine, id: UUID(), name: "m\(index)", value: index)
            return try await store.next("n") { 0 }
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(numbers == Set(0..<40))
      #expect(try await store.resourceIDs().count == 40)
    }
  }
}

/// A file that is not what it should be.
@Suite struct DamagedStoreTests {
  @Test(arguments: [
    Array("this is no database, though it is long enough to be one".utf8),
    Array("SQLite format 3\0".utf8) + Array(repeating: 0xFF, count: 4096),
    [UInt8](repeating: 0xA5, count: 100_000),
  ])
  func garbage(_ bytes: [UInt8]) async throws {
    try await withFolder { folder in
      try Data(bytes).write(to: URL(filePath: folder + "/s"))
      let error = #expect(throws: DrosteError.self) { try Store(path: folder + "/s") }
      #expect(error?.code == .unavailable)
      #expect(error?.message == "The store \(folder)/s cannot be opened.")
      #expect(error?.cause?.isEmpty == false)
      #expect(error?.hint?.contains("damaged") == true)
      // Nothing is repaired behind the user's back.
      #expect(FileManager.default.contents(atPath: folder + "/s").map { Array($0) } == bytes)
    }
  }

  @Test func folderInItsPlace() async throws {
    try await withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/s", withIntermediateDirectories: false)
      #expect(throws: DrosteError.self) { try Store(path: folder + "/s") }
    }
  }

  @Test func missingFolder() async throws {
    try await withFolder { folder in
      let error = #expect(throws: DrosteError.self) { try Store(path: folder + "/none/s") }
      #expect(error?.message.contains(folder + "/none/s") == true)
    }
  }

  /// A value of another shape is named, and the others are not lost with it.
  @Test func unreadableValue() async throws {
    try await withStore { store in
      let id = UUID()
      try await store.save(.machine, id: id, name: "m", value: ["no": "machine"])
      let error = await #expect(throws: DrosteError.self) {
        try await store.resources(.machine, as: MachineConfiguration.self)
      }
      #expect(error?.message.contains(id.uuidString) == true)
      #expect(error?.cause?.contains("name") == true)
      #expect(try await store.resourceIDs() == [id])
    }
  }
}
