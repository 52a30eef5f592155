import CDroste
import Testing
import VhostFrontend
import Virtio

/// Kicks come when the device asked for them, interrupts when the driver did, and not otherwise.
struct NotificationTests {
  static let shapes = RingShape.all([1, 2, 7, 64])

  @Test(arguments: shapes)
  func freshRing(_ shape: RingShape) throws {
    // Memory of zeros: both sides tell of the first buffer.
    let ring = try RingFixture(shape)
    try ring.driver.send(frame(0))
    #expect(ring.driver.kicks == 1)
    #expect(ring.takeAll() == [frame(0)])
    #expect(ring.interrupts == 1)
  }

  @Test(arguments: shapes)
  func kicksUnwanted(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    ring.device.setKicks(false)
    for number in 0..<3 * shape.size {
      try ring.driver.send(frame(number))
      #expect(ring.driver.kicks == 0)
      #expect(ring.takeAll() == [frame(number)])
    }
  }

  @Test(arguments: shapes)
  func kickWanted(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    ring.device.setKicks(false)
    var kicks = 0
    for round in 0..<3 * shape.size {
      // Asleep: the first frame kicks, with the event index only the first.
      ring.device.setKicks(true)
      #expect(!ring.hasMore())
      let count = 1 + round % shape.size
      for number in 0..<count { try ring.driver.send(frame(number)) }
      kicks += shape.hasEventIndex ? 1 : count
      #expect(ring.driver.kicks == kicks)
      #expect(ring.hasMore())
      ring.device.setKicks(false)
      var taken = 0
      while taken < count { taken += ring.takeAll().count }
      // Awake: none.
      try ring.driver.send(frame(round))
      #expect(ring.driver.kicks == kicks)
      #expect(ring.takeAll().count == 1)
    }
  }

  @Test(arguments: shapes)
  func kickForBatch(_ shape: RingShape) throws {
    // One kick for frames that are shown together, wherever in the batch the wanted place is.
    let ring = try RingFixture(shape)
    for round in 0..<2 * shape.size {
      ring.device.setKicks(true)
      let count = 1 + round % shape.size
      for number in 0..<count { #expect(try ring.driver.add(frame(number))) }
      #expect(ring.driver.flush())
      var taken = 0
      while taken < count { taken += ring.takeAll().count }
    }
  }

  @Test(arguments: shapes)
  func lostKick(_ shape: RingShape) throws {
    // What the driver shows between the device's last look and its wish is seen by the second look.
    let ring = try RingFixture(shape)
    ring.device.setKicks(false)
    for number in 0..<3 * shape.size {
      ring.device.fetch(64)
      #expect(!ring.device.hasChain)
      try ring.driver.send(frame(number))
      ring.device.setKicks(true)
      #expect(ring.hasMore())
      ring.device.setKicks(false)
      #expect(ring.takeAll() == [frame(number)])
    }
  }

  @Test(arguments: shapes, [false, true])
  func interruptsUnwanted(_ shape: RingShape, _ isReceiving: Bool) throws {
    let ring = try RingFixture(shape, receiving: isReceiving)
    ring.driver.setInterrupts(false)
    if isReceiving { ring.driver.post(shape.size, of: 128) }
    for number in 0..<3 * shape.size {
      try pass(ring, number)
      #expect(ring.interrupts == 0)
      ring.driver.setInterrupts(false)
    }
  }

  @Test(arguments: shapes, [false, true])
  func interruptWanted(_ shape: RingShape, _ isReceiving: Bool) throws {
    let ring = try RingFixture(shape, receiving: isReceiving)
    if isReceiving { ring.driver.post(shape.size, of: 128) }
    for number in 0..<3 * shape.size {
      ring.driver.setInterrupts(true)
      try pass(ring, number)
      #expect(ring.interrupts == number + 1)
    }
  }

  /// One frame through, either way, and taken by whoever gets it.
  private func pass(_ ring: RingFixture, _ number: Int) throws {
    if ring.driver.isReceiving {
      #expect(ring.deliver(frame(number)))
      ring.publish()
      #expect(try ring.driver.receive()?.bytes == frame(number))
    } else {
      try ring.driver.send(frame(number))
      #expect(ring.takeAll() == [frame(number)])
      try ring.driver.reclaim()
    }
  }

  @Test(arguments: RingShape.all([7, 8, 100]).filter { $0.hasEventIndex && !$0.isInOrder })
  func delayedInterrupt(_ shape: RingShape) throws {
    // The driver asks for one after so many buffers; publishing one by one or several at a time.
    let ring = try RingFixture(shape)
    var numbers = TestNumbers(3)
    for _ in 0..<3 * shape.size {
      let after = 1 + numbers.below(shape.size)
      let before = ring.interrupts
      ring.driver.setInterrupt(after: after)
      var done = 0
      while done < after {
        let count = 1 + numbers.below(min(after - done, 64))
        for number in 0..<count { #expect(try ring.driver.add(frame(number), layout: .single)) }
        ring.driver.flush()
        #expect(ring.interrupts == before)
        #expect(ring.takeAll(oneByOne: true).count == count)
        done += count
        #expect(ring.interrupts == before + (done == after ? 1 : 0))
      }
      try ring.driver.reclaim()
    }
  }

  @Test(arguments: shapes)
  func publishedTwice(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    try ring.driver.send(frame(1))
    _ = ring.takeAll()
    ring.driver.setInterrupts(true)
    let isWanted = ring.device.publish()
    #expect(!isWanted)
  }

  @Test(arguments: RingShape.all([8, 7]))
  func nonsenseWishes(_ shape: RingShape) throws {
    // Whatever the driver writes where its wish stands, the device goes on.
    var numbers = TestNumbers(4)
    let ring = try RingFixture(shape)
    for number in 0..<2000 {
      let word = UInt32(truncatingIfNeeded: numbers.below(1 << 32))
      if shape.isPacked {
        droste_store_32(ring.areas.driver.pointer, word)
      } else {
        droste_store_16(ring.areas.driver.pointer, UInt16(truncatingIfNeeded: word))
        if shape.hasEventIndex {
          droste_store_16(ring.areas.driver.pointer + 4 + shape.size * 2, UInt16(word >> 16))
        }
      }
      try ring.driver.send(frame(number))
      #expect(ring.takeAll() == [frame(number)])
    }
    #expect(ring.device.violation == nil)
  }
}
