import CDroste
import Glibc
import VhostFrontend
import Virtio

/// A machine that is only played: a vhost-user front end with one queue pair, polled.
final class Station {
  let frontend: Frontend
  private let sending: PolledQueue
  private let receiving: PolledQueue
  /// Frames sent so far, which is also the next buffer's place.
  private var sent = 0

  /// Several addresses in turns: each frame goes from one of them to the one of the same number of the other side.
  private let addresses: (own: Int, other: Int, count: Int)?
  private let headerLength: Int

  static let ringSize = 256

  /// Connects, and posts all receive buffers.
  /// - Parameters:
  ///   - port: its number, which is also its address.
  ///   - peer: the port that its frames go to.
  ///   - addresses: numbers of the first of several addresses instead, on this side and the other, and how many.
  init(
    _ connection: PortConnection, port: Int, peer: Int, packed: Bool = false, size: Int = 64,
    addresses: (own: Int, other: Int, count: Int)? = nil
  ) throws {
    var configuration = Frontend.Configuration()
    configuration.features = [.version1, .mergeableBuffers, .indirectDescriptors]
    if packed {
      configuration.features.insert(.packedRing)
      configuration.required = .packedRing
    }
    configuration.ringSize = Self.ringSize
    let endpoint: Frontend.Endpoint
    switch connection {
    case .machineListens(let path):
      // The one before may have left its socket.
      unlink(path)
      endpoint = .listen(path)
    case .switchListens(let path): endpoint = .connect(path)
    case .tap(let name, _): throw BenchError("the tap device \(name) is no vhost-user socket")
    }
    frontend = try Frontend(endpoint, configuration, memory: FrontendMemory([4 << 20]))
    try frontend.start(by: Deadline(30))
    self.addresses = addresses
    headerLength = frontend.features.headerLength
    let frame = Self.frame(
      from: BenchAddress.machine(addresses?.own ?? port), to: BenchAddress.machine(addresses?.other ?? peer), size: size
    )
    let memory = frontend.memory
    receiving = PolledQueue(receiving: 2048, frontend.receiving().areas, in: memory)
    sending = PolledQueue(sending: [frame], frontend.transmitting().areas, in: memory)
  }

  /// A frame of an EtherType for experiments (IEEE 802, local experimental 1).
  static func frame(from source: [UInt8], to destination: [UInt8], size: Int) -> [UInt8] {
    let head = destination + source + [0x88, 0xB5]
    return head + [UInt8](repeating: 0, count: size - head.count)
  }

  /// Sends up to `count` frames; how many the ring had room for.
  func send(_ count: Int) -> Int {
    if let addresses {
      for place in sent..<sent + count {
        // Two bytes each, aligned: should the device still read the buffer, it reads one address or the other.
        let buffer = sending.buffer(at: place) + headerLength
        let number = place % addresses.count
        Self.store(buffer + 4, addresses.other + number)
        Self.store(buffer + 10, addresses.own + number)
      }
    }
    let count = sending.sendPrebuilt(count)
    sent += count
    return count
  }

  private static func store(_ place: UnsafeMutableRawPointer, _ number: Int) {
    droste_store_16(place, UInt16(truncatingIfNeeded: number).bigEndian)
  }

  /// Takes up to `limit` frames; how many came.
  func receive(_ limit: Int = .max) -> Int { receiving.receiveCount(limit) }

  /// Waits until frames pass from here to `peer`: a switch takes a moment until a new port is one of its own. Takes all
  /// that came.
  func waitForPath(to peer: Station) throws {
    let end = monotonicSeconds() + 10
    while true {
      _ = send(1)
      let pause = monotonicSeconds() + 0.02
      while monotonicSeconds() < pause { if peer.receive() > 0 { return peer.drain() } }
      guard monotonicSeconds() < end else { throw BenchError("No frame passes from \(frontend.path) to its peer.") }
    }
  }

  /// Takes frames until none comes for 20 ms.
  private func drain() {
    var quiet = monotonicSeconds()
    while monotonicSeconds() < quiet + 0.02 { if receive() > 0 { quiet = monotonicSeconds() } }
  }
}
