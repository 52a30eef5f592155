import Ethernet
import FoundationEssentials
import Host
import HyperV
import Testing

@Suite struct MACPoolTests {
  @Test func addresses() async throws {
    try await withFolder { folder in
      var given: [MACAddress] = []
      // The pool goes on where it was after a restart of the service.
      for _ in 0..<2 {
        let pool = MACPool(store: try Store(path: folder + "/s"))
        for _ in 0..<20 { given.append(try await pool.next(taken: [])) }
      }
      #expect(Set(given).count == 40)
      #expect(given.allSatisfy { $0.description.hasPrefix("00-15-5D-") && !$0.isMulticast })
      #expect(Set(given.map { $0.rawValue >> 8 }).count == 1)
      #expect(given.map { $0.rawValue & 0xFF } == Array(0..<40))
    }
  }

  @Test func hostsDiffer() async throws {
    var hosts: Set<UInt64> = []
    for _ in 0..<4 {
      try await withStore { store in hosts.insert(try await MACPool(store: store).next(taken: []).rawValue >> 8) }
    }
    // Two of four are the same in one run of ten thousand; all four never.
    #expect(hosts.count > 1)
  }

  @Test func skipsWhatIsTaken() async throws {
    try await withStore { store in
      let pool = MACPool(store: store)
      let first = try await pool.next(taken: [])
      let taken = Set((1...10).map { MACAddress(rawValue: first.rawValue + $0) })
      #expect(try await pool.next(taken: taken).rawValue == first.rawValue + 11)
    }
  }

  @Test func comesRoundAndEnds() async throws {
    try await withStore { store in
      let pool = MACPool(store: store)
      var taken: Set<MACAddress> = []
      for _ in 0..<256 { taken.insert(try await pool.next(taken: taken)) }
      #expect(taken.count == 256)
      let full = taken
      let error = await #expect(throws: DrosteError.self) { try await pool.next(taken: full) }
      #expect(error?.code == .outOfMemory)
      #expect(error?.hint != nil)
      let freed = taken.removeFirst()
      #expect(try await pool.next(taken: taken) == freed)
    }
  }
}
