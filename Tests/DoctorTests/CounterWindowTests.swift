import Doctor
import Testing

/// What counters gained in the last minutes.
struct CounterWindowTests {
  private struct Look {
    var second: UInt64
    var errors: UInt64
    var packets: UInt64
    /// What is told then: errors, packets, and in how many seconds.
    var told: (UInt64, UInt64, UInt64?)

    init(_ second: UInt64, _ errors: UInt64, _ packets: UInt64, _ told: (UInt64, UInt64, UInt64?)) {
      (self.second, self.errors, self.packets, self.told) = (second, errors, packets, told)
    }
  }

  private func expect(_ looks: [Look]) {
    var window = CounterWindow()
    for look in looks {
      var network = NetworkFacts()
      (network.checksumErrors, network.receivedPackets) = (look.errors, look.packets)
      window.apply(to: &network, at: look.second)
      let told = (network.checksumErrors, network.receivedPackets, network.countedSeconds)
      #expect(told == look.told, "at \(look.second)")
    }
  }

  @Test func whatWasMendedIsForgotten() {
    expect([
      Look(1000, 20, 100, (20, 100, nil)), Look(1060, 20, 200, (20, 200, nil)), Look(1119, 20, 300, (20, 300, nil)),
      Look(1120, 20, 400, (0, 300, 120)), Look(1300, 25, 500, (5, 200, 181)),
    ])
  }

  @Test func whatGoesOnIsTold() {
    expect(
      (0..<100).map { index in
        let look = UInt64(index)
        // Every 20 s ten more: in the last 120 s sixty.
        return Look(look * 20, look * 10, look, index < 6 ? (look * 10, look, nil) : (60, 6, 120))
      })
  }

  /// Of looks in quick succession one in ten seconds is remembered, so that there is always one that is old enough.
  @Test func manyLooks() {
    expect(
      (0..<1000).map { index in
        let look = UInt64(index)
        let base = look < 120 ? nil : (look - 120) / 10 * 10
        return Look(look, look, 0, base.map { (look - $0, 0, look - $0) } ?? (look, 0, nil))
      })
  }

  @Test func countersThatBeganAnew() {
    expect([Look(0, 20, 100, (20, 100, nil)), Look(200, 5, 7, (5, 7, 200))])
  }
}
