import CDroste
import VhostFrontend
import Virtio

/// A ring with a driver at one end and a device at the other, in one process and without a socket.
final class RingFixture {
  let memory: FrontendMemory
  let driver: DriverQueue
  let storage = VirtqueueStorage()
  var device: Virtqueue
  /// Interrupts that the device sent.
  private(set) var interrupts = 0

  var areas: RingAreas { driver.areas }

  init(
    _ shape: RingShape, receiving isReceiving: Bool = false, without: VirtioFeatures = [], bytes: Int = 16 << 20
  ) throws {
    memory = try FrontendMemory([bytes])
    let areas = try RingAreas(size: shape.size, features: shape.features.subtracting(without), in: memory)
    driver = DriverQueue(areas, in: memory, isReceiving: isReceiving)
    guard
      let device = Virtqueue(
        areas.layout, memory: memory.guestMemory, storage: storage, position: areas.start, deviceWrites: isReceiving)
    else { throw FrontendError("the ring was not taken") }
    self.device = device
  }

  /// The device dies and another goes on.
  func restart(at position: VirtqueuePosition, inflight: UnsafeMutableRawPointer? = nil) throws {
    guard
      let next = Virtqueue(
        areas.layout, memory: memory.guestMemory, storage: storage, position: position,
        deviceWrites: driver.isReceiving, inflight: inflight)
    else { throw FrontendError("the ring was not taken") }
    device = next
  }

  /// The bytes of a chain in the device's batch.
  func bytes(_ index: Int) -> [UInt8] {
    let chain = device.chains[index]
    var bytes: [UInt8] = []
    for place in 0..<Int(chain.segmentCount) {
      let segment = device.segments[Int(chain.firstSegment) + place]
      bytes += UnsafeRawBufferPointer(start: segment.pointer, count: Int(segment.length))
    }
    return bytes
  }

  /// The frames of all chains in the device's batch, without their headers.
  func frames() -> [[UInt8]] {
    (device.nextChain..<device.chainCount).map { Array(bytes($0)[driver.headerLength...]) }
  }

  /// Fetches, gives everything back at once, and publishes; what was sent.
  func takeAll(_ limit: Int = 64, oneByOne: Bool = false) -> [[UInt8]] {
    device.fetch(limit)
    let taken = frames()
    if oneByOne { while device.hasChain { device.give(0) } } else { device.giveAll() }
    publish()
    return taken
  }

  /// Writes bytes into a chain of the device's batch; how many fitted.
  func write(_ bytes: [UInt8], _ index: Int) -> Int {
    let chain = device.chains[index]
    var rest = bytes[...]
    for place in 0..<Int(chain.segmentCount) where !rest.isEmpty {
      let segment = device.segments[Int(chain.firstSegment) + place]
      let part = Array(rest.prefix(Int(segment.length)))
      part.withUnsafeBytes { segment.pointer.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      rest = rest.dropFirst(part.count)
    }
    return bytes.count - rest.count
  }

  /// Delivers a frame into as many buffers as it needs; false when there are too few.
  func deliver(_ frame: [UInt8], header: DriverQueue.Header = .init()) -> Bool {
    if device.chainsLeft < 64 { device.fetch(64) }
    var needed = 0
    var room = 0
    while room < frame.count + driver.headerLength {
      guard device.nextChain + needed < device.chainCount else { return false }
      room += Int(device.chains[device.nextChain + needed].length)
      needed += 1
    }
    var header = header
    header.numBuffers = UInt16(needed)
    var rest = (header.encoded(driver.headerLength) + frame)[...]
    for _ in 0..<needed {
      let count = write(Array(rest), device.nextChain)
      device.give(UInt32(count))
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Whether the driver has made more available than was fetched.
  func hasMore() -> Bool { device.hasMore() }

  /// Shows the driver what came back, and interrupts it when it wants that.
  func publish() {
    guard device.publish() else { return }
    interrupts += 1
    areas.call.signal()
  }
}

/// A frame of `length` bytes that no other number makes.
func frame(_ number: Int, _ length: Int = 60) -> [UInt8] {
  (0..<length).map { UInt8(truncatingIfNeeded: $0 < 4 ? number >> ($0 * 8) : number &+ $0 &* 7) }
}
