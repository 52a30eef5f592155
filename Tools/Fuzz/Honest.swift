import VhostFrontend
import Virtio

/// A machine that keeps every rule, and believes nothing: what it gets is looked at.
final class Honest: Peer {
  private(set) var receiving: DriverQueue!
  private(set) var transmitting: DriverQueue!
  private(set) var sent = 0
  private(set) var received = 0
  private(set) var receivedBytes = 0
  /// Frames on their way from the other honest machine, in the order in which they were sent.
  private var expected: [[UInt8]] = []

  init(_ number: Int, _ features: VirtioFeatures) throws {
    try super.init(number, [1 << 20], features)
    receiving = DriverQueue(try RingAreas(size: 64, features: features, in: memory), in: memory, isReceiving: true)
    transmitting = DriverQueue(try RingAreas(size: 32, features: features, in: memory), in: memory, isReceiving: false)
    receiving.post(64, of: features.contains(.mergeableBuffers) ? 2048 : 9216)
  }

  func start() {
    greet(regions: [0])
    startRing(0, receiving.areas)
    startRing(1, transmitting.areas)
  }

  func transmit(_ frame: [UInt8], header: DriverQueue.Header = .init()) throws {
    do { try transmitting.send(frame, header: header) } catch {
      throw Finding("\(Names.name(number)) cannot send: \(error)")
    }
    sent += 1
  }

  /// A frame that the other honest machine has sent here.
  func expectFrame(_ frame: [UInt8]) { expected.append(frame) }

  /// Takes what came.
  /// - Parameter ports: what the liars may do at the moment.
  func receiveAll(_ judge: Judge) throws {
    do {
      while let frame = try receiving.receive() {
        received += 1
        receivedBytes += frame.bytes.count
        if try judge.isFromHonest(frame, to: self) {
          try expect(!expected.isEmpty && expected.removeFirst() == frame.bytes, "a frame came that was never sent so")
        }
      }
    } catch let finding as Finding {
      throw Finding("\(Names.name(number)): \(finding)")
    } catch {
      throw Finding("\(Names.name(number)): \(error)")
    }
  }

  func expectNoMore() throws {
    try expect(expected.isEmpty, "\(Names.name(number)) did not get \(expected.count) frames that were sent to it")
  }
}
