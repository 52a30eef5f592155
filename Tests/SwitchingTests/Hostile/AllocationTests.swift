import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend
import Virtio

/// A million frames over rings allocate nothing, whichever way they go.
@Suite(.serialized)
struct AllocationTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    /// Machines that get each frame.
    var receivers = [1]
    var configure: @Sendable (inout [PortConfiguration]) -> Void = { _ in }
    /// Whether each frame is lost under this reason.
    var reason: DropReason?
  }

  private static let builder = FrameBuilder(from: MACAddress.test(0).rawValue, to: MACAddress.test(1).rawValue)

  private static var tagged: FrameBuilder {
    var tagged = builder
    tagged.tag = 5
    return tagged
  }

  static let rows = [
    Row(testDescription: "the short way, 64 bytes", frame: builder.udp(payload: [UInt8](repeating: 1, count: 22))),
    Row(testDescription: "the short way, 1500 bytes", frame: builder.udp(payload: [UInt8](repeating: 1, count: 1458))),
    Row(testDescription: "no IP", frame: builder.plain(60)),
    Row(testDescription: "broadcast", frame: Frames.plain(.test(0), to: .broadcast), receivers: [1, 2]),
    Row(
      testDescription: "a tag taken out", frame: tagged.udp(payload: [1, 2]),
      configure: {
        $0[0].vlan = .trunk(native: 0, allowed: VLANSet([5])!)
        $0[1].vlan = .access(id: 5)
      }),
    Row(
      testDescription: "a tag put in", frame: builder.udp(payload: [1, 2]),
      configure: {
        $0[0].vlan = .access(id: 5)
        $0[1].vlan = .trunk(native: 0, allowed: VLANSet([5])!)
      }),
    Row(
      testDescription: "learning, access control, a mirror and a storm limit", frame: builder.udp(payload: [1]),
      receivers: [1, 2],
      configure: {
        $0[0].macAddressSpoofing = .on
        $0[0].stormLimit = 5
        $0[0].portMirroring = .source
        $0[0].accessControl = [AccessControlEntry(action: .meter, direction: .outbound)]
        $0[2].portMirroring = .destination
      }),
    Row(testDescription: "dropped", frame: Frames.plain(.test(9), to: .test(1)), receivers: [], reason: .macSpoofing),
  ]

  #if DEBUG
    // What the optimizer takes away is there: closures' contexts, boxes.
    static let frames = 0
  #else
    static let frames = 1_000_000
  #endif

  @Test(
    .enabled(if: AllocationCounter.isPossible && frames > 0, "for optimized builds without sanitizers"),
    arguments: rows,
    [VirtioFeatures.splitTest, .packedTest])
  func none(_ row: Row, _ features: VirtioFeatures) throws {
    let lab = try RingSwitch([features, features, features], ringSize: 256, configure: row.configure)
    let queues = row.receivers.map {
      PolledQueue(receiving: 2048, lab.machines[$0].receiving().areas, in: lab.machines[$0].memory)
    }
    let sender = PolledQueue(sending: [row.frame], lab.machines[0].transmitting().areas, in: lab.machines[0].memory)
    // Counts what is counted by itself.
    let two = AllocationCounter.count {
      withExtendedLifetime([UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)]) {
        $0[0].deallocate()
      }
    }
    #expect(two >= 1)
    var sent = 0
    var received = [Int](repeating: 0, count: queues.count)
    let allocations = AllocationCounter.count {
      while sent < Self.frames {
        sender.sendPrebuilt(64)
        sent += lab.engine.serveRings()
        for index in queues.indices { received[index] += queues[index].receiveCount() }
      }
    }
    #expect(allocations == 0)
    #expect(received.allSatisfy { $0 == sent })
    let port = try lab.status(0)
    #expect(port.receivedFrames == UInt64(sent))
    #expect(port.drops.map(\.reason) == (row.reason.map { [$0] } ?? []))
  }
}
