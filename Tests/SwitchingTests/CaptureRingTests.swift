import Ethernet
import HyperV
import Switching
import Testing

@Suite("Captures in memory", .timeLimit(.minutes(2)))
struct CaptureRingTests {
  static let ports = [
    CapturePort(slot: 0, name: "L1/Network Adapter", kind: .machine),
    CapturePort(slot: 1, name: "L1/Second", kind: .machine),
    CapturePort(slot: 2, name: "eth0", kind: .uplink),
  ]

  @Test("Which frames a capture takes")
  func filters() throws {
    struct Row {
      var request: CaptureRequest
      var marks: [UInt8]
    }
    // Six frames: their marks, ports, directions and reasons.
    let frames: [(mark: UInt8, port: Int32, direction: CaptureDirection, drop: DropReason?)] = [
      (1, 0, .in, nil), (2, 0, .out, nil), (3, 0, .in, .macSpoofing), (4, 1, .in, nil), (5, 2, .out, .queueFull),
      (6, 3, .in, nil),
    ]
    let rows: [Row] = [
      Row(request: CaptureRequest(), marks: [1, 2, 4]),
      Row(request: CaptureRequest(drops: .include), marks: [1, 2, 3, 4, 5]),
      Row(request: CaptureRequest(drops: .only), marks: [3, 5]),
      Row(request: CaptureRequest(direction: .in), marks: [1, 4]),
      Row(request: CaptureRequest(direction: .out, drops: .include), marks: [2, 5]),
      Row(request: CaptureRequest(port: "l1"), marks: [1, 2, 4]),
      Row(request: CaptureRequest(port: "L1/network ADAPTER"), marks: [1, 2]),
      Row(request: CaptureRequest(port: "eth0", drops: .include), marks: [5]),
      Row(request: CaptureRequest(count: 2), marks: [1, 2]),
    ]
    for row in rows {
      let place = CapturePlace(Self.ports)
      let session = try place.captures.start(row.request, now: 1)
      for frame in frames { place.record([frame.mark] + zeros(59), frame.port, frame.direction, frame.drop) }
      var output: [UInt8] = []
      session.drain(into: &output, limit: .max, now: 2)
      let found = try PcapngFile(output)
      #expect(found.packets.map { $0.bytes[0] } == row.marks, "\(row.request)")
      #expect(session.isFinished == (row.request.count != nil))
      place.captures.stop(session)
    }
  }

  @Test("Bits of ports, and four captures at the most")
  func limits() throws {
    let place = CapturePlace(Self.ports)
    var changes = 0
    place.captures.changed = { changes += 1 }
    #expect(!place.captures.isCaptured(0))
    let sessions = try (0..<4).map { _ in try place.captures.start(CaptureRequest(port: "eth0"), now: 0) }
    #expect(changes == 4)
    #expect((0..<4).map { place.captures.isCaptured($0) } == [false, false, true, false])
    let full = #expect(throws: DrosteError.self) { try place.captures.start(CaptureRequest(), now: 0) }
    #expect(full?.code == .outOfMemory)
    place.captures.stop(sessions[1])
    _ = try place.captures.start(CaptureRequest(port: "L1/Second"), now: 0)
    #expect((0..<4).map { place.captures.isCaptured($0) } == [false, true, true, false])
    let missing = #expect(throws: DrosteError.self) { try place.captures.start(CaptureRequest(port: "L"), now: 0) }
    #expect(missing?.code == .objectNotFound)
    #expect(missing?.cause == "its ports: L1/Network Adapter, L1/Second, eth0")
    let wrong = #expect(throws: DrosteError.self) {
      try place.captures.start(CaptureRequest(port: "", count: 0, snapLength: 13), now: 0)
    }
    #expect(wrong?.code == .invalidParameter)
    #expect(wrong?.message.split(separator: "\n").count == 4)
  }

  @Test("A snap length cuts frames, and says how long they were")
  func snapLength() throws {
    let place = CapturePlace(Self.ports)
    let session = try place.captures.start(CaptureRequest(snapLength: 14), now: 0)
    place.record(Array(0..<60), 0, .in, nil)
    place.record(Array(0..<14), 0, .in, nil, original: 9000)
    place.record([1, 2, 3], 0, .in, .malformed)
    place.record([], 0, .in, nil)
    let found = try PcapngFile(place.end(session))
    #expect(found.interfaces.map(\.snapLength) == [14, 14, 14])
    #expect(found.packets.map(\.bytes) == [Array(0..<14), Array(0..<14), []])
    #expect(found.packets.map(\.original) == [60, 9000, 0])
  }

  @Test("What is not read in time is lost, counted, and told")
  func losses() throws {
    let place = CapturePlace(Self.ports)
    let session = try place.captures.start(CaptureRequest(port: "L1"), now: 1_000_000_000)
    var output: [UInt8] = []
    // A record of 1486 bytes takes 1536 of the ring's 1 MiB.
    let room = (1 << 20) / 1536
    for index in 0..<(room + 100) { place.record([UInt8(index & 255)] + zeros(1485), 0, .in, nil) }
    #expect(session.total == (UInt64(room + 100), 100))
    session.drain(into: &output, limit: .max, now: 1_500_000_000)
    #expect(try PcapngFile(output).statistics.isEmpty)
    place.record(zeros(60), 1, .in, nil)
    session.drain(into: &output, limit: .max, now: 2_000_000_001)
    session.end(into: &output, now: 3_000_000_000)
    let found = try PcapngFile(output)
    #expect(found.packets.count == room + 1)
    #expect(found.packets.last?.lost == 100)
    #expect(found.packets.dropLast().allSatisfy { $0.lost == nil })
    #expect(found.statistics.map(\.interface) == [0, 1, 0, 1])
    #expect(found.statistics.map(\.received) == [UInt64(room + 100), 1, UInt64(room + 100), 1])
    #expect(found.statistics.map(\.lost) == [100, 0, 100, 0])
    #expect(found.statistics.map(\.time) == [2_000_000_001, 2_000_000_001, 3_000_000_000, 3_000_000_000])
    #expect(found.statistics.allSatisfy { $0.started == 1_000_000_000 })
  }

  @Test("The output's limit leaves the rest in the ring")
  func outputLimit() throws {
    let place = CapturePlace(Self.ports)
    let session = try place.captures.start(CaptureRequest(), now: 0)
    for _ in 0..<100 { place.record(zeros(1000), 0, .in, nil) }
    var output: [UInt8] = []
    session.drain(into: &output, limit: 10_000, now: 0)
    #expect(output.count >= 10_000 && output.count < 11_100)
    let first = output.count
    session.drain(into: &output, limit: 10_000, now: 0)
    #expect(output.count == first)
    session.drain(into: &output, limit: .max, now: 0)
    #expect(try PcapngFile(output).packets.count == 100)
  }

  @Test("Ports come, go, and get each other's places")
  func portChanges() throws {
    let place = CapturePlace(Self.ports)
    let session = try place.captures.start(CaptureRequest(port: "L1"), now: 0)
    place.record([1], 0, .in, nil)
    place.record([2], 1, .in, nil)
    // L1's first adapter goes; another machine gets its place; L1 gets a third adapter.
    place.captures.update([
      CapturePort(slot: 0, name: "L2/Network Adapter", kind: .machine), Self.ports[1],
      CapturePort(slot: 5, name: "L1/Third", kind: .machine),
    ])
    #expect(session.portNames == ["L1/Second", "L1/Third"])
    place.record([3], 0, .in, nil)
    place.record([4], 5, .in, nil)
    // It comes back, in another place.
    place.captures.update([CapturePort(slot: 7, name: "L1/Network Adapter", kind: .machine)])
    place.record([5], 7, .in, nil)
    let found = try PcapngFile(place.end(session))
    #expect(found.interfaces.map(\.name) == ["L1/Network Adapter", "L1/Second", "L1/Third"])
    #expect(found.packets.map { $0.bytes[0] } == [1, 2, 4, 5])
    #expect(found.packets.map(\.interface) == [0, 1, 2, 0])
    #expect(found.statistics.map(\.received) == [2, 1, 1])
  }

  @Test("Slots that there are not do no harm")
  func strangeSlots() throws {
    let place = CapturePlace(Self.ports)
    let session = try place.captures.start(CaptureRequest(), now: 0)
    for slot in [-1, 3, 1023, 1024, Int32.max, .min] { place.record([1], slot, .in, nil) }
    #expect(session.total == (0, 0))
  }

  @Test("Records of several workers come out in the order of their times")
  func workers() throws {
    let place = CapturePlace(Self.ports, workers: 3)
    let session = try place.captures.start(CaptureRequest(), now: 0)
    for time in 0..<30 { place.record([UInt8(time)], 0, .in, nil, worker: time % 3, time: UInt64(time)) }
    #expect(try PcapngFile(place.end(session)).packets.map { $0.bytes[0] } == Array(0..<30))
  }

  @Test("One thread records while another drains: nothing is torn, and what is missing was counted")
  func twoThreads() throws {
    let place = CapturePlace(Self.ports)
    let session = try place.captures.start(CaptureRequest(), now: 0)
    let total = 200_000
    let tap = place.captures.tap(0)
    let thread = TestThread {
      var frame = zeros(1514)
      for index in 0..<total {
        for byte in 0..<4 { frame[byte] = UInt8(truncatingIfNeeded: index >> (8 * byte)) }
        let length = 14 + index % 1500
        frame[length - 1] = UInt8(truncatingIfNeeded: index)
        frame.withRawSpan {
          tap.record(
            frame: $0.extracting(first: length), original: length, port: 0, direction: .in, drop: nil,
            nanoseconds: UInt64(index))
        }
        frame[length - 1] = 0
      }
    }
    var next = 0
    var lost = 0
    func check(_ output: [UInt8]) throws {
      for packet in try PcapngFile(output, isWhole: false).packets {
        let index = (0..<4).reduce(0) { $0 | Int(packet.bytes[$1]) << (8 * $1) }
        lost += Int(packet.lost ?? 0)
        #expect(index == next + Int(packet.lost ?? 0))
        #expect(packet.time == UInt64(index))
        #expect(packet.bytes.count == 14 + index % 1500)
        #expect(packet.bytes.last == UInt8(truncatingIfNeeded: index))
        next = index + 1
      }
    }
    while !thread.isFinished {
      var output: [UInt8] = []
      session.drain(into: &output, limit: .max, now: 0)
      try check(output)
    }
    thread.join()
    try check(place.end(session))
    #expect(session.total.received == UInt64(total))
    #expect(session.total.lost == UInt64(total - next + lost))
  }

  @Test("Each reason has words")
  func reasons() {
    #expect(DropReason.macSpoofing.comment == "dropped: MacSpoofing (the source address is not the port's)")
    for reason in DropReason.allCases {
      #expect(reason.comment.hasPrefix("dropped: \(reason.rawValue) ("), "\(reason)")
    }
  }
}

func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

/// Captures without a switch around them.
struct CapturePlace {
  let captures: Captures

  init(_ ports: [CapturePort], workers: Int = 1) {
    captures = Captures(workers: workers)
    captures.switchName = "Lab"
    captures.update(ports)
  }

  func record(
    _ frame: [UInt8], _ port: Int32, _ direction: CaptureDirection, _ drop: DropReason?, original: Int? = nil,
    worker: Int = 0, time: UInt64 = 0
  ) {
    frame.withRawSpan {
      captures.tap(worker).record(
        frame: $0, original: original ?? frame.count, port: port, direction: direction, drop: drop, nanoseconds: time)
    }
  }

  func end(_ session: CaptureSession) -> [UInt8] {
    captures.stop(session)
    var output: [UInt8] = []
    session.end(into: &output, now: 0)
    return output
  }
}
