import Glibc
import VhostFrontend
import Virtio

/// The sockets at which machines wait for the switch: two for each machine, so that another path is another connection.
/// Made once and used by one case after the other.
final class Doors {
  private let folder: PrivateFolder
  private var listeners: [Int32] = []

  init() throws {
    folder = try PrivateFolder()
    for index in 0..<Names.count * 2 { listeners.append(try FrontendConnection.listen(at: "\(folder.path)/\(index)")) }
  }

  deinit { for listener in listeners { close(listener) } }

  func path(_ machine: Int, _ door: Int) -> String { "\(folder.path)/\(machine * 2 + door)" }

  /// The latest connection to a door; nil when there is none.
  func accept(_ machine: Int, _ door: Int) -> FrontendConnection? {
    var latest: FrontendConnection?
    while Deadline(0).wait(for: listeners[machine * 2 + door]),
      let connection = try? FrontendConnection.accept(listeners[machine * 2 + door], by: Deadline(1))
    {
      latest = connection
    }
    return latest
  }

  /// Turns everybody away who waits.
  func clear() {
    for machine in 0..<Names.count {
      for door in 0..<2 { _ = accept(machine, door) }
    }
  }
}

/// A machine's side of the vhost-user connection: sends messages without waiting, takes whatever is answered.
class Peer {
  let number: Int
  let ram: GuestRAM
  let features: VirtioFeatures
  private(set) var connection: FrontendConnection?

  init(_ number: Int, _ sizes: [Int], _ features: VirtioFeatures, readOnly: Int? = nil) throws {
    self.number = number
    self.features = features
    ram = try GuestRAM(sizes, readOnly: readOnly)
  }

  var memory: FrontendMemory { ram.memory }

  func connect(_ connection: FrontendConnection?) { self.connection = connection }

  /// Sends a message. A connection that the switch has closed is let go.
  func tell(_ request: UInt32, _ payload: [UInt8] = [], descriptors: [Int32] = [], flags: UInt32 = 9) {
    let message = FrontendMessage(request: request, flags: flags, payload: payload, descriptors: descriptors)
    send(FrontendMessage.payload(message.request, flags, UInt32(payload.count)) + payload, descriptors)
  }

  func tell(_ request: VhostUserRequest, _ payload: [UInt8] = [], descriptors: [Int32] = []) {
    tell(request.rawValue, payload, descriptors: descriptors)
  }

  func send(_ bytes: [UInt8], _ descriptors: [Int32] = []) {
    guard let connection, !bytes.isEmpty else { return }
    do { try connection.send(bytes: bytes, descriptors: descriptors, by: Deadline(0)) } catch { self.connection = nil }
  }

  /// Takes the answers that are there.
  func drain() {
    while let connection, Deadline(0).wait(for: connection.descriptor) {
      guard let message = try? connection.receive(by: Deadline(1)) else {
        self.connection = nil
        return
      }
      answered(message)
      for descriptor in message.descriptors { close(descriptor) }
    }
  }

  /// What a subclass makes of an answer, whose descriptors are closed afterwards.
  func answered(_ message: FrontendMessage) {}

  /// Agrees on features and shares the memory.
  func greet(regions: [Int]) {
    tell(.getFeatures)
    tell(.getProtocolFeatures)
    tell(VhostUserRequest.setProtocolFeatures.rawValue, Self.word(VhostUserProtocolFeatures.offered.rawValue), flags: 1)
    tell(.setOwner)
    tell(.setFeatures, Self.word(features.rawValue))
    share(regions)
  }

  func share(_ regions: [Int]) {
    var payload = FrontendMessage.payload(UInt32(regions.count), UInt32(0))
    for region in regions { payload += ram.description(region) }
    tell(.setMemoryTable, payload, descriptors: regions.map { memory.regions[$0].descriptor })
  }

  /// Sets everything of a ring, and enables it.
  func startRing(_ index: Int, _ areas: RingAreas, base: UInt32? = nil) {
    let number = UInt32(index)
    tell(.setRingSize, FrontendMessage.payload(number, UInt32(areas.size)))
    tell(.setRingBase, FrontendMessage.payload(number, base ?? areas.start.rawValue))
    tell(.setRingAddress, Self.address(index, areas))
    tell(.setRingCall, Self.word(UInt64(index)), descriptors: [areas.call.descriptor])
    tell(.setRingKick, Self.word(UInt64(index)), descriptors: [areas.kick.descriptor])
    tell(.setRingEnable, FrontendMessage.payload(number, UInt32(1)))
  }

  static func address(_ index: Int, _ areas: RingAreas) -> [UInt8] {
    func user(_ buffer: GuestBuffer) -> UInt64 { UInt64(UInt(bitPattern: buffer.pointer)) }
    return FrontendMessage.payload(
      UInt32(index), UInt32(0), user(areas.descriptors), user(areas.device), user(areas.driver), UInt64(0))
  }

  static func word(_ value: UInt64) -> [UInt8] { FrontendMessage.payload(value) }
}
